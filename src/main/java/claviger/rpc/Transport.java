package claviger.rpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * The bytes to a server and back. One thread reads and one writes at a time; {@link #close} comes from any thread and ends
 * both. An interrupt of a thread neither ends a call nor breaks the stream: others have calls on it.
 */
interface Transport extends ReadableByteChannel {

    /** Waits for bytes. @return how many came, or -1 at the end of the stream */
    @Override int read(ByteBuffer into) throws IOException;

    /** Writes all bytes. */
    void write(ByteBuffer bytes) throws IOException;

    /** Whether the server has closed the stream, or sent what nobody asked for; to be asked while nothing is expected. */
    boolean hasEnded();

    /** The server's account, or null for a child of this process. */
    String account();
}
