package claviger.mechanism;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a block cipher has to remember so that another one can go on (V4): how much went in and came out, the block of
 * ciphertext that chains, and the input that has not come out. For one operation and one thread.
 */
final class LastBlocks {
    private static final int BLOCK = AesBlock.LENGTH;
    /** The block that chains, and at most two of input that wait: one that may be padding, and one that is not whole. */
    private static final int MOST = 3 * BLOCK;
    private static final int NUMBERS = 2 * Long.BYTES;

    private final boolean encrypting;
    private byte[] lastIn;
    private byte[] lastOut;

    /** @param iv stands where the ciphertext before the first block would */
    LastBlocks(boolean encrypting, byte[] iv) {
        this.encrypting = encrypting;
        lastIn = encrypting ? new byte[0] : iv.clone();
        lastOut = encrypting ? iv.clone() : new byte[0];
    }

    void took(byte[] part) {
        lastIn = last(lastIn, part);
    }

    void gave(byte[] part) {
        lastOut = last(lastOut, part);
    }

    private static byte[] last(byte[] before, byte[] more) {
        byte[] all = Arrays.copyOf(before, before.length + Math.min(MOST, more.length));
        System.arraycopy(more, Math.max(0, more.length - MOST), all, before.length, all.length - before.length);
        Arrays.fill(before, (byte) 0);
        byte[] kept = Arrays.copyOfRange(all, Math.max(0, all.length - MOST), all.length);
        Arrays.fill(all, (byte) 0);
        return kept;
    }

    /** @param total bytes that went in @param out bytes that came out */
    byte[] state(long total, long out) {
        int waiting = (int) (total - out);
        byte[] ciphertext = encrypting ? lastOut : Arrays.copyOf(lastIn, lastIn.length - waiting);
        byte[] chain = Arrays.copyOfRange(ciphertext, ciphertext.length - BLOCK, ciphertext.length);
        return ByteBuffer.allocate(NUMBERS + BLOCK + waiting).putLong(total).putLong(out).put(chain)
            .put(lastIn, lastIn.length - waiting, waiting).array();
    }

    static long total(byte[] state) {
        return ByteBuffer.wrap(state).getLong();
    }

    static long out(byte[] state) {
        return ByteBuffer.wrap(state).getLong(Long.BYTES);
    }

    static byte[] chain(byte[] state) {
        return Arrays.copyOfRange(state, NUMBERS, NUMBERS + BLOCK);
    }

    static byte[] waiting(byte[] state) {
        return Arrays.copyOfRange(state, NUMBERS + BLOCK, state.length);
    }

    void wipe() {
        Arrays.fill(lastIn, (byte) 0);
        Arrays.fill(lastOut, (byte) 0);
    }
}
