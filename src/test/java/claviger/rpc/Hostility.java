package claviger.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cku;
import claviger.interop.Needed;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Sends so many changed messages to a server while somebody else is served, and looks at what is left of it afterwards. */
final class Hostility {
    private static final Path CAPTURES = Path.of(System.getProperty("claviger.shared", "absent"), "vectors", "p11-kit");
    private static final byte[] GENERAL_ERROR = Answers.error(Ckr.CKR_GENERAL_ERROR).written(Era.NEW);
    private static final int AT_ONCE = 8;
    private static final long SLACK = 48L << 20;

    private final Random random;
    private final Mutations mutations;
    private long answered;
    private long ended;

    private Hostility(long seed) throws IOException {
        System.out.println("changed messages: seed " + seed);
        random = new Random(seed);
        mutations = new Mutations(random, CAPTURES);
    }

    static void run(long messages, long seed) throws Exception {
        Needed.that(Files.isDirectory(CAPTURES), "captured conversations are in " + CAPTURES);
        Limits limits = Limits.DEFAULT.withAfterWrongPin(Duration.ZERO);
        try (Served served = Served.token(Accounts.own(Served.ME), limits)) {
            new Hostility(seed).against(served, messages);
        }
    }

    private void against(Served served, long messages) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread other = new Thread(() -> serveSomebodyElse(served, over));
        Throwable[] failure = {null};
        other.setUncaughtExceptionHandler((thread, thrown) -> failure[0] = thrown);
        other.start();
        long before = 0;
        for (long sent = 0; sent < messages; ) {
            sent += conversation(served, 500 + random.nextInt(1000));
            before = before == 0 && sent > messages / 4 ? heap() : before;
        }
        over.set(true);
        other.join(TimeUnit.SECONDS.toMillis(30));
        assertTrue(!other.isAlive() && failure[0] == null, () -> "somebody else was not served: " + failure[0]);
        for (int i = 0; i < 500 && served.server().connections() > 0; i++) {
            Thread.sleep(20);
        }
        assertEquals(0, served.server().connections());
        assertTrue(answered > messages / 2 && ended > 0, () -> answered + " answered, " + ended + " connections ended");
        long after = heap();
        long start = before;
        assertTrue(after < start + SLACK, () -> "the heap grew from " + start + " to " + after);
    }

    /** One connection, until it is ended by the server or has sent enough. @return how much it has sent */
    private long conversation(Served served, int most) throws IOException {
        long sent = 0;
        try (RawClient client = new RawClient(served.socket())) {
            int offered = random.nextInt(3);
            client.hello(offered);
            client.call(Call.C_Initialize, new Octets.Data(Texts.GREETING), 0, new Octets.Data(new byte[1]));
            long slot = served.slot().value();
            Message opened = client.call(Call.C_OpenSession, slot, 6L);
            long session = opened.call() == Call.ERROR ? 0 : (Long) opened.values().get(0);
            if (session != 0 && random.nextBoolean()) {
                client.call(Call.C_Login, session, Cku.CKU_USER.code(), new Octets.Data(Served.USER_PIN));
            }
            while (sent < most) {
                if (random.nextInt(100) == 0) {
                    client.send(mutations.brokenFrame());
                }
                Map<Integer, byte[]> bodies = new HashMap<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    byte[] body = mutations.next(Era.of(offered), slot, session);
                    bodies.put(client.sendBody(body), body);
                    sent++;
                }
                for (int i = 0; i < AT_ONCE; i++) {
                    Frame reply = client.frame();
                    requireNoFailureOfItsOwn(reply, bodies.get(reply.code()));
                    answered++;
                }
            }
        } catch (EOFException e) {
            ended++;
        } catch (IOException e) {      // closed while something was on the way
            assertTrue(e.getMessage().contains("reset") || e.getMessage().contains("Broken pipe"), e::toString);
            ended++;
        }
        return sent;
    }

    /** CKR_GENERAL_ERROR is the answer to another greeting, and else to what the server has not foreseen. */
    private static void requireNoFailureOfItsOwn(Frame reply, byte[] request) {
        boolean greets = request.length >= Integer.BYTES
            && ByteBuffer.wrap(request).getInt() == Call.C_Initialize.number();
        assertTrue(greets || !Arrays.equals(GENERAL_ERROR, reply.body()),
            () -> "a failure of the server's own after " + HexFormat.of().formatHex(request));
    }

    private static void serveSomebodyElse(Served served, AtomicBoolean over) {
        try (RawClient client = RawClient.ready(served.socket())) {
            while (!over.get()) {
                long start = System.nanoTime();
                Message reply = client.call(Call.C_GetTokenInfo, served.slot().value());
                assertEquals(Call.C_GetTokenInfo, reply.call());
                assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10), "a reply took too long");
                Thread.sleep(5);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
