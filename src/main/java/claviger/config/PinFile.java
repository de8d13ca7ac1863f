package claviger.config;

import java.nio.file.Path;
import java.util.Arrays;

/** A file that holds a PIN and nothing else, but for one line end, and that only its owner may read ({@link OwnersFile}). */
public final class PinFile {
    private static final int MOST_BYTES = 255;

    private PinFile() {
    }

    /**
     * The PIN.
     *
     * @return UTF-8; the caller wipes it
     * @throws ConfigurationException if the file cannot be read, is open to others, is empty or too long
     */
    public static byte[] read(Path file) {
        return read(file, OwnersFile.systemdCredentials());
    }

    static byte[] read(Path file, String credentials) {
        byte[] bytes = new OwnersFile("PIN file", credentials).read(file, MOST_BYTES + 2);
        try {
            return Arrays.copyOf(bytes, pinLength(file, bytes, bytes.length));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static int pinLength(Path file, byte[] bytes, int read) {
        int length = read;
        if (length > 0 && bytes[length - 1] == '\n') {
            length--;
        }
        if (length > 0 && length < read && bytes[length - 1] == '\r') {
            length--;
        }
        if (length == 0 || length > MOST_BYTES) {
            throw new ConfigurationException("the PIN file " + file + " has to hold 1 to " + MOST_BYTES + " bytes");
        }
        return length;
    }
}
