package claviger.spki;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Random expressions, and random ways to write one in the advanced form. */
final class RandomSexp {
    private static final String TOKEN = "abcxyzABCXYZ-./_:*+=0123456789";
    private static final String TEXT = "abc XYZ 019 ()[]{}|#:'?;@,\"\\\b\t\u000b\n\f\r";
    private static final String SPACE = " \t\n\r";
    private static final String ESCAPED = "\b\t\n\f\r\"\\'";
    private static final String ESCAPES = "btnfr\"\\'";

    private final Random random;

    RandomSexp(long seed) {
        this.random = new Random(seed);
    }

    /** An expression of up to so many levels. */
    Sexp next(int levels) {
        if (levels == 0 || random.nextInt(3) == 0) {
            return random.nextInt(8) == 0 ? Atom.of(octets(), octets()) : Atom.of(octets());
        }
        List<Sexp> items = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            items.add(next(levels - 1));
        }
        return SexpList.of(items);
    }

    /** The advanced form in some spelling that every reader of it has to understand. */
    String spelled(Sexp sexp) {
        StringBuilder out = new StringBuilder();
        spell(sexp, out);
        return out.toString();
    }

    /** One octet put in, taken out or replaced. */
    byte[] mutated(byte[] text) {
        String alphabet = "()[]{}|#:019aA=+/ @";
        byte other = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        int at = random.nextInt(text.length);
        StringBuilder out = new StringBuilder(new String(text, ISO_8859_1));
        switch (random.nextInt(3)) {
            case 0 -> out.insert(at, (char) other);
            case 1 -> out.deleteCharAt(at);
            default -> out.setCharAt(at, (char) other);
        }
        return out.toString().getBytes(ISO_8859_1);
    }

    private byte[] octets() {
        return switch (random.nextInt(4)) {
            case 0 -> of(TEXT, random.nextInt(30));
            case 1 -> binary(random.nextInt(random.nextInt(10) == 0 ? 1200 : 40));
            default -> of(TOKEN, random.nextInt(12));
        };
    }

    private byte[] of(String alphabet, int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        }
        return octets;
    }

    private byte[] binary(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    private void spell(Sexp sexp, StringBuilder out) {
        space(out);
        if (random.nextInt(30) == 0) {
            out.append('{');
            spread(Base64.getEncoder().encodeToString(sexp.canonical()), out);
            out.append('}');
        } else if (sexp instanceof SexpList list) {
            out.append('(');
            list.items().forEach(item -> spell(item, out));
            space(out);
            out.append(')');
        } else if (sexp instanceof Atom atom) {
            atom.hint().ifPresent(hint -> {
                out.append('[');
                space(out);
                spell(hint, out);
                space(out);
                out.append(']');
                space(out);
            });
            spell(atom.bytes(), out);
        }
        // the end of a token; white space otherwise may be left out
        out.append(' ');
    }

    private void spell(byte[] octets, StringBuilder out) {
        String text = new String(octets, ISO_8859_1);
        if (random.nextInt(4) == 0) {
            out.append(octets.length).append(':').append(text);
        } else if (text.matches("[-./_:*+=A-Za-z][-./_:*+=A-Za-z0-9]*") && random.nextBoolean()) {
            out.append(text);
        } else {
            if (random.nextInt(3) == 0) {
                out.append(octets.length);
            }
            delimited(octets, text, out);
        }
    }

    private void delimited(byte[] octets, String text, StringBuilder out) {
        if (text.chars().allMatch(octet -> octet >= ' ' && octet <= '~' || ESCAPED.indexOf(octet) >= 0)
                && random.nextInt(4) != 0) {
            out.append('"');
            text.chars().forEach(octet -> quote((char) octet, out));
            out.append('"');
        } else if (random.nextBoolean()) {
            HexFormat format = random.nextBoolean() ? HexFormat.of() : HexFormat.of().withUpperCase();
            out.append('#');
            spread(format.formatHex(octets), out);
            out.append('#');
        } else {
            out.append('|');
            spread(Base64.getEncoder().encodeToString(octets), out);
            out.append('|');
        }
    }

    private void quote(char octet, StringBuilder out) {
        int index = ESCAPED.indexOf(octet);
        if (index >= 0) {
            out.append('\\').append(ESCAPES.charAt(index));
            return;
        }
        if (random.nextInt(20) == 0) {
            out.append('\\').append(List.of("\n", "\r", "\r\n", "\n\r").get(random.nextInt(4)));
        }
        out.append(octet);
    }

    private void spread(String digits, StringBuilder out) {
        space(out);
        digits.chars().forEach(digit -> {
            out.append((char) digit);
            if (random.nextInt(20) == 0) {
                space(out);
            }
        });
        space(out);
    }

    private void space(StringBuilder out) {
        for (int i = random.nextInt(3); i > 1; i--) {
            out.append(SPACE.charAt(random.nextInt(SPACE.length())));
        }
    }
}
