package claviger.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Calls that are played to a player and to the model, until they differ. */
record Sequence(List<Call> calls) {
    /** Runs that shrinking may take. */
    private static final int PATIENCE = 300;

    /** What an answer that the model has not foretold means. */
    enum Verdict {
        /** It is wrong. */
        WRONG,
        /** It is known, and the token is as it would be after the right one. */
        KNOWN,
        /** It is known, and the token is not as it would be: nothing after it can be compared. */
        APART
    }

    /** Judges an answer other than the one expected. */
    interface Judge {
        Verdict verdict(Step step, String expected, String actual);
    }

    /** A sequence that a seed stands for. */
    static Sequence any(long seed, int calls, Predicate<Call> wanted) {
        return new Sequence(Call.any(new Random(seed)).filter(wanted).limit(calls).toList());
    }

    /** The first difference, with the steps that led to it, or empty. */
    Optional<String> difference(Supplier<Player> players) {
        return difference(players, (step, expected, actual) -> Verdict.WRONG);
    }

    /** The first difference that is judged to be wrong. */
    Optional<String> difference(Supplier<Player> players, Judge judge) {
        Model model = new Model();
        StringBuilder story = new StringBuilder();
        try (Player player = players.get()) {
            for (Call call : calls) {
                Optional<Step> step = model.step(call);
                if (step.isEmpty()) {
                    continue;
                }
                String expected = model.play(step.get());
                String actual = player.play(step.get());
                story.append(step.get()).append(" -> ").append(actual).append('\n');
                if (!expected.equals(actual)) {
                    switch (judge.verdict(step.get(), expected, actual)) {
                        case WRONG -> {
                            return Optional.of(story + "but expected " + expected);
                        }
                        case APART -> {
                            return Optional.empty();
                        }
                        default -> story.append("    known, expected ").append(expected).append('\n');
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** A sequence that still differs and from which, as far as patience goes, no part can be dropped. */
    Sequence shrunk(Supplier<Player> players) {
        return shrunk(players, (step, expected, actual) -> Verdict.WRONG);
    }

    /** The same, where a judge says what is a difference. */
    Sequence shrunk(Supplier<Player> players, Judge judge) {
        List<Call> left = new ArrayList<>(calls);
        int runs = 0;
        for (int part = Math.max(1, left.size() / 2); part > 0; part /= 2) {
            int at = 0;
            while (at < left.size() && runs++ < PATIENCE) {
                List<Call> fewer = new ArrayList<>(left.subList(0, at));
                fewer.addAll(left.subList(Math.min(left.size(), at + part), left.size()));
                if (new Sequence(fewer).difference(players, judge).isPresent()) {
                    left = fewer;
                } else {
                    at += part;
                }
            }
        }
        return new Sequence(left);
    }
}
