package claviger.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples, run as a newcomer runs them. */
class QuickstartIT {
    /** Of processor time, in seconds: what else the machine does is not the quickstart's. */
    private static final double MOST_SECONDS = 60;
    /** What {@code times} prints last: the user and system time of the shell's children. */
    private static final Pattern TIMES =
        Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s\\s*$");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theQuickstartDoesTheMainJobWithinAMinuteAndCleansUp(int feature) throws Exception {
        Run run = runs(Jdk.of(feature), "quickstart.sh");
        Matcher times = TIMES.matcher(run.err());
        assertTrue(times.find(), run::toString);
        double took = seconds(times.group(1), times.group(2)) + seconds(times.group(3), times.group(4));
        System.out.printf("quickstart on JDK %d: %.1f s of processor time%n", feature, took);
        for (String sign : List.of("jar verified", "TLSv1.3", "verified by SunEC", "All 28 steps")) {
            assertTrue(run.out().contains(sign), run::toString);
        }
        assertTrue(took < MOST_SECONDS, () -> "took " + took + " s of processor time");
    }

    private static double seconds(String minutes, String seconds) {
        return 60 * Double.parseDouble(minutes) + Double.parseDouble(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keytool-jarsigner", "tls", "two-applications", "code"})
    void eachExampleRunsByItself(String example) throws Exception {
        runs(Jdk.of(17), example + "/run.sh");
    }

    private Run runs(Jdk jdk, String script) throws Exception {
        Map<String, String> environment = new HashMap<>(jdk.environment());
        environment.put("TMPDIR", folder.toString());
        Path file = Layout.PROJECT.resolve("examples").resolve(script);
        Run run = Run.of(folder, environment, 
            List.of("sh", "-c", "sh \"$0\"; code=$?; times >&2; exit $code", file.toString())).succeeds();
        assertTrue(run.complaints().stream().noneMatch(line -> line.startsWith("WARNING:")), run::toString);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.map(path -> path.getFileName().toString())
                .filter(name -> name.startsWith("claviger.")).toList());
        }
        return run;
    }
}
