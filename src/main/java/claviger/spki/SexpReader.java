package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_ENCODING;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads expressions (RFC 9804). The open lists are on a stack of its own, so no input can overflow the thread's.
 * Where the memo lets a reader be lenient, this one is not: one text has one meaning.
 */
final class SexpReader {
    private static final String SPACE = " \t\u000b\n\f\r";
    private static final int MOST_DIGITS = Integer.toString(Sexp.MAX_SIZE).length();
    private static final int END = -1;

    private final byte[] text;
    private final boolean canonical;
    private int at;
    private int count;

    private SexpReader(byte[] text, boolean canonical, int most) {
        if (text.length > most) {
            throw CSSMERR_AC_INVALID_ENCODING.because("%d octets are more than %d", text.length, most);
        }
        this.text = text;
        this.canonical = canonical;
    }

    /** A reader of the canonical form alone. */
    static SexpReader canonical(byte[] encoded) {
        return new SexpReader(encoded, true, Sexp.MAX_SIZE);
    }

    /** A reader of all forms; the canonical one is the advanced one at its tersest. */
    static SexpReader any(byte[] text) {
        return new SexpReader(text, false, Sexp.MAX_TEXT);
    }

    /** The one expression that the text is. */
    Sexp only() {
        Sexp value = value();
        skipSpace();
        if (at < text.length) {
            throw refused("something follows the expression");
        }
        return value;
    }

    /** All expressions of the text. */
    List<Sexp> all() {
        List<Sexp> values = new ArrayList<>();
        skipSpace();
        while (at < text.length) {
            values.add(value());
            skipSpace();
        }
        return values;
    }

    private Sexp value() {
        Deque<List<Sexp>> open = new ArrayDeque<>();
        while (true) {
            skipSpace();
            Sexp done = null;
            switch (peek()) {
                case '(' -> {
                    if (open.size() == Sexp.MAX_DEPTH) {
                        throw refused("lists are nested deeper than " + Sexp.MAX_DEPTH);
                    }
                    counted(1);
                    at++;
                    open.push(new ArrayList<>());
                }
                case ')' -> {
                    if (open.isEmpty()) {
                        throw refused("the end of no list");
                    }
                    at++;
                    done = SexpList.of(open.pop());
                }
                case '{' -> done = transported();
                default -> done = atom();
            }
            if (done != null && open.isEmpty()) {
                return done;
            }
            if (done != null) {
                open.peek().add(done);
            }
        }
    }

    private Atom atom() {
        counted(1);
        if (peek() != '[') {
            return Atom.owning(null, octets());
        }
        at++;
        skipSpace();
        byte[] hint = octets();
        skipSpace();
        if (peek() != ']') {
            throw refused("no end of the display hint");
        }
        at++;
        skipSpace();
        return Atom.owning(hint, octets());
    }

    /** A canonical expression in base64, which counts as if it stood here. */
    private Sexp transported() {
        advancedOnly();
        SexpReader inner = canonical(base64('}'));
        Sexp value = inner.only();
        counted(inner.count);
        return value;
    }

    private byte[] octets() {
        int first = peek();
        if (AdvancedString.isDigit(first)) {
            return octetsOfLength(length());
        }
        if (first == END) {
            throw refused("the end of the text, too early");
        }
        advancedOnly();
        return switch (first) {
            case '"', '#', '|' -> delimited(first);
            default -> token();
        };
    }

    private byte[] octetsOfLength(int length) {
        int next = peek();
        if (next == ':') {
            at++;
            if (length > text.length - at) {
                throw refused("the end of the text within a string");
            }
            at += length;
            return Arrays.copyOfRange(text, at - length, at);
        }
        if (next != '"' && next != '#' && next != '|') {
            throw refused("a length without a string");
        }
        advancedOnly();
        byte[] octets = delimited(next);
        if (octets.length != length) {
            throw refused("a string of another length than it says");
        }
        return octets;
    }

    private byte[] delimited(int delimiter) {
        return switch (delimiter) {
            case '"' -> quoted();
            case '#' -> hexadecimal();
            default -> base64('|');
        };
    }

    /** A decimal number without leading zeros. */
    private int length() {
        int start = at;
        while (AdvancedString.isDigit(peek())) {
            at++;
        }
        int digits = at - start;
        if (digits > MOST_DIGITS || digits > 1 && text[start] == '0') {
            throw refused("a length with leading zeros or beyond " + Sexp.MAX_SIZE);
        }
        return Integer.parseInt(new String(text, start, digits, ISO_8859_1));
    }

    private byte[] token() {
        int start = at;
        if (!AdvancedString.beginsToken(peek())) {
            throw refused("an octet that begins nothing");
        }
        while (AdvancedString.continuesToken(peek())) {
            at++;
        }
        return Arrays.copyOfRange(text, start, at);
    }

    private byte[] quoted() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        at++;
        while (peek() != '"') {
            int octet = peek();
            if (octet == '\\') {
                at++;
                unescape(octets);
            } else if (AdvancedString.isPrintable(octet)) {
                octets.write(octet);
                at++;
            } else {
                throw refused(octet == END ? "no end of a quoted string" : "an unprintable octet in a quoted string");
            }
        }
        at++;
        return octets.toByteArray();
    }

    /** What follows a backslash: a letter, three octal or x and two hexadecimal digits, or the end of a line. */
    private void unescape(ByteArrayOutputStream octets) {
        int letter = peek();
        if (letter == '\r' || letter == '\n') {
            at++;
            if (peek() == (letter == '\r' ? '\n' : '\r')) {
                at++;
            }
        } else if (letter == 'x') {
            at++;
            octets.write(number(2, 16));
        } else if (letter >= '0' && letter <= '7') {
            octets.write(number(3, 8));
        } else if (AdvancedString.escaped(letter) >= 0) {
            octets.write(AdvancedString.escaped(letter));
            at++;
        } else {
            throw refused("an unknown escape");
        }
    }

    private int number(int digits, int radix) {
        int value = 0;
        for (int i = 0; i < digits; i++, at++) {
            int digit = peek() == END || peek() > 'f' ? -1 : Character.digit((char) peek(), radix);
            if (digit < 0) {
                throw refused("an escape with too few digits");
            }
            value = radix * value + digit;
        }
        if (value > 0xff) {
            throw refused("an escape beyond an octet");
        }
        return value;
    }

    private byte[] hexadecimal() {
        String digits = upTo('#');
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw refused("an odd number of hexadecimal digits, or something else among them");
        }
    }

    /** Base64 with all its padding and nothing in the bits that it leaves over. */
    private byte[] base64(char delimiter) {
        String encoded = upTo(delimiter);
        try {
            byte[] octets = Base64.getDecoder().decode(encoded);
            if (Base64.getEncoder().encodeToString(octets).equals(encoded)) {
                return octets;
            }
        } catch (IllegalArgumentException e) {
            throw refused("something else in base64");
        }
        throw refused("base64 without its padding, or with bits beyond the octets");
    }

    /** What stands between here and a delimiter, without white space. */
    private String upTo(char delimiter) {
        StringBuilder inside = new StringBuilder();
        at++;
        for (int octet = peek(); octet != delimiter; octet = peek()) {
            if (octet == END) {
                throw refused("no end of hexadecimal or base64");
            }
            if (SPACE.indexOf(octet) < 0) {
                inside.append((char) octet);
            }
            at++;
        }
        at++;
        return inside.toString();
    }

    private void counted(int parts) {
        count += parts;
        if (count > Sexp.MAX_COUNT) {
            throw refused("more than " + Sexp.MAX_COUNT + " parts");
        }
    }

    private void skipSpace() {
        while (!canonical && at < text.length && SPACE.indexOf(peek()) >= 0) {
            at++;
        }
    }

    private void advancedOnly() {
        if (canonical) {
            throw refused("not the canonical form");
        }
    }

    private int peek() {
        return at < text.length ? text[at] & 0xff : END;
    }

    private SpkiException refused(String why) {
        return CSSMERR_AC_INVALID_ENCODING.because("%s, at octet %d", why, at);
    }
}
