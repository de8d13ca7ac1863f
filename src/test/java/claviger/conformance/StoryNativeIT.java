package claviger.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import claviger.rpc.Account;
import claviger.rpc.Accounts;
import claviger.rpc.Limits;
import claviger.rpc.Server;
import claviger.rpc.SocketFile;
import claviger.store.Stores;
import claviger.token.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays every story with C programs at the server: all applications so, and the first of them so while the others are JVMs
 * that have the same SQLite file open themselves.
 */
class StoryNativeIT {
    @TempDir
    private static Path folder;

    @TestFactory
    Stream<DynamicTest> storiesOfNativePrograms() throws Exception {
        Path program = NativeVoice.compiled(folder);
        return Story.all().map(story -> dynamicTest(story.name() + " of native programs",
            () -> play(story, program, story.applications().size())));
    }

    @TestFactory
    Stream<DynamicTest> storiesOfANativeProgramAndJvms() throws Exception {
        Path program = NativeVoice.compiled(folder);
        return Story.all().map(story -> dynamicTest(story.name() + " of a native program and JVMs",
            () -> play(story, program, 1)));
    }

    private static void play(Story story, Path program, int natives) throws IOException {
        Path ready = World.readyFolder();
        Path socket = Files.createTempDirectory(folder, "run").resolve("socket");
        String url = "sqlite:" + ready.resolve(World.FILE);
        Map<String, StoryPlayer.Voice> applications = new TreeMap<>();
        List<AutoCloseable> open = new ArrayList<>();
        List<String> transcript = new ArrayList<>();
        try (Library library = Library.over(Stores.open(url), World.SETTINGS);
                Server served = Server.start(SocketFile.bind(socket, false), library::application,
                    Accounts.own(Account.own()), Limits.DEFAULT.withAfterWrongPin(Duration.ZERO))) {
            for (String name : story.applications()) {
                if (applications.size() < natives) {
                    NativeVoice voice = new NativeVoice(program, SocketFile.address(socket));
                    open.add(voice);
                    applications.put(name, voice);
                } else {
                    ChildVoice voice = new ChildVoice(url);
                    open.add(voice);
                    applications.put(name, voice);
                }
            }
            List<String> wrong = new StoryPlayer(applications, transcript::add).play(story);
            assertEquals(List.of(), wrong, () -> String.join("\n", transcript));
            assertTrue(served.connections() <= natives);
        } finally {
            close(open);
            World.delete(ready);
        }
    }

    private static void close(List<AutoCloseable> open) {
        for (AutoCloseable voice : open) {
            try {
                voice.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
