package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.config.Configuration;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.SlotId;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Sessions go from SPI to SPI; none ever has that of another (D7). */
class LeaseTest {
    private static final int ROUNDS = 20_000;
    /** More sessions than twice what is kept idle, fewer than may be open. */
    private static final int MANY = 200;
    private static final int TRIES = 200;

    private final Provider provider = World.MEMORY.provider();

    /** The JCA forbids it, so the two may fail; what they must not do is sign with the key of an innocent third. */
    @Test void twoThreadsThatShareOneObjectDoNotDisturbAThird() throws Exception {
        Mac shared = initialized(1);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<?>> guilty = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            guilty.add(threads.submit(() -> {
                while (!over.get()) {
                    try {
                        shared.doFinal(new byte[16]);
                    } catch (RuntimeException e) {
                        continue;      // whatever it is, it is theirs
                    }
                }
            }));
        }
        Future<?> innocent = threads.submit(() -> {
            Mac own = initialized(2);
            Mac elsewhere = Mac.getInstance("HmacSHA256", "SunJCE");
            elsewhere.init(new SecretKeySpec(secret(2), "HmacSHA256"));
            byte[] data = new byte[32];
            byte[] right = elsewhere.doFinal(data);
            for (int i = 0; i < ROUNDS; i++) {
                assertArrayEquals(right, own.doFinal(data));
            }
            return null;
        });
        try {
            innocent.get();
        } finally {
            over.set(true);
        }
        for (Future<?> one : guilty) {
            one.get();
        }
        threads.shutdown();
    }

    @Test void theSessionOfAnObjectThatNobodyHasAnyMoreIsGivenBack() throws Exception {
        String store = World.MEMORY.store();
        World.makeToken(store, "test");
        Token token = Token.open(Configuration.of("--store = \"" + store + "\"; token = test"));
        SlotId slot = token.cryptoki().getSlotList(true).get(0);
        for (int i = 0; i < MANY; i++) {
            Lease.of(new Object(), token).begin(Running.DIGEST, (cryptoki, session) ->
                cryptoki.digestInit(session, Mechanism.of(Ckm.CKM_SHA256)));
        }
        for (int i = 0; i < TRIES && token.cryptoki().getTokenInfo(slot).sessions() > MANY / 2; i++) {
            System.gc();
            Thread.sleep(20);
        }
        long open = token.cryptoki().getTokenInfo(slot).sessions();
        assertTrue(open <= MANY / 2, open + " sessions are open");
    }

    private Mac initialized(int number) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256", provider);
        mac.init(key(provider, number));
        return mac;
    }

    private static SecretKey key(Provider provider, int number) throws Exception {
        return SecretKeyFactory.getInstance("HmacSHA256", provider)
            .translateKey(new SecretKeySpec(secret(number), "HmacSHA256"));
    }

    private static byte[] secret(int number) {
        byte[] secret = new byte[32];
        secret[0] = (byte) number;
        return secret;
    }
}
