package claviger.token;

import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;

import claviger.cryptoki.Mechanism;
import claviger.mechanism.Computation;
import claviger.mechanism.KeyMaterial;
import java.util.Iterator;
import java.util.Optional;

/** What runs in a session between an Init and its end. Belongs to the session's lock. */
sealed interface Operation extends AutoCloseable permits Operation.Find, Operation.Crypto, MessageProcess {

    /** Whether a logout ends it (L6). */
    boolean endsAtLogout();

    /** Whether it waits for a PIN of its own (L9). */
    default boolean waitsForPin() {
        return false;
    }

    /** The PIN was right: the operation may go on to its end (L12). */
    default void authenticated() {
    }

    /** Lets go of everything it holds. */
    @Override void close();

    /** C_FindObjects: what was there at C_FindObjectsInit and has not been given out, read in pages (F4). */
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
        private final Mechanism mechanism;
        /** Null without a key, as {@link #key} is. */
        private final StorageObject object;
        private final HeldKey.Lease key;
        private final Grant grant;
        private boolean waitsForPin;
        private boolean multi;

        private Crypto(C computation, Mechanism mechanism, StorageObject object, HeldKey.Lease key, Grant grant) {
            this.computation = computation;
            this.mechanism = mechanism;
            this.object = object;
            this.key = key;
            this.grant = grant;
            this.waitsForPin = object != null && object.alwaysAuthenticate();
        }

        /** Without a key: a digest. */
        static <C extends Computation> Crypto<C> keyless(C computation, Mechanism mechanism) {
            return new Crypto<>(computation, mechanism, null, null, Grant.STOCK);
        }

        /** With a key as its object was when the operation began; the lease is closed with the operation. */
        static <C extends Computation> Crypto<C> with(C computation, Mechanism mechanism, KeyUse.Admitted key) {
            return new Crypto<>(computation, mechanism, key.object(), key.lease(), key.grant());
        }

        C computation() {
            return computation;
        }

        Mechanism mechanism() {
            return mechanism;
        }

        Optional<StorageObject> object() {
            return Optional.ofNullable(object);
        }

        /** The key, which is the operation's until it is closed. */
        Optional<KeyMaterial> key() {
            return Optional.ofNullable(key).map(HeldKey.Lease::material);
        }

        @Override public boolean waitsForPin() {
            return waitsForPin;
        }

        @Override public void authenticated() {
            waitsForPin = false;
        }

        /**
         * Asked before data are computed with.
         *
         * @throws claviger.cryptoki.CkrException CKR_USER_NOT_LOGGED_IN (L9); CKR_KEY_FUNCTION_NOT_PERMITTED once the grant
         *     has ended
         */
        void requireAuthenticated() {
            requireStanding();
            if (waitsForPin) {
                throw CKR_USER_NOT_LOGGED_IN.because("%s is used after C_Login with CKU_CONTEXT_SPECIFIC", object);
            }
        }

        /** @throws claviger.cryptoki.CkrException CKR_KEY_FUNCTION_NOT_PERMITTED once the grant has ended */
        void requireStanding() {
            grant.requireStanding();
        }

        /** Whether an Update has been given (O4). */
        boolean isMulti() {
            return multi;
        }

        /** Called before each part. @param savable whether somebody may ask for the state of what runs (V4) */
        void setMulti(boolean savable) {
            if (savable && !multi) {
                computation.keepState();
            }
            multi = true;
        }

        @Override public boolean endsAtLogout() {
            return object != null && object.isPrivate();
        }

        @Override public void close() {
            computation.close();
            if (key != null) {
                key.close();
            }
        }
    }
}
