package claviger.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What only the source shows: sizes, and what the compiler throws away. Each method lists what is wrong. */
final class Sources {
    static final int MOST_LINES = 400;
    /** 120 is the aim; where a line is whole only with a few more, it may have them, but here is the end. */
    static final int WIDEST_LINE = 132;

    /** The tables of the standard, one row per name or function: as long and as wide as the standard makes them. */
    private static final Set<String> VOCABULARY =
        Set.of("Cka.java", "Ckm.java", "Ckr.java", "Mechanisms.java",
        "Cryptoki.java", "Application.java");

    /** A handler of everything with nothing in it, or nothing but a comment. */
    private static final Pattern SWALLOWED = Pattern.compile(
        "catch\\s*\\(\\s*(final\\s+)?[\\w.| ]*"
        + "\\b(Exception|RuntimeException|Throwable|Error|CkrException)\\s+\\w+\\s*\\)"
        + "\\s*\\{(\\s|//[^\\n]*\\n|/\\*.*?\\*/)*\\}", Pattern.DOTALL);

    private static final Pattern WILDCARD = Pattern.compile("(?m)^import [^;]*\\.\\*;");

    private static final Pattern SKIPS = Pattern.compile(
        "\\bassume\\w*\\(|\\bAssumptions\\b|@(?:Dis|En)abled\\w*|\\bgetenv\\(\"CI\"\\)");

    private Sources() {
    }

    static List<Path> under(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> tooLong(Path file) {
        long lines = read(file).lines().count();
        return lines <= MOST_LINES || isVocabulary(file) ? List.of() : List.of(file + " has " + lines + " lines");
    }

    static List<String> tooWide(Path file) {
        return isVocabulary(file) ? List.of() : read(file).lines().filter(line -> line.length() > WIDEST_LINE)
            .map(line -> file + ": " + line.strip()).toList();
    }

    static List<String> swallowed(Path file) {
        Matcher matcher = SWALLOWED.matcher(read(file));
        return matcher.results().map(result -> file + ": " + result.group()).toList();
    }

    static List<String> wildcards(Path file) {
        return WILDCARD.matcher(read(file)).results().map(result -> file + ": " + result.group()).toList();
    }

    /** Ways to skip a test, all of which belong to {@code interop.Needed}, and to it alone. */
    static List<String> skips(Path file) {
        return SKIPS.matcher(read(file)).results().map(result -> file + ": " + result.group()).toList();
    }

    private static boolean isVocabulary(Path file) {
        return VOCABULARY.contains(file.getFileName().toString());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
