package claviger.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Secrets in the forms in which they could leak, and where they are found. */
final class Needles {
    private static final int SHORTEST = 4;

    private record Needle(String name, byte[] bytes) {
    }

    private final List<Needle> needles = new ArrayList<>();

    /** The bytes themselves. */
    Needles raw(String name, byte[] bytes) {
        assert bytes.length >= SHORTEST;
        needles.add(new Needle(name, bytes.clone()));
        return this;
    }

    /** The bytes, and how people and programs print them. */
    Needles printed(String name, byte[] bytes) {
        raw(name, bytes);
        String hex = HexFormat.of().formatHex(bytes);
        raw(name + " in hex", hex.getBytes(ISO_8859_1));
        raw(name + " in HEX", hex.toUpperCase().getBytes(ISO_8859_1));
        raw(name + " in Base64", Base64.getEncoder().withoutPadding().encode(bytes));
        raw(name + " in decimals", new BigInteger(1, bytes).toString().getBytes(ISO_8859_1));
        String list = Arrays.toString(bytes);
        return raw(name + " as a list", list.substring(1, list.length() - 1).getBytes(ISO_8859_1));
    }

    Needles text(String name, String text) {
        printed(name, text.getBytes(UTF_8));
        raw(name + " in UTF-16BE", text.getBytes(UTF_16BE));
        return raw(name + " in UTF-16LE", text.getBytes(UTF_16LE));
    }

    /** The names of those that are in the bytes. */
    Set<String> in(byte[] haystack) {
        Map<Integer, List<Needle>> byStart = new HashMap<>();
        needles.forEach(needle -> byStart.computeIfAbsent(ByteBuffer.wrap(needle.bytes).getInt(), start ->
            new ArrayList<>())
            .add(needle));
        Set<String> found = new TreeSet<>();
        int start = 0;
        for (int i = 0; i < haystack.length; i++) {
            start = start << 8 | haystack[i] & 0xff;
            int from = i - SHORTEST + 1;
            for (Needle needle : from < 0 ? List.<Needle>of() : byStart.getOrDefault(start, List.of())) {
                int to = from + needle.bytes.length;
                if (to <= haystack.length && Arrays.equals(haystack, from, to, needle.bytes, 0, needle.bytes.length)) {
                    found.add(needle.name);
                }
            }
        }
        return found;
    }

    Set<String> in(String text) {
        return in(text.getBytes(UTF_8));
    }

    /** For another process: {@code name=hex}. */
    List<String> arguments() {
        return needles.stream().map(needle -> needle.name.replace(' ',
            '_') + "=" + HexFormat.of().formatHex(needle.bytes))
            .toList();
    }

    static Needles ofArguments(List<String> arguments) {
        Needles needles = new Needles();
        arguments.forEach(argument -> {
            String[] halves = argument.split("=");
            needles.raw(halves[0], HexFormat.of().parseHex(halves[1]));
        });
        return needles;
    }
}
