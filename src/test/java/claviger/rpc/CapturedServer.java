package claviger.rpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that has one conversation to repeat: whatever is asked, the answer is the one that is expected next. What was
 * asked is kept, to be compared. One connection.
 */
final class CapturedServer implements AutoCloseable {
    private static final byte[] NO_OPTIONS = {};

    private final ServerSocketChannel listening;
    private final int version;
    private final Address address;
    private final List<Frame> asked = new ArrayList<>();
    private byte[] next;

    CapturedServer(Path socket, int version) throws IOException {
        this.version = version;
        this.address = new Address(socket);
        this.listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::serve, "captured");
        thread.setDaemon(true);
        thread.start();
    }

    Address address() {
        return address;
    }

    /** The body of the next answer. */
    synchronized void expects(byte[] answer) {
        next = answer;
        asked.clear();
    }

    /** What was asked since. */
    synchronized List<Frame> asked() {
        return List.copyOf(asked);
    }

    private synchronized byte[] answer(Frame frame) {
        asked.add(frame);
        return next;
    }

    private void serve() {
        try (SocketChannel channel = listening.accept()) {
            FrameReader reader = new FrameReader(channel, Frame.Bounds.DEFAULT);
            reader.fill();
            if (reader.octet() != Era.VERSION) {
                throw new AssertionError("the client offers its highest version");
            }
            channel.write(ByteBuffer.wrap(new byte[] {(byte) version}));
            while (!reader.atEnd()) {
                while (reader.hasFrame()) {
                    Frame frame = reader.take();
                    channel.write(ByteBuffer.wrap(new Frame(frame.code(), NO_OPTIONS, answer(frame)).written()));
                }
                reader.fill();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public void close() throws IOException {
        listening.close();
    }
}
