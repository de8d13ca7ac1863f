package claviger.spki;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code (* set ..)}: what is in any of its elements (AC41). Equal to a set of the same elements in another order. */
final class TagSet implements Tag {
    static final Tag NOTHING = new TagSet(Set.of());

    private final Set<Tag> elements;
    private final List<Tag> notAtoms = new ArrayList<>();
    private final int parts;

    /** Elements that are in normal form already; see {@link #of}. */
    TagSet(Set<Tag> elements) {
        this.elements = Collections.unmodifiableSet(elements);
        elements.stream().filter(element -> !(element instanceof TagAtom)).forEach(notAtoms::add);
        parts = 2 + elements.stream().mapToInt(Tag::parts).sum();
    }

    /** The union in its normal form. */
    static Tag of(Collection<Tag> tags) {
        Set<Tag> elements = new LinkedHashSet<>();
        for (Tag tag : tags) {
            if (tag instanceof TagSet set) {
                elements.addAll(set.elements);
            } else {
                elements.add(tag);
            }
        }
        if (elements.contains(TagEverything.EVERYTHING)) {
            return TagEverything.EVERYTHING;
        }
        return elements.size() == 1 ? elements.iterator().next() : new TagSet(elements);
    }

    Set<Tag> elements() {
        return elements;
    }

    @Override public boolean includes(Sexp ground) {
        return ground instanceof Atom atom && elements.contains(new TagAtom(atom))
            || notAtoms.stream().anyMatch(element -> element.includes(ground));
    }

    @Override public Sexp sexp() {
        List<Sexp> items = new ArrayList<>();
        items.add(Atom.of("set"));
        elements.forEach(element -> items.add(element.sexp()));
        return SexpList.named("*", items);
    }

    @Override public int parts() {
        return parts;
    }

    @Override public boolean isExpressible() {
        return notAtoms.stream().allMatch(Tag::isExpressible);
    }

    @Override public boolean equals(Object other) {
        return other instanceof TagSet set && elements.equals(set.elements);
    }

    @Override public int hashCode() {
        return elements.hashCode();
    }

    @Override public String toString() {
        return sexp().toString();
    }
}
