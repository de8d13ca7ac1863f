package claviger.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.interop.Needed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * D13: POSIX drops a process's locks on a file when any descriptor of it is closed. The naive ways are shown to lose
 * rows that SQLite had committed, so that the rule keeps its reason, and the store is shown not to.
 */
class SharedFileIT {
    private static final Path LOCKS = Path.of("/proc/locks");

    @TempDir Path folder;
    private ChildJvm one;
    private ChildJvm two;

    @BeforeEach void start() throws IOException {
        String database = folder.resolve("tokens.db").toString();
        one = ChildJvm.start(StoreChild.class, List.of(), database);
        two = ChildJvm.start(StoreChild.class, List.of(), database);
    }

    @AfterEach void stop() {
        one.close();
        two.close();
    }

    @Test void readingTheFilesLosesACommit() throws IOException {
        assertEquals("0", commitsOfOneThatRemainAfter("read-all-files"));
    }

    @Test void readingTheDatabaseAloneDropsItsLock() throws IOException {
        Needed.that(Files.isReadable(LOCKS), LOCKS + ", where Linux shows the locks of a process");
        naiveTable();
        long before = locksOfOne();
        ok(one, "read-the-database");
        assertEquals(before - 1, locksOfOne());
    }

    private long locksOfOne() throws IOException {
        String pid = String.valueOf(one.pid());
        return Files.readAllLines(LOCKS).stream()
            .map(line -> List.of(line.trim().split(" +")))
            .filter(words -> words.contains("POSIX") && words.get(4).equals(pid)).count();
    }

    @Test void aSecondCopyOfSqliteInAnotherClassLoaderLosesACommit() throws IOException {
        assertEquals("0", commitsOfOneThatRemainAfter("naive-second-loader"));
    }

    @Test void withoutEitherTheCommitIsThere() throws IOException {
        assertEquals("1", commitsOfOneThatRemainAfter("naive-count one"));
    }

    /**
     * The first process loses its locks. So the second, when it closes, takes itself for the last one and removes the
     * write-ahead log, into which the first one goes on committing.
     */
    private String commitsOfOneThatRemainAfter(String mistake) throws IOException {
        naiveTable();
        one.ask(mistake);
        ok(two, "naive-open");
        ok(two, "naive-sql INSERT INTO t VALUES ('two')");
        ok(two, "naive-close");
        ok(one, "naive-sql INSERT INTO t VALUES ('one')");
        ok(two, "naive-open");
        assertEquals("1", two.ask("naive-count two"));
        return two.ask("naive-count one");
    }

    @Test void mappingTheSharedMemoryFileLosesACommitOfAnotherProcess() throws IOException {
        assertEquals("ok", whatTwoGetsAfter("map-the-shm"), "the write lock of the first is gone");
        ok(one, "naive-sql COMMIT");
        ok(one, "naive-close");
        ok(two, "naive-close");
        ok(two, "naive-open");
        assertEquals("1", two.ask("naive-count one"));
        assertEquals("0", two.ask("naive-count two"), "it had been committed");
    }

    @Test void withoutTheMappingTheSecondWriterHasToWait() throws IOException {
        assertTrue(whatTwoGetsAfter("naive-count one").contains("BUSY"));
    }

    private String whatTwoGetsAfter(String mistake) throws IOException {
        naiveTable();
        ok(two, "naive-open");
        assertEquals("0", two.ask("naive-count two"));
        ok(two, "naive-sql PRAGMA busy_timeout = 100");
        ok(one, "naive-sql BEGIN IMMEDIATE");
        ok(one, "naive-sql INSERT INTO t VALUES ('one')");
        one.ask(mistake);
        return two.ask("naive-sql INSERT INTO t VALUES ('two')");
    }

    private void naiveTable() throws IOException {
        ok(one, "naive-open");
        ok(one, "naive-sql PRAGMA journal_mode = WAL");
        ok(one, "naive-sql CREATE TABLE t (x TEXT)");
        ok(one, "naive-sql INSERT INTO t VALUES ('zero')");
    }

    @Test void theStoreLosesNothingAndRefusesASecondClassLoader() throws IOException {
        ok(one, "open");
        ok(one, "token");
        String refusal = one.ask("open-in-second-loader");
        assertTrue(refusal.contains("another class loader"), refusal);
        ok(two, "open");
        ok(two, "put two");
        ok(two, "close");
        ok(one, "put one");
        ok(two, "open");
        assertEquals("two one", two.ask("ids"));
        ok(one, "close");
        ok(one, "open-in-second-loader");
    }

    @Test void aCommitMovesTheStampOfTheOtherProcess() throws IOException {   // D14
        ok(one, "open");
        ok(one, "token");
        ok(two, "open");
        String before = two.ask("stamp");
        assertEquals(before, one.ask("stamp"));
        ok(one, "put key");
        assertNotEquals(before, two.ask("stamp"));
        assertEquals(two.ask("stamp"), one.ask("stamp"));
        assertEquals("key", two.ask("ids"));
    }

    private static void ok(ChildJvm child, String command) throws IOException {
        assertEquals("ok", child.ask(command), command);
    }
}
