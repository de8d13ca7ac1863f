package claviger.store;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that only their owner may open, from the moment they exist. */
final class Owner {
    private static final FileAttribute<?>[] NONE = {};

    private Owner() {
    }

    static FileAttribute<?>[] file(Path where) {
        return only(where, "rw-------");
    }

    static FileAttribute<?>[] folder(Path where) {
        return only(where, "rwx------");
    }

    static boolean hasPermissions(Path where) {
        return where.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] only(Path where, String permissions) {
        if (!hasPermissions(where)) {
            return NONE;
        }
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString(permissions);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)};
    }
}
