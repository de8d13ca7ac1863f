package claviger.token;

import claviger.mechanism.KeyMaterial;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A key in memory that is wiped when it has been dropped and nobody computes with it any more (D11): never under a
 * running operation, since a half-wiped CRT key makes a signature that reveals a prime. Safe between threads, without a
 * lock: one number counts the leases and carries the mark that the key has been dropped, so that each step sees both.
 */
final class HeldKey {
    /** Leases are counted in the other bits. Nothing but the mark: dropped, and nobody computes with it. */
    private static final int DROPPED = Integer.MIN_VALUE;

    private final long rowRevision;
    private final KeyMaterial material;
    private final AtomicInteger leases = new AtomicInteger();

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
        while (true) {
            int now = leases.get();
            if (now < 0) {
                return Optional.empty();
            }
            if (leases.compareAndSet(now, now + 1)) {
                return Optional.of(new Lease());
            }
        }
    }

    /** No new leases from here on; wiped now, or with the last lease. */
    void drop() {
        if (leases.getAndUpdate(now -> now | DROPPED) == 0) {
            material.wipe();
        }
    }

    private void giveBack() {
        if (leases.decrementAndGet() == DROPPED) {
            material.wipe();
        }
    }

    /** A key in use, by one operation and the thread whose turn it is. */
    final class Lease implements AutoCloseable {
        private boolean closed;

        KeyMaterial material() {
            return material;
        }

        @Override public void close() {
            if (!closed) {
                closed = true;
                giveBack();
            }
        }
    }
}
