package claviger.spki;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Finds, among many tags, those that may include an expression: a slot for each tag, found position by position. Atoms are
 * looked up by their hash and prefixes in their order, a list by its items one after the other; what has no order of its own,
 * such as a range, is tried. It leaves none out that includes the expression, but may find others, so whoever uses it asks
 * {@link Tag#includes}.
 *
 * @param <T> what is found: one slot for equal tags
 */
final class TagIndex<T> {
    /** A tag with more alternatives than this is tried: it would be in that many places. */
    private static final int MAX_PLACES = 64;
    /** Of a long list only so many items are looked at, which also bounds how deep a search goes. */
    private static final int MAX_POSITIONS = 16;

    private final Supplier<T> fresh;
    private T everything;
    private Map<Atom, T> atoms;
    private PrefixIndex<T> prefixes;
    private Items<T> lists;
    private Map<Tag, T> others;

    TagIndex(Supplier<T> fresh) {
        this.fresh = fresh;
    }

    /** The slots of a tag, which are made if they are not there: one, or one for each alternative of the sets in it. */
    List<T> slots(Tag tag) {
        List<T> slots = new ArrayList<>(1);
        collect(tag, places(tag) <= MAX_PLACES, slots);
        return slots;
    }

    private void collect(Tag tag, boolean byPlace, List<T> slots) {
        if (!byPlace) {
            slots.add(other(tag));
        } else if (tag instanceof TagEverything) {
            everything = everything == null ? fresh.get() : everything;
            slots.add(everything);
        } else if (tag instanceof TagAtom atom) {
            atoms = atoms == null ? new HashMap<>() : atoms;
            slots.add(atoms.computeIfAbsent(atom.atom(), none -> fresh.get()));
        } else if (tag instanceof TagPrefix prefix && prefix.prefix().hint().isEmpty()) {
            prefixes = prefixes == null ? new PrefixIndex<>() : prefixes;
            slots.add(prefixes.slot(prefix.prefix(), fresh));
        } else if (tag instanceof TagList list) {
            lists = lists == null ? new Items<>() : lists;
            lists.collect(list.items(), 0, fresh, slots);
        } else if (tag instanceof TagSet set) {
            set.elements().forEach(element -> collect(element, true, slots));
        } else {
            slots.add(other(tag));
        }
    }

    private T other(Tag tag) {
        others = others == null ? new LinkedHashMap<>() : others;
        return others.computeIfAbsent(tag, none -> fresh.get());
    }

    /** In how many places a tag is. */
    private static long places(Tag tag) {
        long places = 1;
        if (tag instanceof TagSet set) {
            places = 0;
            for (Tag element : set.elements()) {
                places += places(element);
            }
        } else if (tag instanceof TagList list) {
            for (Tag item : list.items()) {
                places = Math.min(places * places(item), MAX_PLACES + 1L);
            }
        }
        return places;
    }

    /** Makes it ready to be searched, after the last slot. */
    void arrange() {
        if (prefixes != null) {
            prefixes.arrange();
        }
        if (lists != null) {
            lists.arrange();
        }
    }

    private void all(Consumer<T> visitor) {
        if (everything != null) {
            visitor.accept(everything);
        }
        if (atoms != null) {
            atoms.values().forEach(visitor);
        }
        if (prefixes != null) {
            prefixes.all(visitor);
        }
        if (lists != null) {
            lists.all(visitor);
        }
        if (others != null) {
            others.values().forEach(visitor);
        }
    }

    /** Visits the slots that may include the expression, until a visitor says yes; tells whether one did. */
    boolean find(Sexp ground, Predicate<T> visitor) {
        if (everything != null && visitor.test(everything)) {
            return true;
        }
        if (ground instanceof Atom atom) {
            T slot = atoms == null ? null : atoms.get(atom);
            if (slot != null && visitor.test(slot) || prefixes != null && prefixes.find(atom, visitor)) {
                return true;
            }
        } else if (lists != null && lists.find(((SexpList) ground).items(), 0, visitor)) {
            return true;
        }
        return others != null && findOther(ground, visitor);
    }

    private boolean findOther(Sexp ground, Predicate<T> visitor) {
        for (Map.Entry<Tag, T> other : others.entrySet()) {
            if (other.getKey().includes(ground) && visitor.test(other.getValue())) {
                return true;
            }
        }
        return false;
    }

    /** The lists that have the same items up to here: some end here, the others go on with one more item. */
    private static final class Items<T> {
        private T end;
        private TagIndex<Items<T>> next;

        void collect(List<Tag> items, int at, Supplier<T> fresh, List<T> slots) {
            if (at == Math.min(items.size(), MAX_POSITIONS)) {
                end = end == null ? fresh.get() : end;
                slots.add(end);
            } else {
                next = next == null ? new TagIndex<>(Items::new) : next;
                next.slots(items.get(at)).forEach(more -> more.collect(items, at + 1, fresh, slots));
            }
        }

        boolean find(List<Sexp> items, int at, Predicate<T> visitor) {
            return end != null && visitor.test(end)
                || next != null && at < items.size() && next.find(items.get(at), more -> more.find(items, at + 1, visitor));
        }

        void arrange() {
            if (next != null) {
                next.arrange();
                next.all(Items::arrange);
            }
        }

        void all(Consumer<T> visitor) {
            if (end != null) {
                visitor.accept(end);
            }
            if (next != null) {
                next.all(more -> more.all(visitor));
            }
        }
    }
}
