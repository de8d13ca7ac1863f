package claviger.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.GZIPInputStream;

/**
 * The file that a release with version 1 of the schema has written: one token with the PINs of the tests in
 * {@code claviger.token}, the P-256 pair "signs", the AES key "encrypts" and the public data object "says".
 */
public final class OldStore {
    static final long OBJECTS = 4;

    private static final Path VERSION_1 = Path.of("src/test/resources/stores/version-1.db.gz");

    private OldStore() {
    }

    /** A copy in a folder, where stores of the tests are. */
    public static Path unpacked(Path folder) throws IOException {
        Path database = folder.resolve("tokens.db");
        try (InputStream packed = new GZIPInputStream(Files.newInputStream(VERSION_1))) {
            Files.copy(packed, database);
        }
        Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-------"));
        return database;
    }

    /** The version of a file that no store of this process has open (D13). */
    public static int version(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement ask = connection.createStatement(); ResultSet version = ask.executeQuery("PRAGMA user_version")) {
            version.next();
            return version.getInt(1);
        }
    }

    static String serial(StoreReader reader) {
        return reader.tokens().get(0).serial();
    }
}
