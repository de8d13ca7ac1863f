package claviger.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import claviger.token.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Long random sequences of calls to a token in memory and to one in a SQLite file, against a model of the rules T, S, X, L,
 * P, C, G, F, H, O10 and A7. {@code -Dclaviger.random.seconds} sets how long for each, {@code -Dclaviger.random.seed}
 * repeats one run.
 */
class RandomCallsTest {
    private static final int CALLS = 600;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("claviger.random.seconds", 3));

    @Test void twoApplicationsWithATokenInMemoryGetWhatTheRulesSay() {
        play("memory", call -> call.verb() != Call.Verb.KILL, () -> new RealToken(new MemoryPlace(Policy.SAFE), false));
    }

    @Test void twoApplicationsWithATokenInAFileGetWhatTheRulesSayAlsoAfterACrash() {
        play("a file", call -> true, () -> new RealToken(new FilePlace(), false));
    }

    private static void play(String where, Predicate<Call> wanted, Supplier<Player> token) {
        long seed = Long.getLong("claviger.random.seed", System.nanoTime());
        Instant end = Instant.now().plus(TIME);
        int sequences = 0;
        do {
            Sequence sequence = Sequence.any(seed + sequences, CALLS, wanted);
            if (sequence.difference(token).isPresent()) {
                Sequence shortest = sequence.shrunk(token);
                fail("in " + where + ", -Dclaviger.random.seed=" + (seed + sequences) + "\n"
                    + shortest.difference(token).orElse("differs only sometimes"));
            }
            sequences++;
        } while (Instant.now().isBefore(end));
        System.out.printf("random calls in %s: %d sequences of %d calls, the first of seed %d%n", where, sequences, CALLS,
            seed);
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

    /** The answers that need most calls before them come up in sequences of these; the model gives them without a token. */
    @Test void callsComeToRareAnswers() {
        Set<String> missing = new TreeSet<>(List.of("INIT_PIN CKR_OK", "LOGIN CKR_PIN_LOCKED", "SET_PIN CKR_PIN_LOCKED",
            "INIT_TOKEN CKR_OK", "INIT_TOKEN CKR_SESSION_EXISTS", "OPEN CKR_SESSION_READ_WRITE_SO_EXISTS", "KILL CKR_OK",
            "COPY CKR_TEMPLATE_INCONSISTENT", "SET CKR_ATTRIBUTE_READ_ONLY", "SET CKR_USER_NOT_LOGGED_IN",
            "RELABEL CKR_USER_NOT_LOGGED_IN", "READ_VALUE CKR_USER_NOT_LOGGED_IN", "USE CKR_USER_NOT_LOGGED_IN",
            "USE CKR_KEY_FUNCTION_NOT_PERMITTED", "USE CKR_KEY_TYPE_INCONSISTENT", "DESTROY CKR_SESSION_READ_ONLY"));
        for (long seed = 0; seed < 200 && !missing.isEmpty(); seed++) {
            Model model = new Model();
            sequence(seed).calls().forEach(call -> model.step(call).ifPresent(step ->
                missing.remove(call.verb() + " " + model.play(step))));
        }
        assertEquals(Set.of(), missing);
    }

    private static Sequence sequence(long seed) {
        return Sequence.any(seed, CALLS, call -> true);
    }
}
