package claviger.token;

import static claviger.cryptoki.Cka.CKA_VALUE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import claviger.mechanism.KeyMaterial;
import claviger.mechanism.Stripes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A key in memory is wiped once, when it has been dropped and the last lease has ended (D11). */
class HeldKeyTest {
    private static final int THREADS = 3;
    private static final int ROUNDS = 2_000;

    private final byte[] bytes = {1, 2, 3, 4};
    private final HeldKey key =
        new HeldKey(1, new KeyMaterial(Cko.CKO_SECRET_KEY, Ckk.CKK_AES, Template.EMPTY.with(CKA_VALUE, bytes)));

    @Test void aDroppedKeyIsWipedWithItsLastLease() {
        HeldKey.Lease first = key.lease().orElseThrow();
        HeldKey.Lease second = key.lease().orElseThrow();
        key.drop();
        assertTrue(key.lease().isEmpty());
        first.close();
        first.close();      // closing twice gives back once
        assertArrayEquals(new byte[] {1, 2, 3, 4}, bytes);
        second.close();
        assertArrayEquals(new byte[4], bytes);
    }

    @Test void aKeyThatNobodyUsesIsWipedAtOnce() {
        key.lease().orElseThrow().close();
        assertArrayEquals(new byte[] {1, 2, 3, 4}, bytes);
        key.drop();
        assertArrayEquals(new byte[4], bytes);
    }

    /** More threads than there are stripes, so that every stripe has leases; what one thread took another may give back. */
    @Test void leasesOfManyThreadsAreAllWaitedFor() throws Exception {
        int count = 2 * Stripes.LENGTH / Stripes.APART;
        ExecutorService threads = Executors.newFixedThreadPool(count);
        List<HeldKey.Lease> leases = new ArrayList<>();
        CyclicBarrier together = new CyclicBarrier(count);
        List<Future<HeldKey.Lease>> taking = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taking.add(threads.submit(() -> {
                together.await();
                return key.lease().orElseThrow();
            }));
        }
        for (Future<HeldKey.Lease> lease : taking) {
            leases.add(lease.get());
        }
        key.drop();
        key.drop();      // dropping twice drops once
        for (HeldKey.Lease lease : leases) {
            assertTrue(threads.submit(key::lease).get().isEmpty());
            assertArrayEquals(new byte[] {1, 2, 3, 4}, bytes);
            lease.close();
        }
        assertArrayEquals(new byte[4], bytes);
        threads.shutdown();
    }

    @Test void whoeverGetsALeaseBesideADropHasAWholeKeyUntilItIsClosed() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] secret = {1, 2, 3, 4};
            HeldKey shared = new HeldKey(1,
                new KeyMaterial(Cko.CKO_SECRET_KEY, Ckk.CKK_AES, Template.EMPTY.with(CKA_VALUE, secret)));
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<Boolean>> users = new ArrayList<>();
            for (int i = 1; i < THREADS; i++) {
                users.add(threads.submit(() -> {
                    start.await();
                    boolean whole = true;
                    Optional<HeldKey.Lease> lease = shared.lease();
                    while (lease.isPresent()) {
                        whole &= Arrays.equals(new byte[] {1, 2, 3, 4}, lease.get().material().get(CKA_VALUE));
                        lease.get().close();
                        lease = shared.lease();
                    }
                    return whole;
                }));
            }
            start.await();
            shared.drop();
            for (Future<Boolean> user : users) {
                assertTrue(user.get(), "a key was wiped under a lease");
            }
            assertArrayEquals(new byte[4], secret);
        }
        threads.shutdown();
    }
}
