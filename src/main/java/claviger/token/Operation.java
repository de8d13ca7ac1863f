package claviger.token;

import claviger.mechanism.Computation;
import java.util.Iterator;
import java.util.Optional;

/** What runs in a session between an Init and its end. Belongs to the session's lock. */
sealed interface Operation extends AutoCloseable {

    /** Whether a logout ends it (L6). */
    boolean endsAtLogout();

    /** Lets go of everything it holds. */
    @Override void close();

    /** C_FindObjects: what was there at C_FindObjectsInit and has not been given out (F4). */
    record Find(Iterator<StorageObject> found) implements Operation {
        @Override public boolean endsAtLogout() {
            return false;
        }

        @Override public void close() {
        }
    }

    /** A computation, with the key that it holds. */
    final class Crypto<C extends Computation> implements Operation {
        private final C computation;
        private final Optional<HeldKey.Lease> key;
        private final boolean privateKey;
        private boolean multi;

        Crypto(C computation, Optional<HeldKey.Lease> key, boolean privateKey) {
            this.computation = computation;
            this.key = key;
            this.privateKey = privateKey;
        }

        C computation() {
            return computation;
        }

        /** Whether an Update has been given (O4). */
        boolean isMulti() {
            return multi;
        }

        void setMulti() {
            multi = true;
        }

        @Override public boolean endsAtLogout() {
            return privateKey;
        }

        @Override public void close() {
            computation.close();
            key.ifPresent(HeldKey.Lease::close);
        }
    }
}
