package claviger.spki;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;

/**
 * An octet string, perhaps with a display hint (RFC 9804), which is part of what it is: {@code [a]b} and
 * {@code b} are two different atoms and have two different hashes (AC40). Immutable.
 */
public final class Atom extends Sexp {
    private final byte[] bytes;
    private final byte[] hint;

    private Atom(byte[] hint, byte[] bytes) {
        super(0, (hint == null ? 0 : 2 + verbatimSize(hint)) + verbatimSize(bytes), 1,
            31 * Arrays.hashCode(hint) + Arrays.hashCode(bytes));
        this.hint = hint;
        this.bytes = bytes;
    }

    /** The atom of these bytes. */
    public static Atom of(byte[] bytes) {
        return new Atom(null, bytes.clone());
    }

    /** The atom of a text's UTF-8. */
    public static Atom of(String text) {
        return new Atom(null, text.getBytes(UTF_8));
    }

    /** The atom of these bytes with a display hint. */
    public static Atom of(byte[] hint, byte[] bytes) {
        return new Atom(hint.clone(), bytes.clone());
    }

    /** An atom of arrays that nobody else has; the hint may be null. */
    static Atom owning(byte[] hint, byte[] bytes) {
        return new Atom(hint, bytes);
    }

    /** The octets, without the hint. A new array each time. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many octets there are. */
    public int length() {
        return bytes.length;
    }

    /** One of the octets. */
    public byte at(int index) {
        return bytes[index];
    }

    /** The octets as UTF-8; what is none is replaced as Java does, so never take two for equal by their text. */
    public String text() {
        return new String(bytes, UTF_8);
    }

    /** Whether it is this text, without a hint. */
    public boolean is(String text) {
        return hint == null && Arrays.equals(bytes, text.getBytes(UTF_8));
    }

    /** The display hint's octets. */
    public Optional<byte[]> hint() {
        return Optional.ofNullable(hint).map(byte[]::clone);
    }

    /** Whether its octets begin with another's, whatever the hints. */
    public boolean startsWith(Atom prefix) {
        return bytes.length >= prefix.bytes.length
            && Arrays.equals(bytes, 0, prefix.bytes.length, prefix.bytes, 0, prefix.bytes.length);
    }

    /** Compares the octets, unsigned, as words of a dictionary, whatever the hints. */
    public int compareBytes(Atom other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override public String name() {
        return "";
    }

    @Override int encode(byte[] out, int at) {
        int end = at;
        if (hint != null) {
            out[end++] = '[';
            end = verbatim(hint, out, end);
            out[end++] = ']';
        }
        return verbatim(bytes, out, end);
    }

    @Override void print(StringBuilder out) {
        if (hint != null) {
            out.append('[');
            AdvancedString.print(hint, out);
            out.append(']');
        }
        AdvancedString.print(bytes, out);
    }

    @Override boolean sameAs(Sexp other) {
        return other instanceof Atom atom && Arrays.equals(hint, atom.hint) && Arrays.equals(bytes, atom.bytes);
    }

    private static long verbatimSize(byte[] octets) {
        return (long) digits(octets.length) + 1 + octets.length;
    }

    private static int verbatim(byte[] octets, byte[] out, int at) {
        int colon = at + digits(octets.length);
        int rest = octets.length;
        for (int i = colon - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        out[colon] = ':';
        System.arraycopy(octets, 0, out, colon + 1, octets.length);
        return colon + 1 + octets.length;
    }

    private static int digits(int number) {
        int digits = 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
