package claviger.store;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's clock in milliseconds, held where it is when the machine's goes back. Safe between threads. */
final class StoreClock {
    private static final AtomicLong LATEST = new AtomicLong(Long.MIN_VALUE);

    private StoreClock() {
    }

    static long millis() {
        return LATEST.accumulateAndGet(System.currentTimeMillis(), Math::max);
    }

    static Instant now() {
        return Instant.ofEpochMilli(millis());
    }

    /** An instant in milliseconds; what is too far away to count is for ever. */
    static long millis(Instant instant) {
        if (instant.getEpochSecond() >= Long.MAX_VALUE / 1000) {
            return Long.MAX_VALUE;
        }
        return instant.getEpochSecond() <= Long.MIN_VALUE / 1000 ? Long.MIN_VALUE : instant.toEpochMilli();
    }
}
