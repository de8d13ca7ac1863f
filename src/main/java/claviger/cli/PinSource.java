package claviger.cli;

import claviger.config.ConfigurationException;
import claviger.config.PinFile;
import java.io.Console;
import java.nio.file.Path;

/** Where a command gets a PIN: a file that nobody else may read (D27), or the terminal. */
final class PinSource {
    private PinSource() {
    }

    /** A PIN that exists: from the file, or asked for once. */
    static Pin existing(Path file, String what) {
        return file != null ? inFile(file) : ask(what);
    }

    /** A PIN that is to be set: from the file, or asked for twice. */
    static Pin chosen(Path file, String what) {
        if (file != null) {
            return inFile(file);
        }
        Pin first = ask(what);
        try (Pin second = ask(what + " again")) {
            if (!first.isSame(second)) {
                first.close();
                throw new Stopped(ExitCode.NO_PIN, "the two entries differ; nothing was changed");
            }
        }
        return first;
    }

    private static Pin ask(String what) {
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("%s: ", what);
        if (typed == null) {
            throw new Stopped(ExitCode.NO_PIN, "no terminal to ask for the %s; name a file that holds it", what);
        }
        return Pin.typed(typed);
    }

    private static Pin inFile(Path file) {
        try {
            return new Pin(PinFile.read(file));
        } catch (ConfigurationException e) {
            throw new Stopped(ExitCode.NO_PIN, "%s", e.getMessage());
        }
    }
}
