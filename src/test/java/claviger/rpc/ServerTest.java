package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_GENERAL_ERROR;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_NO_EVENT;
import static claviger.cryptoki.Ckr.CKR_PIN_INCORRECT;
import static claviger.rpc.ServerAnswers.assertError;
import static claviger.rpc.ServerAnswers.eventually;
import static claviger.rpc.ServerAnswers.login;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a client meets it: the first byte, frames of every kind, and who waits for whom. */
@Timeout(60)
class ServerTest {
    private static final long READ_WRITE = 6;
    private static final Limits NO_PAUSE = Limits.DEFAULT.withAfterWrongPin(Duration.ZERO);

    @Test
    void theAnswerToAVersionIsTheLowerOfOursAndTheOffered() throws Exception {
        try (Served served = Served.token()) {
            for (int[] offer : new int[][] {{0, 0}, {1, 1}, {2, 2}, {9, 2}, {255, 2}}) {
                try (RawClient client = new RawClient(served.socket())) {
                    assertEquals(offer[1], client.hello(offer[0]));
                }
            }
        }
    }

    /** Releases up to 0.23.22 send their first frame with the byte and read the answer later. */
    @Test
    void aClientMaySendItsFirstFrameBeforeTheAnswerByte() throws Exception {
        try (Served served = Served.token(); RawClient client = new RawClient(served.socket())) {
            byte[] frame = new Frame(0x10, new byte[0], initialize().written(Era.OLD)).written();
            byte[] all = new byte[frame.length + 1];
            System.arraycopy(frame, 0, all, 1, frame.length);
            client.send(all);
            assertEquals(0, client.octet());
            assertEquals(0x10, client.frame().code());
        }
    }

    private static Message initialize() {
        return Message.request(Call.C_Initialize, new Octets.Data(Texts.GREETING), 0, new Octets.Data(new byte[1]));
    }

    @Test
    void anotherGreetingIsAGeneralErrorAndTheStreamGoesOn() throws Exception {
        try (Served served = Served.token(); RawClient client = new RawClient(served.socket())) {
            client.hello(2);
            assertError(CKR_CRYPTOKI_NOT_INITIALIZED, client.call(Call.C_GetInfo));
            assertError(CKR_GENERAL_ERROR, client.call(Call.C_Initialize, new Octets.Data(new byte[41]), 0,
                new Octets.Data(new byte[1])));
            assertEquals(Call.C_Initialize, client.call(Call.C_Initialize, initialize().values().toArray()).call());
            assertEquals(Call.C_GetInfo, client.call(Call.C_GetInfo).call());
        }
    }

    /** D24. */
    @Test
    void aWholeFrameThatIsNotUnderstoodGetsAnErrorAndTheStreamGoesOn() throws Exception {
        try (Served served = Served.token(); RawClient client = RawClient.ready(served.socket())) {
            for (byte[] body : new byte[][] {{}, {0, 0}, new WireWriter().u32(3).u32(1 << 30).written()}) {
                client.sendBody(body);
                assertError(CKR_ARGUMENTS_BAD, client.reply(0));
            }
            client.sendBody(new WireWriter().u32(4711).raw(new byte[0]).written());
            assertError(CKR_FUNCTION_NOT_SUPPORTED, client.reply(0));
            client.sendBody(new WireWriter().u32(Call.C_GetInfo.number()).raw(new byte[] {'u'}).u64(0).written());
            assertError(CKR_FUNCTION_NOT_SUPPORTED, client.reply(0));
            client.sendBody(new WireWriter().u32(Call.C_GetSlotInfo.number()).raw(new byte[] {'u'}).u32(1).written());
            assertError(CKR_ARGUMENTS_BAD, client.reply(0));
            client.sendBody(new WireWriter().u32(Call.C_DigestInit.number()).raw(new byte[] {'u', 'M'}).u64(1).u32(0x250)
                .u32(7).written());
            assertError(CKR_MECHANISM_PARAM_INVALID, client.reply(0));
            assertError(CKR_FUNCTION_NOT_SUPPORTED, client.call(Call.C_EncryptMessageBegin, 1L, new Octets.Data(new byte[8]),
                new Octets.Null()));
            assertEquals(Call.C_GetInfo, client.call(Call.C_GetInfo).call());
        }
    }

    /** D24. */
    @Test
    void aBrokenOrOversizedFrameEndsTheConnectionAndNoOther() throws Exception {
        try (Served served = Served.token(); RawClient other = RawClient.ready(served.socket())) {
            byte[][] broken = {
                new WireWriter().u32(0x10).u32(0).u32(Integer.MAX_VALUE).written(),
                new WireWriter().u32(0x10).u32(-1).u32(0).written(),
                new WireWriter().u32(0x10).u32(0).u32(-1).written()};
            for (byte[] frame : broken) {
                try (RawClient client = RawClient.ready(served.socket())) {
                    client.send(frame);
                    assertTrue(client.isEnded());
                }
            }
            assertEquals(Call.C_GetInfo, other.call(Call.C_GetInfo).call());
        }
    }

    /** A1: the end of the stream is C_Finalize. */
    @Test
    void theEndOfTheStreamEndsTheApplication() throws Exception {
        try (Served served = Served.token()) {
            long slot = served.slot().value();
            try (RawClient client = RawClient.ready(served.socket())) {
                client.call(Call.C_OpenSession, slot, READ_WRITE);
                client.send((byte) 1, (byte) 2);      // in the middle of a frame
            }
            eventually(() -> served.server().connections() == 0);
            try (Cryptoki application = served.library().application(new Peer.ThisJvm())) {
                application.initialize();
                // T4: a session anywhere would keep the token from being made again
                application.initToken(served.slot(), Served.SO_PIN.clone(), "again");
            }
        }
    }

    @Test
    void callsThatComeTogetherAreAllAnswered() throws Exception {
        try (Served served = Served.token(); RawClient client = RawClient.ready(served.socket())) {
            List<Integer> sent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sent.add(client.sendCall(Call.C_GetSlotInfo, served.slot().value()));
            }
            List<Integer> answered = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answered.add(client.frame().code());
            }
            answered.sort(null);
            assertEquals(sent, answered);
        }
    }

    /** T12, A5. */
    @Test
    void whoWaitsForASlotEventDoesNotStopTheOtherCalls() throws Exception {
        try (Served served = Served.token(); RawClient client = RawClient.ready(served.socket())) {
            assertError(CKR_NO_EVENT, client.call(Call.C_WaitForSlotEvent, 1L));
            int waiting = client.sendCall(Call.C_WaitForSlotEvent, 0L);
            assertEquals(Call.C_GetInfo, client.call(Call.C_GetInfo).call());
            client.sendCall(Call.C_Finalize);
            Frame first = client.frame();
            Frame second = client.frame();
            assertTrue(first.code() == waiting || second.code() == waiting);
            Frame ended = first.code() == waiting ? first : second;
            assertError(CKR_CRYPTOKI_NOT_INITIALIZED,
                Message.read(ended.body(), Call.Direction.REPLY, Part.Context.of(Era.NEW)));
        }
    }

    @Test
    void anAccountThatIsNotNamedIsClosedWithoutAByte() throws Exception {
        try (Served served = Served.token(Accounts.own("somebody else"), Limits.DEFAULT);
                RawClient client = new RawClient(served.socket())) {
            assertTrue(client.isEnded());
        }
        try (Served served = Served.token(new Accounts("somebody else", Set.of(Served.ME), Set.of(), false), Limits.DEFAULT);
                RawClient client = RawClient.ready(served.socket())) {
            assertEquals(Call.C_GetInfo, client.call(Call.C_GetInfo).call());
        }
    }

    /** D26. */
    @Test
    void theSosCallsAreForTheServersOwnAccountUnlessOthersAreLetIn() throws Exception {
        Accounts user = new Accounts("somebody else", Set.of(Served.ME), Set.of(), false);
        try (Served served = Served.token(user, NO_PAUSE); RawClient client = RawClient.ready(served.socket())) {
            long session = (Long) client.call(Call.C_OpenSession, served.slot().value(), READ_WRITE).values().get(0);
            assertError(CKR_ACTION_PROHIBITED, login(client, session, Cku.CKU_SO, Served.SO_PIN));
            assertError(CKR_ACTION_PROHIBITED, client.call(Call.C_InitToken, served.slot().value(),
                new Octets.Data(Served.SO_PIN), "again".getBytes(UTF_8)));
            assertEquals(Call.C_Login, login(client, session, Cku.CKU_USER, Served.USER_PIN).call());
        }
        Accounts so = new Accounts("somebody else", Set.of(Served.ME), Set.of(), true);
        try (Served served = Served.token(so, NO_PAUSE); RawClient client = RawClient.ready(served.socket())) {
            long session = (Long) client.call(Call.C_OpenSession, served.slot().value(), READ_WRITE).values().get(0);
            assertEquals(Call.C_Login, login(client, session, Cku.CKU_SO, Served.SO_PIN).call());
        }
    }

    /** D26: more connections give no more tries. */
    @Test
    void afterAWrongPinTheAccountWaitsOnAllItsConnections() throws Exception {
        Duration pause = Duration.ofMillis(400);
        try (Served served = Served.token(Accounts.own(Served.ME), Limits.DEFAULT.withAfterWrongPin(pause));
                RawClient first = RawClient.ready(served.socket()); RawClient second = RawClient.ready(served.socket())) {
            long one = (Long) first.call(Call.C_OpenSession, served.slot().value(), READ_WRITE).values().get(0);
            long two = (Long) second.call(Call.C_OpenSession, served.slot().value(), READ_WRITE).values().get(0);
            assertError(CKR_PIN_INCORRECT, login(first, one, Cku.CKU_USER, Served.SO_PIN));
            long start = System.nanoTime();
            second.sendCall(Call.C_Login, two, Cku.CKU_USER.code(), new Octets.Data(Served.USER_PIN));
            assertEquals(Call.C_GetSessionInfo, first.call(Call.C_GetSessionInfo, one).call(), "other calls go on");
            assertEquals(Call.C_Login, second.reply(0).call());
            assertTrue(System.nanoTime() - start > pause.toNanos() / 2);
        }
    }

    @Test
    void drainingLetsTheCallsUnderWayEnd() throws Exception {
        try (Served served = Served.token(); RawClient client = RawClient.ready(served.socket())) {
            long session = (Long) client.call(Call.C_OpenSession, served.slot().value(), READ_WRITE).values().get(0);
            client.sendCall(Call.C_Login, session, Cku.CKU_USER.code(), new Octets.Data(Served.USER_PIN));
            client.sendCall(Call.C_DigestInit, session, new WireMechanism(Ckm.CKM_SHA256.code(), null));
            Frame first = client.frame();
            served.server().drain(Duration.ofSeconds(10));
            Frame second = client.frame();
            assertNotEquals(first.code(), second.code());
            assertTrue(client.isEnded());
            assertThrows(IOException.class, () -> new RawClient(served.socket()));
        }
    }

    @Test
    void theSocketIsForNobodyElse(@TempDir Path folder) throws Exception {
        Path inside = folder.resolve("run");
        Path socket = inside.resolve("socket");
        try (var channel = SocketFile.bind(socket, false)) {
            assertEquals(PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(inside));
            assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(socket));
            assertTrue(assertThrows(IOException.class, () -> SocketFile.bind(socket, false)).getMessage()
                .contains("a server is listening"));
            assertTrue(channel.isOpen());
        }
        SocketFile.bind(socket, false).close();      // nobody listens any more: replaced
        Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("rwxr-x---"));
        assertTrue(assertThrows(IOException.class, () -> SocketFile.bind(socket, false)).getMessage()
            .contains("chmod go-rwx"));
        Path file = Files.writeString(folder.resolve("a file"), "kept");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        assertThrows(IOException.class, () -> SocketFile.bind(file, false));
        assertEquals("kept", Files.readString(file));
        assertEquals("unix:path=/run/a%20b%25/s", SocketFile.address(Path.of("/run/a b%/s")));
    }
}
