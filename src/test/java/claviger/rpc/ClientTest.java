package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_SESSION_HANDLE_INVALID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.seal.KdfCost;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Settings;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The stream of a client: many threads on one, interrupts, its end from either side, and servers that are no good. */
@Timeout(60)
class ClientTest {
    private static final int THREADS = 8;

    @TempDir
    private Path folder;
    private Library library;
    private Server server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach void serve() throws IOException {
        library = Library.over(Stores.open("memory:"), Settings.DEFAULT.withEmptySlot(true).withKdf(KdfCost.FLOOR));
        try (var making = library.application(new claviger.cryptoki.Peer.ThisJvm())) {
            making.initialize();
            making.initToken(making.getSlotList(false).get(0), "so pin".getBytes(), "served");
        }
        server = Server.start(bound("server"), library::application, Accounts.own(Account.own()), Limits.DEFAULT);
    }

    @AfterEach void stop() {
        threads.shutdownNow();
        server.close();
        library.close();
    }

    private ServerSocketChannel bound(String name) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(folder.resolve(name)));
        return listening;
    }

    private Client connected() {
        Client client = Client.at(new Address(folder.resolve("server")));
        client.initialize();
        return client;
    }

    private static SlotId slot(Client client) {
        return client.getSlotList(true).stream()
            .filter(one -> client.getTokenInfo(one).label().equals("served")).findFirst().orElseThrow();
    }

    private static String refusal(Ckr ckr, Executable call) {
        CkrException refused = assertThrows(CkrException.class, call);
        assertEquals(ckr, refused.ckr(), refused::getMessage);
        return refused.getMessage();
    }

    private static void digests(Client client, SessionHandle session, byte[] data) {
        client.digestInit(session, Mechanism.of(Ckm.CKM_SHA256));
        assertEquals(32, client.digest(session, data).length);
    }

    @Test void callsOfManyThreadsAreUnderWayOnOneStream() throws Exception {
        try (Client client = connected()) {
            SlotId slot = slot(client);
            List<Future<?>> all = new ArrayList<>();
            IntStream.range(0, THREADS).forEach(thread -> all.add(threads.submit(() -> {
                SessionHandle session = client.openSession(slot, false);
                for (int i = 0; i < 200; i++) {
                    digests(client, session, new byte[thread * 10_000]);
                }
            })));
            for (Future<?> one : all) {
                one.get();
            }
            assertEquals(1, server.connections());
        }
    }

    @Test void anInterruptedThreadKeepsItsCallItsFlagAndTheStream() throws Exception {
        try (Client client = connected()) {
            SlotId slot = slot(client);
            Future<?> interrupted = threads.submit(() -> {
                SessionHandle session = client.openSession(slot, false);
                for (int i = 0; i < 100; i++) {
                    Thread.currentThread().interrupt();
                    digests(client, session, new byte[1 << 20]);
                    assertTrue(Thread.interrupted(), "the flag is still there");
                }
            });
            SessionHandle session = client.openSession(slot, false);
            while (!interrupted.isDone()) {
                digests(client, session, new byte[10]);
            }
            interrupted.get();
            assertTrue(client.isConnected());
        }
    }

    @Test void whoWaitsForASlotEventIsTheOnlyOneWhoWaits() throws Exception {   // A5
        Client client = connected();
        Future<?> waiting = threads.submit(() -> client.waitForSlotEvent(false));
        SlotId slot = slot(client);
        digests(client, client.openSession(slot, false), new byte[1]);
        assertFalse(waiting.isDone());
        client.finalizeCryptoki();
        Throwable ended = assertThrows(java.util.concurrent.ExecutionException.class,
            () -> waiting.get(10, TimeUnit.SECONDS)).getCause();
        assertEquals(CKR_CRYPTOKI_NOT_INITIALIZED, ((CkrException) ended).ckr());
    }

    @Test void aServerThatGoesEndsCallsUntilInitializeAndHandlesForGood() throws Exception {   // H4
        Client client = connected();
        SlotId slot = slot(client);
        SessionHandle old = client.openSession(slot, false);
        server.close();
        java.nio.file.Files.delete(folder.resolve("server"));
        assertFalse(client.isConnected());
        String refused = refusal(CKR_DEVICE_ERROR, () -> client.getSessionInfo(old));
        assertTrue(refused.contains(folder.resolve("server").toString()), refused);
        refusal(CKR_DEVICE_ERROR, () -> client.getSlotList(true));
        server = Server.start(bound("server"), library::application, Accounts.own(Account.own()), Limits.DEFAULT);
        refusal(CKR_DEVICE_ERROR, () -> client.getSlotList(true));
        client.finalizeCryptoki();
        refusal(CKR_CRYPTOKI_NOT_INITIALIZED, () -> client.getSlotList(true));
        client.initialize();
        SessionHandle now = client.openSession(slot, false);
        digests(client, now, new byte[1]);
        refusal(CKR_SESSION_HANDLE_INVALID, () -> client.getSessionInfo(old));
        refusal(CKR_SESSION_HANDLE_INVALID, () -> client.closeSession(old));
        digests(client, now, new byte[1]);
        client.close();
    }

    @Test void nobodyAtTheAddressIsToldAndAServerThatComesIsFound() throws IOException {
        Client client = Client.at(new Address(folder.resolve("later")));
        String refused = refusal(CKR_DEVICE_ERROR, client::initialize);
        assertTrue(refused.contains("no server at unix:path="), refused);
        server.close();
        server = Server.start(bound("later"), library::application, Accounts.own(Account.own()), Limits.DEFAULT);
        client.initialize();
        assertEquals("Claviger", client.getInfo().manufacturer());
        client.close();
    }

    @Test void whatNoFrameHoldsIsRefusedAndTheStreamGoesOn() {
        try (Client client = connected()) {
            SessionHandle session = client.openSession(slot(client), false);
            client.digestInit(session, Mechanism.of(Ckm.CKM_SHA256));
            refusal(CKR_DATA_LEN_RANGE, () -> client.digest(session, new byte[17 << 20]));
            client.digestUpdate(session, new byte[15 << 20]);
            assertEquals(32, client.digestFinal(session).length);
        }
    }

    /** A release before 0.24 closes the connection when it is offered more than it has. */
    @Test void aServerThatClosesIsOfferedTheFirstVersion() throws Exception {
        ServerSocketChannel listening = bound("old");
        Future<List<Integer>> offered = threads.submit(() -> {
            List<Integer> offers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                try (SocketChannel channel = listening.accept()) {
                    ByteBuffer one = ByteBuffer.allocate(1);
                    channel.read(one);
                    offers.add((int) one.get(0));
                    if (one.get(0) == 0) {
                        channel.write(ByteBuffer.wrap(new byte[1]));
                        FrameReader reader = new FrameReader(channel, Frame.Bounds.DEFAULT);
                        reader.fill();
                        Frame frame = reader.take();
                        byte[] reply = Message.reply(Call.C_Initialize).written(Era.OLD);
                        channel.write(ByteBuffer.wrap(new Frame(frame.code(), new byte[0], reply).written()));
                        channel.read(ByteBuffer.allocate(100));
                    }
                }
            }
            return offers;
        });
        Client client = Client.at(new Address(folder.resolve("old")));
        client.initialize();
        client.close();
        assertEquals(List.of(2, 0), offered.get());
    }

    @Test void aServerThatDoesNotKeepToTheProtocolIsNoServer() throws Exception {
        for (byte[] nonsense : List.of(
                new Frame(0x99, new byte[0], Message.reply(Call.C_Initialize).written(Era.NEW)).written(),
                new Frame(0x10, new byte[0], Message.reply(Call.C_Finalize).written(Era.NEW)).written(),
                new Frame(0x10, new byte[0], new byte[3]).written(),
                new byte[] {0, 0, 0, 0x10, 0, 0, 0, 0, 0x7f, 0, 0, 0},
                new byte[] {0, 0, 0})) {
            String name = "bad" + System.nanoTime();
            ServerSocketChannel listening = bound(name);
            Future<?> bad = threads.submit(() -> {
                try (SocketChannel channel = listening.accept()) {
                    channel.read(ByteBuffer.allocate(1));
                    channel.write(ByteBuffer.wrap(new byte[] {2}));
                    channel.read(ByteBuffer.allocate(1000));
                    channel.write(ByteBuffer.wrap(nonsense));
                }
                return null;
            });
            Client client = Client.at(new Address(folder.resolve(name)));
            refusal(CKR_DEVICE_ERROR, client::initialize);
            refusal(CKR_CRYPTOKI_NOT_INITIALIZED, client::getInfo);
            bad.get();
        }
    }

    /** A release to come may list a mechanism without a parameter that none so far has: nothing stands behind it there. */
    @Test void aMechanismThatALaterReleaseKnowsIsToldAsThatReleaseHasIt() throws Exception {
        int bare = 2 * Integer.BYTES + "uMu".length() + 2 * Long.BYTES + Integer.BYTES;
        List<Integer> lengths = new ArrayList<>();
        ServerSocketChannel listening = bound("later-release");
        Future<?> served = threads.submit(() -> {
            try (SocketChannel channel = listening.accept()) {
                channel.read(ByteBuffer.allocate(1));
                channel.write(ByteBuffer.wrap(new byte[] {2}));
                FrameReader reader = new FrameReader(channel, Frame.Bounds.DEFAULT);
                while (!reader.atEnd()) {
                    while (reader.hasFrame()) {
                        Frame frame = reader.take();
                        Call call = Call.of(ByteBuffer.wrap(frame.body()).getInt());
                        Message reply = Message.reply(call);
                        if (call == Call.C_GetInfo) {
                            reply = Message.reply(call, Texts.reply(new claviger.cryptoki.Info(
                                new claviger.cryptoki.Version(2, 40), "PKCS#11 Kit", "a later one",
                                new claviger.cryptoki.Version(1, 1))));
                        } else if (call == Call.C_SignInit) {
                            lengths.add(frame.body().length);
                            reply = frame.body().length == bare ? reply : Answers.error(Ckr.CKR_KEY_HANDLE_INVALID);
                        }
                        channel.write(ByteBuffer.wrap(
                            new Frame(frame.code(), new byte[0], reply.written(Era.NEW)).written()));
                    }
                    reader.fill();
                }
            }
            return null;
        });
        Client client = Client.at(new Address(folder.resolve("later-release")));
        client.initialize();
        client.signInit(new SessionHandle(1), Mechanism.of(Ckm.CKM_EDDSA), new claviger.cryptoki.ObjectHandle(7));
        client.close();
        served.get();
        assertEquals(List.of(bare + 1, bare), lengths);
    }
}
