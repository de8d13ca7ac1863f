package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_ENCODING;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * When something holds: from a date to a date, both included and either open, and only while its on-line tests pass (AC8,
 * AC9, AC31). A date keeps its text. An interval whose ends cross is {@link #isVoid}: it can be read, and nothing is ever
 * in it. Immutable.
 */
public final class Validity {
    private static final Validity ALWAYS = new Validity(null, null, Set.of());

    private final SpkiDate notBefore;
    private final SpkiDate notAfter;
    private final Set<OnlineTest> tests;

    private Validity(SpkiDate notBefore, SpkiDate notAfter, Set<OnlineTest> tests) {
        this.notBefore = notBefore;
        this.notAfter = notAfter;
        this.tests = tests;
    }

    /** All time. */
    public static Validity always() {
        return ALWAYS;
    }

    /** From one date to another, either of which may be null for open, with these tests. */
    public static Validity of(SpkiDate notBefore, SpkiDate notAfter, Collection<OnlineTest> tests) {
        return new Validity(notBefore, notAfter, Collections.unmodifiableSet(new LinkedHashSet<>(tests)));
    }

    /**
     * Reads {@code (valid (not-before d)? (not-after d)? (online ..)*)}.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_ENCODING for anything else, a date that is none included
     */
    public static Validity read(Sexp field) {
        if (!(field instanceof SexpList list) || !list.name().equals("valid")) {
            throw CSSMERR_AC_INVALID_ENCODING.because("a validity is written (valid ..)");
        }
        return read(list.rest(), CSSMERR_AC_INVALID_ENCODING);
    }

    /** Reads what stands in {@code (valid ..)}. */
    static Validity read(List<Sexp> parts, CssmError blame) {
        SpkiDate[] ends = new SpkiDate[2];
        List<OnlineTest> tests = new ArrayList<>();
        for (Sexp part : parts) {
            switch (part.name()) {
                case "not-before" -> end(ends, 0, (SexpList) part, blame);
                case "not-after" -> end(ends, 1, (SexpList) part, blame);
                case "online" -> tests.add(OnlineTest.read((SexpList) part, blame));
                default -> throw blame.because("a validity has not-before, not-after and online");
            }
        }
        return of(ends[0], ends[1], tests);
    }

    private static void end(SpkiDate[] ends, int which, SexpList part, CssmError blame) {
        if (ends[which] != null || part.items().size() != 2) {
            throw blame.because("%s is there once, with one date", part.name());
        }
        ends[which] = date(part.items().get(1), blame);
    }

    static SpkiDate date(Sexp date, CssmError blame) {
        Optional<SpkiDate> read = date instanceof Atom atom && atom.hint().isEmpty()
            ? SpkiDate.lenient(atom.text()) : Optional.empty();
        return read.orElseThrow(() -> blame.because("a date is written YYYY-MM-DD_HH:MM:SS, and is a day of the calendar"));
    }

    /** The first date it holds at; none if it has always held. */
    public Optional<SpkiDate> notBefore() {
        return Optional.ofNullable(notBefore);
    }

    /** The last date it holds at; none if it holds for ever. */
    public Optional<SpkiDate> notAfter() {
        return Optional.ofNullable(notAfter);
    }

    /** The tests that must pass; can't be changed. */
    public Set<OnlineTest> tests() {
        return tests;
    }

    /** Whether its ends cross, so that it never holds. */
    public boolean isVoid() {
        return notBefore != null && notAfter != null && notBefore.time().isAfter(notAfter.time());
    }

    /** Whether it holds at an instant, if no test is known to pass: with tests it does not. */
    public boolean contains(Instant when) {
        return contains(when, Set.of());
    }

    /** Whether it holds at an instant when these tests have passed (AC31: one that is not among them has not). */
    public boolean contains(Instant when, Set<OnlineTest> passed) {
        return (notBefore == null || !when.isBefore(notBefore.instant()))
            && (notAfter == null || !when.isAfter(notAfter.instant())) && passed.containsAll(tests);
    }

    /** Whether it holds all through a period that asks for no fewer tests. */
    public boolean covers(Validity period) {
        return (notBefore == null || period.notBefore != null && !notBefore.time().isAfter(period.notBefore.time()))
            && (notAfter == null || period.notAfter != null && !notAfter.time().isBefore(period.notAfter.time()))
            && period.tests.containsAll(tests);
    }

    /** When both hold: the later start, the earlier end, the tests of both; none if that is never. */
    public Optional<Validity> meet(Validity other) {
        if (isVoid() || other.isVoid()) {
            return Optional.empty();
        }
        if (other.equals(ALWAYS) || equals(other)) {
            return Optional.of(this);
        }
        Set<OnlineTest> both = new LinkedHashSet<>(tests);
        both.addAll(other.tests);
        Validity meet = of(
            notBefore == null || other.notBefore != null && other.notBefore.compareTo(notBefore) > 0
                ? other.notBefore : notBefore,
            notAfter == null || other.notAfter != null && other.notAfter.compareTo(notAfter) < 0
                ? other.notAfter : notAfter, both);
        return meet.isVoid() ? Optional.empty() : Optional.of(meet);
    }

    /** {@code (valid ..)}; none for all time, which is written by leaving the field out. */
    public Optional<SexpList> sexp() {
        List<Sexp> parts = new ArrayList<>();
        notBefore().ifPresent(date -> parts.add(SexpList.named("not-before", Atom.of(date.text()))));
        notAfter().ifPresent(date -> parts.add(SexpList.named("not-after", Atom.of(date.text()))));
        tests.forEach(test -> parts.add(test.sexp()));
        return parts.isEmpty() ? Optional.empty() : Optional.of(SexpList.named("valid", parts));
    }

    @Override public boolean equals(Object other) {
        return other instanceof Validity that && Objects.equals(notBefore, that.notBefore)
            && Objects.equals(notAfter, that.notAfter) && tests.equals(that.tests);
    }

    @Override public int hashCode() {
        return Objects.hash(notBefore, notAfter, tests);
    }

    @Override public String toString() {
        return sexp().map(SexpList::advanced).orElse("(valid)");
    }
}
