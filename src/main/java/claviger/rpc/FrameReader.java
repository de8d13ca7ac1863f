package claviger.rpc;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/**
 * Frames from the bytes of a channel, as they come: a frame is whole or it is not there yet. Room grows with the bytes
 * that have come, so that what is only claimed takes no memory, and is overwritten when its frame is taken. One thread.
 */
final class FrameReader {
    private static final int FIRST_SIZE = 1 << 10;

    private final ReadableByteChannel channel;
    private final Frame.Bounds bounds;
    private final Budget budget;
    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_SIZE);
    private volatile boolean atEnd;

    /** What the frames of many connections, taken together, may take in memory. */
    interface Budget {
        /** No limit but each frame's own. */
        Budget NONE = more -> true;

        /** @param more bytes, which may be fewer than none @return false if that is too much */
        boolean take(long more);
    }

    FrameReader(ReadableByteChannel channel, Frame.Bounds bounds) {
        this(channel, bounds, Budget.NONE);
    }

    FrameReader(ReadableByteChannel channel, Frame.Bounds bounds, Budget budget) {
        this.channel = channel;
        this.bounds = bounds;
        this.budget = budget;
    }

    /**
     * Reads once. @return whether anything came
     * @throws Malformed for a frame that is larger than allowed
     * @throws EOFException if the stream ended in a frame
     */
    boolean fill() throws IOException {
        makeRoom();
        int read = channel.read(buffer);
        if (read < 0) {
            atEnd = true;
            if (buffer.position() > 0) {
                throw new EOFException("the stream ended in a frame");
            }
        }
        return read > 0;
    }

    boolean atEnd() {
        return atEnd;
    }

    /** One byte that is not part of a frame, or -1 if it has not come. */
    int octet() {
        if (buffer.position() == 0) {
            return -1;
        }
        int octet = buffer.get(0) & 0xff;
        drop(1);
        return octet;
    }

    /** Whether a whole frame is here. @throws Malformed for a frame that is larger than allowed */
    boolean hasFrame() {
        return buffer.position() >= Frame.HEAD && buffer.position() >= length();
    }

    /** Whether a part of a frame is here. */
    boolean isInFrame() {
        return buffer.position() > 0;
    }

    /** How large the frame says that it is; 0 if it has not said. */
    long claimed() {
        return buffer.position() < Frame.HEAD ? 0 : length();
    }

    /** The next frame, which has to be here. */
    Frame take() {
        int options = buffer.getInt(Integer.BYTES);
        int length = (int) length();
        byte[] all = buffer.array();
        Frame frame = new Frame(buffer.getInt(0), Arrays.copyOfRange(all, Frame.HEAD, Frame.HEAD + options),
            Arrays.copyOfRange(all, Frame.HEAD + options, length));
        drop(length);
        return frame;
    }

    private long length() {
        int options = buffer.getInt(Integer.BYTES);
        int body = buffer.getInt(2 * Integer.BYTES);
        if (Integer.compareUnsigned(options, bounds.options()) > 0 || Integer.compareUnsigned(body, bounds.body()) > 0) {
            throw new Malformed("at most %d bytes of options and %d of body", bounds.options(), bounds.body());
        }
        return (long) Frame.HEAD + options + body;
    }

    private void makeRoom() {
        if (!buffer.hasRemaining()) {
            long most = Math.max(claimed(), Frame.HEAD);
            resize((int) Math.max(Math.min(most, 2L * buffer.capacity()), buffer.capacity() + FIRST_SIZE));
        }
    }

    /** Forgets the first bytes. */
    private void drop(int count) {
        int left = buffer.position() - count;
        byte[] all = buffer.array();
        System.arraycopy(all, count, all, 0, left);
        Arrays.fill(all, left, buffer.position(), (byte) 0);
        buffer.position(left);
        if (left <= FIRST_SIZE && buffer.capacity() > FIRST_SIZE) {
            resize(FIRST_SIZE);
        }
    }

    private void resize(int size) {
        if (!budget.take((long) size - buffer.capacity())) {
            throw new Malformed("less at once from all clients together");
        }
        ByteBuffer other = ByteBuffer.allocate(size);
        other.put(buffer.array(), 0, buffer.position());
        overwrite();
        buffer = other;
    }

    private void overwrite() {
        Arrays.fill(buffer.array(), (byte) 0);
    }

    /** Overwrites what is here, for good. */
    void wipe() {
        overwrite();
        budget.take((long) FIRST_SIZE - buffer.capacity());
        buffer = ByteBuffer.allocate(FIRST_SIZE);
    }
}
