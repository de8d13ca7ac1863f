package claviger.store;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_DEVICE_REMOVED;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import claviger.cryptoki.CkrException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * The path of a database. The file is made here, before SQLite opens it, so that there is no instant at which others
 * may read it; once it exists nothing here opens it again (D13).
 */
final class SqliteFile {
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private SqliteFile() {
    }

    /** The real path of the database at a path, which exists after this. */
    static Path prepared(String text) {
        Path path = parsed(text);
        try {
            if (!Files.exists(path)) {
                create(path);
            }
            Path real = path.toRealPath();
            check(real);
            return real;
        } catch (IOException e) {
            throw CKR_DEVICE_ERROR.because(e, "the store %s can't be opened or made: %s", path, reason(e));
        }
    }

    /** Which file is at a path now; null where the file system does not tell. */
    static Object identity(Path database) {
        try {
            return Files.readAttributes(database, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            throw CKR_DEVICE_REMOVED.because(e, "the file of the store %s is gone", database);
        }
    }

    /** The revision file beside a database (D14). None of SQLite's own names ends like this. */
    static Path revisionFile(Path database) {
        return database.resolveSibling(database.getFileName() + ".revision");
    }

    private static Path parsed(String text) {
        if (text.isBlank() || text.indexOf('?') >= 0) {    // the driver takes what follows a ? for settings
            throw CKR_ARGUMENTS_BAD.because("sqlite:%s does not name a file; the path may not hold a ?", text);
        }
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw CKR_ARGUMENTS_BAD.because(e, "sqlite:%s is not a path", text);
        }
    }

    private static void create(Path path) throws IOException {
        Path folder = path.getParent();
        if (folder == null) {
            throw CKR_ARGUMENTS_BAD.because("%s is not a file", path);
        }
        Files.createDirectories(folder, Owner.folder(folder));
        try (FileChannel made = FileChannel.open(path, Set.of(CREATE_NEW, WRITE), Owner.file(path))) {
            made.force(true);
        } catch (FileAlreadyExistsException e) {
            return;     // another process was quicker
        }
        if (Owner.hasPermissions(folder)) {
            try (FileChannel entry = FileChannel.open(folder, READ)) {
                entry.force(true);      // the name survives a power loss as the commits will
            }
        }
    }

    private static void check(Path real) throws IOException {
        if (!Files.isRegularFile(real)) {
            throw CKR_DEVICE_ERROR.because("the store %s is not a file", real);
        }
        if (!Files.isWritable(real) || !Files.isWritable(real.getParent())) {
            throw CKR_DEVICE_ERROR.because("the store %s and its folder must be writable", real);
        }
        if (Owner.hasPermissions(real)) {
            Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
            open.retainAll(Files.getPosixFilePermissions(real));
            if (!open.isEmpty()) {
                log().log(WARNING, "the store {0} is open to other accounts ({1})", real,
                    PosixFilePermissions.toString(open));
            }
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }

    /** What a person is told when the driver's native library can't be loaded. */
    static CkrException noLibrary(Throwable cause) {
        if (cause instanceof NoClassDefFoundError && String.valueOf(cause.getMessage()).startsWith("java/sql/")) {
            return CKR_DEVICE_ERROR.because(cause, "this JVM runs without the module java.sql, which SQLite's driver"
                + " needs: start it with --add-modules=java.sql (keytool and jarsigner: -J--add-modules=java.sql)");
        }
        return CKR_DEVICE_ERROR.because(cause, "SQLite's native library can't be loaded (%s); the JVM's option"
            + " -Dorg.sqlite.tmpdir names a folder where it can be unpacked and executed", cause.getMessage());
    }

    /** Looked for when there is something to say: the JVM's loggers are not a thing to load before a first signature. */
    private static System.Logger log() {
        return System.getLogger(SqliteFile.class.getName());
    }
}
