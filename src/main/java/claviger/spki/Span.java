package claviger.spki;

import java.time.Instant;

/**
 * When something holds, as a decision compares it: from an instant to before another, {@link Instant#MAX} for never ending.
 * What needs an on-line test never holds: nobody makes one here (AC31).
 */
record Span(Instant from, Instant until) {
    static final Span ALWAYS = new Span(Instant.MIN, Instant.MAX);
    private static final Span NEVER = new Span(Instant.MAX, Instant.MIN);

    static Span of(Validity validity) {
        if (!validity.tests().isEmpty() || validity.isVoid()) {
            return NEVER;
        }
        Instant from = validity.notBefore().map(SpkiDate::instant).orElse(Instant.MIN);
        // the last instant is included (AC8)
        Instant until = validity.notAfter().map(date -> date.instant().plusNanos(1)).orElse(Instant.MAX);
        return from == Instant.MIN && until == Instant.MAX ? ALWAYS : new Span(from, until);
    }

    boolean contains(Instant when) {
        return this == ALWAYS || !when.isBefore(from) && !isOver(when);
    }

    boolean isOver(Instant when) {
        return until != Instant.MAX && !when.isBefore(until);
    }

    boolean isNever() {
        return !from.isBefore(until);
    }

    /** Whether it holds whenever the other does. */
    boolean covers(Span other) {
        return !from.isAfter(other.from) && !until.isBefore(other.until);
    }

    /** When both hold, which may be never. */
    Span meet(Span other) {
        return covers(other) ? other : other.covers(this) ? this
            : new Span(from.isAfter(other.from) ? from : other.from, until.isBefore(other.until) ? until : other.until);
    }
}
