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
    private final SocketChannel channel;
    private final Selector readable = Selector.open();
    private final Selector writable = Selector.open();
    private final String account;

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
        int count = channel.read(into);
        while (count == 0 && into.hasRemaining()) {
            await(readable);
            count = channel.read(into);
        }
        return count;
    }

    @Override public void write(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        while (bytes.hasRemaining()) {
            await(writable);
            channel.write(bytes);
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
