package claviger.rpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import claviger.interop.Needed;
import claviger.rpc.Call.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every frame that stock clients and servers have sent is read to its last byte, and written as the same bytes. */
class CaptureTest {
    private static final Path FOLDER = Path.of(System.getProperty("claviger.shared", "absent"), "vectors", "p11-kit");

    /** A stock server counts mechanisms that it does not send when only their length is asked for; we would not. */
    private static final Set<Long> COUNTED_WITHOUT_ELEMENTS = Set.of(0x4000_0600L);

    @TestFactory Stream<DynamicTest> framesAreReadAndWrittenAsTheyWere() throws IOException {
        Needed.that(Files.isDirectory(FOLDER), "captured conversations are in " + FOLDER);
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> captures = files.filter(file -> file.toString().endsWith(".cap")).sorted(Comparator.naturalOrder())
                .toList();
            assertEquals(3, captures.size());
            return captures.stream().flatMap(CaptureTest::connections).map(capture ->
                dynamicTest(capture.name() + " " + capture.connection(), () -> replay(capture)));
        }
    }

    private static Stream<Capture> connections(Path file) {
        try {
            return Capture.of(file).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void replay(Capture capture) throws IOException {
        Era era = Era.of(capture.offered());
        assertEquals(era, Era.of(capture.answered()), "client and server are of one release");
        Map<Integer, Message> requests = new HashMap<>();
        for (Frame frame : Capture.frames(capture.client())) {
            Message request = Message.read(frame.body(), Direction.REQUEST, Part.Context.of(era));
            assertArrayEquals(frame.body(), request.written(era), request::toString);
            assertArrayEquals(frame.written(), new Frame(frame.code(), frame.options(), request.written(era)).written());
            requests.put(frame.code(), request);
        }
        List<Frame> replies = Capture.frames(capture.server());
        assertEquals(requests.size(), replies.size());
        for (Frame frame : replies) {
            Message request = requests.get(frame.code());
            Part.Context context = context(era, request);
            Message reply = Message.read(frame.body(), Direction.REPLY, context);
            if (context.lengthOnly().stream().noneMatch(COUNTED_WITHOUT_ELEMENTS::contains)) {
                assertArrayEquals(frame.body(), reply.written(era), reply::toString);
            }
        }
    }

    private static Part.Context context(Era era, Message request) {
        Set<Long> lengthOnly = request.values().stream().filter(List.class::isInstance).map(List.class::cast)
            .flatMap(list -> ((List<?>) list).stream()).filter(WireAttribute.Wanted.class::isInstance)
            .map(WireAttribute.Wanted.class::cast).filter(wanted -> wanted.room() == 0)
            .map(WireAttribute.Wanted::type).collect(Collectors.toSet());
        return new Part.Context(era, WireMechanism.Framing.TABLES, lengthOnly, request.mechanism());
    }
}
