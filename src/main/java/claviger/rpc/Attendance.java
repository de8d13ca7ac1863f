package claviger.rpc;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Who attends to which connection. Idle connections wait together at one selector and cost no thread. One that has sent
 * something gets a worker, which stays with it while it goes on sending, so that a call costs one change of process each
 * way and none of thread; after a short silence, or when others wait for a worker, it goes back to the idle ones.
 *
 * <p>The same on every Java: virtual threads would not carry calls that hold a lock while SQLite works.
 */
final class Attendance implements Connection.Desk, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("claviger.rpc");
    private static final long STAY_MILLIS = 100;
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SWEEP_MILLIS = 500;
    private static final long PAUSE_MILLIS = 50;
    private static final int MOST_ENDINGS = 16;
    private static final long MOST_BUFFERED = Runtime.getRuntime().maxMemory() / 4;
    private static final int CALM = Runtime.getRuntime().availableProcessors() / 2;
    private static final long KEEP_SECONDS = 30;
    private static final long END_SECONDS = 5;
    /** close() ends the connections that calls dropped here would have been for. */
    private static final RejectedExecutionHandler DROP_WHEN_CLOSED = new ThreadPoolExecutor.DiscardPolicy();

    private final Limits limits;
    private final Accounts accounts;
    private final Consumer<Connection> left;
    private final Selector idle = Selector.open();
    private final Queue<Connection> ready = new ConcurrentLinkedQueue<>();
    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    private final Set<Connection> late = ConcurrentHashMap.newKeySet();
    private final Set<Connection> attended = ConcurrentHashMap.newKeySet();
    private final Queue<Connection> withoutWorker = new ConcurrentLinkedQueue<>();
    private final AtomicLong buffered = new AtomicLong();
    private final Semaphore workers;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_SECONDS,
        TimeUnit.SECONDS, new SynchronousQueue<>(), daemons("claviger serves"), DROP_WHEN_CLOSED);
    private final ThreadPoolExecutor pinThreads;
    private final ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(1, daemons("claviger waits"), DROP_WHEN_CLOSED);
    /** A clock of its own, so that slot events and pauses after wrong PINs do not wait for each other. */
    private final ScheduledThreadPoolExecutor pinClock =
        new ScheduledThreadPoolExecutor(1, daemons("claviger pauses"), DROP_WHEN_CLOSED);
    private final ThreadPoolExecutor endings;
    private final PinCalls pinCalls;
    private volatile boolean crowded;
    private volatile boolean closed;
    private long swept = System.nanoTime();

    Attendance(Limits limits, Accounts accounts, Consumer<Connection> left) throws IOException {
        this.limits = limits;
        this.accounts = accounts;
        this.left = left;
        this.workers = new Semaphore(limits.workers());
        this.pinThreads = new ThreadPoolExecutor(limits.pinCalls(), limits.pinCalls(), KEEP_SECONDS, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), daemons("claviger checks PINs"), DROP_WHEN_CLOSED);
        this.pinThreads.allowCoreThreadTimeOut(true);
        this.pinCalls = new PinCalls(pinThreads, pinClock, limits.afterWrongPin());
        this.endings = new ThreadPoolExecutor(MOST_ENDINGS, MOST_ENDINGS, KEEP_SECONDS, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), daemons("claviger ends"), DROP_WHEN_CLOSED);
        this.endings.allowCoreThreadTimeOut(true);
        daemons("claviger listens").newThread(this::listen).start();
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + " " + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** A new connection, idle so far. */
    void add(Connection connection) {
        all.add(connection);
        try {
            connection.channel().register(idle, SelectionKey.OP_READ, connection);
            idle.wakeup();
        } catch (ClosedChannelException | ClosedSelectorException e) {
            leave(connection, "closed meanwhile");
        }
        if (closed) {
            leave(connection, null);
        }
    }

    private void listen() {
        while (!closed) {
            try {
                idle.select(this::isCalled, SWEEP_MILLIS);
                for (Connection next = waiting(); next != null; next = waiting()) {
                    attend(next);
                }
                sweep();
            } catch (IOException | RuntimeException | Error e) {      // one connection's trouble is not all the others'
                LOG.log(Level.ERROR, "while listening", e);
                pause();
            }
        }
    }

    /** Who comes next: those for whom there was no worker, when there is one, and then those who have sent something. */
    private Connection waiting() {
        Connection next = workers.availablePermits() > 0 ? withoutWorker.poll() : null;
        crowded = !withoutWorker.isEmpty();
        return next != null ? next : ready.poll();
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    }

    private void isCalled(SelectionKey key) {
        try {
            key.interestOps(0);
            ready.add((Connection) key.attachment());
        } catch (CancelledKeyException e) {
            LOG.log(Level.DEBUG, "a connection that has just ended", e);
        }
    }

    /** Gives a connection a worker. Where all are busy it waits in a queue, and the others take turns. */
    private void attend(Connection connection) {
        if (!workers.tryAcquire()) {
            crowded = true;
            withoutWorker.add(connection);
            return;
        }
        boolean begun = false;
        try {
            synchronized (connection) {
                begun = attended.add(connection);
            }
            if (begun) {
                begun = false;
                threads.execute(() -> {
                    try {
                        stayWith(connection);
                    } finally {
                        release();
                    }
                });
                begun = true;
            }
        } finally {
            if (!begun) {
                workers.release();
            }
        }
    }

    private void release() {
        workers.release();
        if (crowded) {
            idle.wakeup();
        }
    }

    private void stayWith(Connection connection) {
        try {
            workWith(connection);
        } catch (IOException e) {
            leave(connection, null);
        } catch (Malformed e) {
            leave(connection, e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a failure of our own", e);
            leave(connection, "a failure of our own");
        } finally {
            synchronized (connection) {
                attended.remove(connection);
                if (all.contains(connection)) {
                    changed(connection);
                }
            }
        }
    }

    private void workWith(Connection connection) throws IOException {
        try (Selector own = Selector.open()) {
            SelectionKey key = connection.channel().register(own, 0);
            long since = System.nanoTime();
            do {
                connection.work();
                if (crowded && System.nanoTime() - since > SLICE_NANOS) {
                    return;
                }
                key.interestOps(connection.interest());
            } while (own.select(selected -> { }, STAY_MILLIS) > 0 && !closed);
        }
    }

    /** The end of a connection. The application's calls are waited for (A4), so this is nothing for a shared thread. */
    private void leave(Connection connection, String reason) {
        if (all.remove(connection)) {
            if (reason != null) {
                connection.log(reason);
            }
            connection.end();
            left.accept(connection);
            late.remove(connection);
        }
    }

    @Override public void changed(Connection connection) {
        SelectionKey key = connection.channel().keyFor(idle);
        synchronized (connection) {      // else what one thread finds out would be put over what another one has
            if (key == null || attended.contains(connection)) {
                return;
            }
            try {
                if (connection.isReady()) {
                    ready.add(connection);
                } else {
                    key.interestOps(connection.interest());
                }
            } catch (CancelledKeyException e) {
                ready.add(connection);      // closed: a worker finds that out
            }
        }
        idle.wakeup();
    }

    /** Those who let us wait for too long go. */
    private void sweep() {
        long now = System.nanoTime();
        if (now - swept > TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS)) {
            swept = now;
            all.stream().filter(connection -> connection.isLate(now) && late.add(connection))
                .forEach(connection -> endings.execute(() -> leave(connection, "it let us wait for too long")));
        }
    }

    @Override public FrameReader.Budget budget() {
        return this::take;
    }

    private boolean take(long more) {
        if (buffered.addAndGet(more) > MOST_BUFFERED && more > 0) {
            buffered.addAndGet(-more);
            return false;
        }
        return true;
    }

    @Override public boolean isCrowded() {
        return crowded;
    }

    @Override public boolean isCalm() {
        return attended.size() <= CALM;
    }

    @Override public boolean beside(Runnable call) {
        if (workers.availablePermits() <= limits.workers() / 2 || !workers.tryAcquire()) {
            return false;      // half of them are for connections of their own
        }
        boolean begun = false;
        try {
            threads.execute(() -> {
                try {
                    call.run();
                } finally {
                    release();
                }
            });
            begun = true;
        } finally {
            if (!begun) {
                workers.release();
            }
        }
        return true;
    }

    @Override public void later(Runnable step, long millis) {
        clock.schedule(step, millis, TimeUnit.MILLISECONDS);
    }

    @Override public Limits limits() {
        return limits;
    }

    @Override public Accounts accounts() {
        return accounts;
    }

    @Override public PinCalls pinCalls() {
        return pinCalls;
    }

    /** Waits until no call is under way. */
    void awaitIdle(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end && !all.stream().allMatch(Connection::isIdle)) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override public void close() {
        closed = true;
        idle.wakeup();
        all.forEach(connection -> leave(connection, null));
        clock.shutdownNow();
        pinClock.shutdownNow();
        endings.shutdown();
        pinThreads.shutdown();
        threads.shutdown();
        try {
            threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
            idle.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing a selector", e);
        }
    }
}
