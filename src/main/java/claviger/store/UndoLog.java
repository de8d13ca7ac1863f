package claviger.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Changes maps and remembers how to take it back. Used by one thread at a time. */
final class UndoLog {
    private final Deque<Runnable> inverses = new ArrayDeque<>();

    <K, V> V put(Map<K, V> map, K key, V value) {
        V before = map.put(key, value);
        inverses.push(() -> restore(map, key, before));
        return before;
    }

    <K, V> V remove(Map<K, V> map, K key) {
        V before = map.remove(key);
        if (before != null) {
            inverses.push(() -> restore(map, key, before));
        }
        return before;
    }

    private static <K, V> void restore(Map<K, V> map, K key, V before) {
        if (before == null) {
            map.remove(key);
        } else {
            map.put(key, before);
        }
    }

    /** Takes everything back, the latest first. */
    void undo() {
        while (!inverses.isEmpty()) {
            inverses.pop().run();
        }
    }
}
