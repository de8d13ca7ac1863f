package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_AEAD_DECRYPT_FAILED;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_INVALID;

import claviger.cryptoki.Parameters;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/** ChaCha20 with Poly1305 of RFC 8439, the tag after the ciphertext: a nonce of 96 bits and a tag of 128. */
final class ChaCha20Poly1305 implements Algorithm {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final Runnable NOT_KEPT = () -> { };

    @Override public Computation.Ciphering encrypt(KeyMaterial key, Parameters parameters) {
        return Aead.encrypting(started(Cipher.ENCRYPT_MODE, key, parameters), TAG_BYTES, 1, NOT_KEPT);
    }

    @Override public Computation.Ciphering decrypt(KeyMaterial key, Parameters parameters) {
        return Aead.decrypting(started(Cipher.DECRYPT_MODE, key, parameters), TAG_BYTES, CKR_ENCRYPTED_DATA_INVALID,
            NOT_KEPT);
    }

    @Override public Computation.Ciphering messageDecrypt(KeyMaterial key, Parameters parameters) {
        return Aead.decrypting(started(Cipher.DECRYPT_MODE, key, parameters), TAG_BYTES, CKR_AEAD_DECRYPT_FAILED, NOT_KEPT);
    }

    private static Cipher started(int mode, KeyMaterial key, Parameters parameters) {
        Parameters.ChaCha20Poly1305 given = Param.of(Parameters.ChaCha20Poly1305.class, parameters);
        Param.require(given.nonce().length == NONCE_BYTES, "a nonce of 12 bytes");
        Cipher cipher = Jdk.cipher("ChaCha20-Poly1305");
        Jdk.compute(() -> {
            cipher.init(mode, AesBlock.key(key), new IvParameterSpec(given.nonce()), Jdk.random());
            return cipher;
        });
        if (given.aad().length > 0) {
            cipher.updateAAD(given.aad());
        }
        return cipher;
    }
}
