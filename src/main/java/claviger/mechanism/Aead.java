package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_TOKEN_RESOURCE_EXCEEDED;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/**
 * What the JDK's ciphers with a tag after the ciphertext have in common. Decryption gives nothing before it has seen
 * the tag (O9).
 */
final class Aead {
    private static final byte[] NOTHING = new byte[0];
    /** Decryption keeps its input until the tag; a session must not be able to fill the memory of the process. */
    private static final int MOST_KEPT = 64 << 20;

    private Aead() {
    }

    /** @param unit of how many bytes at once the ciphertext comes out before the end */
    static Computation.Ciphering encrypting(Cipher started, int tagLength, int unit) {
        return new Encrypting(started, tagLength, unit);
    }

    static Computation.Ciphering decrypting(Cipher started, int tagLength) {
        return new Decrypting(started, tagLength);
    }

    private static final class Encrypting implements Computation.Ciphering {
        private final Cipher cipher;
        private final int tagLength;
        private final int unit;
        private long held;

        private Encrypting(Cipher cipher, int tagLength, int unit) {
            this.cipher = cipher;
            this.tagLength = tagLength;
            this.unit = unit;
        }

        @Override public boolean multiPart() {
            return true;
        }

        @Override public long updateLength(int input) {
            return (held + input) / unit * unit;
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
        private long total;

        private Decrypting(Cipher cipher, int tagLength) {
            this.cipher = cipher;
            this.tagLength = tagLength;
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
                throw CKR_ENCRYPTED_DATA_INVALID.because(e, "the tag does not fit");
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
