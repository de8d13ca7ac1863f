package claviger.token;

import claviger.mechanism.KeyMaterial;
import claviger.mechanism.Stripes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A key in memory that is wiped when it has been dropped and nobody computes with it any more (D11): never under a
 * running operation, since a half-wiped CRT key makes a signature that reveals a prime. Safe between threads, without a
 * lock.
 *
 * <p>Each of the {@link Stripes} has a number that counts its leases and carries the mark that the key has been dropped, so
 * that each step sees both. A stripe ends when its number becomes the bare mark, which happens once: no lease is left in
 * it then, and none begins. Who ends the last one wipes the key, so nobody has a lease in any of them.
 */
final class HeldKey {
    /** Leases are counted in the other bits. Nothing but the mark: dropped, and nobody computes with it. */
    private static final int DROPPED = Integer.MIN_VALUE;

    private final long rowRevision;
    private final KeyMaterial material;
    private final AtomicIntegerArray leases = new AtomicIntegerArray(Stripes.LENGTH);
    private final AtomicInteger stripesLeft = new AtomicInteger(Stripes.LENGTH / Stripes.APART);

    /** @param rowRevision of the row that the material comes from */
    HeldKey(long rowRevision, KeyMaterial material) {
        this.rowRevision = rowRevision;
        this.material = material;
    }

    long rowRevision() {
        return rowRevision;
    }

    /** The right to compute with the key until the lease is closed, or empty if the key has been dropped. */
    Optional<Lease> lease() {
        int stripe = Stripes.mine();
        while (true) {
            int now = leases.get(stripe);
            if (now < 0) {
                return Optional.empty();
            }
            if (leases.compareAndSet(stripe, now, now + 1)) {
                return Optional.of(new Lease(stripe));
            }
        }
    }

    /** No new leases when this returns; wiped now, or with the last lease. */
    void drop() {
        for (int stripe = 0; stripe < Stripes.LENGTH; stripe += Stripes.APART) {
            if (leases.getAndUpdate(stripe, now -> now | DROPPED) == 0) {
                end();
            }
        }
    }

    private void giveBack(int stripe) {
        if (leases.decrementAndGet(stripe) == DROPPED) {
            end();
        }
    }

    private void end() {
        if (stripesLeft.decrementAndGet() == 0) {
            material.wipe();
        }
    }

    /** A key in use, by one operation and the thread whose turn it is. */
    final class Lease implements AutoCloseable {
        private final int stripe;
        private boolean closed;

        private Lease(int stripe) {
            this.stripe = stripe;
        }

        KeyMaterial material() {
            return material;
        }

        @Override public void close() {
            if (!closed) {
                closed = true;
                giveBack(stripe);
            }
        }
    }
}
