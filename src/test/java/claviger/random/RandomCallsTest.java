package claviger.random;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import claviger.token.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Long random sequences of calls, against a model of the rules T, S, X, L, P, C and H.
 * {@code -Dclaviger.random.seconds} sets how long, {@code -Dclaviger.random.seed} repeats one run.
 */
class RandomCallsTest {
    private static final int CALLS = 300;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("claviger.random.seconds", 5));

    @Test void twoApplicationsGetWhatTheRulesSay() {
        long seed = Long.getLong("claviger.random.seed", System.nanoTime());
        Instant end = Instant.now().plus(TIME);
        int sequences = 0;
        do {
            Sequence sequence = sequence(seed + sequences);
            if (sequence.difference(RandomCallsTest::token).isPresent()) {
                Sequence shortest = sequence.shrunk(RandomCallsTest::token);
                fail("-Dclaviger.random.seed=" + (seed + sequences) + "\n"
                    + shortest.difference(RandomCallsTest::token).orElse("differs only sometimes"));
            }
            sequences++;
        } while (Instant.now().isBefore(end));
        System.out.printf("random calls: %d sequences of %d calls, the first of seed %d%n", sequences, CALLS, seed);
    }

    /** A player that is right but for one answer: a logout of nobody is welcome. */
    @Test void aWrongAnswerIsFoundAndToldInTheFewestCalls() {
        Sequence sequence = Stream.iterate(1L, seed -> seed + 1).map(RandomCallsTest::sequence)
            .filter(candidate -> candidate.difference(Lax::new).isPresent()).findFirst().orElseThrow();
        Sequence shortest = sequence.shrunk(Lax::new);
        Optional<String> told = shortest.difference(Lax::new);
        assertTrue(told.isPresent() && told.get().endsWith("but expected CKR_USER_NOT_LOGGED_IN"), told::toString);
        assertTrue(shortest.calls().size() == 2, () -> "an open and a logout, not " + shortest);
    }

    private static final class Lax implements Player {
        private final Model model = new Model();

        @Override public String play(Step step) {
            String right = model.play(step);
            return step.call().verb() == Call.Verb.LOGOUT && right.equals("CKR_USER_NOT_LOGGED_IN") ? "CKR_OK" : right;
        }

        @Override public void close() {
            // the model has nothing to give back
        }
    }

    private static Player token() {
        return RealToken.inMemory(Policy.SAFE);
    }

    private static Sequence sequence(long seed) {
        return Sequence.any(seed, CALLS, call -> true);
    }
}
