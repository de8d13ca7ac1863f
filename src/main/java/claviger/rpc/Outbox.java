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
    private final WritableByteChannel channel;
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private long written;

    Outbox(WritableByteChannel channel) {
        this.channel = channel;
    }

    /** Sends bytes, or as much of them as the peer takes, after those that wait. Keeps the array. */
    synchronized void send(byte[] bytes) throws IOException {
        waiting.add(ByteBuffer.wrap(bytes));
        flush();
    }

    /** @return whether nothing waits any more */
    synchronized boolean flush() throws IOException {
        for (ByteBuffer first = waiting.peek(); first != null; first = waiting.peek()) {
            written += channel.write(first);
            if (first.hasRemaining()) {
                return false;
            }
            Arrays.fill(first.array(), (byte) 0);
            waiting.remove();
        }
        return true;
    }

    /** How many bytes the peer has taken so far. */
    synchronized long written() {
        return written;
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
