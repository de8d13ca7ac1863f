package claviger.token;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers for things, each used once while the application lives (H1, H4), from a random start below 2^30 because stock
 * clients carry 32 bits in places (D23). Entries of things that are gone are dropped (H5). Safe between threads.
 *
 * @param <T> what a number stands for
 */
final class Handles<T> {
    private final AtomicLong last;
    private final Map<Long, T> byNumber = new ConcurrentHashMap<>();

    /** @param start the number before the first */
    Handles(long start) {
        last = new AtomicLong(start);
    }

    long add(T thing) {
        long number = last.incrementAndGet();
        byNumber.put(number, thing);
        return number;
    }

    /** The thing, or null. */
    T get(long number) {
        return byNumber.get(number);
    }

    void drop(long number) {
        byNumber.remove(number);
    }

    Iterable<T> all() {
        return byNumber.values();
    }
}
