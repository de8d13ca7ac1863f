package claviger.provider;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * The session that an SPI has while an operation of it runs (D7): borrowed at init, given back at result, failure, re-init
 * or when the SPI is unreachable. After a failure nothing runs in the session, whatever failed. Must not refer to the SPI.
 *
 * <p>Used by the thread of the SPI, and by the cleaner, which may come while the last call of the SPI still runs. Each
 * takes the session out of here for as long as it works with it, so no two ever have it, and nobody waits.
 */
final class Lease {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Token token;
    /** Between two calls of an operation, or null. */
    private final AtomicReference<PooledSession> session = new AtomicReference<>();
    private volatile boolean abandoned;
    private boolean wantsPin;

    private Lease(Token token) {
        this.token = token;
    }

    /** The lease of an SPI. */
    static Lease of(Object spi, Token token) {
        Lease lease = new Lease(token);
        CLEANER.register(spi, lease::abandon);
        return lease;
    }

    /** The same with a key, which may want the PIN for each use: it is got before the first data (L9). */
    void begin(Running kind, TokenKey key, BiConsumer<Cryptoki, SessionHandle> init) {
        begin(kind, init);
        wantsPin = key.wantsPinAtUse();
    }

    /** Ends what runs, borrows a session and begins: the call is the C_ function that inits. */
    void begin(Running kind, BiConsumer<Cryptoki, SessionHandle> init) {
        cancel();
        wantsPin = false;
        keep(Refusal.onceMore(token, () -> begun(kind, init)));
    }

    private PooledSession begun(Running kind, BiConsumer<Cryptoki, SessionHandle> init) {
        PooledSession borrowed = token.sessions().borrow();
        borrowed.runs(kind);
        boolean begun = false;
        try {
            init.accept(token.cryptoki(), borrowed.handle());
            begun = true;
            return borrowed;
        } finally {
            if (!begun) {
                token.sessions().giveBackCancelled(borrowed);
            }
        }
    }

    boolean runs() {
        return session.get() != null;
    }

    /** A call in the middle of the operation. */
    <T> T proceed(BiFunction<Cryptoki, SessionHandle, T> call) {
        PooledSession mine = take();
        T result = called(mine, call);
        keep(mine);
        return result;
    }

    /** The call that ends the operation. */
    <T> T finish(BiFunction<Cryptoki, SessionHandle, T> call) {
        PooledSession mine = take();
        T result = called(mine, call);
        token.sessions().giveBack(mine);
        return result;
    }

    private <T> T called(PooledSession mine, BiFunction<Cryptoki, SessionHandle, T> call) {
        boolean done = false;
        try {
            if (wantsPin) {
                token.authenticate(mine.handle());
                wantsPin = false;
            }
            T result = call.apply(token.cryptoki(), mine.handle());
            done = true;
            return result;
        } finally {
            if (!done) {
                token.sessions().giveBackCancelled(mine);
            }
        }
    }

    /** Ends what runs, if anything does. */
    void cancel() {
        if (runs()) {
            giveBackCancelled(session.getAndSet(null));
        }
    }

    private PooledSession take() {
        PooledSession mine = session.getAndSet(null);
        if (mine == null) {
            throw new IllegalStateException("nothing runs: one object of the JCA was used by two threads at once");
        }
        return mine;
    }

    /** Two threads that begin at once, which the JCA forbids, lose the operation of one of them, and no session. */
    private void keep(PooledSession mine) {
        giveBackCancelled(session.getAndSet(mine));
        if (abandoned) {
            cancel();      // the cleaner came while the session was out
        }
    }

    private void giveBackCancelled(PooledSession taken) {
        if (taken != null) {
            token.sessions().giveBackCancelled(taken);
        }
    }

    private void abandon() {
        abandoned = true;
        cancel();
    }
}
