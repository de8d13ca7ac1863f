package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_AEAD_DECRYPT_FAILED;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.Parameters;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** AES-GCM with the tag after the ciphertext. Decryption gives nothing before it has seen the tag (O9). */
final class AesGcm implements Algorithm {
    private static final int FEWEST_TAG_BITS = 96;
    private static final int MOST_TAG_BITS = 128;

    @Override public Computation.Ciphering encrypt(KeyMaterial key, Parameters parameters) {
        Parameters.Gcm gcm = checked(parameters);
        KeptCipher started = KeptCipher.started(key, Cipher.ENCRYPT_MODE, gcm);
        return Aead.encrypting(started.cipher(), tagLength(gcm), started.unit(), started::giveBack);
    }

    @Override public Computation.Ciphering decrypt(KeyMaterial key, Parameters parameters) {
        return decrypting(key, checked(parameters), CKR_ENCRYPTED_DATA_INVALID);
    }

    @Override public Computation.Ciphering messageDecrypt(KeyMaterial key, Parameters parameters) {
        return decrypting(key, checked(parameters), CKR_AEAD_DECRYPT_FAILED);
    }

    private static Computation.Ciphering decrypting(KeyMaterial key, Parameters.Gcm gcm, Ckr wrongTag) {
        KeptCipher started = KeptCipher.started(key, Cipher.DECRYPT_MODE, gcm);
        return Aead.decrypting(started.cipher(), tagLength(gcm), wrongTag, started::giveBack);
    }

    @Override public byte[] wrap(KeyMaterial wrappingKey, Parameters parameters, byte[] plain) {
        KeptCipher started = KeptCipher.started(wrappingKey, Cipher.ENCRYPT_MODE, checked(parameters));
        byte[] wrapped = Jdk.compute(() -> started.cipher().doFinal(plain));
        started.giveBack();
        return wrapped;
    }

    @Override public long wrappedLength(KeyMaterial wrappingKey, int plain) {
        return plain + (long) AesBlock.LENGTH;
    }

    @Override public byte[] unwrap(KeyMaterial unwrappingKey, Parameters parameters, byte[] wrapped) {
        Parameters.Gcm gcm = checked(parameters);
        if (wrapped.length <= tagLength(gcm)) {
            throw CKR_WRAPPED_KEY_LEN_RANGE.because("%d bytes hold no key and tag", wrapped.length);
        }
        KeptCipher started = KeptCipher.started(unwrappingKey, Cipher.DECRYPT_MODE, gcm);
        try {
            byte[] plain = started.cipher().doFinal(wrapped);
            started.giveBack();
            return plain;
        } catch (GeneralSecurityException e) {
            throw CKR_WRAPPED_KEY_INVALID.because(e, "the tag does not fit");
        }
    }

    private static Parameters.Gcm checked(Parameters parameters) {
        Parameters.Gcm gcm = Param.of(Parameters.Gcm.class, parameters);
        Param.require(gcm.iv().length > 0, "an IV of at least one byte");
        requireTag(gcm.tagBits());
        return gcm;
    }

    static void requireTag(int bits) {
        Param.require(bits >= FEWEST_TAG_BITS && bits <= MOST_TAG_BITS && bits % 8 == 0,
            "a tag of 96, 104, 112, 120 or 128 bits");
    }

    private static int tagLength(Parameters.Gcm gcm) {
        return gcm.tagBits() / 8;
    }
}
