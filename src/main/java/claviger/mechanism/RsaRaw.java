package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_INVALID;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.Parameters;
import java.security.MessageDigest;
import javax.crypto.Cipher;

/**
 * CKM_RSA_X_509, RSA without padding: the caller's number to the power of the key. Whoever may call it can multiply and
 * divide signatures, so only keys that name it do this, and none is wrapped by it (Z8, Z10). A shorter input has zeros
 * before it; what comes out is as long as the modulus.
 */
final class RsaRaw implements Algorithm {
    private static final String PADDING = "NoPadding";

    @Override public Computation.Signing sign(KeyMaterial key, Parameters parameters) {
        Param.none(parameters);
        RsaKey rsa = RsaKey.of(key);
        return new MessageSigner(Message.once(rsa.bytes()), rsa.bytes(),
            data -> computed(rsa, Cipher.ENCRYPT_MODE, data, CKR_DATA_INVALID));
    }

    @Override public Computation.Verifying verify(KeyMaterial key, Parameters parameters) {
        Param.none(parameters);
        RsaKey rsa = RsaKey.of(key);
        return new MessageVerifier(Message.once(rsa.bytes()), length -> length == rsa.bytes(),
            (data, signature) -> !rsa.isBeyondModulus(signature) && MessageDigest.isEqual(filled(rsa, data),
                Jdk.compute(() -> rsa.compute(PADDING, Cipher.DECRYPT_MODE, signature))));
    }

    @Override public Computation.Ciphering decrypt(KeyMaterial key, Parameters parameters) {
        Param.none(parameters);
        RsaKey rsa = RsaKey.of(key);
        return OneBlock.decrypting(rsa.bytes(), rsa.bytes(),
            encrypted -> computed(rsa, Cipher.DECRYPT_MODE, encrypted, CKR_ENCRYPTED_DATA_INVALID));
    }

    private static byte[] computed(RsaKey rsa, int mode, byte[] data, Ckr tooLarge) {
        if (rsa.isBeyondModulus(data)) {
            throw tooLarge.because("the number is not below the modulus");
        }
        return Jdk.compute(() -> rsa.compute(PADDING, mode, filled(rsa, data)));
    }

    private static byte[] filled(RsaKey rsa, byte[] data) {
        byte[] filled = new byte[rsa.bytes()];
        System.arraycopy(data, 0, filled, filled.length - data.length, data.length);
        return filled;
    }
}
