package claviger.token;

import claviger.cryptoki.CkrException;
import claviger.store.Lease;
import claviger.store.TokenStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Tells the other processes that this one has sessions with a token, so that none of them initialises it (T6, D12):
 * taken with the first session, renewed while there are any, given up shortly after the last, and expired by itself
 * after a crash. Opening and closing sessions one after another touches no store. Safe between threads.
 */
final class TokenLease implements AutoCloseable {
    static final Duration LIFETIME = Duration.ofSeconds(30);
    private static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final Duration LINGER = Duration.ofMillis(50);

    private final TokenStore store;
    private final String serial;
    private final String process;
    private final ScheduledExecutorService scheduler;
    private volatile int sessions;      // written by who has the monitor
    private boolean held;
    private ScheduledFuture<?> renewal;
    private ScheduledFuture<?> release;

    TokenLease(TokenStore store, String serial, String process, ScheduledExecutorService scheduler) {
        this.store = store;
        this.serial = serial;
        this.process = process;
        this.scheduler = scheduler;
    }

    synchronized void opened() {
        if (release != null) {
            release.cancel(false);
            release = null;
        }
        if (!held) {
            take();
            held = true;
            renewal = scheduler.scheduleWithFixedDelay(this::renew,
                RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
        }
        sessions++;
    }

    synchronized void closed() {
        sessions--;
        if (sessions == 0 && held) {
            release = scheduler.schedule(this::releaseIfIdle, LINGER.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Open sessions of this process, of all its applications. Waits for nobody: it is asked within a transaction of the
     * store, for which whoever takes the lease may be waiting.
     */
    int sessions() {
        return sessions;
    }

    @Override public synchronized void close() {
        sessions = 0;
        releaseIfIdle();
    }

    private void take() {
        store.write(writer -> {
            writer.takeLease(serial, new Lease(process, writer.now().plus(LIFETIME)));
            return null;
        });
    }

    private void renew() {
        try {
            take();
        } catch (CkrException e) {
            // tried again in RENEWAL; two such failures fit into a LIFETIME
            log().log(Level.WARNING, "the lease on token " + serial + " could not be renewed", e);
        }
    }

    private synchronized void releaseIfIdle() {
        release = null;
        if (sessions > 0 || !held) {
            return;
        }
        held = false;
        renewal.cancel(false);
        try {
            store.write(writer -> writer.dropLease(serial, process));
        } catch (CkrException e) {
            // it expires by itself; until then C_InitToken waits
            log().log(Level.WARNING, "the lease on token " + serial + " could not be given up", e);
        }
    }

    /** Looked for when there is something to say: the JVM's loggers are not a thing to load before a first signature. */
    private static Logger log() {
        return System.getLogger(TokenLease.class.getName());
    }
}
