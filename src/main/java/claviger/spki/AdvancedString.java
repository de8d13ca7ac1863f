package claviger.spki;

import java.util.Base64;
import java.util.HexFormat;

/**
 * How an octet string is shown to people: as a token if it can be one, quoted if it is text, else in hexadecimal, or in
 * base64 if it is long. Only forms that all readers have: no escapes for octets outside ASCII (RFC 9804).
 */
final class AdvancedString {
    /** Hashes and small numbers are compared by eye. */
    private static final int LONGEST_HEXADECIMAL = 64;
    private static final String PUNCTUATION = "-./_:*+=";
    private static final String ESCAPED = "\b\t\n\f\r\"\\'?\u0007\u000b";
    private static final String ESCAPES = "btnfr\"\\'?av";
    /** The first of these are written; the others need no escape, or have one that not all readers know. */
    private static final int WRITTEN = 7;

    private AdvancedString() {
    }

    static void print(byte[] octets, StringBuilder out) {
        if (isToken(octets)) {
            appendAscii(octets, out);
        } else if (isText(octets)) {
            quote(octets, out);
        } else if (octets.length <= LONGEST_HEXADECIMAL) {
            out.append('#').append(HexFormat.of().formatHex(octets)).append('#');
        } else {
            out.append('|').append(Base64.getEncoder().encodeToString(octets)).append('|');
        }
    }

    /** Whether a token may begin with it. */
    static boolean beginsToken(int octet) {
        return octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z' || PUNCTUATION.indexOf(octet) >= 0;
    }

    /** Whether a token may go on with it. */
    static boolean continuesToken(int octet) {
        return beginsToken(octet) || isDigit(octet);
    }

    static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    static boolean isPrintable(int octet) {
        return octet >= ' ' && octet <= '~';
    }

    /** The octet that a letter after a backslash stands for, or -1. */
    static int escaped(int letter) {
        int index = ESCAPES.indexOf(letter);
        return index < 0 ? -1 : ESCAPED.charAt(index);
    }

    private static boolean isEscaped(int octet) {
        int index = ESCAPED.indexOf(octet);
        return index >= 0 && index < WRITTEN;
    }

    private static boolean isToken(byte[] octets) {
        if (octets.length == 0 || !beginsToken(octets[0])) {
            return false;
        }
        for (byte octet : octets) {
            if (!continuesToken(octet)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(byte[] octets) {
        for (byte octet : octets) {
            if (!isPrintable(octet) && !isEscaped(octet)) {
                return false;
            }
        }
        return true;
    }

    private static void appendAscii(byte[] octets, StringBuilder out) {
        for (byte octet : octets) {
            out.append((char) octet);
        }
    }

    private static void quote(byte[] octets, StringBuilder out) {
        out.append('"');
        for (byte octet : octets) {
            if (isEscaped(octet)) {
                out.append('\\').append(ESCAPES.charAt(ESCAPED.indexOf(octet)));
            } else {
                out.append((char) octet);
            }
        }
        out.append('"');
    }
}
