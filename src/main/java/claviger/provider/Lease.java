package claviger.provider;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import java.lang.ref.Cleaner;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * The session that an SPI has while an operation of it runs (D7): borrowed at init, given back at result, failure, re-init
 * or when the SPI is unreachable. After a failure nothing runs in the session, whatever failed. Used by the thread of the
 * SPI, and by the cleaner when there is no other thread any more; must not refer to the SPI.
 */
final class Lease {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Token token;
    private PooledSession session;
    private Running running;
    private boolean wantsPin;

    private Lease(Token token) {
        this.token = token;
    }

    /** The lease of an SPI. */
    static Lease of(Object spi, Token token) {
        Lease lease = new Lease(token);
        CLEANER.register(spi, lease::cancel);
        return lease;
    }

    /** The same with a key, which may want the PIN for each use: it is got before the first data (L9). */
    synchronized void begin(Running kind, TokenKey key, BiConsumer<Cryptoki, SessionHandle> init) {
        begin(kind, init);
        wantsPin = key.wantsPinAtUse();
    }

    /** Ends what runs, borrows a session and begins: the call is the C_ function that inits. */
    synchronized void begin(Running kind, BiConsumer<Cryptoki, SessionHandle> init) {
        cancel();
        session = token.sessions().borrow();
        running = kind;
        boolean begun = false;
        try {
            init.accept(token.cryptoki(), session.handle());
            begun = true;
        } finally {
            if (!begun) {
                cancel();
            }
        }
    }

    synchronized boolean runs() {
        return running != null;
    }

    /** A call in the middle of the operation. */
    synchronized <T> T proceed(BiFunction<Cryptoki, SessionHandle, T> call) {
        boolean done = false;
        try {
            if (wantsPin) {
                token.authenticate(session.handle());
                wantsPin = false;
            }
            T result = call.apply(token.cryptoki(), session.handle());
            done = true;
            return result;
        } finally {
            if (!done) {
                cancel();
            }
        }
    }

    /** The call that ends the operation. */
    synchronized <T> T finish(BiFunction<Cryptoki, SessionHandle, T> call) {
        T result = proceed(call);
        token.sessions().giveBack(session);
        session = null;
        running = null;
        wantsPin = false;
        return result;
    }

    /** Ends what runs, if anything does. */
    synchronized void cancel() {
        if (running != null) {
            PooledSession mine = session;
            Running kind = running;
            session = null;
            running = null;
            wantsPin = false;
            token.sessions().giveBackAfter(mine, kind);
        }
    }
}
