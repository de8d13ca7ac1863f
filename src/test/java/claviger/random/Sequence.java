package claviger.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Calls that are played to a player and to the model, until they differ. */
record Sequence(List<Call> calls) {
    /** Runs that shrinking may take. */
    private static final int PATIENCE = 300;

    /** The first difference, with the steps that led to it, or empty. */
    Optional<String> difference(Supplier<Player> players) {
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
                    return Optional.of(story + "but expected " + expected);
                }
            }
        }
        return Optional.empty();
    }

    /** A sequence that still differs and from which, as far as patience goes, no part can be dropped. */
    Sequence shrunk(Supplier<Player> players) {
        List<Call> left = new ArrayList<>(calls);
        int runs = 0;
        for (int part = Math.max(1, left.size() / 2); part > 0; part /= 2) {
            int at = 0;
            while (at < left.size() && runs++ < PATIENCE) {
                List<Call> fewer = new ArrayList<>(left.subList(0, at));
                fewer.addAll(left.subList(Math.min(left.size(), at + part), left.size()));
                if (new Sequence(fewer).difference(players).isPresent()) {
                    left = fewer;
                } else {
                    at += part;
                }
            }
        }
        return new Sequence(left);
    }
}
