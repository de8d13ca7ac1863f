package claviger.rpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;
import claviger.interop.Needed;
import claviger.rpc.Call.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our client, called as a program called the stock one, sends what that one sent, byte for byte, and makes of the captured
 * answers what the program got; but for a few requests, which it sends better. And our server, in front of a token that
 * says what the captured answers said, answers as they are.
 */
class CapturedClientTest {
    private static final Path FOLDER = Path.of(System.getProperty("claviger.shared", "absent"), "vectors", "p11-kit");
    private static final Set<Long> TEMPLATES = Set.of(0x4000_0211L, 0x4000_0212L, 0x4000_0213L);
    private static final long ALLOWED_MECHANISMS = 0x4000_0600L;

    /** What the seam has no place for: flags that are always 0, versions of hardware, memory, the clock. By place. */
    private static final Map<Call, Set<Integer>> TOLD_BY_NOBODY = Map.of(
        Call.C_GetInfo, Set.of(2), Call.C_GetSlotInfo, Set.of(3, 4),
        Call.C_GetTokenInfo, Set.of(7, 11, 12, 13, 14, 15, 16, 17));

    private static final Set<Ckr> WITH_ATTRIBUTES =
        Set.of(Ckr.CKR_ATTRIBUTE_SENSITIVE, Ckr.CKR_ATTRIBUTE_TYPE_INVALID, Ckr.CKR_BUFFER_TOO_SMALL);

    @TempDir
    private Path folder;

    /** Why a request is another one, or none, with us. */
    private enum Better {
        LIST("a list is asked for with room at once, and not for its length first"),
        UNKNOWN_MECHANISM("a mechanism that the seam has no name for cannot be asked for"),
        TEMPLATE("the length of a template, or of a list of mechanisms beside others, confuses stock servers"),
        NULL("a null pointer is written as from 0.25, which servers of 0.24 read, too; their own form they forget to read to"
            + " its end. Null data of length 0 is empty data"),
        LATE("C_DeriveKey where the server has C_DeriveKey2");

        private final String reason;

        Better(String reason) {
            this.reason = reason;
        }

        @Override public String toString() {
            return reason;
        }
    }

    @TestFactory Stream<DynamicTest> requestsAreThoseOfTheStockClient() throws IOException {
        Needed.that(Files.isDirectory(FOLDER), "captured conversations are in " + FOLDER);
        List<Path> captures;
        try (Stream<Path> files = Files.list(FOLDER)) {
            captures = files.filter(file -> file.toString().endsWith(".cap")).sorted(Comparator.naturalOrder()).toList();
        }
        assertEquals(3, captures.size());
        return captures.stream().flatMap(CapturedClientTest::connections).map(capture ->
            dynamicTest(capture.name() + " " + capture.connection(), () -> replay(capture)));
    }

    private static Stream<Capture> connections(Path file) {
        try {
            return Capture.of(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void replay(Capture capture) throws IOException {
        Era era = Era.of(capture.answered());
        Map<Integer, byte[]> answers = new HashMap<>();
        Capture.frames(capture.server()).forEach(frame -> answers.put(frame.code(), frame.body()));
        int exact = 0;
        List<Frame> requests = Capture.frames(capture.client());
        try (CapturedServer server = new CapturedServer(folder.resolve("s" + System.nanoTime()), capture.answered());
                Client client = Client.at(server.address())) {
            for (Frame frame : requests) {
                Message request = Message.read(frame.body(), Direction.REQUEST, Part.Context.of(era));
                Optional<Better> better = better(request, frame, capture.answered());
                if (better.filter(Set.of(Better.LIST, Better.TEMPLATE)::contains).isPresent()) {
                    continue;
                }
                server.expects(answers.get(frame.code()));
                Message reply = answered(client, request);
                Ckr outcome = reply.call() == Call.C_GetAttributeValue ? Ckr.of((Long) reply.values().get(1)) : reply.ckr();
                List<Frame> sent = server.asked();
                if (better.isEmpty()) {
                    assertEquals(1, sent.size(), () -> request + " gave " + outcome);
                    assertArrayEquals(frame.body(), sent.get(0).body(), () -> request + ": "
                        + HexFormat.of().formatHex(frame.body()) + " and " + HexFormat.of().formatHex(sent.get(0).body()));
                    assertArrayEquals(frame.options(), sent.get(0).options());
                    assertEquals(outcome(answers.get(frame.code()), request, era), outcome, request::toString);
                    exact++;
                    assertReply(answers.get(frame.code()), reply, request, era);
                } else {
                    assertTrue(sent.isEmpty() || !Arrays.equals(frame.body(), sent.get(0).body()),
                        () -> request + " needs no exception: " + better.get());
                }
            }
        }
        assertTrue(exact * 2 > requests.size(), exact + " of " + requests.size() + " are the same");
    }

    private static Optional<Better> better(Message request, Frame frame, int answered) {
        if (request.call() == Call.C_GetSlotList || request.call() == Call.C_GetMechanismList) {
            return Optional.of(Better.LIST);
        } else if (request.call() == Call.C_DeriveKey && answered == Era.VERSION) {
            return Optional.of(Better.LATE);
        } else if (request.call() == Call.C_GetMechanismInfo && Ckm.of((Long) request.values().get(1)).isEmpty()
                || request.mechanism() != WireMechanism.NULL && Ckm.of(request.mechanism()).isEmpty()) {
            return Optional.of(Better.UNKNOWN_MECHANISM);
        } else if (request.call() == Call.C_GetAttributeValue && wanted(request).stream().anyMatch(one ->
                TEMPLATES.contains(one.type()) || one.type() == ALLOWED_MECHANISMS && one.room() == 0)) {
            return Optional.of(Better.TEMPLATE);
        }
        boolean isNull = request.values().stream().anyMatch(value -> value instanceof Octets octets
            && octets.orNull() == null && (answered == 0 || request.call() != Call.C_Login));
        return isNull ? Optional.of(Better.NULL) : Optional.empty();
    }

    private static List<WireAttribute.Wanted> wanted(Message request) {
        return ((List<?>) request.values().get(2)).stream().map(WireAttribute.Wanted.class::cast).toList();
    }

    /**
     * What our server answers when the token says what the captured answer said: the client, which has got that answer, is
     * the token.
     */
    private static Message answered(Client client, Message request) {
        try {
            return request.call() == Call.C_GetAttributeValue ? attributes(client, request)
                : Answers.answer(client, request);
        } catch (CkrException e) {
            return Answers.error(e.ckr());
        }
    }

    /** C_GetAttributeValue as a program calls it, with its own room for each: the server would ask without bounds. */
    private static Message attributes(Client client, Message request) {
        List<WireAttribute.Wanted> wanted = wanted(request);
        List<AttributeRequest> requests = wanted.stream().map(one -> new AttributeRequest(Cka.of(one.type()),
            one.room() == 0 ? Output.lengthQuery() : Output.room(one.room()))).toList();
        Ckr ckr = Ckr.CKR_OK;
        try {
            client.getAttributeValue(new SessionHandle((Long) request.values().get(0)),
                new ObjectHandle((Long) request.values().get(1)), requests);
        } catch (CkrException e) {
            ckr = e.ckr();
            if (!WITH_ATTRIBUTES.contains(ckr)) {
                return Answers.error(ckr);
            }
        }
        List<WireAttribute> answers = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            Output output = requests.get(i).output();
            answers.add(output.length() == Output.UNAVAILABLE ? WireAttribute.unavailable(wanted.get(i).type())
                : output.isLengthQuery() ? new WireAttribute(wanted.get(i).type(), output.length(), null)
                : Attributes.answer(wanted.get(i), output.bytes()));
        }
        return Message.reply(Call.C_GetAttributeValue, answers, ckr.code());
    }

    /** Byte for byte, but for what {@link #TOLD_BY_NOBODY} lists and the placeholders of length queries. */
    private static void assertReply(byte[] captured, Message ours, Message request, Era era) {
        Message stock = Message.readReply(captured, request.call(), new Part.Context(era, WireMechanism.Framing.TABLES,
            Set.of(), request.mechanism()));
        Set<Integer> untold = TOLD_BY_NOBODY.getOrDefault(request.call(), Set.of());
        List<Object> values = new ArrayList<>(ours.values());
        untold.forEach(place -> values.set(place, stock.values().get(place)));
        boolean lengthQuery = stock.call() == Call.C_GetAttributeValue
            && wanted(request).stream().anyMatch(one -> one.room() == 0);
        if (!lengthQuery) {
            assertArrayEquals(captured, new Message(ours.call(), Direction.REPLY, values).written(era), request::toString);
        } else {
            assertEquals(lengths(stock), lengths(ours), request::toString);
        }
    }

    private static List<Long> lengths(Message attributes) {
        return ((List<?>) attributes.values().get(0)).stream().map(one -> ((WireAttribute) one).length()).toList();
    }

    /** What the stock server said; what a short buffer becomes is no part of an answer, but of the room. */
    private static Ckr outcome(byte[] answer, Message request, Era era) {
        Message reply = Message.readReply(answer, request.call(), new Part.Context(era, WireMechanism.Framing.TABLES,
            Set.of(), request.mechanism()));
        return reply.call() == Call.ERROR ? Ckr.of((Long) reply.values().get(0))
            : request.call() == Call.C_GetAttributeValue ? Ckr.of((Long) reply.values().get(1)) : Ckr.CKR_OK;
    }
}
