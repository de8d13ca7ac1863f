package claviger.spki;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The orders of {@code (* range ..)} (AC44): how octets are read in each, and which of two values is the greater. */
enum TagOrder {
    ALPHA("alpha", bytes -> new Value.Word(bytes)),
    NUMERIC("numeric", TagOrder::numeral),
    TIME("time", TagOrder::timeOfDay),
    BINARY("binary", bytes -> new Value.Magnitude(withoutLeading(bytes, (byte) 0))),
    DATE("date", bytes -> SpkiDate.strict(ascii(bytes)).map(date -> new Value.Moment(date.time())).orElse(null));

    private static final Map<String, TagOrder> BY_WORD =
        Stream.of(values()).collect(Collectors.toUnmodifiableMap(order -> order.word, order -> order));
    private static final Pattern TIME_OF_DAY = Pattern.compile("([01]\\d|2[0-3])(?::([0-5]\\d)(?::([0-5]\\d))?)?");

    private final String word;
    private final Function<byte[], Value> reader;

    TagOrder(String word, Function<byte[], Value> reader) {
        this.word = word;
        this.reader = reader;
    }

    static Optional<TagOrder> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    String word() {
        return word;
    }

    /** The value of an atom; none if it does not parse in this order, or has a display hint, which no order knows. */
    Optional<Value> value(Atom atom) {
        return atom.hint().isPresent() ? Optional.empty() : Optional.ofNullable(reader.apply(atom.bytes()));
    }

    /** An optional sign and digits; there are no fractions. */
    private static Value numeral(byte[] bytes) {
        boolean signed = bytes.length > 0 && (bytes[0] == '+' || bytes[0] == '-');
        byte[] digits = signed ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        if (digits.length == 0) {
            return null;
        }
        for (byte digit : digits) {
            if (digit < '0' || digit > '9') {
                return null;
            }
        }
        byte[] magnitude = withoutLeading(digits, (byte) '0');
        return new Value.Numeral(signed && bytes[0] == '-' && magnitude.length > 0, new Value.Magnitude(magnitude));
    }

    /** HH, HH:MM or HH:MM:SS; what is left out is zero. */
    private static Value timeOfDay(byte[] bytes) {
        Matcher time = TIME_OF_DAY.matcher(ascii(bytes));
        return time.matches() ? new Value.Seconds(3600 * part(time, 1) + 60 * part(time, 2) + part(time, 3)) : null;
    }

    private static int part(Matcher time, int group) {
        return time.group(group) == null ? 0 : Integer.parseInt(time.group(group));
    }

    private static byte[] withoutLeading(byte[] bytes, byte zero) {
        int from = 0;
        while (from < bytes.length && bytes[from] == zero) {
            from++;
        }
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
