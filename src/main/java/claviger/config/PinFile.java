package claviger.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A file that holds a PIN and nothing else, but for one line end. A file that others than its owner can read or write is
 * refused (D27); a systemd credential is not, because the service manager guards its folder. Where the file system knows no
 * POSIX permissions there is nothing to check.
 */
public final class PinFile {
    private static final int MOST_BYTES = 255;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
        PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private PinFile() {
    }

    /**
     * The PIN.
     *
     * @return UTF-8; the caller wipes it
     * @throws ConfigurationException if the file cannot be read, is open to others, is empty or too long
     */
    public static byte[] read(Path file) {
        return read(file, System.getenv("CREDENTIALS_DIRECTORY"));
    }

    static byte[] read(Path file, String credentials) {
        byte[] room = new byte[MOST_BYTES + 3];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            refuseIfOpen(file, credentials);
            ByteBuffer buffer = ByteBuffer.wrap(room);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                continue;
            }
            return Arrays.copyOf(room, pinLength(file, room, buffer.position()));
        } catch (IOException e) {
            throw new ConfigurationException("cannot read the PIN file " + file, e);
        } finally {
            Arrays.fill(room, (byte) 0);
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

    private static void refuseIfOpen(Path file, String credentials) throws IOException {
        Path real = file.toRealPath();
        if (credentials != null && !credentials.isEmpty() && real.startsWith(Path.of(credentials).toRealPath())) {
            return;
        }
        PosixFileAttributeView view = Files.getFileAttributeView(real, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
        open.retainAll(view.readAttributes().permissions());
        if (!open.isEmpty()) {
            throw new ConfigurationException(
                "the PIN file " + file + " is open to others than its owner; run: chmod 600 " + file);
        }
    }
}
