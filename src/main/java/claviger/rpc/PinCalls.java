package claviger.rpc;

import claviger.cryptoki.Ckr;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The calls that check a PIN: a few at once, because each takes Argon2id's memory, and those of one account one after the
 * other, with a pause after each wrong PIN (D26), so that an account gains nothing by opening more connections. Nobody
 * waits in a thread. Safe between threads.
 */
final class PinCalls {
    private static final Set<Ckr> WRONG = Set.of(Ckr.CKR_PIN_INCORRECT, Ckr.CKR_PIN_LOCKED);

    private static final System.Logger LOG = System.getLogger("claviger.rpc");

    private final Executor threads;
    private final ScheduledExecutorService clock;
    private final Duration afterWrongPin;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    PinCalls(Executor threads, ScheduledExecutorService clock, Duration afterWrongPin) {
        this.threads = threads;
        this.clock = clock;
        this.afterWrongPin = afterWrongPin;
    }

    /** @param call answers, and tells what it answered */
    void add(String account, Supplier<Ckr> call) {
        accounts.computeIfAbsent(account, name -> new Account()).add(call);
    }

    /** The queue of one account. */
    private final class Account {
        private final Queue<Supplier<Ckr>> waiting = new ArrayDeque<>();
        private boolean busy;

        synchronized void add(Supplier<Ckr> call) {
            waiting.add(call);
            if (!busy) {
                busy = true;
                threads.execute(this::next);
            }
        }

        private void next() {
            Supplier<Ckr> call = first();
            if (call != null) {
                boolean wrong = true;
                try {
                    wrong = WRONG.contains(call.get());
                } finally {
                    goOn(wrong);      // whatever one call ends with, the next is answered
                }
            }
        }

        private void goOn(boolean afterWrong) {
            try {
                if (afterWrong) {
                    clock.schedule(() -> threads.execute(this::next), afterWrongPin.toNanos(), TimeUnit.NANOSECONDS);
                } else {
                    threads.execute(this::next);
                }
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "the server has closed, and with it the connections of those who wait", e);
            }
        }

        private synchronized Supplier<Ckr> first() {
            Supplier<Ckr> call = waiting.poll();
            busy = call != null;
            return call;
        }
    }
}
