package claviger.rpc;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * The unix socket of a server in the file system. Nobody else may reach it before it is ours alone, so it lies in a folder
 * with the mode 0700; where other accounts are let in, the folder is theirs to pass but not to write.
 */
public final class SocketFile {
    private static final Set<PosixFilePermission> OTHERS_WRITE =
        EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ,
        PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_READ,
        PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private static final String ROOT = "root";

    private SocketFile() {
    }

    /**
     * Binds the socket. A socket that nobody listens at any more is replaced.
     *
     * @param forOthers whether accounts other than our own connect
     * @throws IOException if the folder is open to others, a server is there already, or a file of another kind is
     */
    public static ServerSocketChannel bind(Path file, boolean forOthers) throws IOException {
        Path socket = file.toAbsolutePath().normalize();
        makeFolder(socket.getParent(), forOthers);
        removeDead(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean bound = false;
        try {
            channel.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(forOthers ? "rw-rw-rw-" : "rw-------"));
            bound = true;
            return channel;
        } finally {
            if (!bound) {
                channel.close();
            }
        }
    }

    /** Removes what {@link #bind} has made. */
    public static void remove(Path file) throws IOException {
        Files.deleteIfExists(file.toAbsolutePath().normalize());
    }

    /** What P11_KIT_SERVER_ADDRESS says of it, percent-encoded as p11-kit does. */
    public static String address(Path file) {
        StringBuilder address = new StringBuilder("unix:path=");
        for (byte octet : file.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._/".indexOf(c) >= 0);
            address.append(plain ? String.valueOf(c) : String.format("%%%02x", (int) c));
        }
        return address.toString();
    }

    private static void makeFolder(Path folder, boolean forOthers) throws IOException {
        try {
            if (folder.getParent() != null) {
                Files.createDirectories(folder.getParent());
            }
            Files.createDirectory(folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(forOthers ? "rwxr-xr-x" : "rwx------")));
        } catch (FileAlreadyExistsException e) {
            String owner = Files.getOwner(folder).getName();
            if (!owner.equals(Account.own()) && !owner.equals(ROOT)) {
                throw new IOException(folder + " belongs to " + owner + ", who could put another socket there", e);
            }
            Set<PosixFilePermission> open = Files.getPosixFilePermissions(folder);
            open.retainAll(forOthers ? OTHERS_WRITE : OTHERS);
            if (!open.isEmpty()) {
                throw new IOException(folder + " is open to others; run: chmod " + (forOthers ? "go-w " : "go-rwx ") + folder, e);
            }
        }
    }

    private static void removeDead(Path socket) throws IOException {
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
            throw new IOException(socket + " is there and is no socket");
        }
        if (isServed(socket)) {
            throw new IOException("a server is listening at " + socket);
        }
        Files.delete(socket);
    }

    private static boolean isServed(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (ConnectException nobody) {
            return false;
        } catch (IOException e) {
            return true;      // nobody can tell, so it is left alone
        }
    }
}
