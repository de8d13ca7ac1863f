package claviger.store;

import static claviger.cryptoki.Ckr.CKR_DEVICE_REMOVED;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** One holder's share in a store that several have open. */
final class StoreHandle implements TokenStore {
    private final TokenStore store;
    private final Runnable givingUp;
    private final AtomicBoolean closed = new AtomicBoolean();

    StoreHandle(TokenStore store, Runnable givingUp) {
        this.store = store;
        this.givingUp = givingUp;
    }

    @Override public <R> R read(Function<StoreReader, R> work) {
        return opened().read(work);
    }

    @Override public <R> R write(Function<StoreWriter, R> work) {
        return opened().write(work);
    }

    @Override public long stamp() {
        return store.stamp();
    }

    @Override public String name() {
        return store.name();
    }

    private TokenStore opened() {
        if (closed.get()) {
            throw CKR_DEVICE_REMOVED.because("the store %s is closed", name());
        }
        return store;
    }

    @Override public void close() {
        if (closed.compareAndSet(false, true)) {
            givingUp.run();
        }
    }
}
