package claviger.provider;

import java.util.Arrays;

/**
 * What an SPI has been given and has not passed on yet, so that most operations are one call of the token. Wiped when it
 * is taken or dropped. Used by one thread.
 */
final class InputBuffer {
    /** Above this an operation in parts is better than a copy. */
    static final int WORTH_KEEPING = 64 * 1024;
    private static final int SMALL = 256;
    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes = NOTHING;
    private int length;

    int length() {
        return length;
    }

    /** Whether so many more would make it larger than is worth keeping. */
    boolean overflowsWith(int more) {
        return more > WORTH_KEEPING - length;
    }

    void add(byte[] input, int offset, int count) {
        if (count > bytes.length - length) {
            byte[] larger = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), Math.max(SMALL, length * 2)));
            wipe();
            bytes = larger;
        }
        System.arraycopy(input, offset, bytes, length, count);
        length += count;
    }

    void add(byte one) {
        add(new byte[] {one}, 0, 1);
    }

    /** All that is here, and nothing is left. */
    byte[] take() {
        byte[] all = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
        if (all != bytes) {
            wipe();
        } else {
            bytes = NOTHING;
        }
        length = 0;
        return all;
    }

    /** All that is here and this input, and nothing is left. */
    byte[] takeWith(byte[] input, int offset, int count) {
        if (length == 0) {
            return count == 0 ? NOTHING : Arrays.copyOfRange(input, offset, offset + count);
        }
        add(input, offset, count);
        return take();
    }

    void drop() {
        wipe();
        length = 0;
    }

    private void wipe() {
        Arrays.fill(bytes, 0, length, (byte) 0);
    }
}
