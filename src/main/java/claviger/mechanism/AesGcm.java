package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;

import claviger.cryptoki.Parameters;
import java.security.GeneralSecurityException;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** AES-GCM with the tag after the ciphertext. Decryption gives nothing before it has seen the tag (O9). */
final class AesGcm implements Algorithm {
    static final Set<Integer> TAG_BITS = Set.of(96, 104, 112, 120, 128);

    @Override public Computation.Ciphering encrypt(KeyMaterial key, Parameters parameters) {
        Parameters.Gcm gcm = checked(parameters);
        return Aead.encrypting(started(Cipher.ENCRYPT_MODE, key, gcm), tagLength(gcm), AesBlock.LENGTH);
    }

    @Override public Computation.Ciphering decrypt(KeyMaterial key, Parameters parameters) {
        Parameters.Gcm gcm = checked(parameters);
        return Aead.decrypting(started(Cipher.DECRYPT_MODE, key, gcm), tagLength(gcm));
    }

    @Override public byte[] wrap(KeyMaterial wrappingKey, Parameters parameters, byte[] plain) {
        Cipher cipher = started(Cipher.ENCRYPT_MODE, wrappingKey, checked(parameters));
        return Jdk.compute(() -> cipher.doFinal(plain));
    }

    @Override public long wrappedLength(KeyMaterial wrappingKey, int plain) {
        return plain + (long) AesBlock.LENGTH;
    }

    @Override public byte[] unwrap(KeyMaterial unwrappingKey, Parameters parameters, byte[] wrapped) {
        Parameters.Gcm gcm = checked(parameters);
        if (wrapped.length <= tagLength(gcm)) {
            throw CKR_WRAPPED_KEY_LEN_RANGE.because("%d bytes hold no key and tag", wrapped.length);
        }
        Cipher cipher = started(Cipher.DECRYPT_MODE, unwrappingKey, gcm);
        try {
            return cipher.doFinal(wrapped);
        } catch (GeneralSecurityException e) {
            throw CKR_WRAPPED_KEY_INVALID.because(e, "the tag does not fit");
        }
    }

    private static Parameters.Gcm checked(Parameters parameters) {
        Parameters.Gcm gcm = Param.of(Parameters.Gcm.class, parameters);
        Param.require(gcm.iv().length > 0, "an IV of at least one byte");
        Param.require(TAG_BITS.contains(gcm.tagBits()), "a tag of 96, 104, 112, 120 or 128 bits");
        return gcm;
    }

    private static int tagLength(Parameters.Gcm gcm) {
        return gcm.tagBits() / 8;
    }

    private static Cipher started(int mode, KeyMaterial key, Parameters.Gcm gcm) {
        Cipher cipher = Jdk.cipher("AES/GCM/NoPadding");
        Jdk.compute(() -> {
            cipher.init(mode, AesBlock.key(key), new GCMParameterSpec(gcm.tagBits(), gcm.iv()), Jdk.random());
            return cipher;
        });
        if (gcm.aad().length > 0) {
            cipher.updateAAD(gcm.aad());
        }
        return cipher;
    }
}
