package claviger.store;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_DEVICE_REMOVED;
import static claviger.store.StoreWorld.SERIAL;
import static claviger.store.StoreWorld.object;
import static claviger.store.StoreWorld.token;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of a SQLite store, and what it says to files that are not its own. Files are opened here only while no
 * store has them open (D13).
 */
class SqliteFileTest {
    @TempDir Path folder;
    private Path database;
    private Path revisionFile;

    @BeforeEach void name() {
        database = folder.resolve("new").resolve("tokens.db");
        revisionFile = SqliteFile.revisionFile(database);
    }

    @Test void everyFileIsItsOwnersAlone() throws IOException {
        try (TokenStore store = withOneToken()) {
            assertTrue(store.name().endsWith("tokens.db"));
            assertEquals("rwx------", mode(database.getParent()));
            for (String suffix : new String[] {"", "-wal", "-shm", ".revision"}) {
                assertEquals("rw-------", mode(database.resolveSibling("tokens.db" + suffix)), suffix);
            }
        }
        assertFalse(Files.exists(database.resolveSibling("tokens.db-wal")), "no connection is left after close");
    }

    @Test void whatWasCommittedIsThereAfterReopening() {
        withOneToken().close();
        try (TokenStore store = open()) {
            assertEquals(1, store.read(StoreReader::tokens).size());
        }
    }

    @Test void anotherSchemeIsRefused() {
        assertRefused(CKR_ARGUMENTS_BAD, "sqlite:PATH", "postgresql://host/db");
        assertRefused(CKR_ARGUMENTS_BAD, "does not name a file", "sqlite:");
        assertRefused(CKR_ARGUMENTS_BAD, "?", "sqlite:" + database + "?journal_mode=OFF");
    }

    @Test void aPathWithOddCharactersIsThatPath() {
        Path odd = folder.resolve("a %20#;&='").resolve(":memory: file.db");
        Stores.open("sqlite:" + odd).close();
        assertTrue(Files.isRegularFile(odd));
    }

    @Test void aPathOfTheSameFileThroughALinkIsTheSameStore() throws IOException {
        try (TokenStore store = withOneToken()) {
            Path link = Files.createSymbolicLink(folder.resolve("link.db"), database);
            try (TokenStore same = Stores.open("sqlite:" + link)) {
                assertEquals(store.name(), same.name());
                assertEquals(store.stamp(), same.stamp());
            }
            assertEquals(1, store.read(reader -> reader.tokens().size()).intValue());
        }
    }

    @Test void aFolderOrAPathUnderAFileIsRefused() throws IOException {
        assertRefused(CKR_DEVICE_ERROR, "is not a file", "sqlite:" + folder);
        Files.writeString(folder.resolve("file"), "");
        assertRefused(CKR_DEVICE_ERROR, "can't be opened or made", "sqlite:" + folder.resolve("file/tokens.db"));
    }

    @Test void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws IOException {
        String text = "not a database, but longer than a header of SQLite, which has one hundred bytes ".repeat(20);
        Files.createDirectories(database.getParent());
        Files.writeString(database, text);
        assertRefused(CKR_DEVICE_ERROR, "no SQLite database", "sqlite:" + database);
        assertEquals(text, Files.readString(database));
        assertFalse(Files.exists(revisionFile));
    }

    @Test void anotherApplicationsDatabaseIsRefusedAndLeftAlone() throws Exception {
        Files.createDirectories(database.getParent());
        sql("CREATE TABLE history (url TEXT)");
        byte[] before = Files.readAllBytes(database);
        assertRefused(CKR_DEVICE_ERROR, "another application", "sqlite:" + database);
        assertArrayEquals(before, Files.readAllBytes(database));
    }

    @Test void aLaterVersionIsRefused() throws Exception {
        withOneToken().close();
        sql("PRAGMA user_version = 1000");
        assertRefused(CKR_DEVICE_ERROR, "later release", "sqlite:" + database);
    }

    @Test void triggersOfSomebodyElseAreRefused() throws Exception {
        withOneToken().close();
        sql("CREATE TRIGGER t AFTER INSERT ON claim BEGIN DELETE FROM pin_try; END");
        assertRefused(CKR_DEVICE_ERROR, "triggers", "sqlite:" + database);
    }

    @Test void aDamagedFileIsRefusedWhenItIsRead() throws Exception {
        try (TokenStore store = withOneToken()) {
            store.write(writer -> {
                for (int i = 0; i < 200; i++) {
                    writer.insertObject(SERIAL, object("object " + i, StoreWorld.entry(3, i)));
                }
                return null;
            });
        }
        try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE)) {
            ByteBuffer noise = ByteBuffer.allocate(4096);
            while (noise.hasRemaining()) {
                noise.put((byte) 0xa5);
            }
            for (long page = 1; page < channel.size() / 4096; page++) {
                channel.write(noise.rewind(), page * 4096);
            }
        }
        assertRefused(CKR_DEVICE_ERROR, "damaged", () -> {
            try (TokenStore store = open()) {
                store.read(StoreReader::tokens);
            }
        });
    }

    @Test void aRowThatNobodyCouldHaveWrittenIsRefusedWhenItIsRead() throws Exception {
        try (TokenStore store = withOneToken()) {
            store.write(writer -> writer.insertObject(SERIAL, object("a")) & writer.insertObject(SERIAL, object("b")));
        }
        sql("UPDATE object SET attributes = zeroblob(1048577) WHERE unique_id = 'a'");
        sql("UPDATE object SET attributes = zeroblob(3000000) WHERE unique_id = 'b'");
        sql("UPDATE token SET label = '" + "x".repeat(33) + "'");
        try (TokenStore store = open()) {
            assertRefused(CKR_DEVICE_ERROR, "1048577", () -> store.read(reader -> reader.object(SERIAL, "a")));
            assertRefused(CKR_DEVICE_ERROR, "too long to be ours",
                () -> store.read(reader -> reader.object(SERIAL, "b")));
            assertRefused(CKR_DEVICE_ERROR, "label", () -> store.read(StoreReader::tokens));
        }
    }

    @Test void anAclOrApprovalsThatNobodyCouldHaveWrittenAreRefusedWhenTheyAreRead() throws Exception {
        withOneToken().close();
        sql("INSERT INTO acl VALUES ('" + SERIAL + "', 0, x'00')");
        sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001) INSERT INTO approval"
            + " SELECT '" + SERIAL + "', 'nonce ' || i, 'key', -1, " + Long.MAX_VALUE + ", x'00' FROM n");
        try (TokenStore store = open()) {
            assertRefused(CKR_DEVICE_ERROR, "revision of an ACL", () -> store.read(reader -> reader.acl(SERIAL)));
            assertRefused(CKR_DEVICE_ERROR, "1001 approvals", () -> store.read(reader -> reader.approvals(SERIAL)));
            assertRefused(CKR_DEVICE_ERROR, "1001 approvals",
                () -> store.read(reader -> reader.approvals(SERIAL, "another key")));
            assertRefused(CKR_DEVICE_ERROR, "uses of an approval",
                () -> store.read(reader -> reader.approval(SERIAL, "nonce 7")));
        }
        sql("UPDATE approval SET approval = zeroblob(1048577) WHERE nonce = 'nonce 1'");
        sql("DELETE FROM approval WHERE nonce <> 'nonce 1'");
        try (TokenStore store = open()) {
            assertRefused(CKR_DEVICE_ERROR, "1048577", () -> store.read(reader -> reader.approvals(SERIAL)));
        }
    }

    @Test void deletedContentIsOverwritten() throws Exception {   // D15
        String content = "what nobody should find again";
        try (TokenStore store = withOneToken()) {
            ObjectRow row = new ObjectRow("key", 1, true, content.getBytes(ISO_8859_1), new byte[0], List.of());
            store.write(writer -> writer.insertObject(SERIAL, row));
            store.write(writer -> writer.deleteObject(SERIAL, "key"));
        }
        assertFalse(Files.readString(database, ISO_8859_1).contains(content));
    }

    @Test void aRevisionFileThatIsMissingOrCutShortIsMadeAnew() throws IOException {   // D14
        withOneToken().close();
        Files.delete(revisionFile);
        assertStampMoves();
        Files.write(revisionFile, new byte[] {1, 2, 3});
        assertStampMoves();
        Files.write(revisionFile, new byte[16]);
        assertStampMoves();
    }

    @Test void somethingElseInThePlaceOfTheRevisionFileIsRefusedAndLeftAlone() throws IOException {
        withOneToken().close();
        Files.writeString(revisionFile, "somebody's notes, by chance");
        assertRefused(CKR_DEVICE_ERROR, "in the way", "sqlite:" + database);
        assertEquals("somebody's notes, by chance", Files.readString(revisionFile));
        Files.delete(revisionFile);
        Files.createSymbolicLink(revisionFile, folder.resolve("elsewhere"));
        assertRefused(CKR_DEVICE_ERROR, "can't be used", "sqlite:" + database);
        assertFalse(Files.exists(folder.resolve("elsewhere")));
    }

    @Test void aRevisionFileThatIsDeletedWhileRunningIsReplacedAtTheNextWrite() throws IOException {
        try (TokenStore store = withOneToken()) {
            long before = store.stamp();
            Files.delete(revisionFile);
            assertEquals(before, store.stamp());
            store.write(writer -> writer.claim("any", "write", Instant.MAX));
            assertNotEquals(before, store.stamp());
            assertTrue(Files.exists(revisionFile));
        }
    }

    @Test void aDatabaseThatIsDeletedOrReplacedWhileRunningTakesNoMoreCommits() throws IOException {
        try (TokenStore store = withOneToken()) {
            Path away = database.resolveSibling("moved.db");
            Files.move(database, away);
            assertRefused(CKR_DEVICE_REMOVED, "gone", () -> store.write(writer -> writer.claim("a", "b", Instant.MAX)));
            Files.createFile(database);
            assertRefused(CKR_DEVICE_REMOVED, "replaced",
                () -> store.write(writer -> writer.claim("a", "b", Instant.MAX)));
            Files.delete(database);
            Files.move(away, database);
            assertTrue(store.<Boolean>write(writer -> writer.claim("a", "b", Instant.MAX)));
        }
    }

    @Test void aCounterThatACrashLeftOddIsUnknownUntilTheNextWriteHealsIt() throws IOException {
        withOneToken().close();
        RevisionFile crashed = RevisionFile.open(revisionFile);
        crashed.announce();
        try (TokenStore store = open()) {
            assertEquals(TokenStore.UNKNOWN_STAMP, store.stamp());
            store.write(writer -> writer.claim("any", "write", Instant.MAX));
            assertNotEquals(TokenStore.UNKNOWN_STAMP, store.stamp());
        }
    }

    @Test void aWriterDoesNotCompleteWhatAnotherHasAnnouncedSince() {
        withOneToken().close();
        RevisionFile first = RevisionFile.open(revisionFile);
        RevisionFile second = RevisionFile.open(revisionFile);
        long before = first.stamp();
        long one = first.announce();
        long two = second.announce();      // the first has committed and has not completed yet
        first.complete(one);
        assertEquals(TokenStore.UNKNOWN_STAMP, first.stamp(), "the second is in the middle of its commit");
        second.complete(two);
        assertTrue(first.stamp() > before);
    }

    private void assertStampMoves() {
        try (TokenStore store = open()) {
            long before = store.stamp();
            assertNotEquals(TokenStore.UNKNOWN_STAMP, before);
            store.write(writer -> writer.updateToken(token(SERIAL, 1), writer.revision(SERIAL)));
            assertEquals(before + 2, store.stamp());
        }
    }

    private TokenStore open() {
        return Stores.open("sqlite:" + database);
    }

    private TokenStore withOneToken() {
        TokenStore store = open();
        store.write(writer -> writer.insertToken(token(SERIAL, 1)));
        return store;
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement run = connection.createStatement()) {
            run.execute("PRAGMA journal_mode = DELETE");
            run.execute(statement);
            try (ResultSet check = run.executeQuery("PRAGMA application_id")) {
                assertTrue(check.next());
            }
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void assertRefused(Ckr ckr, String words, String url) {
        assertRefused(ckr, words, () -> Stores.open(url).close());
    }

    private static void assertRefused(Ckr ckr, String words, Executable work) {
        CkrException refusal = assertThrows(CkrException.class, work);
        assertEquals(ckr, refusal.ckr());
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }
}
