package claviger.store;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_TOKEN_NOT_PRESENT;
import static claviger.store.Bounds.WRITTEN;

import claviger.store.MemoryTables.MemoryToken;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One write transaction on a {@link MemoryStore}, which nobody else uses meanwhile. */
final class MemoryWriter extends MemoryReader implements StoreWriter {
    private static final int LOGGED_REVISIONS = 1024;
    private static final int LOGGED_PER_COMMIT = 4096;

    private static final int CLAIMS_BETWEEN_SWEEPS = 1024;

    private final UndoLog undo;
    /** The revision that each token had before this transaction, for those that it has changed. */
    private final Map<String, Long> before = new HashMap<>();
    private long revision;

    MemoryWriter(MemoryTables tables, UndoLog undo) {
        super(tables);
        this.undo = undo;
    }

    boolean moved() {
        return !before.isEmpty();
    }

    @Override public boolean insertToken(TokenRow row) {
        WRITTEN.check(row);
        if (found(row.serial()).isPresent() || tables().slots.containsKey(row.slot())) {
            return false;
        }
        MemoryToken token = new MemoryToken();
        undo.put(tables().tokens, row.serial(), token);
        undo.put(tables().slots, row.slot(), row.serial());
        putRow(token, row, ownRevision());
        undo.put(token.log, ownRevision(), new HashSet<>());
        before.put(row.serial(), ownRevision());
        return true;
    }

    @Override public boolean updateToken(TokenRow row, long expectedRevision) {
        WRITTEN.check(row);
        String serial = row.serial();
        boolean unchanged = revision(serial) == expectedRevision
            || Long.valueOf(expectedRevision).equals(before.get(serial));
        if (found(serial).isEmpty() || !unchanged || !tables().slots.getOrDefault(row.slot(), serial).equals(serial)) {
            return false;
        }
        MemoryToken token = touch(serial, THE_TOKEN);
        undo.remove(tables().slots, token.row.get(serial).slot());
        undo.put(tables().slots, row.slot(), serial);
        putRow(token, row, revision(serial));
        return true;
    }

    private void putRow(MemoryToken token, TokenRow row, long number) {
        undo.put(token.row, row.serial(),
            new TokenRow(row.serial(), row.slot(), row.label(), number, row.settings(), row.roleKeys()));
    }

    @Override public boolean deleteToken(String serial) {
        MemoryToken token = undo.remove(tables().tokens, serial);
        if (token == null) {
            return false;
        }
        undo.remove(tables().slots, token.row.get(serial).slot());
        before.put(serial, 0L);
        revision = 0;       // if the token is made again, it gets another number
        return true;
    }

    @Override public void putPin(String serial, PinRole role, PinRow pin) {
        WRITTEN.check(pin);
        MemoryToken token = touch(serial, THE_TOKEN);
        undo.put(token.pins, role, pin);
        undo.put(token.tries, role, new HashMap<>());
    }

    @Override public boolean deletePin(String serial, PinRole role) {
        if (pin(serial, role).isEmpty()) {
            return false;
        }
        MemoryToken token = touch(serial, THE_TOKEN);
        undo.remove(token.pins, role);
        undo.put(token.tries, role, new HashMap<>());
        return true;
    }

    @Override public TryOutcome reserveTry(String serial, PinRole role, String tryId, Instant expires) {
        WRITTEN.name("try", tryId);
        if (pin(serial, role).isEmpty()) {
            return TryOutcome.NO_PIN;
        }
        PinRow pin = countExpiredTries(serial, role);
        Map<String, Instant> tries = tables().tokens.get(serial).tries.get(role);
        if (pin.failures() >= pin.limit()) {
            return TryOutcome.LOCKED;
        }
        if (pin.failures() + tries.size() >= pin.limit()) {
            return TryOutcome.WAIT;
        }
        if (tries.containsKey(tryId)) {
            throw CKR_ARGUMENTS_BAD.because("the try %s is reserved already", tryId);
        }
        undo.put(tries, tryId, toMillis(expires));
        return TryOutcome.RESERVED;
    }

    @Override public boolean settleTry(String serial, PinRole role, String tryId, boolean success) {
        if (pin(serial, role).isEmpty()) {
            return false;
        }
        PinRow pin = countExpiredTries(serial, role);
        MemoryToken token = tables().tokens.get(serial);
        if (undo.remove(token.tries.get(role), tryId) == null) {
            return false;
        }
        undo.put(token.pins, role, new PinRow(pin.wrapped(), success ? 0 : pin.failures() + 1, pin.limit()));
        return true;
    }

    private PinRow countExpiredTries(String serial, PinRole role) {
        MemoryToken token = tables().tokens.get(serial);
        Map<String, Instant> tries = token.tries.get(role);
        Instant now = now();
        PinRow pin = token.pins.get(role);
        List<String> expired = tries.keySet().stream().filter(id -> !tries.get(id).isAfter(now)).toList();
        expired.forEach(id -> undo.remove(tries, id));
        PinRow counted = new PinRow(pin.wrapped(), pin.failures() + expired.size(), pin.limit());
        undo.put(token.pins, role, counted);
        return counted;
    }

    @Override public boolean insertObject(String serial, ObjectRow object) {
        WRITTEN.check(object);
        if (existing(serial).ages.containsKey(object.uniqueId())) {
            return false;
        }
        MemoryToken token = touch(serial, object.uniqueId());
        long age = ++tables().numbers;
        undo.put(token.ages, object.uniqueId(), age);
        putObject(token, age, object);
        return true;
    }

    @Override public boolean updateObject(String serial, ObjectRow object, long expectedRowRevision) {
        WRITTEN.check(object);
        if (object.rowRevision() != expectedRowRevision + 1) {
            throw CKR_ARGUMENTS_BAD.because("%s after row revision %d", object, expectedRowRevision);
        }
        if (object(serial, object.uniqueId()).filter(row -> row.rowRevision() == expectedRowRevision).isEmpty()) {
            return false;
        }
        MemoryToken token = touch(serial, object.uniqueId());
        long age = token.ages.get(object.uniqueId());
        removeObject(token, age);
        putObject(token, age, object);
        return true;
    }

    @Override public boolean deleteObject(String serial, String uniqueId) {
        if (object(serial, uniqueId).isEmpty()) {
            return false;
        }
        MemoryToken token = touch(serial, uniqueId);
        removeObject(token, undo.remove(token.ages, uniqueId));
        return true;
    }

    private void putObject(MemoryToken token, long age, ObjectRow object) {
        undo.put(token.objects, age, object);
        object.index().stream().distinct().forEach(entry -> {
            if (!token.index.containsKey(entry)) {
                undo.put(token.index, entry, new TreeMap<>());
            }
            undo.put(token.index.get(entry), age, object.uniqueId());
        });
    }

    private void removeObject(MemoryToken token, long age) {
        ObjectRow object = undo.remove(token.objects, age);
        object.index().stream().distinct().forEach(entry -> {
            undo.remove(token.index.get(entry), age);
            if (token.index.get(entry).isEmpty()) {
                undo.remove(token.index, entry);
            }
        });
    }

    @Override public int insertObjects(String serial, Collection<ObjectRow> objects) {
        return (int) objects.stream().filter(object -> insertObject(serial, object)).count();
    }

    @Override public int deleteObjects(String serial, Collection<String> uniqueIds) {
        return (int) uniqueIds.stream().filter(uniqueId -> deleteObject(serial, uniqueId)).count();
    }

    @Override public void putAcl(String serial, AclRow acl) {
        WRITTEN.check(acl);
        undo.put(touch(serial, THE_TOKEN).acl, serial, acl);
    }

    @Override public boolean deleteAcl(String serial) {
        if (acl(serial).isEmpty()) {
            return false;
        }
        undo.remove(touch(serial, THE_TOKEN).acl, serial);
        return true;
    }

    @Override public void putApproval(String serial, ApprovalRow row) {
        WRITTEN.check(row);
        Map<String, ApprovalRow> approvals = existing(serial).approvals;
        Instant now = now();
        List<String> gone = approvals.keySet().stream().filter(id -> !approvals.get(id).expires().isAfter(now)).toList();
        gone.forEach(nonce -> undo.remove(approvals, nonce));
        ApprovalRow before = approvals.get(row.nonce());
        if (before != null && !before.uniqueId().equals(row.uniqueId())) {
            throw CKR_ARGUMENTS_BAD.because("the nonce of %s is that of an approval for another object", row);
        }
        long others = approvals.values().stream().filter(approval -> approval != before).count();
        long bytes = approvals.values().stream().filter(approval -> approval != before)
            .mapToLong(approval -> approval.approval().length).sum();
        WRITTEN.approvals(serial, others + 1, bytes + row.approval().length);
        undo.put(approvals, row.nonce(), new ApprovalRow(row.nonce(), row.uniqueId(), row.approval(),
            before == null ? row.used() : before.used(), before == null ? toMillis(row.expires()) : before.expires()));
    }

    @Override public boolean useApproval(String serial, String nonce, int most) {
        Optional<ApprovalRow> usable = approval(serial, nonce).filter(approval -> approval.used() < most);
        usable.ifPresent(approval -> undo.put(existing(serial).approvals, nonce, new ApprovalRow(nonce, approval.uniqueId(),
            approval.approval(), approval.used() + 1, approval.expires())));
        return usable.isPresent();
    }

    @Override public int deleteApprovals(String serial) {
        Map<String, ApprovalRow> approvals = found(serial).map(token -> token.approvals).orElse(Map.of());
        List<String> all = List.copyOf(approvals.keySet());
        all.forEach(nonce -> undo.remove(approvals, nonce));
        return all.size();
    }

    @Override public void takeLease(String serial, Lease lease) {
        WRITTEN.name("process", lease.process());
        MemoryToken token = existing(serial);
        Instant now = now();
        List<String> gone = token.leases.keySet().stream().filter(id -> !token.leases.get(id).isAfter(now)).toList();
        gone.forEach(process -> undo.remove(token.leases, process));
        undo.put(token.leases, lease.process(), toMillis(lease.expires()));
    }

    @Override public boolean dropLease(String serial, String process) {
        return found(serial).map(token -> undo.remove(token.leases, process)).isPresent();
    }

    @Override public boolean claim(String kind, String name, Instant expires) {
        List<String> key = List.of(WRITTEN.name("kind", kind), WRITTEN.name("name", name));
        Instant now = now();
        Map<List<String>, Instant> claims = tables().claims;
        if (claims.containsKey(key) && claims.get(key).isAfter(now)) {
            return false;
        }
        if (claims.size() % CLAIMS_BETWEEN_SWEEPS == 0) {
            List<List<String>> free = claims.keySet().stream().filter(old -> !claims.get(old).isAfter(now)).toList();
            free.forEach(old -> undo.remove(claims, old));
        }
        undo.put(claims, key, toMillis(expires));
        return true;
    }

    private static Instant toMillis(Instant instant) {
        return Instant.ofEpochMilli(StoreClock.millis(instant));
    }

    private MemoryToken existing(String serial) {
        return found(serial).orElseThrow(() -> CKR_TOKEN_NOT_PRESENT.because("the store has no token %s", serial));
    }

    private long ownRevision() {
        if (revision == 0) {
            revision = ++tables().numbers;
        }
        return revision;
    }

    /** Moves the token's revision, once per transaction, and logs what has changed. */
    private MemoryToken touch(String serial, String uniqueId) {
        MemoryToken token = existing(serial);
        TokenRow row = token.row.get(serial);
        if (row.revision() != ownRevision()) {
            before.putIfAbsent(serial, row.revision());
            putRow(token, row, ownRevision());
            undo.put(token.log, ownRevision(), new HashSet<>());
            if (token.log.size() > LOGGED_REVISIONS) {
                undo.remove(token.log, token.log.firstKey());
            }
        }
        log(token, uniqueId);
        return token;
    }

    private void log(MemoryToken token, String uniqueId) {
        Set<String> changed = token.log.get(ownRevision());
        if (changed.size() < LOGGED_PER_COMMIT) {
            changed.add(uniqueId);
        } else if (!changed.contains(uniqueId)) {
            List<Long> earlier = List.copyOf(token.log.headMap(ownRevision()).keySet());
            earlier.forEach(number -> undo.remove(token.log, number));
        }
    }
}
