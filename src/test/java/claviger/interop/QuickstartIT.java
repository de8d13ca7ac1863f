package claviger.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples, run as a newcomer runs them. */
class QuickstartIT {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theQuickstartDoesTheMainJobWithinAMinuteAndCleansUp(int feature) throws Exception {
        Instant start = Instant.now();
        Run run = runs(Jdk.of(feature), "quickstart.sh");
        Duration took = Duration.between(start, Instant.now());
        System.out.println("quickstart on JDK " + feature + ": " + took.toSeconds() + " s");
        for (String sign : List.of("jar verified", "TLSv1.3", "verified by SunEC", "All 28 steps")) {
            assertTrue(run.out().contains(sign), run::toString);
        }
        assertTrue(took.compareTo(BOUND) < 0, () -> "took " + took);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keytool-jarsigner", "tls", "two-applications", "code", "attack"})
    void eachExampleRunsByItself(String example) throws Exception {
        runs(Jdk.of(17), example + "/run.sh");
    }

    private Run runs(Jdk jdk, String script) throws Exception {
        Map<String, String> environment = new HashMap<>(jdk.environment());
        environment.put("TMPDIR", folder.toString());
        Path file = Layout.PROJECT.resolve("examples").resolve(script);
        Run run = Run.of(folder, environment, List.of("sh", file.toString())).succeeds();
        assertTrue(run.complaints().stream().noneMatch(line -> line.startsWith("WARNING:")), run::toString);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.map(path -> path.getFileName().toString())
                .filter(name -> name.startsWith("claviger.")).toList());
        }
        return run;
    }
}
