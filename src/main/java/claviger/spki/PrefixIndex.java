package claviger.spki;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Finds the prefixes of an atom among many. Whatever stands between a prefix and the atom in the order of octets begins with
 * that prefix too; so all prefixes of the atom are the nearest one before it, or prefixes of that one.
 */
final class PrefixIndex<T> {
    private static final class Entry<T> {
        private final Atom prefix;
        private final T slot;
        /** The longest of the others that this one begins with. */
        private Entry<T> shorter;

        Entry(Atom prefix, T slot) {
            this.prefix = prefix;
            this.slot = slot;
        }
    }

    private final TreeMap<Atom, Entry<T>> entries = new TreeMap<>(Atom::compareBytes);

    T slot(Atom prefix, Supplier<T> fresh) {
        return entries.computeIfAbsent(prefix, none -> new Entry<>(prefix, fresh.get())).slot;
    }

    void arrange() {
        Entry<T> last = null;
        for (Entry<T> entry : entries.values()) {
            entry.shorter = longestPrefix(entry.prefix, last);
            last = entry;
        }
    }

    boolean find(Atom atom, Predicate<T> visitor) {
        Map.Entry<Atom, Entry<T>> nearest = entries.floorEntry(atom);
        Entry<T> entry = nearest == null ? null : longestPrefix(atom, nearest.getValue());
        for (; entry != null; entry = entry.shorter) {
            if (visitor.test(entry.slot)) {
                return true;
            }
        }
        return false;
    }

    private static <T> Entry<T> longestPrefix(Atom atom, Entry<T> from) {
        Entry<T> entry = from;
        while (entry != null && !atom.startsWith(entry.prefix)) {
            entry = entry.shorter;
        }
        return entry;
    }

    void all(Consumer<T> visitor) {
        entries.values().forEach(entry -> visitor.accept(entry.slot));
    }
}
