package claviger.store;

import static claviger.cryptoki.Ckr.CKR_GENERAL_ERROR;

import claviger.store.MemoryTables.MemoryToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Questions to a {@link MemoryStore} within one transaction. */
class MemoryReader implements StoreReader {
    /** In the log of changes, the token's row, its ACL or a PIN. */
    static final String THE_TOKEN = "";

    private final MemoryTables tables;
    private boolean over;

    MemoryReader(MemoryTables tables) {
        this.tables = tables;
    }

    final MemoryTables tables() {
        if (over) {
            throw CKR_GENERAL_ERROR.because("a transaction was used after its end");
        }
        return tables;
    }

    final void end() {
        over = true;
    }

    final Optional<MemoryToken> found(String serial) {
        return Optional.ofNullable(tables().tokens.get(serial));
    }

    @Override public List<TokenRow> tokens() {
        return tables().slots.values().stream().map(serial -> tables.tokens.get(serial).row.get(serial)).toList();
    }

    @Override public Optional<TokenRow> token(String serial) {
        return found(serial).map(token -> token.row.get(serial));
    }

    @Override public Optional<PinRow> pin(String serial, PinRole role) {
        return found(serial).flatMap(token -> Optional.ofNullable(token.pins.get(role)).map(pin -> {
            Instant now = now();
            long expired = token.tries.get(role).values().stream().filter(expires -> !expires.isAfter(now)).count();
            return new PinRow(pin.wrapped(), pin.failures() + (int) expired, pin.limit());
        }));
    }

    @Override public long revision(String serial) {
        return token(serial).map(TokenRow::revision).orElse(0L);
    }

    @Override public Changes changesSince(String serial, long revision) {
        long now = revision(serial);
        NavigableMap<Long, Set<String>> log = found(serial).map(token -> token.log).orElseGet(TreeMap::new);
        if (log.isEmpty() || revision < log.firstKey() || revision > now) {
            return new Changes(now, false, Set.of(), true);
        }
        Set<String> changed = new HashSet<>();
        log.tailMap(revision, false).values().forEach(changed::addAll);
        boolean tokenToo = changed.remove(THE_TOKEN);
        return new Changes(now, true, changed, tokenToo);
    }

    @Override public Optional<ObjectRow> object(String serial, String uniqueId) {
        return found(serial).flatMap(token -> Optional.ofNullable(token.ages.get(uniqueId)).map(token.objects::get));
    }

    @Override public List<ObjectRow> objects(String serial, List<String> uniqueIds) {
        List<ObjectRow> rows = new ArrayList<>(uniqueIds.size());
        uniqueIds.forEach(uniqueId -> object(serial, uniqueId).ifPresent(rows::add));
        return rows;
    }

    @Override public List<ObjectRow> numbered(String serial, List<Numbered> objects) {
        return objects(serial, objects.stream().map(Numbered::uniqueId).toList());
    }

    @Override public List<String> objectIds(String serial) {
        return found(serial).map(token -> token.objects.values().stream().map(ObjectRow::uniqueId).toList())
            .orElse(List.of());
    }

    @Override public long newest() {
        return tables().numbers;
    }

    @Override public List<Numbered> page(String serial, Span span) {
        return found(serial).map(token -> token.objects.subMap(span.after(), false, span.upTo(), true).entrySet().stream()
            .limit(span.most()).map(object -> new Numbered(object.getKey(), object.getValue().uniqueId())).toList())
            .orElse(List.of());
    }

    @Override public List<Numbered> page(String serial, List<IndexEntry> anyOf, Span span) {
        NavigableMap<Long, String> hits = new TreeMap<>();
        found(serial).ifPresent(token -> anyOf.forEach(entry -> hits.putAll(
            token.index.getOrDefault(entry, NONE).subMap(span.after(), false, span.upTo(), true))));
        return hits.entrySet().stream().limit(span.most())
            .map(hit -> new Numbered(hit.getKey(), hit.getValue())).toList();
    }

    private static final NavigableMap<Long, String> NONE = new TreeMap<>();

    @Override public long objectCount(String serial) {
        return found(serial).map(token -> token.objects.size()).orElse(0);
    }

    @Override public Optional<AclRow> acl(String serial) {
        return found(serial).map(token -> token.acl.get(serial));
    }

    @Override public List<ApprovalRow> approvals(String serial) {
        Instant now = now();
        return found(serial).stream().flatMap(token -> token.approvals.values().stream())
            .filter(approval -> approval.expires().isAfter(now)).toList();
    }

    @Override public List<ApprovalRow> approvals(String serial, String uniqueId) {
        return approvals(serial).stream().filter(approval -> approval.uniqueId().equals(uniqueId)).toList();
    }

    @Override public Optional<ApprovalRow> approval(String serial, String nonce) {
        Instant now = now();
        return found(serial).flatMap(token -> Optional.ofNullable(token.approvals.get(nonce)))
            .filter(approval -> approval.expires().isAfter(now));
    }

    @Override public List<Lease> leases(String serial) {
        Instant now = now();
        return found(serial).stream().flatMap(token -> token.leases.entrySet().stream())
            .filter(lease -> lease.getValue().isAfter(now))
            .map(lease -> new Lease(lease.getKey(), lease.getValue()))
            .sorted(Comparator.comparing(Lease::process)).toList();
    }

    @Override public Instant now() {
        return StoreClock.now();
    }
}
