package claviger.provider;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Mechanism;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import javax.crypto.Cipher;

/** AES for data, and ChaCha20: the key, and the parameters that a mode has. */
abstract sealed class AesCipher extends TokenCipher permits BlockCipher, AeadCipher {
    static final int BLOCK = 16;
    private static final int ANY_KEY = 0;

    private final int keyBytes;

    /** @param keyBytes the one length of key that the algorithm's name allows, or 0 */
    AesCipher(Token token, String name, int keyBytes) {
        super(token, name);
        this.keyBytes = keyBytes;
    }

    /** The parameters as they are now, or null. */
    abstract AlgorithmParameterSpec spec();

    @Override final TokenKey key(Key given, int opmode) throws InvalidKeyException {
        TokenSecretKey own = TokenKey.own(TokenSecretKey.class, given, token);
        refuseUnfit(name, own, keyType(), keyBytes);
        return own;
    }

    Ckk keyType() {
        return Ckk.CKK_AES;
    }

    /** What the JCA calls the encoding of the parameters. */
    String parametersName() {
        return "AES";
    }

    static void refuseUnfit(String name, TokenSecretKey key, Ckk keyType, int keyBytes) throws InvalidKeyException {
        if (key.type() != keyType) {
            throw new InvalidKeyException(name + " needs a key of the type " + keyType + ", not " + key.type());
        }
        if (keyBytes != ANY_KEY && key.bytes() != keyBytes) {
            throw new InvalidKeyException(name + " needs a key of " + keyBytes + " bytes, not " + key.bytes());
        }
    }

    /** Parameters given, or for encryption new random ones. */
    static byte[] randomIv(int opmode, int bytes, SecureRandom random) throws InvalidAlgorithmParameterException {
        if (opmode != Cipher.ENCRYPT_MODE && opmode != Cipher.WRAP_MODE) {
            throw new InvalidAlgorithmParameterException("decryption needs the parameters that encryption used");
        }
        byte[] iv = new byte[bytes];
        random.nextBytes(iv);
        return iv;
    }

    @Override protected final AlgorithmParameters engineGetParameters() {
        AlgorithmParameterSpec now = spec();
        if (now == null) {
            return null;
        }
        try {
            AlgorithmParameters encoded = AlgorithmParameters.getInstance(parametersName());
            encoded.init(now);
            return encoded;
        } catch (NoSuchAlgorithmException | InvalidParameterSpecException e) {
            throw new ProviderException("no provider of this JVM encodes the parameters of " + name, e);
        }
    }

    @Override protected final int engineGetBlockSize() {
        return keyType() == Ckk.CKK_CHACHA20 ? 0 : BLOCK;
    }

    @Override abstract Mechanism mechanism(AlgorithmParameterSpec spec, int opmode, SecureRandom random)
        throws InvalidAlgorithmParameterException;
}
