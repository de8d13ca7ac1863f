package claviger.token;

import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_DEVICE_REMOVED;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Template;
import claviger.mechanism.KeyMaterial;
import claviger.mechanism.KeyTypes;
import claviger.seal.MasterKey;
import claviger.seal.RoleKeys;
import claviger.store.Changes;
import claviger.store.IndexEntry;
import claviger.store.Numbered;
import claviger.store.ObjectRow;
import claviger.store.Span;
import claviger.store.StoreReader;
import claviger.store.TokenRow;
import claviger.store.TokenStore;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * What all applications of this process share of one token: the master key while any of them is logged in, and objects
 * and keys in memory, which are dropped when their rows change (D11, D14). Safe between threads.
 *
 * <p>Coherence: rows are read and put into the caches under the read lock; what {@link #sync} learns is dropped from
 * them under the write lock. So a row that was read before a change is either dropped by the sync that learns of it, or
 * was read after it.
 *
 * <p>What is in the caches is taken without the lock. An object is right if it is there after the caller's sync. A key
 * is right if it has the row revision of the object that the caller has just looked at: a unique id is never given twice
 * and each change of a row moves its revision, so both name one value, and it does not matter when the key was read.
 * Whether it may still be used is settled by {@link HeldKey}: either the lease came first, and the key is whole until
 * the operation ends, or the drop did, and the caller goes the long way, under the lock, where a logout in between has
 * left no master key (D11). That the caller may use the key is its application's to check, before and after (S3, L6).
 */
final class Token implements AutoCloseable {
    private static final int MOST_OBJECTS = 20_000;
    private static final int MOST_KEYS = 1_000;
    private static final int FEW = 16;

    private final TokenStore store;
    private final String serial;
    private final Rows rows;
    private final TokenLease lease;
    private final TokenAcls acls;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Cache<String, StorageObject> objects = Caffeine.newBuilder().maximumSize(MOST_OBJECTS).build();
    private final Cache<String, HeldKey> keys = Caffeine.newBuilder().maximumSize(MOST_KEYS).executor(Runnable::run)
        .removalListener((String uniqueId, HeldKey key, RemovalCause cause) -> key.drop()).build();

    private final AtomicLong drops = new AtomicLong();

    private volatile long seenStamp = TokenStore.UNKNOWN_STAMP;
    private volatile TokenRow row;
    private volatile Traits traits;
    private volatile PolicyRules policy;
    private volatile RoleKeys roleKeys;
    private MasterKey master;
    private int loggedIn;

    Token(TokenStore store, TokenRow row, TokenLease lease) {
        this.store = store;
        this.serial = row.serial();
        this.row = row;
        this.traits = Traits.decoded(row.settings());
        this.policy = PolicyRules.of(traits.policy());
        this.roleKeys = RoleKeys.decoded(row.roleKeys());
        this.rows = new Rows(serial);
        this.lease = lease;
        this.acls = new TokenAcls(store, serial);
    }

    String serial() {
        return serial;
    }

    TokenStore store() {
        return store;
    }

    TokenLease lease() {
        return lease;
    }

    Rows rows() {
        return rows;
    }

    /**
     * The token's row as of now.
     *
     * @throws claviger.cryptoki.CkrException CKR_DEVICE_REMOVED if the token has been deleted (T9)
     */
    TokenRow row() {
        sync();
        TokenRow now = row;
        if (now == null) {
            throw CKR_DEVICE_REMOVED.because("token %s has been deleted", serial);
        }
        return now;
    }

    boolean isThere() {
        sync();
        return row != null;
    }

    /** What its policy asks for, as of the last {@link #sync}. */
    PolicyRules policy() {
        return policy;
    }

    /** Which ACLs are in force; as of the last {@link #sync} (D29). */
    Traits traits() {
        return traits;
    }

    /** As of the last {@link #sync}. Its user generation counts the resets of the user PIN (D20). */
    RoleKeys roleKeys() {
        return roleKeys;
    }

    /** Learns what other threads and processes have committed since the last look. Costs a memory read if nothing. */
    void sync() {
        long stamp = store.stamp();
        if (stamp == TokenStore.UNKNOWN_STAMP || stamp != seenStamp) {
            learn(stamp);
        }
    }

    /** Of one moment: a row that is newer than the changes would hide those in between for good. */
    private record News(Changes changes, Optional<TokenRow> row) {
    }

    private void learn(long stamp) {
        lock.writeLock().lock();
        try {
            TokenRow before = row;
            if (before == null) {
                return;
            }
            News news = store.read(reader ->
                new News(reader.changesSince(serial, before.revision()), reader.token(serial)));
            RoleKeys newRoleKeys = news.row().map(now -> RoleKeys.decoded(now.roleKeys())).orElse(roleKeys);
            Traits newTraits = news.row().map(now -> verified(now, newRoleKeys, master)).orElse(traits);
            if (newRoleKeys.epoch() == roleKeys.epoch() && newTraits.aclRevision() < traits.aclRevision()) {
                throw CKR_DEVICE_ERROR.because("the row of token %s was replaced by an older one", serial);
            }
            if (!news.changes().complete()) {
                dropAll();
            } else if (!news.changes().uniqueIds().isEmpty()) {
                objects.invalidateAll(news.changes().uniqueIds());
                keys.invalidateAll(news.changes().uniqueIds());
                drops.incrementAndGet();
            }
            if (newRoleKeys.epoch() != roleKeys.epoch()) {
                acls.forget();      // of a token that was made anew, which counts the changes of its ACLs anew
            }
            row = news.row().orElse(null);
            traits = newTraits;
            policy = PolicyRules.of(newTraits.policy());
            roleKeys = newRoleKeys;
            seenStamp = stamp;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Whoever can write the store could have made a row say that. With another epoch, it is of a token made anew. */
    private static Traits verified(TokenRow now, RoleKeys roleKeys, MasterKey key) {
        if (key != null && key.epoch() == roleKeys.epoch()) {
            Traits.verify(now, key);
        }
        return Traits.decoded(now.settings());
    }

    /** Its ACLs. */
    TokenAcls acls() {
        return acls;
    }

    // the master key

    /** An application has logged in. @param key its way to the master key, now ours */
    void enter(MasterKey key) {
        lock.writeLock().lock();
        try {
            if (row != null) {
                verified(row, roleKeys, key);      // it was read before anybody had a key
            }
            if (master == null || master.epoch() < key.epoch()) {
                if (master != null) {
                    master.wipe();      // the token was initialised again behind the back of who has it
                }
                master = key;
                dropAll();      // what was read without a key was not authenticated (D19)
            } else if (master != key) {
                key.wipe();
            }
            loggedIn++;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** An application has logged out. With the last one go the master key and everything that it opened (D11). */
    void leave() {
        lock.writeLock().lock();
        try {
            loggedIn--;
            if (loggedIn == 0) {
                master.wipe();
                master = null;
                dropAll();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Runs with the master key, or with null while nobody is logged in. The key must not leave the work. */
    <R> R withMaster(Function<MasterKey, R> work) {
        lock.readLock().lock();
        try {
            return work.apply(master);
        } finally {
            lock.readLock().unlock();
        }
    }

    // objects

    /** The object as it is now, if it is there. Private ones only while somebody of this process is logged in. */
    Optional<StorageObject> object(String uniqueId) {
        sync();
        StorageObject cached = objects.getIfPresent(uniqueId);
        return cached != null ? Optional.of(cached) : withMaster(key ->
            store.read(reader -> reader.object(serial, uniqueId))
                .filter(found -> !found.isPrivate() || key != null)
                .map(found -> {
                    StorageObject object = rows.object(found, key, Opened.ALL);
                    objects.put(uniqueId, object);
                    return object;
                }));
    }

    /** @param next where to go on, up to what was there when the first page was read (F4); empty at the end */
    record Page(List<StorageObject> found, Optional<Span> next) {
    }

    private record PageRows(List<Numbered> all, Map<String, StorageObject> cached, List<ObjectRow> others,
            Optional<Span> next) {
    }

    /**
     * A page of the objects that may match, and perhaps others; private ones only on demand.
     *
     * @param anyOf  the index entries of which they carry one, if the search has any
     * @param opened what is read of those that are not in memory; a few are read whole, kept there, and likely used next
     */
    Page page(Optional<List<IndexEntry>> anyOf, Span span, boolean privateToo, Opened opened) {
        sync();
        return withMaster(key -> {
            PageRows page = store.read(reader -> pageRows(reader, anyOf, span));
            Map<String, StorageObject> known = new HashMap<>(page.cached());
            boolean keeps = opened.isAll() || page.others().size() <= FEW;
            for (ObjectRow row : page.others()) {
                if (!row.isPrivate() || privateToo && key != null) {
                    rows.readable(row, key, keeps ? Opened.ALL : opened).ifPresent(object -> {
                        if (keeps) {
                            objects.put(object.uniqueId(), object);
                        }
                        known.put(object.uniqueId(), object);
                    });
                }
            }
            return new Page(page.all().stream().map(row -> known.get(row.uniqueId()))
                .filter(object -> object != null && (privateToo || !object.isPrivate())).toList(), page.next());
        });
    }

    private PageRows pageRows(StoreReader reader, Optional<List<IndexEntry>> anyOf, Span span) {
        List<Numbered> all = anyOf.isPresent() ? reader.page(serial, anyOf.get(), span) : reader.page(serial, span);
        List<String> ids = all.stream().map(Numbered::uniqueId).toList();
        Map<String, StorageObject> cached = objects.getAllPresent(ids);
        List<ObjectRow> others = reader.numbered(serial,
            all.stream().filter(object -> !cached.containsKey(object.uniqueId())).toList());
        if (all.size() < span.most()) {
            return new PageRows(all, cached, others, Optional.empty());
        }
        long upTo = span.upTo() == Span.NO_END ? reader.newest() : span.upTo();
        return new PageRows(all, cached, others,
            Optional.of(new Span(all.get(all.size() - 1).number(), upTo, span.most())));
    }

    // keys

    /** A key to compute with, or empty if the object has changed or gone since it was looked at: look again. */
    Optional<HeldKey.Lease> lease(StorageObject object) {
        Optional<HeldKey.Lease> held = held(object);
        return held.isPresent() ? held : withMaster(key -> {
            Optional<HeldKey.Lease> meanwhile = held(object);      // another thread was quicker
            return meanwhile.isPresent() ? meanwhile : secrets(object, key).flatMap(secrets -> {
                HeldKey loaded = new HeldKey(object.rowRevision(), material(object, secrets));
                Optional<HeldKey.Lease> lease = loaded.lease();
                keys.put(object.uniqueId(), loaded);
                return lease;
            });
        });
    }

    /**
     * The object remembers the key of its last use, which itself tells when it has been dropped. The cache does not count
     * such uses: when more than {@link #MOST_KEYS} others come it may drop a busy key, which is then loaded again.
     */
    private Optional<HeldKey.Lease> held(StorageObject object) {
        HeldKey last = object.held();
        Optional<HeldKey.Lease> lease = last == null ? Optional.empty() : last.lease();
        if (lease.isPresent()) {
            return lease;
        }
        HeldKey held = keys.getIfPresent(object.uniqueId());
        if (held == null || held.rowRevision() != object.rowRevision()) {
            return Optional.empty();
        }
        object.remember(held);
        return held.lease();
    }

    /** What arithmetic needs of a key. @param secrets whose arrays now belong to the result */
    static KeyMaterial material(StorageObject object, Template secrets) {
        Set<Cka<?>> components = KeyTypes.components(object.objectClass(), object.keyType());
        Template copied = Template.decoded(object.attributes().only(components::contains).encoded());
        return new KeyMaterial(object.objectClass(), object.keyType(), copied.with(secrets.only(components::contains)));
    }

    /** The secret attributes of a token object, or empty if it has changed or gone. The caller wipes them. */
    Optional<Template> secrets(StorageObject object) {
        return withMaster(key -> secrets(object, key));
    }

    private Optional<Template> secrets(StorageObject object, MasterKey key) {
        if (!object.hasSecrets()) {
            return Optional.of(Template.EMPTY);
        }
        if (key == null) {
            throw CKR_USER_NOT_LOGGED_IN.because("%s is sealed", object);
        }
        Optional<Template> secrets = store.read(reader -> reader.object(serial, object.uniqueId()))
            .filter(found -> found.rowRevision() == object.rowRevision())
            .map(found -> rows.secrets(found, object.attributes(), key));
        if (secrets.isEmpty()) {
            forget(object.uniqueId());
        }
        return secrets;
    }

    /**
     * Drops what is held of an object whose row turned out to be another: the next look reads it. Whoever looks again
     * until both agree would do so for ever, had the row been changed by somebody who moves no revision.
     */
    void forget(String uniqueId) {
        objects.invalidate(uniqueId);
        keys.invalidate(uniqueId);
        drops.incrementAndGet();
    }

    private void dropAll() {
        acls.forget();
        objects.invalidateAll();
        keys.invalidateAll();
        drops.incrementAndGet();
    }

    /**
     * How often objects have been dropped from memory because they may be others now, counted after each drop. An object
     * is still right if this number is the same after the caller's sync as it was before the object was asked for.
     */
    long drops() {
        return drops.get();
    }

    @Override public void close() {
        lease.close();
        keys.invalidateAll();
    }
}
