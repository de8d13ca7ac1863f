package claviger.store;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** What a {@link MemoryStore} holds. Guarded by its lock; changed through an {@link UndoLog}. */
final class MemoryTables {
    /** By serial. */
    final Map<String, MemoryToken> tokens = new HashMap<>();
    /** Serials by slot. */
    final NavigableMap<Long, String> slots = new TreeMap<>();
    /** Expiry by kind and name. */
    final Map<List<String>, Instant> claims = new HashMap<>();
    /** The last number given to a revision or an object. Never taken back: it only has to grow. */
    long numbers;

    /** One token with all that hangs on it. */
    static final class MemoryToken {
        /** Its row, under the one key that there is, so that it is undone like everything else. */
        final Map<String, TokenRow> row = new HashMap<>();
        /** Its ACL, in the same way. */
        final Map<String, AclRow> acl = new HashMap<>();
        /** By nonce. */
        final Map<String, ApprovalRow> approvals = new HashMap<>();
        final Map<PinRole, PinRow> pins = new EnumMap<>(PinRole.class);
        final Map<PinRole, Map<String, Instant>> tries = new EnumMap<>(PinRole.class);
        /** By age. */
        final NavigableMap<Long, ObjectRow> objects = new TreeMap<>();
        /** Ages by unique id. */
        final Map<String, Long> ages = new HashMap<>();
        final Map<IndexEntry, NavigableMap<Long, String>> index = new HashMap<>();
        final Map<String, Instant> leases = new HashMap<>();
        /** What each of the latest revisions has changed. */
        final NavigableMap<Long, Set<String>> log = new TreeMap<>();

        MemoryToken() {
            for (PinRole role : PinRole.values()) {
                tries.put(role, new HashMap<>());
            }
        }
    }
}
