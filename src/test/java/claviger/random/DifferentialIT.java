package claviger.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import claviger.cryptoki.Cryptoki;
import claviger.foreign.SoftHsm;
import claviger.random.Call.Verb;
import claviger.token.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The random calls, played to us and to SoftHSM2, with a process for each of its applications. Both have to answer what
 * the model foretells, SoftHSM2 but for the {@link KnownDifference}s. {@code -Dclaviger.differential.seconds} sets how
 * long, {@code -Dclaviger.random.seed} repeats one run.
 */
class DifferentialIT {
    private static final int CALLS = 200;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("claviger.differential.seconds", 15));
    /** SunPKCS11's wrapper, which calls SoftHSM2 for us, does not have the functions; and nobody dies here. */
    private static final Set<Verb> NOT_COMPARED = EnumSet.of(
        Verb.CLOSE_ALL, Verb.INIT_TOKEN, Verb.INIT_PIN, Verb.SET_PIN, Verb.BREAK, Verb.KILL);

    @TempDir
    private static Path folder;
    private static SoftHsm softHsm;
    private static List<Cryptoki> applications;

    private final Map<KnownDifference, Integer> seen = new EnumMap<>(KnownDifference.class);

    @BeforeAll
    static void twoProcessesWithSoftHsm() throws IOException, InterruptedException {
        softHsm = SoftHsm.in(folder, RealToken.SO_PIN, RealToken.USER_PIN);
        applications = List.of(softHsm.application(), softHsm.application());
    }

    @AfterAll
    static void endThem() {
        if (applications != null) {
            applications.forEach(Cryptoki::close);
        }
    }

    @Test void softHsmAnswersAsWeDoButForWhatIsKnown() {
        long seed = Long.getLong("claviger.random.seed", System.nanoTime());
        Instant end = Instant.now().plus(TIME);
        int sequences = 0;
        do {
            Sequence sequence = Sequence.any(seed + sequences, CALLS,
                call -> !NOT_COMPARED.contains(call.verb()));
            assertEquals(Optional.empty(), sequence.difference(() -> new RealToken(new MemoryPlace(Policy.SPEC), false)),
                () -> "not SoftHSM2 but we are wrong, seed " + seed);
            if (sequence.difference(DifferentialIT::newToken, this::verdict).isPresent()) {
                Sequence shortest = sequence.shrunk(DifferentialIT::newToken, this::verdict);
                fail("-Dclaviger.random.seed=" + (seed + sequences) + "\n"
                    + shortest.difference(DifferentialIT::newToken, this::verdict).orElse("differs only sometimes"));
            }
            sequences++;
        } while (Instant.now().isBefore(end));
        System.out.printf("SoftHSM2: %d sequences of %d calls, the first of seed %d; known differences %s%n", sequences,
            CALLS, seed, seen);
    }

    /** A row that no longer shows is to be struck from the table. */
    @ParameterizedTest
    @EnumSource(KnownDifference.class)
    void everyKnownDifferenceIsThere(KnownDifference row) {
        assertEquals(Optional.empty(), row.shown().difference(DifferentialIT::newToken, this::verdict));
        assertEquals(Map.of(row, 1), seen);
    }

    private Sequence.Verdict verdict(Step step, String expected, String actual) {
        Optional<KnownDifference> known = KnownDifference.of(step, expected, actual);
        known.ifPresent(row -> seen.merge(row, 1, Integer::sum));
        return known.map(KnownDifference::verdict).orElse(Sequence.Verdict.WRONG);
    }

    /** A token without objects for the processes that are there already. */
    private static Player newToken() {
        try {
            softHsm.renew();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RealToken(new Processes(), true);
    }

    /** Processes that are there already, with an application each. */
    private static final class Processes implements Place {
        private final Iterator<Cryptoki> next = applications.iterator();

        @Override public Cryptoki application() {
            return next.next();
        }

        @Override public void kill(boolean later) {
            throw new UnsupportedOperationException("they serve all sequences");
        }

        @Override public void close() {
            applications.forEach(Cryptoki::finalizeCryptoki);
        }
    }
}
