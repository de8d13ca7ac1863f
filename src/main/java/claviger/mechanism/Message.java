package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_TOKEN_RESOURCE_EXCEEDED;

import java.util.Arrays;
import java.util.Optional;

/** What is to be signed or verified while it arrives. For one operation and one thread. */
sealed interface Message extends Savable {
    boolean multiPart();

    void update(byte[] part);

    /** What the arithmetic signs. Called once. */
    byte[] finish();

    void close();

    /** Only the hash of the message is kept. */
    static Message hashed(Hash hash) {
        return new Hashed(new Hashing(hash));
    }

    /** As {@link #hashed(Hash)}, by any hash function. */
    static Message hashed(Hashing hashing) {
        return new Hashed(hashing);
    }

    /** The message in one piece of at most so many bytes, more being CKR_DATA_LEN_RANGE. */
    static Message once(int most) {
        return new Whole(false, most);
    }

    /** A ready hash in one piece; another length is CKR_DATA_LEN_RANGE. */
    static Message exactly(int length) {
        return new Exact(length);
    }

    /** The message in any number of pieces, kept whole because the algorithm reads it twice. */
    static Message kept() {
        return new Whole(true, Whole.MOST_KEPT);
    }

    final class Hashed implements Message {
        private final Hashing hashing;

        private Hashed(Hashing hashing) {
            this.hashing = hashing;
        }

        @Override public boolean multiPart() {
            return true;
        }

        @Override public void update(byte[] part) {
            hashing.update(part);
        }

        @Override public byte[] finish() {
            return hashing.finish();
        }

        @Override public void keepState() {
            hashing.keepState();
        }

        @Override public Optional<byte[]> state() {
            return hashing.state();
        }

        @Override public void resume(byte[] state) {
            hashing.resume(state);
        }

        @Override public void close() {
            hashing.close();
        }
    }

    final class Exact implements Message {
        private final int length;
        private byte[] hash = new byte[0];

        private Exact(int length) {
            this.length = length;
        }

        @Override public boolean multiPart() {
            return false;
        }

        @Override public void update(byte[] part) {
            if (part.length != length) {
                throw CKR_DATA_LEN_RANGE.because("a hash of %d bytes, not %d", length, part.length);
            }
            hash = part.clone();
        }

        @Override public byte[] finish() {
            return hash;
        }

        @Override public void close() {
            Arrays.fill(hash, (byte) 0);
        }
    }

    final class Whole implements Message {
        /** A session must not be able to fill the memory of the process. */
        private static final int MOST_KEPT = 64 << 20;

        private final boolean multiPart;
        private final int most;
        private byte[] data = new byte[0];
        private int length;

        private Whole(boolean multiPart, int most) {
            this.multiPart = multiPart;
            this.most = most;
        }

        @Override public boolean multiPart() {
            return multiPart;
        }

        @Override public void update(byte[] part) {
            if (part.length > most - length) {
                throw (multiPart ? CKR_TOKEN_RESOURCE_EXCEEDED : CKR_DATA_LEN_RANGE)
                    .because("this mechanism takes up to %d bytes", most);
            }
            if (part.length > data.length - length) {
                grow(length + part.length);
            }
            System.arraycopy(part, 0, data, length, part.length);
            length += part.length;
        }

        private void grow(int least) {
            byte[] before = data;
            data = Arrays.copyOf(before, Math.max(least, Math.min(most, 2 * before.length)));
            Arrays.fill(before, (byte) 0);
        }

        @Override public byte[] finish() {
            return length == data.length ? data : Arrays.copyOf(data, length);
        }

        @Override public void close() {
            Arrays.fill(data, (byte) 0);
        }
    }
}
