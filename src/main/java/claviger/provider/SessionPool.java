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

    private final Token token;
    private final Cryptoki cryptoki;
    private volatile Anchor anchor;
    /** An idle session for each few threads, so that threads do not meet; the others are behind. */
    private final AtomicReferenceArray<PooledSession> near = new AtomicReferenceArray<>(PLACES * APART);
    private final ConcurrentLinkedDeque<PooledSession> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger idleCount = new AtomicInteger();

    /** The session that is never lent, its slot, and how many connections there were before its own. */
    private record Anchor(SessionHandle session, SlotId slot, int connection) {
    }

    SessionPool(Token token, Cryptoki cryptoki, SlotId slot) {
        this.token = token;
        this.cryptoki = cryptoki;
        this.anchor = new Anchor(cryptoki.openSession(slot, true), slot, 0);
    }

    /** There is another connection: the sessions of the old one are gone. One thread. */
    void renew(SlotId slot) {
        anchor = new Anchor(cryptoki.openSession(slot, true), slot, anchor.connection + 1);
        for (int i = 0; i < near.length(); i++) {
            near.set(i, null);
        }
        idle.clear();
        idleCount.set(0);
    }

    /** The session for login, logout and their state. */
    SessionHandle anchor() {
        token.ensureConnected();
        return anchor.session;
    }

    /** A session in which nothing runs. */
    PooledSession borrow() {
        token.ensureConnected();
        int place = place();
        PooledSession session = near.get(place);
        if (session != null && near.compareAndSet(place, session, null) && isOfNow(session)) {
            return session;
        }
        for (session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
            idleCount.decrementAndGet();
            if (isOfNow(session)) {
                return session;
            }
        }
        Anchor now = anchor;
        return new PooledSession(cryptoki.openSession(now.slot, true), now.connection);
    }

    private boolean isOfNow(PooledSession session) {
        return session.connection() == anchor.connection;
    }

    /** Takes back a session in which nothing runs. */
    void giveBack(PooledSession session) {
        if (!isOfNow(session)) {
            return;      // it ended with its connection
        }
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
