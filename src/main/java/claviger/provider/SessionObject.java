package claviger.provider;

import claviger.cryptoki.ObjectHandle;
import java.lang.ref.Cleaner;

/**
 * The session object behind a Java key: destroyed when the key is destroyed or unreachable, whichever comes first (D7).
 * Must not refer to the key.
 */
final class SessionObject implements Runnable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Token token;
    private final PooledSession owner;
    private final ObjectHandle handle;

    private SessionObject(Token token, PooledSession owner, ObjectHandle handle) {
        this.token = token;
        this.owner = owner;
        this.handle = handle;
    }

    /** Ties the object to its Java key. */
    static Cleaner.Cleanable of(TokenKey key, PooledSession owner, ObjectHandle handle) {
        owner.holdsOneMore();
        return CLEANER.register(key, new SessionObject(key.token(), owner, handle));
    }

    @Override public void run() {
        Refusal.cleansUp("destroying a session object", () -> token.sessions().with(session -> {
            token.cryptoki().destroyObject(session.handle(), handle);
            return null;
        }));
        token.sessions().released(owner);
    }
}
