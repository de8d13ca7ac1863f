package claviger.rpc;

import claviger.rpc.Call.Direction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Bodies of requests that stock clients have sent, for a session of ours, and what can be wrong with them. One thread. */
final class Mutations {
    private static final Set<Call> FIRST_IS_SLOT = EnumSet.of(Call.C_GetSlotInfo, Call.C_GetTokenInfo,
        Call.C_GetMechanismList, Call.C_GetMechanismInfo, Call.C_InitToken, Call.C_OpenSession, Call.C_CloseAllSessions);
    /** Calls that would stop the test, not the server: keys that take long, an end, a wait for ever. */
    private static final Set<Call> LEFT_OUT = EnumSet.of(Call.C_GenerateKeyPair, Call.C_Finalize,
        Call.C_WaitForSlotEvent, Call.C_CloseAllSessions, Call.C_CloseSession);

    private final Random random;
    private final List<Message> requests = new ArrayList<>();

    Mutations(Random random, Path captures) throws IOException {
        this.random = random;
        try (Stream<Path> files = Files.list(captures)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".cap")).sorted().toList()) {
                for (Capture capture : Capture.of(file)) {
                    for (Frame frame : Capture.frames(capture.client())) {
                        requests.add(Message.read(frame.body(), Direction.REQUEST,
                            Part.Context.of(Era.of(capture.offered()))));
                    }
                }
            }
        }
        requests.removeIf(request -> LEFT_OUT.contains(request.call()));
    }

    /** A body, mostly with something wrong in it. */
    byte[] next(Era era, long slot, long session) {
        byte[] body = request(slot, session).written(era);
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            body = changed(body);
        }
        return isWait(body) ? new byte[0] : body;
    }

    /** A frame with a length that no frame may have. */
    byte[] brokenFrame() {
        return new WireWriter().u32(random.nextInt()).u32(random.nextInt() | 1 << 30).u32(random.nextInt()).written();
    }

    private Message request(long slot, long session) {
        Message request = requests.get(random.nextInt(requests.size()));
        List<Object> values = new ArrayList<>(request.values());
        if (!values.isEmpty() && values.get(0) instanceof Long && random.nextInt(20) > 0) {
            values.set(0, FIRST_IS_SLOT.contains(request.call()) ? slot : session);
        }
        return new Message(request.call(), Direction.REQUEST, values);
    }

    private byte[] changed(byte[] body) {
        if (body.length == 0) {
            return body;
        }
        int at = random.nextInt(body.length);
        switch (random.nextInt(8)) {
            case 0:
                return Arrays.copyOf(body, at);
            case 1:
                return Arrays.copyOf(body, body.length + random.nextInt(64));
            case 2:
                return with(body, Math.min(at, Math.max(0, body.length - 4)), random.nextInt());
            case 3:
                return with(body, Math.min(at, Math.max(0, body.length - 4)), new int[] {-1, 0, 1, 0x7fff_ffff, 0x8000_0000,
                    1 << 20, 0x0100_0000}[random.nextInt(7)]);
            case 4: {
                Call call = Call.values()[random.nextInt(Call.values().length)];
                return with(body, 0, call.number());
            }
            case 5: {
                byte[] other = requests.get(random.nextInt(requests.size())).written(Era.NEW);
                byte[] spliced = Arrays.copyOf(body, at + other.length);
                System.arraycopy(other, 0, spliced, at, other.length);
                return spliced;
            }
            default:
                byte[] flipped = body.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                return flipped;
        }
    }

    private static byte[] with(byte[] body, int at, int value) {
        if (body.length < at + Integer.BYTES) {
            return body;
        }
        byte[] changed = body.clone();
        ByteBuffer.wrap(changed).putInt(at, value);
        return changed;
    }

    /** A change may have made one of those that are left out. */
    private static boolean isWait(byte[] body) {
        return body.length >= Integer.BYTES && LEFT_OUT.contains(Call.of(ByteBuffer.wrap(body).getInt()));
    }
}
