package claviger.cli;

import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;

/** Where a command gets a PIN: a file that nobody else may read (D27), or the terminal. */
final class PinSource {
    /** More than any PIN has (P6): a file that is longer is some other file. */
    private static final int MOST_BYTES = 1024;

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
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            refuseIfOthersMayRead(file);
            content = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new Stopped(ExitCode.NO_PIN, "the PIN file %s can't be read: %s", file, e);
        }
        try {
            if (content.length > MOST_BYTES) {
                throw new Stopped(ExitCode.NO_PIN, "%s is too long for a PIN file", file);
            }
            return new Pin(Arrays.copyOf(content, lengthOfFirstLine(file, content)));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** A PIN file is one line; its end is not part of the PIN. */
    private static int lengthOfFirstLine(Path file, byte[] content) {
        int length = content.length;
        if (length > 0 && content[length - 1] == '\n') {
            length--;
        }
        if (length > 0 && content[length - 1] == '\r') {
            length--;
        }
        for (int i = 0; i < length; i++) {
            if (content[i] == '\n') {
                throw new Stopped(ExitCode.NO_PIN, "%s has more than one line", file);
            }
        }
        return length;
    }

    /** A file system without POSIX permissions has nothing to check; systemd keeps its credentials from others itself. */
    private static void refuseIfOthersMayRead(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null || isCredentialOfSystemd(file)) {
            return;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (permissions.contains(GROUP_READ) || permissions.contains(OTHERS_READ)) {
            throw new Stopped(ExitCode.NO_PIN, "%s can be read by others; 'chmod 600 %s' first", file, file);
        }
    }

    private static boolean isCredentialOfSystemd(Path file) throws IOException {
        String directory = System.getenv("CREDENTIALS_DIRECTORY");
        return directory != null && file.toRealPath().startsWith(Path.of(directory).toRealPath());
    }
}
