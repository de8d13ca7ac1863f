package claviger.store;

import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LoggerFactory;

/**
 * The driver of SQLite and its native code, which take a good part of a first signature's time: unpacked, checked and
 * linked by a thread beside if somebody says early that a file will be opened. Whoever opens it waits for that thread, so
 * that no two threads initialize these classes. Safe between threads.
 */
final class SqliteDriver {
    private static final AtomicReference<FutureTask<Void>> AHEAD = new AtomicReference<>();

    private SqliteDriver() {
    }

    /**
     * @param then what has classes of signed jars loaded. The driver first asks every jar for SLF4J, and who looks into a
     *     jar that is being checked waits for the end of the check
     */
    static void loadAhead(Runnable then) {
        FutureTask<Void> loading = new FutureTask<>(() -> {
            LoggerFactory.getLogger(SqliteDriver.class);
            then.run();
            return load();
        });
        if (AHEAD.compareAndSet(null, loading)) {
            Thread thread = new Thread(loading, "claviger driver");
            thread.setDaemon(true);
            thread.start();
        } else {
            then.run();
        }
    }

    /** The driver works afterwards. @throws claviger.cryptoki.CkrException if it does not load */
    static void ensureLoaded() {
        FutureTask<Void> loading = AHEAD.getAndSet(null);
        try {
            if (loading == null) {
                load();
            } else {
                loading.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CKR_FUNCTION_FAILED.because(e, "interrupted while SQLite was loading");
        } catch (ExecutionException e) {
            throw SqliteFile.noLibrary(e.getCause());
        } catch (Exception | LinkageError e) {     // the driver declares no narrower one
            throw SqliteFile.noLibrary(e);
        }
    }

    /** The settings bring the formats of dates with them, which we never use and which take as long as all the rest. */
    private static Void load() throws Exception {
        SQLiteJDBCLoader.initialize();
        new SQLiteConfig().toProperties();
        return null;
    }
}
