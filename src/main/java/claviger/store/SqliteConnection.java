package claviger.store;

import static java.lang.System.Logger.Level.DEBUG;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/**
 * One connection with the statements it has prepared. Transactions are statements here: the driver's own begin the next
 * one as soon as one ends. Used by one thread at a time. Every SQLException becomes a refusal in this class.
 */
final class SqliteConnection implements AutoCloseable {

    /** How long SQLite waits for another process's lock. */
    static final int BUSY_MILLIS = 10_000;

    /** The longest row that SQLite reads or writes: two blobs of a token and what stands beside them. */
    private static final int ROW_BYTES = 2 * Bounds.BLOB_BYTES + (64 << 10);

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    interface Mapping<R> {
        R of(ResultSet row) throws SQLException;
    }

    private SqliteConnection(Connection connection) {
        this.connection = connection;
    }

    /** @param path absolute, of a file that exists */
    static SqliteConnection open(String path) {
        try {
            SQLiteConfig config = new SQLiteConfig();
            config.setBusyTimeout(BUSY_MILLIS);
            Connection connection = config.createConnection("jdbc:sqlite:" + path);
            connection.unwrap(SQLiteConnection.class).setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, ROW_BYTES);
            return new SqliteConnection(connection);
        } catch (SQLException e) {
            throw SqliteRefusal.because(e);
        }
    }

    /** Settings of a connection to a file that is known to be ours. */
    void settle() {
        run("PRAGMA synchronous = FULL");
        run("PRAGMA fullfsync = ON");             // macOS, where fsync alone does not reach the disk
        run("PRAGMA secure_delete = ON");         // D15
        run("PRAGMA foreign_keys = ON");
        run("PRAGMA trusted_schema = OFF");
        run("PRAGMA cell_size_check = ON");
        run("PRAGMA cache_size = -8000");         // KiB, per connection
        run("PRAGMA temp_store = MEMORY");        // no copies of rows in files of other folders
    }

    /** Runs a statement that is not worth keeping; what it answers is dropped. */
    void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw SqliteRefusal.because(e);
        }
    }

    /** The number that a statement answers that is not worth keeping. */
    long number(String sql) {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException e) {
            throw SqliteRefusal.because(e);
        }
    }

    /** Asks for the write-ahead log. @return false if another process is in the way */
    boolean logsAhead() {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA journal_mode = WAL")) {
            return rows.next() && "wal".equals(rows.getString(1));
        } catch (SQLException e) {
            if (SqliteRefusal.isBusy(e)) {
                return false;
            }
            throw SqliteRefusal.because(e);
        }
    }

    /** Runs a statement that answers no rows. @return how many rows it has changed */
    int update(String sql, Object... arguments) {
        try {
            return bound(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            throw SqliteRefusal.because(e);
        }
    }

    <R> Optional<R> first(Mapping<R> mapping, String sql, Object... arguments) {
        try (ResultSet rows = bound(sql, arguments).executeQuery()) {
            return rows.next() ? Optional.of(mapping.of(rows)) : Optional.empty();
        } catch (SQLException e) {
            throw SqliteRefusal.because(e);
        }
    }

    <R> List<R> all(Mapping<R> mapping, String sql, Object... arguments) {
        try (ResultSet rows = bound(sql, arguments).executeQuery()) {
            List<R> result = new ArrayList<>();
            while (rows.next()) {
                result.add(mapping.of(rows));
            }
            return result;
        } catch (SQLException e) {
            throw SqliteRefusal.because(e);
        }
    }

    /** Ends the transaction without effect. @return false if that failed, and the connection is to be closed */
    boolean rolledBack() {
        try {
            bound("ROLLBACK").executeUpdate();
            return true;
        } catch (SQLException e) {
            log().log(DEBUG, "a transaction was not rolled back, its connection is closed instead", e);
            return false;
        }
    }

    private PreparedStatement bound(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    /** Closes the connection; a transaction that is open on it is rolled back. */
    @Override public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqliteRefusal.because(e);
        }
    }

    /** Looked for when there is something to say: the JVM's loggers are not a thing to load before a first signature. */
    private static System.Logger log() {
        return System.getLogger(SqliteConnection.class.getName());
    }
}
