package claviger.spki;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date of SPKI, {@code YYYY-MM-DD_HH:MM:SS} in GMT, with the text it was written in (AC9). It may be cut off from the
 * right, what is missing is the lowest value; the second may have a fraction of up to nine digits.
 *
 * <p>Dates are compared by what they mean. Two that mean the same are compared as strings, as {@code cssmtype.h} does with
 * all dates, so the order is total and no result depends on the order of the input. Immutable.
 */
public final class SpkiDate implements Comparable<SpkiDate> {
    private static final Pattern STRICT = pattern("\\d{2}");
    private static final Pattern LENIENT = pattern("\\d{1,2}");

    private final String text;
    private final LocalDateTime time;

    private SpkiDate(String text, LocalDateTime time) {
        this.text = text;
        this.time = time;
    }

    private static Pattern pattern(String two) {
        return Pattern.compile("(\\d{4})(?:-(XX)(?:-(XX)(?:_(XX)(?::(XX)(?::(XX)(?:\\.(\\d{1,9}))?)?)?)?)?)?"
            .replace("XX", two));
    }

    /** A date whose every field has all its digits; none if it is not one, or no day of the calendar. */
    public static Optional<SpkiDate> strict(String text) {
        return read(STRICT, text);
    }

    /** A date whose fields after the year may have one digit, as in the page of AC_AuthCompute: 1997-1-1_00:00:0. */
    public static Optional<SpkiDate> lenient(String text) {
        return read(LENIENT, text);
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /** What it means, in GMT. */
    public LocalDateTime time() {
        return time;
    }

    /** The instant it names. */
    public Instant instant() {
        return time.toInstant(ZoneOffset.UTC);
    }

    @Override public int compareTo(SpkiDate other) {
        int byTime = time.compareTo(other.time);
        return byTime != 0 ? byTime : text.compareTo(other.text);
    }

    @Override public boolean equals(Object other) {
        return other instanceof SpkiDate date && text.equals(date.text);
    }

    @Override public int hashCode() {
        return text.hashCode();
    }

    @Override public String toString() {
        return text;
    }

    private static Optional<SpkiDate> read(Pattern pattern, String text) {
        Matcher date = pattern.matcher(text);
        if (!date.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SpkiDate(text, LocalDateTime.of(field(date, 1, 0), field(date, 2, 1), field(date, 3, 1),
                field(date, 4, 0), field(date, 5, 0), field(date, 6, 0), nanoseconds(date.group(7)))));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static int field(Matcher date, int group, int lowest) {
        return date.group(group) == null ? lowest : Integer.parseInt(date.group(group));
    }

    private static int nanoseconds(String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    }
}
