package claviger.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Plays a {@link Story}: asks each line's actor and compares what comes back. Used once, by one thread. */
final class StoryPlayer {
    /** One application, wherever it runs. */
    interface Voice {
        /** What the actor's call returns, in the words of a story. */
        List<String> answer(String actor, List<String> call);
    }

    private static final Pattern LABEL = Pattern.compile("[A-Z]\\.\\w+");

    private final Map<String, Voice> applications;
    private final Consumer<String> transcript;
    private final Map<String, String> handles = new HashMap<>();

    /** @param transcript is told each line and what came back */
    StoryPlayer(Map<String, Voice> applications, Consumer<String> transcript) {
        this.applications = applications;
        this.transcript = transcript;
    }

    /** Plays all lines, also after one went wrong. @return what was not as the story tells it */
    List<String> play(Story story) {
        List<String> wrong = new ArrayList<>();
        for (Story.Line line : story.lines()) {
            List<String> call = line.call().stream().map(this::number).toList();
            List<String> answer = applications.get(line.application()).answer(line.actor(), call);
            transcript.accept(line.text() + "   " + answer);
            if (!fits(line.answer(), answer)) {
                wrong.add(story.name() + ".story:" + line.number() + ": " + line.text() + ", but was " + answer);
            }
        }
        return wrong;
    }

    /** The number that stands behind a label; every other word stands for itself. A label not bound is no handle. */
    private String number(String word) {
        return LABEL.matcher(word).matches() ? handles.getOrDefault(word, "0") : word;
    }

    private boolean fits(List<String> expected, List<String> answer) {
        if (expected.size() != answer.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!fits(expected.get(i), answer.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean fits(String expected, String answer) {
        if (!LABEL.matcher(expected).matches()) {
            return expected.equals(answer);
        }
        return answer.matches("\\d+") && handles.computeIfAbsent(expected, label -> answer).equals(answer);
    }
}
