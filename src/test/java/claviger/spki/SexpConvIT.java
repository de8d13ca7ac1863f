package claviger.spki;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.interop.Needed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nettle's sexp-conv and we read and write the same expressions; where not, a row says so and why (AC60, AC61). */
class SexpConvIT {
    private static final Path PROGRAM = Path.of("/usr/bin/sexp-conv");
    private static final int BATCHES = 40;
    private static final int BATCH = 250;
    private static final int LEVELS = 4;
    private static final int MUTANTS = 2000;
    private static final String NOTHING = null;

    /** What sexp-conv makes of a text that we refuse or read otherwise; null where it fails. */
    private record Difference(String theirs, String why) {
    }

    private static final Map<String, Difference> DIFFERENCES = Map.ofEntries(
        Map.entry("\"\\x41\\x0a\\xfF\"",     new Difference(NOTHING, "aborts at hexadecimal escapes")),
        Map.entry("\"\\x4\"",                new Difference(NOTHING, "aborts at hexadecimal escapes")),
        Map.entry("\"\\101\\0010\\377\"",    new Difference("10:1010010377", "takes an octal escape for its digits")),
        Map.entry("\"\\400\"",               new Difference("3:400", "takes an octal escape for its digits")),
        Map.entry("\"\\18\"",                new Difference("2:18", "takes an octal escape for its digits")),
        Map.entry("\"\\0\"",                 new Difference("1:0", "takes an octal escape for its digits")),
        Map.entry("\"\\8\"",                 new Difference("1:8", "lets an unknown escape stand for its letter")),
        Map.entry("\"\\q\"",                 new Difference("1:q", "lets an unknown escape stand for its letter")),
        Map.entry("\"\\a\\'\\?\"",           new Difference("3:a'?", "lets \\a stand for a")),
        Map.entry("\"\\v\"",                   new Difference("1:v", "lets \\v stand for v")),
        Map.entry("\"a\nb\"",                new Difference("3:a\nb", "lets anything be quoted")),
        Map.entry("\"\u00e4\"",              new Difference("1:\u00e4", "lets anything be quoted")),
        Map.entry("\"\u0000\"",              new Difference("1:\u0000", "lets anything be quoted")),
        Map.entry("\"a\\\n\\\n\\tb\\\r\n\"", new Difference(NOTHING, "takes what follows an escaped end of line as it is")),
        Map.entry("(a;b\n)",                 new Difference("(1:a)", "has comments, which RFC 9804 has not")),
        Map.entry("4294967297:a",            new Difference("1:a", "takes lengths modulo 2^32")),
        Map.entry("  abc\t\r\n\f\u000b",     new Difference(NOTHING, "has no form feed or vertical tab")));

    @TempDir
    private Path folder;

    @BeforeAll
    static void sexpConvIsHere() {
        Needed.that(Files.isExecutable(PROGRAM), PROGRAM + " (nettle-bin)");
    }

    @Test void itReadsWhatWeWriteInEachForm() throws Exception {
        long seed = seed("itReadsWhatWeWriteInEachForm");
        for (int batch = 0; batch < BATCHES; batch++) {
            List<Sexp> sexps = expressions(seed + batch);
            byte[] expected = joined(sexps, Sexp::canonical);
            assertConverted(expected, expected);
            assertConverted(expected, joined(sexps, sexp -> (sexp.advanced() + "\n").getBytes(ISO_8859_1)));
            assertConverted(expected, joined(sexps, sexp -> sexp.transport().getBytes(ISO_8859_1)));
        }
    }

    @Test void weReadWhatItWritesInEachForm() throws Exception {
        long seed = seed("weReadWhatItWritesInEachForm");
        for (int batch = 0; batch < BATCHES; batch++) {
            List<Sexp> sexps = expressions(seed + batch);
            for (String form : List.of("canonical", "advanced", "hex", "transport")) {
                Conversion conversion = converted(joined(sexps, Sexp::canonical), form);
                assertEquals(0, conversion.exitCode, form);
                assertEquals(sexps, Sexp.sequence(conversion.out), form);
            }
        }
    }

    @Test void weBothReadTheSameInAnySpelling() throws Exception {
        long seed = seed("weBothReadTheSameInAnySpelling");
        for (int batch = 0; batch < BATCHES; batch++) {
            RandomSexp spelling = new RandomSexp(seed - batch - 1);
            List<Sexp> sexps = expressions(seed + batch);
            byte[] text = joined(sexps, sexp -> spelling.spelled(sexp).getBytes(ISO_8859_1));
            assertEquals(sexps, Sexp.sequence(text));
            assertConverted(joined(sexps, Sexp::canonical), text);
        }
    }

    @Test void weBothRefuseTheSameButForTheDifferencesInTheTable() throws Exception {
        List<String> texts = new ArrayList<>(new TreeSet<>(SexpTest.READ.keySet()));
        texts.addAll(new TreeSet<>(SexpTest.REFUSED.keySet()));
        assertTrue(texts.containsAll(DIFFERENCES.keySet()));
        for (String text : texts) {
            Conversion conversion = converted(text.getBytes(ISO_8859_1), "canonical");
            String theirs = conversion.exitCode == 0 ? new String(conversion.out, ISO_8859_1) : NOTHING;
            Difference difference = DIFFERENCES.get(text);
            if (difference == null) {
                assertEquals(ours(text.getBytes(ISO_8859_1)), theirs, "'" + text + "'");
            } else {
                assertEquals(difference.theirs, theirs, "'" + text + "': " + difference);
            }
        }
    }

    @Test void weBothRefuseTheSameMutants() throws Exception {
        long seed = seed("weBothRefuseTheSameMutants");
        RandomSexp random = new RandomSexp(seed);
        int read = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] text = mutant(random, i % 2 == 0 ? Sexp::canonical : sexp -> sexp.advanced().getBytes(ISO_8859_1));
            Conversion conversion = converted(text, "canonical");
            String theirs = conversion.exitCode == 0 ? new String(conversion.out, ISO_8859_1) : NOTHING;
            assertEquals(ours(text), theirs, "'" + new String(text, ISO_8859_1) + "'");
            read += theirs == NOTHING ? 0 : 1;
        }
        assertTrue(read > MUTANTS / 20 && read < MUTANTS * 19 / 20, read + " were read");
    }

    /** One without anything that the table of differences is about. */
    private static byte[] mutant(RandomSexp random, Function<Sexp, byte[]> form) {
        byte[] text;
        do {
            text = random.mutated(form.apply(random.next(2)));
        } while (new String(text, ISO_8859_1).chars().anyMatch(octet -> "\\;\f\u000b".indexOf(octet) >= 0)
            || new String(text, ISO_8859_1).matches("(?s).*\".*[^ -~].*"));
        return text;
    }

    private static String ours(byte[] text) {
        try {
            return new String(joined(Sexp.sequence(text), Sexp::canonical), ISO_8859_1);
        } catch (SpkiException e) {
            return NOTHING;
        }
    }

    private static long seed(String test) {
        long seed = new Random().nextLong();
        System.out.println("SexpConvIT." + test + ": seed " + seed);
        return seed;
    }

    private static List<Sexp> expressions(long seed) {
        RandomSexp random = new RandomSexp(seed);
        List<Sexp> sexps = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            sexps.add(random.next(LEVELS));
        }
        return sexps;
    }

    private static byte[] joined(List<Sexp> sexps, Function<Sexp, byte[]> form) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sexps.forEach(sexp -> out.writeBytes(form.apply(sexp)));
        return out.toByteArray();
    }

    private void assertConverted(byte[] expected, byte[] text) throws Exception {
        Conversion conversion = converted(text, "canonical");
        int same = Arrays.mismatch(expected, conversion.out);
        assertEquals(-1, same, () -> "exit code " + conversion.exitCode + ", ours and theirs from " + same + ":\n"
            + from(expected, same) + "\n" + from(conversion.out, same) + "\n" + new String(text, ISO_8859_1));
        assertEquals(0, conversion.exitCode);
    }

    private static String from(byte[] text, int start) {
        return new String(text, start, Math.min(60, text.length - start), ISO_8859_1);
    }

    private record Conversion(int exitCode, byte[] out) {
    }

    private Conversion converted(byte[] text, String form) throws IOException, InterruptedException {
        Path in = folder.resolve("in");
        Path out = folder.resolve("out");
        Files.write(in, text);
        Process process = new ProcessBuilder(PROGRAM.toString(), "-s", form).redirectInput(in.toFile())
            .redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("sexp-conv does not end");
        }
        return new Conversion(process.exitValue(), Files.readAllBytes(out));
    }
}
