package claviger.spki;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The set of expressions that a tag stands for, straight from the text of the tag and the definition: Rivest's val(t), with
 * ranges. It knows no normal form and no meets, and shares no code with {@link Tag}; that is its use.
 */
final class Denotation {
    private Denotation() {
    }

    static boolean member(Sexp tag, Sexp what) {
        if (!(tag instanceof SexpList list)) {
            return tag.equals(what);
        }
        if (!list.name().equals("*")) {
            return what instanceof SexpList other && other.items().size() >= list.items().size()
                && IntStream.range(0, list.items().size())
                    .allMatch(i -> member(list.items().get(i), other.items().get(i)));
        }
        if (list.items().size() == 1) {
            return true;
        }
        List<Sexp> operands = list.items().subList(2, list.items().size());
        return switch (((Atom) list.items().get(1)).text()) {
            case "set" -> operands.stream().anyMatch(element -> member(element, what));
            case "and" -> operands.stream().allMatch(element -> member(element, what));
            case "prefix" -> what instanceof Atom atom && begins(atom, (Atom) operands.get(0));
            case "range" -> what instanceof Atom atom && within(((Atom) operands.get(0)).text(),
                operands.subList(1, operands.size()), atom);
            default -> throw new IllegalArgumentException(tag.advanced());
        };
    }

    private static boolean begins(Atom atom, Atom prefix) {
        return hint(atom).equals(hint(prefix))
            && HexFormat.of().formatHex(atom.bytes()).startsWith(HexFormat.of().formatHex(prefix.bytes()));
    }

    private static String hint(Atom atom) {
        return atom.hint().map(HexFormat.of()::formatHex).orElse("none");
    }

    private static boolean within(String order, List<Sexp> limits, Atom atom) {
        if (atom.hint().isPresent() || !isOf(order, atom.bytes())) {
            return false;
        }
        return limits.stream().allMatch(limit -> {
            Atom bound = (Atom) ((SexpList) limit).items().get(1);
            if (bound.hint().isPresent() || !isOf(order, bound.bytes())) {
                return false;
            }
            int compared = compare(order, atom.bytes(), bound.bytes());
            return switch (limit.name()) {
                case "g" -> compared > 0;
                case "ge" -> compared >= 0;
                case "l" -> compared < 0;
                case "le" -> compared <= 0;
                default -> throw new IllegalArgumentException(limit.advanced());
            };
        });
    }

    private static boolean isOf(String order, byte[] bytes) {
        String text = Atom.of(bytes).text();
        return switch (order) {
            case "numeric" -> text.matches("[-+]?[0-9]+");
            case "time" -> text.matches("[0-9]{2}(:[0-9]{2}){0,2}") && parsed(() -> time(text)).isPresent();
            case "date" -> text.matches("[0-9]{4}(-[0-9]{2}(-[0-9]{2}(_[0-9]{2}(:[0-9]{2}){0,2})?)?)?")
                && parsed(() -> date(text)).isPresent();
            default -> true;
        };
    }

    private static <T> Optional<T> parsed(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (DateTimeException isNone) {
            return Optional.empty();
        }
    }

    private static int compare(String order, byte[] a, byte[] b) {
        String one = Atom.of(a).text();
        String other = Atom.of(b).text();
        return switch (order) {
            case "alpha" -> Arrays.compareUnsigned(a, b);
            case "binary" -> new BigInteger(1, a).compareTo(new BigInteger(1, b));
            case "numeric" -> new BigInteger(one).compareTo(new BigInteger(other));
            case "time" -> time(one).compareTo(time(other));
            case "date" -> date(one).compareTo(date(other));
            default -> throw new IllegalArgumentException(order);
        };
    }

    private static LocalTime time(String text) {
        return LocalTime.parse(text + "00:00:00".substring(text.length()));
    }

    private static LocalDateTime date(String text) {
        String whole = text + "0000-01-01_00:00:00".substring(text.length());
        LocalDateTime date = LocalDateTime.parse(whole, DateTimeFormatter.ofPattern("uuuu-MM-dd_HH:mm:ss"));
        if (!date.format(DateTimeFormatter.ofPattern("uuuu-MM-dd_HH:mm:ss")).equals(whole)) {
            throw new DateTimeException("no day of the calendar");
        }
        return date;
    }
}
