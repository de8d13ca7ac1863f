package claviger.provider;

import claviger.cryptoki.SessionHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A session of the {@link SessionPool} and the number of session objects that it made and that somebody still holds.
 * While there are any it is not closed, for they would die with it (D7, S6).
 */
final class PooledSession {
    private final SessionHandle handle;
    private final int connection;
    private final AtomicInteger objects = new AtomicInteger();
    private volatile boolean unusable;
    private Running running;      // written and read by who has borrowed the session

    /** @param connection how many connections there were before the one that the session is of */
    PooledSession(SessionHandle handle, int connection) {
        this.handle = handle;
        this.connection = connection;
    }

    SessionHandle handle() {
        return handle;
    }

    int connection() {
        return connection;
    }

    /** Whoever has borrowed the session is about to begin an operation of this kind. */
    void runs(Running kind) {
        running = kind;
    }

    /** The kind of the last operation, which may still run. */
    Running running() {
        return running;
    }

    void holdsOneMore() {
        objects.incrementAndGet();
    }

    /** @return whether that was the last */
    boolean holdsOneLess() {
        return objects.decrementAndGet() == 0;
    }

    boolean holdsObjects() {
        return objects.get() > 0;
    }

    /** An operation of it could not be ended: nobody may borrow it again. */
    void markUnusable() {
        unusable = true;
    }

    boolean isUnusable() {
        return unusable;
    }
}
