package claviger.rpc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import claviger.rpc.Call.Direction;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;

/** A client that sends what a test wants: bytes, frames, or whole calls. One thread. */
final class RawClient implements AutoCloseable {
    private static final byte[] NAME = "client".getBytes(US_ASCII);

    private final SocketChannel channel;
    private final FrameReader reader;
    private int code = 0x10;
    private Era era = Era.NEW;

    RawClient(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        reader = new FrameReader(channel, Frame.Bounds.DEFAULT);
    }

    /** A client that has said hello and C_Initialize. */
    static RawClient ready(Path socket) throws IOException {
        RawClient client = new RawClient(socket);
        client.hello(Era.VERSION);
        client.call(Call.C_Initialize, new Octets.Data(Texts.GREETING), 0, new Octets.Data(new byte[1]));
        return client;
    }

    /** @return what the server answers to the version that is offered */
    int hello(int offered) throws IOException {
        send((byte) offered);
        era = Era.of(offered);
        return octet();
    }

    int octet() throws IOException {
        int octet = reader.octet();
        while (octet < 0) {
            fill();
            octet = reader.octet();
        }
        return octet;
    }

    void send(byte... bytes) throws IOException {
        for (ByteBuffer buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
            channel.write(buffer);
        }
    }

    /** @return the code of the frame that was sent */
    int sendBody(byte[] body) throws IOException {
        send(new Frame(code, NAME, body).written());
        return code++;
    }

    int sendCall(Call call, Object... values) throws IOException {
        return sendBody(Message.request(call, values).written(era));
    }

    /** The next frame from the server. @throws EOFException if it has closed the stream */
    Frame frame() throws IOException {
        while (!reader.hasFrame()) {
            fill();
        }
        return reader.take();
    }

    Message reply(long mechanism) throws IOException {
        Part.Context context = new Part.Context(era, WireMechanism.Framing.TABLES, Set.of(), mechanism);
        return Message.read(frame().body(), Direction.REPLY, context);
    }

    /** A call and its reply. */
    Message call(Call call, Object... values) throws IOException {
        sendCall(call, values);
        return reply(WireMechanism.NULL);
    }

    /** Whether the server has ended the connection. */
    boolean isEnded() throws IOException {
        try {
            frame();
            return false;
        } catch (EOFException e) {
            return true;
        } catch (IOException e) {      // the server closed while something of ours was on the way
            return e.getMessage().contains("reset") || e.getMessage().contains("Broken pipe");
        }
    }

    private void fill() throws IOException {
        if (!reader.fill() && reader.atEnd()) {
            throw new EOFException();
        }
    }

    @Override public void close() throws IOException {
        channel.close();
    }
}
