import claviger.provider.ClavigerProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** Keys of the token through the JCA: java Code.java CONFIGURATION PIN-FILE. */
public final class Code {
    private static final byte[] MESSAGE = "the token runs".getBytes(StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws Exception {
        Provider token = new ClavigerProvider().configure(arguments[0]);
        KeyStore keys = KeyStore.getInstance("CLAVIGER", token);
        keys.load(null, Files.readString(Path.of(arguments[1])).strip().toCharArray());     // C_Login
        sign(token);
        encrypt(token, keys);
    }

    /** Signs in the token; the public key verifies anywhere. */
    private static void sign(Provider token) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", token);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();

        Signature signature = Signature.getInstance("SHA256withECDSA", token);
        signature.initSign(pair.getPrivate());
        signature.update(MESSAGE);
        byte[] signed = signature.sign();
        System.out.println("signed in the token: " + HexFormat.of().formatHex(signed, 0, 16) + "...");

        Signature verifier = Signature.getInstance("SHA256withECDSA", "SunEC");
        verifier.initVerify(KeyFactory.getInstance("EC", "SunEC")
            .generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded())));
        verifier.update(MESSAGE);
        check(verifier.verify(signed), "verified by SunEC");
    }

    /** Keeps an AES key under an alias and uses what the key store gives back. */
    private static void encrypt(Provider token, KeyStore keys) throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("AES", token);
        generator.init(256);
        keys.setKeyEntry("disk", generator.generateKey(), null, null);
        SecretKey disk = (SecretKey) keys.getKey("disk", null);
        check(disk.getEncoded() == null, "the AES key has no encoding outside the token");

        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", token);
        cipher.init(Cipher.ENCRYPT_MODE, disk);
        byte[] sealed = cipher.doFinal(MESSAGE);
        GCMParameterSpec parameters = cipher.getParameters().getParameterSpec(GCMParameterSpec.class);
        cipher.init(Cipher.DECRYPT_MODE, disk, parameters);
        check(Arrays.equals(MESSAGE, cipher.doFinal(sealed)), "encrypted and decrypted in the token");
        keys.deleteEntry("disk");
    }

    private static void check(boolean holds, String what) {
        System.out.println((holds ? "ok: " : "NOT: ") + what);
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
