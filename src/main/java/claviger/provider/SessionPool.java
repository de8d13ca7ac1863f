package claviger.provider;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * The sessions of one application. A session is borrowed for one operation and given back clean; the anchor is never
 * lent and never closed, so that idling does not log the application out (D6, S7). Safe between threads.
 */
final class SessionPool {
    private static final int MOST_IDLE = 64;
    /** A power of two. */
    private static final int PLACES = 16;
    /** References of a place: so many that no two places share a line of the processor's memory. */
    private static final int APART = 32;

    private final Cryptoki cryptoki;
    private final SlotId slot;
    private final SessionHandle anchor;
    /** An idle session for each few threads, so that threads do not meet; the others are behind. */
    private final AtomicReferenceArray<PooledSession> near = new AtomicReferenceArray<>(PLACES * APART);
    private final ConcurrentLinkedDeque<PooledSession> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger idleCount = new AtomicInteger();

    SessionPool(Cryptoki cryptoki, SlotId slot) {
        this.cryptoki = cryptoki;
        this.slot = slot;
        this.anchor = cryptoki.openSession(slot, true);
    }

    /** The session for login, logout and their state. */
    SessionHandle anchor() {
        return anchor;
    }

    /** A session in which nothing runs. */
    PooledSession borrow() {
        int place = place();
        PooledSession session = near.get(place);
        if (session != null && near.compareAndSet(place, session, null)) {
            return session;
        }
        session = idle.pollFirst();
        if (session == null) {
            return new PooledSession(cryptoki.openSession(slot, true));
        }
        idleCount.decrementAndGet();
        return session;
    }

    /** Takes back a session in which nothing runs. */
    void giveBack(PooledSession session) {
        if (!session.isUnusable() && near.compareAndSet(place(), null, session)) {
            return;
        }
        if (session.isUnusable() || idleCount.get() >= MOST_IDLE && !session.holdsObjects()) {
            retire(session);
            return;
        }
        idleCount.incrementAndGet();
        idle.addFirst(session);
    }

    private static int place() {
        return ((int) Thread.currentThread().getId() & PLACES - 1) * APART;
    }

    /** Takes back a session in which an operation may run: ends it, or never lends the session again. */
    void giveBackCancelled(PooledSession session) {
        if (!Refusal.cleansUp("ending an operation", () -> session.running().cancel(cryptoki, session.handle()))) {
            session.markUnusable();
        }
        giveBack(session);
    }

    /** A session object of this session is not needed any more. */
    void released(PooledSession session) {
        if (session.holdsOneLess() && session.isUnusable()) {
            retire(session);
        }
    }

    /** Runs calls that leave no operation behind. */
    <T> T with(Function<PooledSession, T> calls) {
        PooledSession session = borrow();
        try {
            return calls.apply(session);
        } finally {
            giveBack(session);
        }
    }

    private void retire(PooledSession session) {
        if (!session.holdsObjects()) {
            Refusal.cleansUp("closing a session", () -> cryptoki.closeSession(session.handle()));
        }
    }
}
