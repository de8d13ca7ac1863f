package claviger.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SQLite makes of our questions: rows are looked up, never searched through nor sorted (F5). */
class SqlitePlansTest {
    @TempDir Path folder;

    @Test void aPageOfASearchIsReadFromTheIndexInItsOrder() {
        String plan = plan(SqliteReader.INDEXED_PAGE, "serial", 3L, new byte[32], 0L, 100L, 256);
        assertTrue(plan.contains("SEARCH object_index USING COVERING INDEX object_by_index "
            + "(serial=? AND attribute=? AND digest=? AND object>? AND object<?)"), plan);
        assertTrue(plan.contains("SEARCH object USING INTEGER PRIMARY KEY (rowid=?)"), plan);
        assertLooksUp(plan);
    }

    @Test void aPageOfAllObjectsIsReadFromTheTableInItsOrder() {
        String plan = plan(SqliteReader.PAGE, 0L, 100L, "serial", 256);
        assertTrue(plan.contains("SEARCH object USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"), plan);
        assertLooksUp(plan);
    }

    @Test void anObjectIsLookedUpByItsUniqueId() {
        String plan = plan(SqliteReader.OBJECT, "serial", "id");
        assertTrue(plan.contains("(serial=? AND unique_id=?)"), plan);
        assertLooksUp(plan);
    }

    @Test void aPageOfObjectsIsLookedUpInTwoStatements() {
        String plan = plan(SqliteReader.OBJECTS, places("serial", "id"));
        assertTrue(plan.contains("(serial=? AND unique_id=?)"), plan);
        assertLooksUp(plan);
        String index = plan(SqliteReader.INDEXES, Arrays.copyOfRange(places("serial", 1L), 1, 1 + SqliteReader.BATCH));
        assertTrue(index.contains("SEARCH object_index USING PRIMARY KEY (object=?)"), index);
        assertLooksUp(index);
    }

    @Test void approvalsAreLookedUpByTheirNonceOrTheirObject() {
        for (String one : List.of(plan(SqliteReader.APPROVAL, "serial", 0L, "nonce"),
                plan(SqliteWriter.USE_APPROVAL, "serial", "nonce", 1, 0L))) {
            assertTrue(one.contains("SEARCH approval USING INDEX sqlite_autoindex_approval_1 (serial=? AND nonce=?)"), one);
            assertLooksUp(one);
        }
        String ofObject = plan(SqliteReader.APPROVALS_OF_OBJECT, "serial", 0L, "id");
        assertTrue(ofObject.contains("approval_by_object (serial=? AND unique_id=?)"), ofObject);
        assertLooksUp(ofObject);
        assertLooksUp(plan(SqliteReader.APPROVALS, "serial", 0L));
        assertLooksUp(plan(SqliteReader.ALL_APPROVALS, "serial", ""));
    }

    private static Object[] places(Object... first) {
        return Arrays.copyOf(first, 1 + SqliteReader.BATCH);
    }

    private static void assertLooksUp(String plan) {
        assertFalse(plan.contains("SCAN"), plan);
        assertFalse(plan.contains("TEMP B-TREE"), plan);
    }

    private String plan(String sql, Object... arguments) {
        try (SqliteConnection connection = SqliteConnection.open(folder.resolve("plans.db").toString())) {
            SqliteSchema.migrate(connection);
            List<String> steps = connection.all(row -> row.getString("detail"), "EXPLAIN QUERY PLAN " + sql, arguments);
            assertFalse(steps.isEmpty());
            return String.join("\n", steps);
        }
    }
}
