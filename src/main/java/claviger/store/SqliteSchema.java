package claviger.store;

import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;

import java.util.List;

/** The tables, and how they came to be: each version is a list of statements that is never changed again. */
final class SqliteSchema {
    /** "Clav", in the header of the file. */
    static final long APPLICATION_ID = 0x436c_6176;

    private static final List<List<String>> VERSIONS = List.of(List.of(
        "CREATE TABLE store (revision INTEGER NOT NULL) STRICT",
        "INSERT INTO store VALUES (0)",
        """
        CREATE TABLE token (
            serial TEXT NOT NULL PRIMARY KEY, slot INTEGER NOT NULL UNIQUE, label TEXT NOT NULL,
            settings BLOB NOT NULL, role_keys BLOB NOT NULL) STRICT""",
        // apart from the token's row, which is long, since every commit moves it
        """
        CREATE TABLE revision (
            serial TEXT NOT NULL PRIMARY KEY REFERENCES token ON DELETE CASCADE,
            revision INTEGER NOT NULL, logged_after INTEGER NOT NULL) STRICT""",
        """
        CREATE TABLE pin (
            serial TEXT NOT NULL REFERENCES token ON DELETE CASCADE, role TEXT NOT NULL,
            wrapped BLOB NOT NULL, failures INTEGER NOT NULL, max_failures INTEGER NOT NULL,
            PRIMARY KEY (serial, role)) STRICT""",
        """
        CREATE TABLE pin_try (
            serial TEXT NOT NULL, role TEXT NOT NULL, try_id TEXT NOT NULL, expires INTEGER NOT NULL,
            PRIMARY KEY (serial, role, try_id),
            FOREIGN KEY (serial, role) REFERENCES pin ON DELETE CASCADE) STRICT""",
        """
        CREATE TABLE object (
            id INTEGER PRIMARY KEY AUTOINCREMENT, serial TEXT NOT NULL REFERENCES token ON DELETE CASCADE,
            unique_id TEXT NOT NULL, row_revision INTEGER NOT NULL, is_private INTEGER NOT NULL,
            mac BLOB NOT NULL, attributes BLOB NOT NULL,
            UNIQUE (serial, unique_id)) STRICT""",
        """
        CREATE TABLE object_index (
            object INTEGER NOT NULL REFERENCES object ON DELETE CASCADE, ordinal INTEGER NOT NULL,
            serial TEXT NOT NULL, attribute INTEGER NOT NULL, digest BLOB NOT NULL,
            PRIMARY KEY (object, ordinal)) STRICT, WITHOUT ROWID""",
        "CREATE INDEX object_by_index ON object_index (serial, attribute, digest, object)",
        """
        CREATE TABLE change (
            id INTEGER PRIMARY KEY AUTOINCREMENT, serial TEXT NOT NULL REFERENCES token ON DELETE CASCADE,
            revision INTEGER NOT NULL, unique_id TEXT NOT NULL) STRICT""",
        "CREATE INDEX change_by_revision ON change (serial, revision, unique_id)",
        """
        CREATE TABLE lease (
            serial TEXT NOT NULL REFERENCES token ON DELETE CASCADE, process TEXT NOT NULL, expires INTEGER NOT NULL,
            PRIMARY KEY (serial, process)) STRICT""",
        """
        CREATE TABLE claim (
            kind TEXT NOT NULL, name TEXT NOT NULL, expires INTEGER NOT NULL, PRIMARY KEY (kind, name)) STRICT""",
        "CREATE INDEX claim_by_expiry ON claim (expires)"), List.of(
        """
        CREATE TABLE acl (
            serial TEXT NOT NULL PRIMARY KEY REFERENCES token ON DELETE CASCADE,
            revision INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT""",
        """
        CREATE TABLE approval (
            serial TEXT NOT NULL REFERENCES token ON DELETE CASCADE, nonce TEXT NOT NULL,
            unique_id TEXT NOT NULL, used INTEGER NOT NULL, expires INTEGER NOT NULL, approval BLOB NOT NULL,
            PRIMARY KEY (serial, nonce)) STRICT""",
        "CREATE INDEX approval_by_object ON approval (serial, unique_id)"));

    private SqliteSchema() {
    }

    /** Refuses a file that is not ours, or from a later release, before anything is changed in it. */
    static void admit(SqliteConnection connection, String name) {
        long application = connection.number("PRAGMA application_id");
        long version = connection.number("PRAGMA user_version");
        long tables = connection.number("SELECT count(*) FROM sqlite_master");
        boolean isNew = application == 0 && version == 0 && tables == 0;
        if (!isNew && application != APPLICATION_ID) {
            throw CKR_DEVICE_ERROR.because("%s is a database of another application", name);
        }
        if (version > VERSIONS.size()) {
            throw CKR_DEVICE_ERROR.because("%s was written by a later release (version %d, this one knows %d)",
                name, version, VERSIONS.size());
        }
        if (connection.number("SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')") != 0) {
            throw CKR_DEVICE_ERROR.because("%s has triggers or views, which Claviger did not put there", name);
        }
    }

    /**
     * Brings an admitted file to the present version. Called within a write transaction, so that a process which dies in
     * between leaves the version that there was.
     */
    static void migrate(SqliteConnection connection) {
        long version = connection.number("PRAGMA user_version");
        if (version >= VERSIONS.size()) {
            return;
        }
        for (List<String> steps : VERSIONS.subList((int) version, VERSIONS.size())) {
            steps.forEach(connection::run);
        }
        connection.run("PRAGMA application_id = " + APPLICATION_ID);
        connection.run("PRAGMA user_version = " + VERSIONS.size());
    }
}
