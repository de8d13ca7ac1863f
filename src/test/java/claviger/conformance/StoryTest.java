package claviger.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Plays every story in every world. */
class StoryTest {
    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> stories() {
        return World.chosen().flatMap(world -> Story.all().map(story ->
            dynamicTest(story.name() + " in " + world, () -> play(story, world))));
    }

    @Test void aStoryThatGoesOtherwiseIsNoticed() throws IOException {
        Story untrue = Story.read(Files.writeString(folder.resolve("untrue.story"), """
            A1 initialize      -> CKR_OK
            A1 open rw         -> A.7
            A1 login A.7 user  -> CKR_USER_TYPE_INVALID   # it is OK
            A1 state A.7       -> CKS_RW_USER_FUNCTIONS
            A1 open rw         -> A.7                     # it is another number
            """));
        try (Token token = World.MEMORY.token(); LocalVoice a = new LocalVoice(token.application())) {
            List<String> wrong = new StoryPlayer(Map.of("A", a), line -> { }).play(untrue);
            assertEquals(2, wrong.size());
            assertFalse(wrong.get(0).indexOf("untrue.story:3") < 0 || wrong.get(1).indexOf("untrue.story:5") < 0);
        }
    }

    private static void play(Story story, World world) {
        Map<String, StoryPlayer.Voice> applications = new TreeMap<>();
        List<LocalVoice> voices = new ArrayList<>();
        List<String> transcript = new ArrayList<>();
        try (Token token = world.token()) {
            token.a().finalizeCryptoki();
            token.b().finalizeCryptoki();
            for (String name : story.applications()) {
                LocalVoice voice = new LocalVoice(token.application());
                voices.add(voice);
                applications.put(name, voice);
            }
            List<String> wrong = new StoryPlayer(applications, transcript::add).play(story);
            assertEquals(List.of(), wrong, () -> String.join("\n", transcript));
        } finally {
            voices.forEach(LocalVoice::close);
        }
    }
}
