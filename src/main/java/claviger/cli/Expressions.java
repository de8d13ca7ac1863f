package claviger.cli;

import claviger.spki.Sexp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * S-expressions of the command line, in each of their three forms (AC61): the text itself, or {@code @FILE}. What can't be
 * read is refused with the name of CSSM's error.
 */
final class Expressions {
    private static final String FILE = "@";

    private Expressions() {
    }

    /** One expression. */
    static Sexp of(String given) {
        return given.startsWith(FILE) ? Sexp.read(content(named(given.substring(FILE.length())))) : Sexp.read(given);
    }

    /** All expressions of a file; of none, where no file is given, none. */
    static List<Sexp> all(Path file) {
        return file == null ? List.of() : Sexp.sequence(content(file));
    }

    private static Path named(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new Stopped(ExitCode.USAGE, "@ is not followed by the name of a file");
        }
    }

    /** No more than an expression may have, and one byte by which a longer one is noticed. */
    private static byte[] content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Sexp.MAX_TEXT + 1);
        } catch (IOException e) {
            throw new Stopped(ExitCode.USAGE, "cannot read %s", file);
        }
    }
}
