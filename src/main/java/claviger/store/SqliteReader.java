package claviger.store;

import static claviger.cryptoki.Ckr.CKR_GENERAL_ERROR;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Questions to SQLite within one transaction. */
class SqliteReader implements StoreReader {
    private static final String TOKENS =
        "SELECT serial, slot, label, revision, settings, role_keys FROM token JOIN revision USING (serial)";

    static final String OBJECT =
        "SELECT id, row_revision, is_private, mac, attributes FROM object WHERE serial = ? AND unique_id = ?";
    /** How many objects one statement asks for, and how few are asked for one by one. */
    static final int BATCH = 256;
    private static final int FEW = 4;
    private static final String PLACES = "(" + "?, ".repeat(BATCH - 1) + "?)";
    static final String OBJECTS = "SELECT id, unique_id, row_revision, is_private, mac, attributes FROM object "
        + "WHERE serial = ? AND unique_id IN " + PLACES;
    static final String INDEXES = "SELECT object, ordinal, attribute, digest FROM object_index WHERE object IN " + PLACES
        + " LIMIT " + (BATCH * Bounds.INDEX_ENTRIES + 1);
    static final String NEWEST = "SELECT seq FROM sqlite_sequence WHERE name = 'object'";
    /** In the order of the table: the plus keeps SQLite from another index, which it would have to sort. */
    static final String PAGE =
        "SELECT id, unique_id FROM object WHERE id > ? AND id <= ? AND +serial = ? ORDER BY id LIMIT ?";
    static final String INDEXED_PAGE = indexedPage(5);
    /** What is public and what is private have different entries of one value: both are looked for at once. */
    static final String INDEXED_PAGES =
        "SELECT * FROM (" + indexedPage(5) + ") UNION ALL SELECT * FROM (" + indexedPage(7) + ")";
    /** An object and its index entries, a row for each or one without; not by its unique id, whose index is large and cold. */
    static final String NUMBERED = """
        SELECT row_revision, is_private, mac, attributes, attribute, digest
        FROM object LEFT JOIN object_index ON object = id WHERE id = ? AND object.serial = ? ORDER BY ordinal LIMIT\s"""
        + (Bounds.INDEX_ENTRIES + 1);

    static final String ACL = "SELECT revision, sealed FROM acl WHERE serial = ?";
    static final String APPROVALS = "SELECT nonce, unique_id, approval, used, expires FROM approval "
        + "WHERE serial = ? AND expires > ?";
    static final String APPROVALS_OF_OBJECT = APPROVALS + " AND unique_id = ?";
    static final String APPROVAL = APPROVALS + " AND nonce = ?";
    static final String ALL_APPROVALS =
        "SELECT count(*), coalesce(sum(length(approval)), 0) FROM approval WHERE serial = ? AND nonce <> ?";

    private final SqliteConnection connection;
    private boolean over;

    private record Place(long id, ObjectRow row) {
    }

    /** How many rows, with how many bytes. */
    record Room(long rows, long bytes) {
    }

    /** @param row of an object, with the first of its entries only */
    private record Joined(ObjectRow row, Optional<IndexEntry> entry) {
    }

    private record Indexed(long object, int ordinal, IndexEntry entry) {
    }

    SqliteReader(SqliteConnection connection) {
        this.connection = connection;
    }

    /** The connection, as long as the transaction lasts. */
    final SqliteConnection sql() {
        if (over) {
            throw CKR_GENERAL_ERROR.because("a transaction was used after its end");
        }
        return connection;
    }

    final void end() {
        over = true;
    }

    @Override public List<TokenRow> tokens() {
        return sql().all(SqliteReader::token, TOKENS + " ORDER BY slot");
    }

    @Override public Optional<TokenRow> token(String serial) {
        return sql().first(SqliteReader::token, TOKENS + " WHERE serial = ?", serial);
    }

    @Override public Optional<PinRow> pin(String serial, PinRole role) {
        return sql().first(row -> Bounds.READ.check(new PinRow(row.getBytes(1), row.getInt(2), row.getInt(3))), """
            SELECT wrapped, failures + (SELECT count(*) FROM pin_try
                WHERE pin_try.serial = pin.serial AND pin_try.role = pin.role AND expires <= ?), max_failures
            FROM pin WHERE serial = ? AND role = ?""", StoreClock.millis(), serial, role.name());
    }

    @Override public long revision(String serial) {
        return sql().first(row -> row.getLong(1), "SELECT revision FROM revision WHERE serial = ?", serial).orElse(0L);
    }

    @Override public Changes changesSince(String serial, long revision) {
        long[] now = sql().first(row -> new long[] {row.getLong(1), row.getLong(2)},
            "SELECT revision, logged_after FROM revision WHERE serial = ?", serial).orElse(new long[] {0, 0});
        if (now[0] == 0 || revision < now[1] || revision > now[0]) {
            return new Changes(now[0], false, Set.of(), true);
        }
        Set<String> changed = new HashSet<>(sql().all(row -> row.getString(1),
            "SELECT unique_id FROM change WHERE serial = ? AND revision > ?", serial, revision));
        boolean tokenToo = changed.remove(SqliteWriter.THE_TOKEN);
        return new Changes(now[0], true, changed, tokenToo);
    }

    @Override public Optional<ObjectRow> object(String serial, String uniqueId) {
        return sql().first(row -> new Place(row.getLong(1), new ObjectRow(uniqueId, row.getLong(2), row.getInt(3) != 0,
                row.getBytes(5), row.getBytes(4), List.of())),
            OBJECT, serial, uniqueId).map(place -> withIndex(place.row, index(place.id)));
    }

    /** @param first the number of the parameter that is the attribute, before the digest */
    private static String indexedPage(int first) {
        return """
            SELECT object.id, unique_id FROM object_index JOIN object ON object.id = object_index.object
            WHERE object_index.serial = ?1 AND attribute = ?%d AND digest = ?%d AND object > ?2 AND object <= ?3
            ORDER BY object LIMIT ?4""".formatted(first, first + 1);
    }

    private static ObjectRow withIndex(ObjectRow row, List<IndexEntry> index) {
        return Bounds.READ.check(new ObjectRow(row.uniqueId(), row.rowRevision(), row.isPrivate(), row.attributes(),
            row.mac(), index));
    }

    /** The index entries of the object that has this number here. */
    final List<IndexEntry> index(long id) {
        return sql().all(row -> new IndexEntry(row.getLong(1), row.getBytes(2)),
            "SELECT attribute, digest FROM object_index WHERE object = ? ORDER BY ordinal LIMIT "
                + (Bounds.INDEX_ENTRIES + 1), id);
    }

    @Override public List<ObjectRow> numbered(String serial, List<Numbered> objects) {
        return objects.size() <= FEW
            ? objects.stream().flatMap(object -> numbered(serial, object).stream()).toList()
            : objects(serial, objects.stream().map(Numbered::uniqueId).toList());
    }

    private Optional<ObjectRow> numbered(String serial, Numbered object) {
        List<Joined> rows = sql().all(row -> joined(object, row), NUMBERED, object.number(), serial);
        return rows.stream().findFirst().map(first ->
            withIndex(first.row, rows.stream().flatMap(row -> row.entry.stream()).toList()));
    }

    private static Joined joined(Numbered object, ResultSet row) throws SQLException {
        byte[] digest = row.getBytes(6);
        return new Joined(
            row.getRow() > 1 ? null : new ObjectRow(object.uniqueId(), row.getLong(1), row.getInt(2) != 0,
                row.getBytes(4), row.getBytes(3), List.of()),
            digest == null ? Optional.empty() : Optional.of(new IndexEntry(row.getLong(5), digest)));
    }

    @Override public List<ObjectRow> objects(String serial, List<String> uniqueIds) {
        if (uniqueIds.size() <= FEW) {
            return uniqueIds.stream().flatMap(uniqueId -> object(serial, uniqueId).stream()).toList();
        }
        Map<String, ObjectRow> rows = new HashMap<>();
        for (int from = 0; from < uniqueIds.size(); from += BATCH) {
            batch(serial, uniqueIds.subList(from, Math.min(from + BATCH, uniqueIds.size())))
                .forEach(row -> rows.put(row.uniqueId(), row));
        }
        return uniqueIds.stream().map(rows::get).filter(Objects::nonNull).toList();
    }

    /** Two statements for many objects, where each object would cost two of its own. */
    private List<ObjectRow> batch(String serial, List<String> uniqueIds) {
        Object[] wanted = new Object[1 + BATCH];      // what is not needed stays null, which equals nothing
        wanted[0] = serial;
        for (int i = 0; i < uniqueIds.size(); i++) {
            wanted[1 + i] = uniqueIds.get(i);
        }
        List<Place> places = sql().all(row -> new Place(row.getLong(1), new ObjectRow(row.getString(2), row.getLong(3),
            row.getInt(4) != 0, row.getBytes(6), row.getBytes(5), List.of())), OBJECTS, wanted);
        Map<Long, List<Indexed>> indexes = sql().all(row -> new Indexed(row.getLong(1), row.getInt(2),
                new IndexEntry(row.getLong(3), row.getBytes(4))), INDEXES,
            Arrays.copyOf(places.stream().map(Place::id).toArray(), BATCH)).stream()
            .sorted(Comparator.comparingInt(Indexed::ordinal)).collect(Collectors.groupingBy(Indexed::object));
        return places.stream().map(place -> withIndex(place.row,
            indexes.getOrDefault(place.id, List.of()).stream().map(Indexed::entry).toList())).toList();
    }

    @Override public List<String> objectIds(String serial) {
        return sql().all(row -> Bounds.READ.name("unique id", row.getString(1)),
            "SELECT unique_id FROM object WHERE serial = ? ORDER BY id", serial);
    }

    /** SQLite's own count for the column, which is not reset by deletions. */
    @Override public long newest() {
        return sql().first(row -> row.getLong(1), NEWEST).orElse(0L);
    }

    @Override public List<Numbered> page(String serial, Span span) {
        return sql().all(SqliteReader::numbered, PAGE, span.after(), span.upTo(), serial, span.most());
    }

    @Override public List<Numbered> page(String serial, List<IndexEntry> anyOf, Span span) {
        NavigableMap<Long, Numbered> found = new TreeMap<>();
        for (int i = 0; i < anyOf.size(); i += 2) {
            IndexEntry one = anyOf.get(i);
            IndexEntry other = i + 1 < anyOf.size() ? anyOf.get(i + 1) : null;
            List<Numbered> some = other == null
                ? sql().all(SqliteReader::numbered, INDEXED_PAGE, serial, span.after(), span.upTo(), span.most(),
                    one.attribute(), one.digest())
                : sql().all(SqliteReader::numbered, INDEXED_PAGES, serial, span.after(), span.upTo(), span.most(),
                    one.attribute(), one.digest(), other.attribute(), other.digest());
            some.forEach(numbered -> found.put(numbered.number(), numbered));
        }
        return found.values().stream().limit(span.most()).toList();
    }

    private static Numbered numbered(ResultSet row) throws SQLException {
        return new Numbered(row.getLong(1), Bounds.READ.name("unique id", row.getString(2)));
    }

    @Override public long objectCount(String serial) {
        return sql().first(row -> row.getLong(1), "SELECT count(*) FROM object WHERE serial = ?", serial).orElse(0L);
    }

    @Override public Optional<AclRow> acl(String serial) {
        return sql().first(row -> Bounds.READ.check(new AclRow(row.getLong(1), row.getBytes(2))), ACL, serial);
    }

    @Override public List<ApprovalRow> approvals(String serial) {
        requireFewApprovals(serial);
        return sql().all(SqliteReader::approval, APPROVALS, serial, StoreClock.millis());
    }

    @Override public List<ApprovalRow> approvals(String serial, String uniqueId) {
        requireFewApprovals(serial);
        return sql().all(SqliteReader::approval, APPROVALS_OF_OBJECT, serial, StoreClock.millis(), uniqueId);
    }

    @Override public Optional<ApprovalRow> approval(String serial, String nonce) {
        return sql().first(SqliteReader::approval, APPROVAL, serial, StoreClock.millis(), nonce);
    }

    /** They are read all at once. */
    private void requireFewApprovals(String serial) {
        Room all = approvalsBut(serial, "");      // a nonce that none has
        Bounds.READ.approvals(serial, all.rows, all.bytes);
    }

    /** What the approvals of a token take, but for the one with a nonce. */
    final Room approvalsBut(String serial, String nonce) {
        return sql().first(row -> new Room(row.getLong(1), row.getLong(2)), ALL_APPROVALS, serial, nonce).orElseThrow();
    }

    private static ApprovalRow approval(ResultSet row) throws SQLException {
        return Bounds.READ.check(new ApprovalRow(row.getString(1), row.getString(2), row.getBytes(3), row.getInt(4),
            Instant.ofEpochMilli(row.getLong(5))));
    }

    @Override public List<Lease> leases(String serial) {
        return sql().all(row -> new Lease(row.getString(1), Instant.ofEpochMilli(row.getLong(2))),
            "SELECT process, expires FROM lease WHERE serial = ? AND expires > ? ORDER BY process",
            serial, StoreClock.millis());
    }

    @Override public Instant now() {
        return StoreClock.now();
    }

    private static TokenRow token(ResultSet row) throws SQLException {
        return Bounds.READ.check(new TokenRow(row.getString(1), row.getLong(2), row.getString(3), row.getLong(4),
            row.getBytes(5), row.getBytes(6)));
    }
}
