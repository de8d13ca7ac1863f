package claviger.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Plays every story with each application in a JVM of its own, on one SQLite file. */
class StoryTwoJvmsIT {
    @TestFactory
    Stream<DynamicTest> stories() {
        return Story.all().map(story -> dynamicTest(story.name() + " in several JVMs", () -> play(story)));
    }

    private static void play(Story story) {
        Path folder = World.readyFolder();
        Map<String, StoryPlayer.Voice> applications = new TreeMap<>();
        List<ChildVoice> children = new ArrayList<>();
        List<String> transcript = new ArrayList<>();
        try {
            for (String name : story.applications()) {
                ChildVoice child = new ChildVoice("sqlite:" + folder.resolve(World.FILE));
                children.add(child);
                applications.put(name, child);
            }
            List<String> wrong = new StoryPlayer(applications, transcript::add).play(story);
            assertEquals(List.of(), wrong, () -> String.join("\n", transcript));
        } finally {
            children.forEach(ChildVoice::close);
            World.delete(folder);
        }
    }
}
