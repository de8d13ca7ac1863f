package claviger.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * One run of {@code claviger} in this JVM, by the command line that the launcher runs.
 *
 * @param exit the exit code
 * @param out  standard output
 * @param err  standard error
 */
public record Command(int exit, String out, String err) {
    /** Runs a command. */
    public static Command run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
            .execute(arguments);
        return new Command(exit, out.toString(), err.toString());
    }

    /** What it printed, if it ended as expected. */
    Command ends(ExitCode expected) {
        assertEquals(expected.code(), exit, this::toString);
        return this;
    }

    Command succeeds() {
        return ends(ExitCode.DONE);
    }

    /** A file with a text; one that only its owner may read. */
    public static Path file(Path folder, String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.write(file, text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
