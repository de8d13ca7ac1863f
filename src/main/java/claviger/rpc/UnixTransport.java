package claviger.rpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * A unix socket. The channel never blocks, since an interrupt would close one that does; who has to wait does so at a
 * selector.
 */
final class UnixTransport implements Transport {
    private static final int CHUNK = 1 << 16;
    private static final byte[] ZEROS = new byte[CHUNK];

    private final SocketChannel channel;
    private final Selector readable = Selector.open();
    private final Selector writable = Selector.open();
    private final String account;
    /** Of our own, since the JDK's have the size of the largest frame, stay with the thread and keep what went through. */
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(CHUNK);
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(CHUNK);

    private UnixTransport(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.account = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        channel.configureBlocking(false);
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    static UnixTransport connect(Address address) throws IOException {
        SocketChannel channel = SocketChannel.open(address.socket());
        boolean connected = false;
        try {
            UnixTransport transport = new UnixTransport(channel);
            connected = true;
            return transport;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    @Override public int read(ByteBuffer into) throws IOException {
        incoming.clear().limit(Math.min(CHUNK, into.remaining()));
        int count = channel.read(incoming);
        while (count == 0 && incoming.hasRemaining()) {
            await(readable);
            count = channel.read(incoming);
        }
        into.put(incoming.flip());
        incoming.put(0, ZEROS, 0, incoming.limit());
        return count;
    }

    @Override public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            outgoing.clear().limit(Math.min(CHUNK, bytes.remaining()));
            outgoing.put(0, bytes.array(), bytes.arrayOffset() + bytes.position(), outgoing.limit());
            bytes.position(bytes.position() + outgoing.limit());
            try {
                writeChunk();
            } finally {
                outgoing.put(0, ZEROS, 0, outgoing.limit());
            }
        }
    }

    private void writeChunk() throws IOException {
        channel.write(outgoing);
        while (outgoing.hasRemaining()) {
            await(writable);
            channel.write(outgoing);
        }
    }

    /** An interrupted thread would not wait, so it is interrupted again afterwards. */
    private static void await(Selector selector) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (selector.select(key -> { }) == 0 && Thread.interrupted()) {
                interrupted = true;
            }
        } catch (ClosedSelectorException e) {
            throw new AsynchronousCloseException();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override public boolean hasEnded() {
        try {
            return channel.read(ByteBuffer.allocate(1)) != 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override public String account() {
        return account;
    }

    @Override public boolean isOpen() {
        return channel.isOpen();
    }

    @Override public void close() throws IOException {
        channel.close();
        readable.close();
        writable.close();
    }
}
