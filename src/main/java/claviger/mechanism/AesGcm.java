package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_AEAD_DECRYPT_FAILED;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_TOKEN_RESOURCE_EXCEEDED;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.Parameters;
import java.security.GeneralSecurityException;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** AES-GCM with the tag after the ciphertext. Decryption gives nothing before it has seen the tag (O9). */
final class AesGcm implements Algorithm {
    private static final byte[] NOTHING = new byte[0];
    private static final Set<Integer> TAG_BITS = Set.of(96, 104, 112, 120, 128);
    /** Decryption keeps its input until the tag; a session must not be able to fill the memory of the process. */
    private static final int MOST_KEPT = 64 << 20;

    @Override public Computation.Ciphering encrypt(KeyMaterial key, Parameters parameters) {
        Parameters.Gcm gcm = checked(parameters);
        return new Encrypting(started(Cipher.ENCRYPT_MODE, key, gcm), tagLength(gcm));
    }

    @Override public Computation.Ciphering decrypt(KeyMaterial key, Parameters parameters) {
        Parameters.Gcm gcm = checked(parameters);
        return new Decrypting(started(Cipher.DECRYPT_MODE, key, gcm), tagLength(gcm), CKR_ENCRYPTED_DATA_INVALID);
    }

    @Override public Computation.Ciphering messageDecrypt(KeyMaterial key, Parameters parameters) {
        Parameters.Gcm gcm = checked(parameters);
        return new Decrypting(started(Cipher.DECRYPT_MODE, key, gcm), tagLength(gcm), CKR_AEAD_DECRYPT_FAILED);
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

    private static final class Encrypting implements Computation.Ciphering {
        private final Cipher cipher;
        private final int tagLength;
        private long held;

        private Encrypting(Cipher cipher, int tagLength) {
            this.cipher = cipher;
            this.tagLength = tagLength;
        }

        @Override public boolean multiPart() {
            return true;
        }

        @Override public long updateLength(int input) {
            return (held + input) / AesBlock.LENGTH * AesBlock.LENGTH;
        }

        @Override public byte[] update(byte[] part) {
            byte[] out = cipher.update(part);
            byte[] given = out == null ? NOTHING : out;
            held += part.length - given.length;
            return given;
        }

        @Override public long lastLength(int input) {
            return held + input + tagLength;
        }

        @Override public byte[] last(byte[] part) {
            return Jdk.compute(() -> cipher.doFinal(part));
        }

        @Override public void close() {
            // what the JDK's cipher holds cannot be reached; the object is dropped with the operation
        }
    }

    private static final class Decrypting implements Computation.Ciphering {
        private final Cipher cipher;
        private final int tagLength;
        private final Ckr wrongTag;
        private long total;

        private Decrypting(Cipher cipher, int tagLength, Ckr wrongTag) {
            this.cipher = cipher;
            this.tagLength = tagLength;
            this.wrongTag = wrongTag;
        }

        @Override public boolean multiPart() {
            return true;
        }

        @Override public long updateLength(int input) {
            return 0;
        }

        @Override public byte[] update(byte[] part) {
            count(part);
            byte[] out = cipher.update(part);
            if (out != null && out.length > 0) {
                throw new IllegalStateException("the JDK gave out plaintext before it saw the tag");
            }
            return NOTHING;
        }

        @Override public long lastLength(int input) {
            return Math.max(0, total + input - tagLength);
        }

        @Override public byte[] last(byte[] part) {
            count(part);
            if (total < tagLength) {
                throw CKR_ENCRYPTED_DATA_LEN_RANGE.because("%d bytes hold no tag", total);
            }
            try {
                return cipher.doFinal(part);
            } catch (GeneralSecurityException e) {
                throw wrongTag.because(e, "the tag does not fit");
            }
        }

        private void count(byte[] part) {
            if (part.length > MOST_KEPT - total && total > 0) {
                throw CKR_TOKEN_RESOURCE_EXCEEDED.because("decryption in parts keeps up to %d bytes", MOST_KEPT);
            }
            total += part.length;
        }

        @Override public void close() {
            // what the JDK's cipher holds cannot be reached; the object is dropped with the operation
        }
    }
}
