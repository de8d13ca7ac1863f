package claviger.rpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * The replies of one connection on their way. Whoever has one puts it in; what the peer does not take at once waits here,
 * and each is overwritten when it is gone. Safe between threads.
 */
final class Outbox {
    private static final int PIECE = 64 << 10;

    private final WritableByteChannel channel;
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private volatile long waitingSince;

    Outbox(WritableByteChannel channel) {
        this.channel = channel;
    }

    /** Sends bytes, or as much of them as the peer takes, after those that wait. Keeps the array. */
    synchronized void send(byte[] bytes) throws IOException {
        if (waiting.isEmpty()) {
            waitingSince = System.nanoTime();
        }
        waiting.add(ByteBuffer.wrap(bytes));
        flush();
    }

    /** @return whether nothing waits any more */
    synchronized boolean flush() throws IOException {
        for (ByteBuffer first = waiting.peek(); first != null; first = waiting.peek()) {
            if (!taken(first)) {
                return false;
            }
            waitingSince = System.nanoTime();
            Arrays.fill(first.array(), (byte) 0);
            waiting.remove();
        }
        waitingSince = 0;
        return true;
    }

    /** A piece at a time: the JDK copies a piece to where channels want it, and keeps that room. */
    private boolean taken(ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            int piece = Math.min(end, bytes.position() + PIECE);
            bytes.limit(piece);
            channel.write(bytes);
            bytes.limit(end);
            if (bytes.position() < piece) {
                return false;
            }
        }
        return true;
    }

    /** Since when the peer owes us the reading of one reply, as System.nanoTime() has it; 0 if it does not. */
    long waitingSince() {
        return waitingSince;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Overwrites and forgets what waits. */
    synchronized void wipe() {
        waiting.forEach(bytes -> Arrays.fill(bytes.array(), (byte) 0));
        waiting.clear();
    }
}
