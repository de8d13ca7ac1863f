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
 * Reads a file with a secret. One that others than its owner can read or write is refused (D27); a systemd credential is
 * not, because the service manager guards its folder. Where the file system knows no POSIX permissions there is nothing to
 * check. Immutable.
 *
 * @param what        what it is called in a refusal
 * @param credentials the folder of systemd's credentials, or null
 */
record OwnersFile(String what, String credentials) {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
        PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    /** Where systemd puts the credentials of this service, or null. */
    static String systemdCredentials() {
        return System.getenv("CREDENTIALS_DIRECTORY");
    }

    /**
     * What is in it, and of a longer file one byte more than the most.
     *
     * @return the caller wipes it
     * @throws ConfigurationException if the file cannot be read or is open to others
     */
    byte[] read(Path file, int most) {
        byte[] room = new byte[most + 1];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            refuseIfOpen(file);
            ByteBuffer buffer = ByteBuffer.wrap(room);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                continue;
            }
            return Arrays.copyOf(room, buffer.position());
        } catch (IOException e) {
            throw new ConfigurationException("cannot read the " + what + " " + file, e);
        } finally {
            Arrays.fill(room, (byte) 0);
        }
    }

    private void refuseIfOpen(Path file) throws IOException {
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
                "the " + what + " " + file + " is open to others than its owner; run: chmod 600 " + file);
        }
    }
}
