package claviger.rpc;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.Info;
import claviger.cryptoki.Version;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A server that gives one client the same reply to a call whenever it comes, and says of all others that it has no such
 * call. Remembers what it was asked.
 */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final List<Call> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<Call, Message> replies;
    private final Call end;
    private final String manufacturer;

    /** @param end the call at which it ends the connection; {@link Call#ERROR} for none */
    ScriptedServer(Path socket, String manufacturer, Map<Call, Message> replies, Call end) throws IOException {
        this.manufacturer = manufacturer;
        this.replies = replies;
        this.end = end;
        listening.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::serve, "scripted server");
        thread.setDaemon(true);
        thread.start();
    }

    List<Call> asked() {
        return List.copyOf(asked);
    }

    private void serve() {
        try (SocketChannel channel = listening.accept()) {
            channel.read(ByteBuffer.allocate(1));
            channel.write(ByteBuffer.wrap(new byte[] {Era.VERSION}));
            FrameReader reader = new FrameReader(channel, Frame.Bounds.DEFAULT);
            while (!reader.atEnd()) {
                while (reader.hasFrame()) {
                    Frame frame = reader.take();
                    Call call = Call.of(ByteBuffer.wrap(frame.body()).getInt());
                    asked.add(call);
                    if (call == end) {
                        return;
                    }
                    byte[] reply = reply(call).written(Era.NEW);
                    channel.write(ByteBuffer.wrap(new Frame(frame.code(), new byte[0], reply).written()));
                }
                reader.fill();
            }
        } catch (IOException e) {
            asked.add(Call.ERROR);      // which no list of expected calls has
        }
    }

    private Message reply(Call call) {
        return switch (call) {
            case C_Initialize, C_Finalize -> Message.reply(call);
            case C_GetInfo -> Message.reply(call,
                Texts.reply(new Info(new Version(3, 2), manufacturer, "scripted", new Version(0, 1))));
            default -> replies.getOrDefault(call, Answers.error(Ckr.CKR_FUNCTION_NOT_SUPPORTED));
        };
    }

    @Override public void close() throws IOException {
        listening.close();
    }
}
