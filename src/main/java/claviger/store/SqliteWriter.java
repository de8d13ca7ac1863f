package claviger.store;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_TOKEN_NOT_PRESENT;
import static claviger.store.Bounds.WRITTEN;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One write transaction on SQLite, which holds its write lock (BEGIN IMMEDIATE). */
final class SqliteWriter extends SqliteReader implements StoreWriter {
    /** In the log of changes, the token's row, its ACL or a PIN. */
    static final String THE_TOKEN = "";

    /** So many changes of one commit are logged one by one; after more, everything may have changed. */
    static final int LOGGED_PER_COMMIT = 4096;

    /** How many changes the log remembers, counted over all tokens and give or take a slice. */
    static final long LOGGED = 16_384;

    static final String USE_APPROVAL =
        "UPDATE approval SET used = used + 1 WHERE serial = ? AND nonce = ? AND used < ? AND expires > ?";

    private static final long LOG_SLICE = 1024;

    private final Map<String, Touched> touched = new HashMap<>();
    private long logged;

    /** What this transaction has done to a token that had a revision before. */
    private record Touched(long before, long now, Set<String> ids) {
    }

    SqliteWriter(SqliteConnection connection) {
        super(connection);
    }

    /** Whether a revision moves with this transaction. */
    boolean moved() {
        return !touched.isEmpty();
    }

    @Override public boolean insertToken(TokenRow token) {
        WRITTEN.check(token);
        if (sql().update("""
                INSERT INTO token (serial, slot, label, settings, role_keys) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING""",
                token.serial(), token.slot(), token.label(), token.settings(), token.roleKeys()) == 0) {
            return false;
        }
        long revision = nextRevision();
        sql().update("INSERT INTO revision (serial, revision, logged_after) VALUES (?, ?, ?)",
            token.serial(), revision, revision);
        touched.put(token.serial(), new Touched(revision, revision, new HashSet<>()));
        return true;
    }

    @Override public boolean updateToken(TokenRow token, long expectedRevision) {
        WRITTEN.check(token);
        Touched own = touched.get(token.serial());
        boolean unchanged = revision(token.serial()) == expectedRevision
            || own != null && own.before == expectedRevision;
        if (!unchanged || sql().update("""
                UPDATE token SET slot = ?, label = ?, settings = ?, role_keys = ? WHERE serial = ? AND NOT EXISTS
                (SELECT 1 FROM token AS other WHERE other.slot = ? AND other.serial <> token.serial)""",
                token.slot(), token.label(), token.settings(), token.roleKeys(), token.serial(), token.slot()) == 0) {
            return false;
        }
        touch(token.serial(), THE_TOKEN);
        return true;
    }

    @Override public boolean deleteToken(String serial) {
        if (sql().update("DELETE FROM token WHERE serial = ?", serial) == 0) {
            return false;
        }
        touched.put(serial, new Touched(0, 0, new HashSet<>()));
        return true;
    }

    @Override public void putPin(String serial, PinRole role, PinRow pin) {
        WRITTEN.check(pin);
        touch(serial, THE_TOKEN);
        sql().update("DELETE FROM pin WHERE serial = ? AND role = ?", serial, role.name());
        sql().update("INSERT INTO pin (serial, role, wrapped, failures, max_failures) VALUES (?, ?, ?, ?, ?)",
            serial, role.name(), pin.wrapped(), pin.failures(), pin.limit());
    }

    @Override public boolean deletePin(String serial, PinRole role) {
        if (sql().update("DELETE FROM pin WHERE serial = ? AND role = ?", serial, role.name()) == 0) {
            return false;
        }
        touch(serial, THE_TOKEN);
        return true;
    }

    @Override public TryOutcome reserveTry(String serial, PinRole role, String tryId, Instant expires) {
        WRITTEN.name("try", tryId);
        countExpiredTries(serial, role);
        Optional<PinRow> pin = pin(serial, role);
        if (pin.isEmpty()) {
            return TryOutcome.NO_PIN;
        }
        if (pin.get().failures() >= pin.get().limit()) {
            return TryOutcome.LOCKED;
        }
        long reserved = sql().first(row -> row.getLong(1),
            "SELECT count(*) FROM pin_try WHERE serial = ? AND role = ?", serial, role.name()).orElse(0L);
        if (pin.get().failures() + reserved >= pin.get().limit()) {
            return TryOutcome.WAIT;
        }
        if (sql().update("INSERT INTO pin_try (serial, role, try_id, expires) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING", serial, role.name(), tryId, StoreClock.millis(expires)) == 0) {
            throw CKR_ARGUMENTS_BAD.because("the try %s is reserved already", tryId);
        }
        return TryOutcome.RESERVED;
    }

    @Override public boolean settleTry(String serial, PinRole role, String tryId, boolean success) {
        countExpiredTries(serial, role);
        if (sql().update("DELETE FROM pin_try WHERE serial = ? AND role = ? AND try_id = ?",
                serial, role.name(), tryId) == 0) {
            return false;
        }
        sql().update(success
            ? "UPDATE pin SET failures = 0 WHERE serial = ? AND role = ?"
            : "UPDATE pin SET failures = failures + 1 WHERE serial = ? AND role = ?", serial, role.name());
        return true;
    }

    private void countExpiredTries(String serial, PinRole role) {
        int expired = sql().update("DELETE FROM pin_try WHERE serial = ? AND role = ? AND expires <= ?",
            serial, role.name(), StoreClock.millis());
        if (expired > 0) {
            sql().update("UPDATE pin SET failures = failures + ? WHERE serial = ? AND role = ?",
                expired, serial, role.name());
        }
    }

    @Override public boolean insertObject(String serial, ObjectRow object) {
        WRITTEN.check(object);
        requireToken(serial);
        Optional<Long> id = sql().first(row -> row.getLong(1), """
            INSERT INTO object (serial, unique_id, row_revision, is_private, mac, attributes) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING RETURNING id""", serial, object.uniqueId(), object.rowRevision(),
            object.isPrivate() ? 1 : 0, object.mac(), object.attributes());
        id.ifPresent(number -> {
            insertIndex(serial, number, object.index());
            touch(serial, object.uniqueId());
        });
        return id.isPresent();
    }

    @Override public boolean updateObject(String serial, ObjectRow object, long expectedRowRevision) {
        WRITTEN.check(object);
        if (object.rowRevision() != expectedRowRevision + 1) {
            throw CKR_ARGUMENTS_BAD.because("%s after row revision %d", object, expectedRowRevision);
        }
        Optional<Long> id = sql().first(row -> row.getLong(1), """
            UPDATE object SET row_revision = ?, is_private = ?, mac = ?, attributes = ?
            WHERE serial = ? AND unique_id = ? AND row_revision = ? RETURNING id""", object.rowRevision(),
            object.isPrivate() ? 1 : 0, object.mac(), object.attributes(), serial, object.uniqueId(),
            expectedRowRevision);
        id.ifPresent(number -> {
            if (!index(number).equals(object.index())) {
                sql().update("DELETE FROM object_index WHERE object = ?", number);
                insertIndex(serial, number, object.index());
            }
            touch(serial, object.uniqueId());
        });
        return id.isPresent();
    }

    private void insertIndex(String serial, long object, List<IndexEntry> index) {
        for (int i = 0; i < index.size(); i++) {
            sql().update("INSERT INTO object_index (object, ordinal, serial, attribute, digest) VALUES (?, ?, ?, ?, ?)",
                object, i, serial, index.get(i).attribute(), index.get(i).digest());
        }
    }

    @Override public boolean deleteObject(String serial, String uniqueId) {
        if (sql().update("DELETE FROM object WHERE serial = ? AND unique_id = ?", serial, uniqueId) == 0) {
            return false;
        }
        touch(serial, uniqueId);
        return true;
    }

    @Override public int insertObjects(String serial, Collection<ObjectRow> objects) {
        return (int) objects.stream().filter(object -> insertObject(serial, object)).count();
    }

    @Override public int deleteObjects(String serial, Collection<String> uniqueIds) {
        return (int) uniqueIds.stream().filter(uniqueId -> deleteObject(serial, uniqueId)).count();
    }

    @Override public void putAcl(String serial, AclRow acl) {
        WRITTEN.check(acl);
        touch(serial, THE_TOKEN);
        sql().update("INSERT INTO acl (serial, revision, sealed) VALUES (?, ?, ?) ON CONFLICT (serial)"
            + " DO UPDATE SET revision = excluded.revision, sealed = excluded.sealed", serial, acl.revision(), acl.sealed());
    }

    @Override public boolean deleteAcl(String serial) {
        if (sql().update("DELETE FROM acl WHERE serial = ?", serial) == 0) {
            return false;
        }
        touch(serial, THE_TOKEN);
        return true;
    }

    @Override public void putApproval(String serial, ApprovalRow row) {
        WRITTEN.check(row);
        requireToken(serial);
        sql().update("DELETE FROM approval WHERE serial = ? AND expires <= ?", serial, StoreClock.millis());
        Room others = approvalsBut(serial, row.nonce());
        WRITTEN.approvals(serial, others.rows() + 1, others.bytes() + row.approval().length);
        if (sql().update("""
                INSERT INTO approval (serial, nonce, unique_id, used, expires, approval) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (serial, nonce) DO UPDATE SET approval = excluded.approval
                WHERE unique_id = excluded.unique_id""",
                serial, row.nonce(), row.uniqueId(), row.used(), StoreClock.millis(row.expires()), row.approval()) == 0) {
            throw CKR_ARGUMENTS_BAD.because("the nonce of %s is that of an approval for another object", row);
        }
    }

    @Override public boolean useApproval(String serial, String nonce, int most) {
        return sql().update(USE_APPROVAL, serial, nonce, most, StoreClock.millis()) > 0;
    }

    @Override public int deleteApprovals(String serial) {
        return sql().update("DELETE FROM approval WHERE serial = ?", serial);
    }

    @Override public void takeLease(String serial, Lease lease) {
        WRITTEN.name("process", lease.process());
        requireToken(serial);
        sql().update("DELETE FROM lease WHERE serial = ? AND expires <= ?", serial, StoreClock.millis());
        sql().update("INSERT INTO lease (serial, process, expires) VALUES (?, ?, ?)"
            + " ON CONFLICT (serial, process) DO UPDATE SET expires = excluded.expires",
            serial, lease.process(), StoreClock.millis(lease.expires()));
    }

    @Override public boolean dropLease(String serial, String process) {
        return sql().update("DELETE FROM lease WHERE serial = ? AND process = ?", serial, process) > 0;
    }

    @Override public boolean claim(String kind, String name, Instant expires) {
        WRITTEN.name("kind", kind);
        WRITTEN.name("name", name);
        sql().update("DELETE FROM claim WHERE expires <= ?", StoreClock.millis());
        return sql().update("INSERT INTO claim (kind, name, expires) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            kind, name, StoreClock.millis(expires)) > 0;
    }

    private void requireToken(String serial) {
        Touched own = touched.get(serial);
        if ((own == null || own.now == 0) && revision(serial) == 0) {
            throw CKR_TOKEN_NOT_PRESENT.because("the store has no token %s", serial);
        }
    }

    /** One number per transaction, from a count over the whole store that never repeats. */
    private long nextRevision() {
        for (Touched done : touched.values()) {
            if (done.now != 0) {
                return done.now;
            }
        }
        return sql().first(row -> row.getLong(1), "UPDATE store SET revision = revision + 1 RETURNING revision")
            .orElseThrow();
    }

    /** Moves the token's revision, once per transaction, and logs what has changed. */
    private void touch(String serial, String uniqueId) {
        Touched token = touched.get(serial);
        if (token == null || token.now == 0) {
            long before = revision(serial);
            long now = nextRevision();
            if (sql().update("UPDATE revision SET revision = ? WHERE serial = ?", now, serial) == 0) {
                throw CKR_TOKEN_NOT_PRESENT.because("the store has no token %s", serial);
            }
            token = new Touched(before, now, new HashSet<>());
            touched.put(serial, token);
        }
        if (token.ids.size() <= LOGGED_PER_COMMIT && token.ids.add(uniqueId)) {
            log(serial, uniqueId, token);
        }
    }

    private void log(String serial, String uniqueId, Touched token) {
        if (token.ids.size() <= LOGGED_PER_COMMIT) {
            sql().update("INSERT INTO change (serial, revision, unique_id) VALUES (?, ?, ?)",
                serial, token.now, uniqueId);
            logged++;
        } else {
            sql().update("UPDATE revision SET logged_after = ? WHERE serial = ?", token.now, serial);
            sql().update("DELETE FROM change WHERE serial = ?", serial);
        }
    }

    /** Forgets the oldest changes, now and then. */
    void prune() {
        if (logged == 0) {
            return;
        }
        long last = sql().first(row -> row.getLong(1), "SELECT coalesce(max(id), 0) FROM change").orElse(0L);
        if (last / LOG_SLICE == (last - logged) / LOG_SLICE) {
            return;
        }
        long forget = last - LOGGED;
        sql().update("""
            UPDATE revision SET logged_after = max(logged_after, coalesce(
                (SELECT max(change.revision) FROM change WHERE change.serial = revision.serial AND change.id <= ?), 0))
            """, forget);
        sql().update("DELETE FROM change WHERE id <= ?", forget);
    }
}
