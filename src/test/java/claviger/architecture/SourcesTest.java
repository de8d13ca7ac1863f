package claviger.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources keep the habits of {@link Sources}, and each habit is seen to be checked. */
class SourcesTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TEST = Path.of("src/test/java");
    private static final Path NEEDED = TEST.resolve("claviger/interop/Needed.java");
    private static final Path HERE = TEST.resolve("claviger/architecture/SourcesTest.java");
    private static final String TRY = "try { f(); } catch ";

    @TempDir
    private Path folder;

    @Test void noClassIsLongerThanFourHundredLines() {
        assertNothing(MAIN, Sources::tooLong);
        assertNothing(TEST, Sources::tooLong);
    }

    @Test void noLineIsWiderThanAPage() {
        assertNothing(MAIN, Sources::tooWide);
        assertNothing(TEST, Sources::tooWide);
    }

    @Test void nobodySwallowsAnException() {
        assertNothing(MAIN, Sources::swallowed);
        assertNothing(TEST, Sources::swallowed);
    }

    @Test void nobodyImportsByWildcard() {
        assertNothing(MAIN, Sources::wildcards);
        assertNothing(TEST, Sources::wildcards);
    }

    @Test void testsAreSkippedInOnePlace() {
        List<String> skips = Sources.under(TEST).stream().filter(file -> !file.equals(NEEDED) && !file.equals(HERE))
            .map(Sources::skips).flatMap(List::stream).toList();
        assertEquals(List.of(), skips);
        assertFalse(Sources.skips(NEEDED).isEmpty(), "the one place");
    }

    @Test void aLongFileIsSeen() throws IOException {
        assertEquals(List.of(), Sources.tooLong(file("a line\n".repeat(Sources.MOST_LINES))));
        assertEquals(1, Sources.tooLong(file("a line\n".repeat(Sources.MOST_LINES + 1))).size());
    }

    @Test void aWideLineIsSeen() throws IOException {
        assertEquals(List.of(), Sources.tooWide(file("x".repeat(Sources.WIDEST_LINE))));
        assertEquals(1, Sources.tooWide(file("ok\n" + "x".repeat(Sources.WIDEST_LINE + 1))).size());
    }

    @Test void aSwallowedExceptionIsSeenWithAndWithoutAComment() throws IOException {
        assertEquals(1, Sources.swallowed(file(TRY + "(Exception e) { }")).size());
        assertEquals(1, Sources.swallowed(file(TRY + "(IOException | RuntimeException e) {}")).size());
        assertEquals(1, Sources.swallowed(file(TRY + "(final Throwable e) {\n // why\n }")).size());
        assertEquals(List.of(), Sources.swallowed(file(TRY + "(Exception e) {\n log(e); // why\n }")));
    }

    @Test void aWildcardIsSeen() throws IOException {
        assertEquals(1, Sources.wildcards(file("import java.util.*;")).size());
        assertEquals(1, Sources.wildcards(file("import static java.util.Map.*;")).size());
        assertEquals(List.of(), Sources.wildcards(file("import java.util.Map;")));
    }

    @Test void aSkipIsSeen() throws IOException {
        for (String skip : List.of("assumeTrue(false);", "Assumptions.abort();", "@Disabled", "@DisabledOnOs(LINUX)",
                "@EnabledIf(\"x\")", "if (System.getenv(\"CI\") != null)")) {
            assertEquals(1, Sources.skips(file(skip)).size(), skip);
        }
        assertEquals(List.of(), Sources.skips(file("in.skip(4); // assumed")));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("Sample.java"), text);
    }

    private static void assertNothing(Path root, Function<Path, List<String>> check) {
        List<Path> files = Sources.under(root);
        assertFalse(files.isEmpty(), "no sources under " + root.toAbsolutePath());
        assertEquals(List.of(), files.stream().map(check).flatMap(List::stream).toList());
    }
}
