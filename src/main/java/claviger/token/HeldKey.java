package claviger.token;

import claviger.mechanism.KeyMaterial;
import java.util.Optional;

/**
 * A key in memory that is wiped when it has been dropped and nobody computes with it any more (D11): never under a
 * running operation, since a half-wiped CRT key makes a signature that reveals a prime. Safe between threads.
 */
final class HeldKey {
    private final long rowRevision;
    private final KeyMaterial material;
    private int leases;
    private boolean dropped;

    /** @param rowRevision of the row that the material comes from */
    HeldKey(long rowRevision, KeyMaterial material) {
        this.rowRevision = rowRevision;
        this.material = material;
    }

    long rowRevision() {
        return rowRevision;
    }

    /** The right to compute with the key until the lease is closed, or empty if the key has been dropped. */
    synchronized Optional<Lease> lease() {
        if (dropped) {
            return Optional.empty();
        }
        leases++;
        return Optional.of(new Lease());
    }

    /** No new leases from here on; wiped now, or with the last lease. */
    synchronized void drop() {
        dropped = true;
        wipeIfUnused();
    }

    private synchronized void giveBack() {
        leases--;
        wipeIfUnused();
    }

    private void wipeIfUnused() {
        if (dropped && leases == 0) {
            material.wipe();
        }
    }

    /** A key in use. Closed once, by the operation that has it. */
    final class Lease implements AutoCloseable {
        private boolean closed;

        KeyMaterial material() {
            return material;
        }

        @Override public synchronized void close() {
            if (!closed) {
                closed = true;
                giveBack();
            }
        }
    }
}
