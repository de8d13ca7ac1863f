package claviger.store;

import static claviger.cryptoki.Ckr.CKR_DEVICE_REMOVED;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/** Tokens that live as long as this JVM. Readers run in parallel, one transaction at a time writes. */
final class MemoryStore implements TokenStore {
    private static final long BUSY_SECONDS = 10;

    private final String name;
    private final MemoryTables tables = new MemoryTables();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private final Nesting nesting = new Nesting();
    private volatile long stamp;
    private volatile boolean closed;

    MemoryStore(String name) {
        this.name = name;
    }

    @Override public <R> R read(Function<StoreReader, R> work) {
        return nesting.once(() -> {
            MemoryReader reader = new MemoryReader(tables);
            take(lock.readLock());
            try {
                return work.apply(reader);
            } finally {
                reader.end();
                lock.readLock().unlock();
            }
        });
    }

    @Override public <R> R write(Function<StoreWriter, R> work) {
        return nesting.once(() -> {
            UndoLog undo = new UndoLog();
            MemoryWriter writer = new MemoryWriter(tables, undo);
            boolean done = false;
            take(lock.writeLock());
            try {
                R result = work.apply(writer);
                done = true;
                return result;
            } finally {
                writer.end();
                if (!done) {
                    undo.undo();
                } else if (writer.moved()) {
                    stamp = stamp + 1;    // guarded by the write lock; only read without it
                }
                lock.writeLock().unlock();
            }
        });
    }

    private void take(Lock half) {
        try {
            if (!half.tryLock(BUSY_SECONDS, TimeUnit.SECONDS)) {
                throw CKR_FUNCTION_FAILED.because("the store %s is busy", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CKR_FUNCTION_FAILED.because(e, "interrupted while waiting for the store %s", name);
        }
        if (closed) {
            half.unlock();
            throw CKR_DEVICE_REMOVED.because("the store %s is closed", name);
        }
    }

    @Override public long stamp() {
        return stamp;
    }

    @Override public String name() {
        return name;
    }

    @Override public void close() {
        closed = true;
    }
}
