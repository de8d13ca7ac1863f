package claviger.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that ran to its end: its exit code and what it printed. */
public record Run(List<String> command, int exitCode, String out, String err) {
    private static final long MOST_SECONDS = 180;

    /** Runs a program without a terminal or input; one that takes three minutes is killed and fails the test. */
    public static Run of(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("claviger", ".out");
        Path err = Files.createTempFile("claviger", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(command + " took more than " + MOST_SECONDS + " s:\n" + Files.readString(out));
            }
            return new Run(command, process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** The same, for a program with a plain environment. */
    public static Run of(Path folder, String... command) throws IOException, InterruptedException {
        return of(folder, Map.of(), List.of(command));
    }

    /** This run, if it ended well. */
    public Run succeeds() {
        return exits(0);
    }

    /** This run, if it ended with the code. */
    public Run exits(int code) {
        assertEquals(code, exitCode, this::toString);
        return this;
    }

    /** The lines on stderr. */
    public List<String> complaints() {
        return new ArrayList<>(err.lines().toList());
    }

    @Override public String toString() {
        return String.join(" ", command) + "\nexit code " + exitCode + "\n" + out + err;
    }
}
