package claviger.rpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Reads a channel through a room outside of the heap that is overwritten each time. A channel that reads into an array takes
 * such a room of the JDK's, where a PIN would stay until somebody writes over it. One thread.
 */
final class OverwrittenRoom implements ReadableByteChannel {
    private static final int SIZE = 4 << 10;

    private final ReadableByteChannel channel;
    private final ByteBuffer room = ByteBuffer.allocateDirect(SIZE);

    OverwrittenRoom(ReadableByteChannel channel) {
        this.channel = channel;
    }

    @Override public int read(ByteBuffer target) throws IOException {
        room.clear().limit(Math.min(SIZE, target.remaining()));
        int read = channel.read(room);
        if (read > 0) {
            target.put(room.flip());
            for (int i = 0; i < read; i++) {
                room.put(i, (byte) 0);
            }
        }
        return read;
    }

    @Override public boolean isOpen() {
        return channel.isOpen();
    }

    @Override public void close() throws IOException {
        channel.close();
    }
}
