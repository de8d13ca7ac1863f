package claviger.store;

import static claviger.cryptoki.Ckr.CKR_DEVICE_REMOVED;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Tokens in one SQLite file, shared by threads and processes of one machine (not over a network file system). Commits
 * are in the write-ahead log and on the disk when {@link #write} returns. Readers run in parallel on a few
 * connections, one transaction at a time writes per process, in the order of arrival, and waits for other processes in
 * SQLite.
 *
 * <p>Made by {@link Stores}, which sees to it that a JVM has one per file (D13).
 */
final class SqliteStore implements TokenStore {
    private static final int READERS = 8;
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(SqliteConnection.BUSY_MILLIS);
    private static final long NOTHING_ANNOUNCED = 0;

    private final Path path;
    private final Object identity;
    private final RevisionFile revisions;       // null where files can't be mapped and replaced: Windows
    private final Nesting nesting = new Nesting();
    private final Semaphore readerPermits = new Semaphore(READERS, true);
    private final ConcurrentLinkedDeque<SqliteConnection> idleReaders = new ConcurrentLinkedDeque<>();
    private final ReentrantLock writerLock = new ReentrantLock(true);
    private SqliteConnection writer;            // guarded by writerLock
    private volatile boolean closed;

    private SqliteStore(Path path, Object identity, SqliteConnection writer, RevisionFile revisions) {
        this.path = path;
        this.identity = identity;
        this.writer = writer;
        this.revisions = revisions;
    }

    /** @param path the real path of a file that exists, see {@link SqliteFile} */
    static SqliteStore open(Path path) {
        SqliteDriver.ensureLoaded();
        Object identity = SqliteFile.identity(path);
        SqliteConnection connection = SqliteConnection.open(path.toString());
        boolean opened = false;
        try {
            connection.run("BEGIN");      // one look: several would see two states of a file that another process makes
            SqliteSchema.admit(connection, path.toString());
            connection.run("COMMIT");
            connection.settle();
            logAhead(connection);
            connection.run("BEGIN IMMEDIATE");
            SqliteSchema.admit(connection, path.toString());
            SqliteSchema.migrate(connection);
            RevisionFile revisions = Owner.hasPermissions(path)
                ? RevisionFile.open(SqliteFile.revisionFile(path)) : null;
            connection.run("COMMIT");
            opened = true;
            return new SqliteStore(path, identity, connection, revisions);
        } finally {
            if (!opened) {
                connection.close();
            }
        }
    }

    /** SQLite does not wait by itself while several processes change a new file to the write-ahead log. */
    private static void logAhead(SqliteConnection connection) {
        long deadline = System.nanoTime() + BUSY_NANOS;
        while (!connection.logsAhead()) {
            if (System.nanoTime() > deadline) {
                throw CKR_FUNCTION_FAILED.because("the store does not change to the write-ahead log");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Override public <R> R read(Function<StoreReader, R> work) {
        return nesting.once(() -> {
            admit(readerPermits::tryAcquire);
            try {
                SqliteConnection connection = idleReaders.poll();
                return reading(connection == null ? reader() : connection, work);
            } finally {
                readerPermits.release();
            }
        });
    }

    private SqliteConnection reader() {
        refuseIfClosed();
        SqliteConnection connection = SqliteConnection.open(path.toString());
        connection.settle();
        connection.run("PRAGMA query_only = ON");
        return connection;
    }

    private <R> R reading(SqliteConnection connection, Function<StoreReader, R> work) {
        SqliteReader reader = new SqliteReader(connection);
        try {
            connection.update("BEGIN");
            return work.apply(reader);
        } finally {
            reader.end();
            if (connection.rolledBack()) {
                idleReaders.push(connection);
            } else {
                connection.close();
            }
        }
    }

    @Override public <R> R write(Function<StoreWriter, R> work) {
        return nesting.once(() -> {
            admit(writerLock::tryLock);
            try {
                return writing(work);
            } finally {
                writerLock.unlock();
            }
        });
    }

    private <R> R writing(Function<StoreWriter, R> work) {
        refuseIfReplaced();
        if (writer == null) {
            refuseIfClosed();
            writer = SqliteConnection.open(path.toString());
            writer.settle();
        }
        SqliteWriter transaction = new SqliteWriter(writer);
        boolean done = false;
        try {
            writer.update("BEGIN IMMEDIATE");
            R result = work.apply(transaction);
            transaction.prune();
            transaction.end();
            long announced = announce(transaction);
            writer.update("COMMIT");
            if (announced != NOTHING_ANNOUNCED) {
                revisions.complete(announced);
            }
            done = true;
            return result;
        } finally {
            transaction.end();
            if (!done && !writer.rolledBack()) {
                abandonWriter();
            }
        }
    }

    /**
     * Also heals the counter that a process has left odd by dying. If the commit fails, it stays odd until the next
     * transaction: that is right whatever became of the commit.
     */
    private long announce(SqliteWriter transaction) {
        if (revisions == null) {
            return NOTHING_ANNOUNCED;
        }
        revisions.follow();
        return transaction.moved() || revisions.isOdd() ? revisions.announce() : NOTHING_ANNOUNCED;
    }

    /** The next write opens another connection. */
    private void abandonWriter() {
        SqliteConnection abandoned = writer;
        writer = null;
        abandoned.close();
    }

    @Override public long stamp() {
        return revisions == null ? UNKNOWN_STAMP : revisions.stamp();
    }

    @Override public String name() {
        return "sqlite:" + path;
    }

    /** Closes when the transactions under way have ended; no connection is left then, as D13 needs it. */
    @Override public void close() {
        nesting.once(() -> {
            closed = true;
            await(writerLock::tryLock);
            try {
                await((time, unit) -> readerPermits.tryAcquire(READERS, time, unit));
                closeConnections();
                readerPermits.release(READERS);
            } finally {
                writerLock.unlock();
            }
            return null;
        });
    }

    private void closeConnections() {
        for (SqliteConnection idle = idleReaders.poll(); idle != null; idle = idleReaders.poll()) {
            idle.close();
        }
        if (writer != null) {
            abandonWriter();
        }
    }

    private interface Wait {
        boolean within(long time, TimeUnit unit) throws InterruptedException;
    }

    private void admit(Wait wait) {
        refuseIfClosed();
        await(wait);
    }

    private void await(Wait wait) {
        try {
            if (!wait.within(BUSY_NANOS, TimeUnit.NANOSECONDS)) {
                throw CKR_FUNCTION_FAILED.because("the store %s is busy in this process", path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CKR_FUNCTION_FAILED.because(e, "interrupted while waiting for the store %s", path);
        }
    }

    /** SQLite goes on with a file that was deleted or moved away, and what it commits there is lost. */
    private void refuseIfReplaced() {
        if (!Objects.equals(identity, SqliteFile.identity(path))) {
            throw CKR_DEVICE_REMOVED.because("the file of the store %s was replaced while it was open", path);
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw CKR_DEVICE_REMOVED.because("the store %s is closed", path);
        }
    }
}
