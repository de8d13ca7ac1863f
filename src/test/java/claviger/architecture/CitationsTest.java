package claviger.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every rule of the page of rules is cited by a test, or the page says why it is not. */
class CitationsTest {
    private static final Path PAGE = Path.of("src/site/markdown/rules.md");
    private static final Path TESTS = Path.of("src/test/java/claviger");

    @Test void everyRuleIsCitedOrExcused() throws IOException {
        Set<String> missing = new TreeSet<>(Citations.rules(PAGE));
        assertTrue(missing.size() > 100, missing::toString);
        missing.removeAll(Citations.excused(PAGE));
        for (Path test : Sources.under(TESTS)) {
            if (!test.startsWith(TESTS.resolve("architecture"))) {
                missing.removeAll(Citations.cited(test));
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test void onlyRulesAreExcused() throws IOException {
        Set<String> strangers = new TreeSet<>(Citations.excused(PAGE));
        strangers.removeAll(Citations.rules(PAGE));
        assertEquals(Set.of(), strangers);
    }

    @Test void idsAreReadFromProseAndRanges() {
        assertEquals(Set.of("S1", "S2", "S3", "X4"), Citations.ids("as S1 to S3 say, and X4, not D20 or SHA1"));
        assertEquals(Set.of("AC60", "AC61", "A3"), Citations.ids("AC60 to AC61 and A3, AC_AuthCompute"));
        assertEquals(Set.of("K1"), Citations.ids("K1 (table 4), PKCS11"));
    }
}
