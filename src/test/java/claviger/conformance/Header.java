package claviger.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names and numbers of a C header of PKCS#11, as far as its {@code #define} lines are plain arithmetic. */
final class Header {
    /** p11-kit's own header, of the Debian package libp11-kit-dev. */
    static final Path INSTALLED = Path.of("/usr/include/p11-kit-1/p11-kit/pkcs11.h");

    private static final Pattern DEFINE =
        Pattern.compile("#define\\s+(CK[A-Z]_\\w+)\\s+(.*?)\\s*(/\\*.*)?");
    private static final Pattern NUMBER = Pattern.compile("(0[xX][0-9a-fA-F]+|\\d+)(UL|ul|U)?");

    private final Map<String, Long> numbers = new LinkedHashMap<>();

    Header(Path file) {
        try {
            Files.readString(file).lines().map(DEFINE::matcher).filter(Matcher::matches).forEach(define -> {
                Long value = value(define.group(2));
                if (value != null) {
                    numbers.put(define.group(1), value);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Long> numbers() {
        return numbers;
    }

    /** The value of an expression of numbers, names, shifts and ors, or null for anything else. */
    private Long value(String expression) {
        String plain = expression.replace("(unsigned long)", "").replace("(", "").replace(")", "");
        long all = 0;
        for (String part : plain.split("\\|")) {
            Long one = shifted(part.strip());
            if (one == null) {
                return null;
            }
            all |= one;
        }
        return all;
    }

    private Long shifted(String part) {
        String[] sides = part.split("<<");
        Long left = atom(sides[0].strip());
        return sides.length == 1 || left == null ? left : Long.valueOf(left << atom(sides[1].strip()));
    }

    private Long atom(String text) {
        Matcher number = NUMBER.matcher(text);
        return number.matches() ? Long.decode(number.group(1)) : numbers.get(text);
    }
}
