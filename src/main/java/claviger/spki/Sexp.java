package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_ENCODING;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;

/**
 * An S-expression (RFC 9804): an {@link Atom} or a {@link SexpList}. Immutable; two are equal if their canonical forms are.
 *
 * <p>Every expression is within the limits below, whether it was read or made, so each that was written can be read
 * again, and walking one never goes deeper than {@link #MAX_DEPTH}. What is beyond them, and what is not well formed, is
 * refused with {@link CssmError#CSSMERR_AC_INVALID_ENCODING}.
 */
public abstract sealed class Sexp permits Atom, SexpList {
    /** How deep lists may be nested; an atom has depth 0. */
    public static final int MAX_DEPTH = 64;
    /** The longest canonical form, in bytes. */
    public static final int MAX_SIZE = 1 << 20;
    /** How many atoms and lists an expression may consist of. */
    public static final int MAX_COUNT = 100_000;
    /** The longest text that is read: hexadecimal digits and white space need more room than the canonical form. */
    public static final int MAX_TEXT = 4 * MAX_SIZE;

    final int depth;
    final int size;
    final int count;
    private final int hash;

    Sexp(int depth, long size, long count, int hash) {
        if (depth > MAX_DEPTH) {
            throw CSSMERR_AC_INVALID_ENCODING.because("lists are nested deeper than %d", MAX_DEPTH);
        }
        if (size > MAX_SIZE) {
            throw CSSMERR_AC_INVALID_ENCODING.because("the expression has more than %d bytes", MAX_SIZE);
        }
        if (count > MAX_COUNT) {
            throw CSSMERR_AC_INVALID_ENCODING.because("the expression has more than %d parts", MAX_COUNT);
        }
        this.depth = depth;
        this.size = (int) size;
        this.count = (int) count;
        this.hash = hash;
    }

    /** Reads the canonical form and nothing else: what does not re-encode to the same bytes is refused (AC60). */
    public static Sexp canonical(byte[] encoded) {
        return SexpReader.canonical(encoded).only();
    }

    /** Reads one expression in the canonical, advanced or transport form (AC61). */
    public static Sexp read(byte[] text) {
        return SexpReader.any(text).only();
    }

    /** Reads one expression; beyond ASCII the text stands for its UTF-8. */
    public static Sexp read(String text) {
        return read(text.getBytes(UTF_8));
    }

    /** Reads any number of expressions that follow each other, each in one of the three forms. */
    public static List<Sexp> sequence(byte[] text) {
        return SexpReader.any(text).all();
    }

    /** Reads any number of expressions; beyond ASCII the text stands for its UTF-8. */
    public static List<Sexp> sequence(String text) {
        return sequence(text.getBytes(UTF_8));
    }

    /** The canonical form: what is hashed and signed. A new array each time. */
    public final byte[] canonical() {
        byte[] out = new byte[size];
        int end = encode(out, 0);
        if (end != size) {
            throw new IllegalStateException("wrote " + end + " bytes of " + size);
        }
        return out;
    }

    /** The advanced form on one line, for people. */
    public final String advanced() {
        StringBuilder out = new StringBuilder(2 * size);
        print(out);
        return out.toString();
    }

    /** The transport form: the canonical one in base64, between braces. */
    public final String transport() {
        return "{" + new String(Base64.getEncoder().encode(canonical()), ISO_8859_1) + "}";
    }

    /** The length of the canonical form in bytes. */
    public final int size() {
        return size;
    }

    /** How deep its lists are nested. */
    public final int depth() {
        return depth;
    }

    /** The number of atoms and lists in it, itself included. */
    public final int count() {
        return count;
    }

    /** What a list is called by its first atom: {@code tag} for {@code (tag (*))}; "" for an atom and any other list. */
    public abstract String name();

    /** Writes the canonical form at an offset and tells where it ends. */
    abstract int encode(byte[] out, int at);

    /** Writes the advanced form. */
    abstract void print(StringBuilder out);

    abstract boolean sameAs(Sexp other);

    @Override public final boolean equals(Object other) {
        return this == other || other instanceof Sexp sexp && hash == sexp.hash && size == sexp.size && sameAs(sexp);
    }

    @Override public final int hashCode() {
        return hash;
    }

    /** The advanced form. */
    @Override public final String toString() {
        return advanced();
    }
}
