package claviger.spki;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code (* range order (g|ge x) (l|le y))}: the atoms whose value in the order is between the limits (AC44, AC45). Either
 * limit may be missing, which is null here. An atom that has no value in the order is not in the range.
 */
record TagRange(TagOrder order, Limit lower, Limit upper) implements Tag {
    /** A limit as it was written. */
    record Limit(Atom text, boolean inclusive, Value value) {
        /** Null if the text has no value in the order. */
        static Limit of(TagOrder order, Atom text, boolean inclusive) {
            return order.value(text).map(value -> new Limit(text, inclusive, value)).orElse(null);
        }

        @Override public boolean equals(Object other) {
            return other instanceof Limit limit && inclusive == limit.inclusive && text.equals(limit.text);
        }

        @Override public int hashCode() {
            return Objects.hash(text, inclusive);
        }

        /** By value; of two that allow the same, the text decides, so that no result depends on the order of input. */
        int compareTo(Limit other, boolean isLower) {
            int byValue = value.compareTo(other.value);
            if (byValue != 0) {
                return byValue;
            }
            if (inclusive != other.inclusive) {
                return inclusive == isLower ? -1 : 1;
            }
            return text.compareBytes(other.text);
        }
    }

    /** The range in its normal form: nothing, if the limits cross. */
    static Tag of(TagOrder order, Limit lower, Limit upper) {
        if (lower != null && upper != null) {
            int between = lower.value().compareTo(upper.value());
            if (between > 0 || between == 0 && !(lower.inclusive() && upper.inclusive())) {
                return TagSet.NOTHING;
            }
        }
        return new TagRange(order, lower, upper);
    }

    /** The tighter limits of two ranges of the same order. */
    Tag meetRange(TagRange other) {
        return of(order,
            lower == null || other.lower != null && other.lower.compareTo(lower, true) > 0 ? other.lower : lower,
            upper == null || other.upper != null && other.upper.compareTo(upper, false) < 0 ? other.upper : upper);
    }

    @Override public boolean includes(Sexp ground) {
        if (!(ground instanceof Atom atom)) {
            return false;
        }
        Optional<Value> value = order.value(atom);
        return value.isPresent() && isAbove(value.get()) && isBelow(value.get());
    }

    private boolean isAbove(Value value) {
        return lower == null || value.compareTo(lower.value()) > (lower.inclusive() ? -1 : 0);
    }

    private boolean isBelow(Value value) {
        return upper == null || value.compareTo(upper.value()) < (upper.inclusive() ? 1 : 0);
    }

    @Override public Sexp sexp() {
        List<Sexp> items = new ArrayList<>(List.of(Atom.of("range"), Atom.of(order.word())));
        if (lower != null) {
            items.add(SexpList.named(lower.inclusive() ? "ge" : "g", lower.text()));
        }
        if (upper != null) {
            items.add(SexpList.named(upper.inclusive() ? "le" : "l", upper.text()));
        }
        return SexpList.named("*", items);
    }

    @Override public int parts() {
        return 3 + (lower == null ? 0 : 3) + (upper == null ? 0 : 3);
    }
}
