package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_TOKEN_RESOURCE_EXCEEDED;

import claviger.cryptoki.Ckr;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/**
 * What ciphers with a tag after the ciphertext have in common. Decryption gives nothing before it has seen
 * the tag (O9).
 */
final class Aead {
    private static final byte[] NOTHING = new byte[0];
    /** Decryption keeps its input until the tag; a session must not be able to fill the memory of the process. */
    private static final int MOST_KEPT = 64 << 20;

    private Aead() {
    }

    /**
     * @param unit of how many bytes at once the ciphertext comes out before the end
     * @param success after which the cipher is not used here any more
     */
    static Computation.Ciphering encrypting(Cipher started, int tagLength, int unit, Runnable success) {
        return new Encrypting(started, tagLength, unit, success);
    }

    /**
     * @param wrongTag the code for a tag that does not fit (O9)
     * @param success after which the cipher is not used here any more
     */
    static Computation.Ciphering decrypting(Cipher started, int tagLength, Ckr wrongTag, Runnable success) {
        return new Decrypting(started, tagLength, wrongTag, success);
    }

    private static final class Encrypting implements Computation.Ciphering {
        private final Cipher cipher;
        private final int tagLength;
        private final int unit;
        private final Runnable success;
        private long held;

        private Encrypting(Cipher cipher, int tagLength, int unit, Runnable success) {
            this.cipher = cipher;
            this.tagLength = tagLength;
            this.unit = unit;
            this.success = success;
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
            byte[] out = Jdk.compute(() -> cipher.doFinal(part));
            success.run();
            return out;
        }

        @Override public void close() {
            // what a cipher holds cannot be reached; one that nobody keeps is dropped with the operation
        }
    }

    private static final class Decrypting implements Computation.Ciphering {
        private final Cipher cipher;
        private final int tagLength;
        private final Ckr wrongTag;
        private final Runnable success;
        private long total;

        private Decrypting(Cipher cipher, int tagLength, Ckr wrongTag, Runnable success) {
            this.cipher = cipher;
            this.tagLength = tagLength;
            this.wrongTag = wrongTag;
            this.success = success;
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
                throw new IllegalStateException("a library gave out plaintext before it saw the tag");
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
                byte[] out = cipher.doFinal(part);
                success.run();
                return out;
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
            // what a cipher holds cannot be reached; one that nobody keeps is dropped with the operation
        }
    }
}
