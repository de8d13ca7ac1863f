package claviger.spki;

import java.time.LocalDateTime;
import java.util.Arrays;

/** What octets are worth in one {@link TagOrder}. Only values of the same order are compared. */
sealed interface Value extends Comparable<Value> {
    /** Octets as in a dictionary, unsigned. */
    record Word(byte[] bytes) implements Value {
        @Override public int compareTo(Value other) {
            return Arrays.compareUnsigned(bytes, ((Word) other).bytes);
        }
    }

    /** An unsigned number of any length, its leading zeros gone: the longer is the greater. */
    record Magnitude(byte[] digits) implements Value {
        @Override public int compareTo(Value other) {
            byte[] others = ((Magnitude) other).digits;
            return digits.length != others.length ? Integer.compare(digits.length, others.length)
                : Arrays.compareUnsigned(digits, others);
        }
    }

    /** A decimal number with its sign; zero is never negative. */
    record Numeral(boolean negative, Magnitude magnitude) implements Value {
        @Override public int compareTo(Value other) {
            Numeral that = (Numeral) other;
            if (negative != that.negative) {
                return negative ? -1 : 1;
            }
            return negative ? that.magnitude.compareTo(magnitude) : magnitude.compareTo(that.magnitude);
        }
    }

    /** A time of day. */
    record Seconds(int sinceMidnight) implements Value {
        @Override public int compareTo(Value other) {
            return Integer.compare(sinceMidnight, ((Seconds) other).sinceMidnight);
        }
    }

    /** A date, GMT. */
    record Moment(LocalDateTime time) implements Value {
        @Override public int compareTo(Value other) {
            return time.compareTo(((Moment) other).time);
        }
    }
}
