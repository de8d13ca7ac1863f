package claviger.token;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Numbers for things, each used once while the application lives (H1, H4), from a random start below 2^30 because stock
 * clients carry 32 bits in places (D23). Entries of things that are gone are dropped (H5). Safe between threads.
 *
 * <p>Every call names a session and most name an object, so those asked for last are found by their number's last bits
 * alone. There is one entry for a number, which forgets its thing when it is dropped: where the entry still lies then
 * does not matter.
 *
 * @param <T> what a number stands for
 */
final class Handles<T> {
    /** A power of two. */
    private static final int NEAR = 256;

    private final AtomicLong last;
    private final Map<Long, Entry<T>> byNumber = new ConcurrentHashMap<>();
    /** Entries by the last bits of their numbers, each overwritten by the next with the same bits. */
    private final AtomicReferenceArray<Entry<T>> near = new AtomicReferenceArray<>(NEAR);

    private static final class Entry<T> {
        private final long number;
        private volatile T thing;

        private Entry(long number, T thing) {
            this.number = number;
            this.thing = thing;
        }
    }

    /** @param start the number before the first */
    Handles(long start) {
        last = new AtomicLong(start);
    }

    long add(T thing) {
        long number = last.incrementAndGet();
        byNumber.put(number, new Entry<>(number, thing));
        return number;
    }

    /** The thing, or null. */
    T get(long number) {
        Entry<T> entry = near.get(place(number));
        if (entry == null || entry.number != number) {
            entry = byNumber.get(number);
            if (entry == null) {
                return null;
            }
            near.set(place(number), entry);
        }
        return entry.thing;
    }

    void drop(long number) {
        Entry<T> entry = byNumber.remove(number);
        if (entry != null) {
            entry.thing = null;
        }
    }

    private static int place(long number) {
        return (int) number & NEAR - 1;
    }
}
