package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_ENCODING;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The intersection of two tags (AC40 to AC46), {@link Tag#nothing} if there is none. Idempotent, and of the finitely many
 * tags that meets of given tags can come to, so a computation that goes round in circles ends.
 *
 * <p>A set of lists meeting another grows as the product of the two, so the parts and the steps are counted (AC47).
 */
final class TagMeet {
    private static final int MAX_STEPS = 1_000_000;

    private int steps;

    /** How many steps it has taken so far. */
    int steps() {
        return steps;
    }

    Tag of(Tag a, Tag b) {
        if (++steps > MAX_STEPS) {
            throw CSSMERR_AC_INVALID_ENCODING.because("a meet of tags takes more than %d steps", MAX_STEPS);
        }
        Tag meet = byKind(a, b);
        if (meet.parts() > Tag.MAX_PARTS) {
            throw CSSMERR_AC_INVALID_ENCODING.because("a meet of tags has more than %d parts", Tag.MAX_PARTS);
        }
        return meet;
    }

    private Tag byKind(Tag a, Tag b) {
        if (a == b || b instanceof TagEverything) {
            return a;
        }
        if (a instanceof TagEverything) {
            return b;
        }
        if (a instanceof TagSet set) {
            return elements(set.elements(), b instanceof TagSet other ? other.elements() : Set.of(b));
        }
        if (b instanceof TagSet set) {
            return elements(Set.of(a), set.elements());
        }
        if (a instanceof TagList list) {
            return b instanceof TagList other ? positions(list, other) : TagSet.NOTHING;
        }
        if (a instanceof TagAtom atom) {
            return b.includes(atom.atom()) ? a : TagSet.NOTHING;
        }
        if (b instanceof TagAtom atom) {
            return a.includes(atom.atom()) ? b : TagSet.NOTHING;
        }
        return b instanceof TagList ? TagSet.NOTHING : restrictions(a, b);
    }

    /** The union of what each element of one has in common with each of the other. */
    private Tag elements(Collection<Tag> elements, Collection<Tag> others) {
        Products products = new Products(List.copyOf(others));
        for (Tag element : elements) {
            boolean atom = element instanceof TagAtom;
            if (atom && others.contains(element)) {
                products.add(element, element, element);
            }
            for (Tag other : atom ? products.notAtoms : products.others) {
                products.add(element, other, of(element, other));
            }
        }
        return products.union();
    }

    /**
     * What elements of one set and of another have in common. Where that is all of an element, whatever else it is met with
     * is in there, and the element alone is kept. Without that a set that meets itself would grow, and a tag that goes round
     * in circles would take on ever more forms of the same.
     */
    private static final class Products {
        private record Product(Tag element, Tag other, Tag meet) {
        }

        private final List<Tag> others;
        private final List<Tag> notAtoms;
        private final Map<Tag, List<Product>> byElement = new LinkedHashMap<>();
        private final Set<Tag> whole = new HashSet<>();
        private int parts;

        Products(List<Tag> others) {
            this.others = others;
            notAtoms = others.stream().filter(other -> !(other instanceof TagAtom)).toList();
        }

        void add(Tag element, Tag other, Tag meet) {
            if (meet.equals(TagSet.NOTHING)) {
                return;
            }
            parts += meet.parts();
            if (parts > 2 * Tag.MAX_PARTS) {
                throw CSSMERR_AC_INVALID_ENCODING.because("a meet of tags has more than %d parts", Tag.MAX_PARTS);
            }
            byElement.computeIfAbsent(element, none -> new ArrayList<>()).add(new Product(element, other, meet));
            if (meet.equals(other)) {
                whole.add(other);
            }
        }

        Tag union() {
            List<Tag> union = new ArrayList<>();
            byElement.forEach((element, products) -> {
                List<Product> allOfIt = products.stream().filter(product -> product.meet().equals(element)).toList();
                List<Tag> wider = allOfIt.stream().map(Product::other).filter(whole::contains).toList();
                if (!wider.isEmpty()) {
                    union.addAll(wider);
                } else if (!allOfIt.isEmpty()) {
                    union.add(element);
                } else {
                    products.forEach(each -> union.add(whole.contains(each.other()) ? each.other() : each.meet()));
                }
            });
            return TagSet.of(union);
        }
    }

    /** Position by position; the tail of the longer is kept, and one position with nothing is nothing at all (AC42). */
    private Tag positions(TagList a, TagList b) {
        List<Tag> longer = a.items().size() >= b.items().size() ? a.items() : b.items();
        int common = Math.min(a.items().size(), b.items().size());
        List<Tag> items = new ArrayList<>(longer.size());
        for (int i = 0; i < common; i++) {
            Tag item = of(a.items().get(i), b.items().get(i));
            if (item.equals(TagSet.NOTHING)) {
                return TagSet.NOTHING;
            }
            items.add(item);
        }
        items.addAll(longer.subList(common, longer.size()));
        return TagList.of(items);
    }

    /** Of prefixes and ranges: as one where that can be written, else side by side in a fixed order. */
    private static Tag restrictions(Tag a, Tag b) {
        List<Tag> all = new ArrayList<>(a instanceof TagAnd and ? and.restrictions() : List.of(a));
        for (Tag restriction : b instanceof TagAnd and ? and.restrictions() : List.of(b)) {
            if (!add(restriction, all)) {
                return TagSet.NOTHING;
            }
        }
        all.sort(Comparator.comparingInt(TagMeet::place));
        return all.size() == 1 ? all.get(0) : new TagAnd(List.copyOf(all));
    }

    /** Tightens the one restriction that another can be joined with, or puts it beside them; false if nothing is left. */
    private static boolean add(Tag restriction, List<Tag> all) {
        for (int i = 0; i < all.size(); i++) {
            Tag here = all.get(i);
            if (place(here) == place(restriction)) {
                Tag joined = joined(here, restriction);
                all.set(i, joined);
                return !joined.equals(TagSet.NOTHING);
            }
            if (isHinted(here) || isHinted(restriction)) {
                return false;
            }
        }
        all.add(restriction);
        return true;
    }

    private static Tag joined(Tag a, Tag b) {
        if (a instanceof TagPrefix prefix && b instanceof TagPrefix other) {
            return prefix.meetPrefix(other);
        }
        Tag range = a instanceof TagPrefix prefix ? prefix.asAlphaRange() : a;
        Tag other = b instanceof TagPrefix prefix ? prefix.asAlphaRange() : b;
        return range instanceof TagRange x && other instanceof TagRange y ? x.meetRange(y) : TagSet.NOTHING;
    }

    /** No order has a value for an atom with a display hint. */
    private static boolean isHinted(Tag restriction) {
        return restriction instanceof TagPrefix prefix && prefix.prefix().hint().isPresent();
    }

    /** A prefix is a range in the order alpha, so both have the same place. */
    private static int place(Tag restriction) {
        return restriction instanceof TagRange range ? range.order().ordinal() : TagOrder.ALPHA.ordinal();
    }
}
