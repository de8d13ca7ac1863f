package claviger.conformance;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An application in a JVM of its own. */
final class ChildVoice implements StoryPlayer.Voice, AutoCloseable {
    private final Process process;
    private final BufferedWriter calls;
    private final BufferedReader answers;

    /** Starts a JVM like this one. @param url of the store */
    ChildVoice(String url) {
        try {
            process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-cp", System.getProperty("java.class.path"), ChildApplication.class.getName(), url)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            calls = process.outputWriter(StandardCharsets.UTF_8);
            answers = process.inputReader(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public List<String> answer(String actor, List<String> call) {
        try {
            calls.write(actor + " " + String.join(" ", call) + "\n");
            calls.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new AssertionError("the JVM of " + actor + " ended at " + call);
            }
            return List.of(answer.split(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process as kill -9 does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override public void close() {
        try {
            calls.close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
                throw new AssertionError("a child JVM did not end");
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
