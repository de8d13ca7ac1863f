package claviger.store;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_DEVICE_MEMORY;
import static claviger.cryptoki.Ckr.CKR_DEVICE_REMOVED;
import static claviger.cryptoki.Ckr.CKR_GENERAL_ERROR;
import static claviger.cryptoki.Ckr.CKR_TOKEN_NOT_PRESENT;
import static claviger.store.PinRole.USER;
import static claviger.store.StoreWorld.SERIAL;
import static claviger.store.StoreWorld.entry;
import static claviger.store.StoreWorld.next;
import static claviger.store.StoreWorld.object;
import static claviger.store.StoreWorld.pin;
import static claviger.store.StoreWorld.token;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of {@link TokenStore}, in every store that there is. */
abstract class TokenStoreTest {
    private static final Span ALL = new Span(0, Span.NO_END, Integer.MAX_VALUE);
    private static final String OTHER = "fedcba9876543210";

    @TempDir Path folder;
    private final StoreWorld world;
    private TokenStore store;

    TokenStoreTest(StoreWorld world) {
        this.world = world;
    }

    @BeforeEach void openAStoreWithOneToken() {
        store = Stores.open(world.url(folder));
        assertTrue(does(writer -> writer.insertToken(token(SERIAL, 1))));
    }

    @AfterEach void close() {
        store.close();
    }

    @Test void aTokenComesBackAsItWasWritten() {
        TokenRow row = store.read(reader -> reader.token(SERIAL)).orElseThrow();
        assertEquals("token in slot 1", row.label());
        assertEquals(1, row.slot());
        assertArrayEquals(new byte[] {1, 2}, row.settings());
        assertArrayEquals(new byte[] {3}, row.roleKeys());
        assertEquals(row.revision(), revision());
        assertTrue(row.revision() > 0);
    }

    @Test void everyCharacterAndAnEmptyValueComeBack() {
        TokenRow odd = new TokenRow(OTHER, 2, "a\u0000\uD83D\uDD11'", 0, new byte[0], new byte[0]);
        write(writer -> writer.insertToken(odd));
        TokenRow row = store.read(reader -> reader.token(OTHER)).orElseThrow();
        assertEquals(odd.label(), row.label());
        assertEquals(0, row.settings().length);
    }

    @Test void tokensAreListedBySlotAndNeitherSlotNorSerialIsTakenTwice() {
        assertTrue(does(writer -> writer.insertToken(token(OTHER, 0))));
        assertFalse(does(writer -> writer.insertToken(token(SERIAL, 7))));
        assertFalse(does(writer -> writer.insertToken(token("another-serial-x", 1))));
        assertFalse(does(writer -> writer.updateToken(token(OTHER, 1), writer.revision(OTHER))));
        assertEquals(List.of(OTHER, SERIAL),
            store.read(reader -> reader.tokens().stream().map(TokenRow::serial).toList()));
    }

    @Test void aTokenIsUpdatedOnlyFromTheRevisionThatWasRead() {
        long read = revision();
        write(writer -> writer.insertObject(SERIAL, object("somebody else's")));
        assertFalse(does(writer -> writer.updateToken(token(SERIAL, 2), read)));
        long again = revision();
        assertTrue(does(writer -> {
            writer.putPin(SERIAL, USER, pin(3));       // our own change is not somebody else's
            return writer.updateToken(token(SERIAL, 2), again);
        }));
        assertEquals(2, store.read(reader -> reader.token(SERIAL)).orElseThrow().slot());
        assertTrue(does(writer -> writer.insertToken(token(OTHER, 1))), "the slot that it left is free");
    }

    @Test void aTokenGoesWithEverythingThatHangsOnItAndComesBackWithANewRevision() {
        IndexEntry label = entry(3, 1);
        write(writer -> {
            writer.putPin(SERIAL, USER, pin(3));
            writer.takeLease(SERIAL, new Lease("process", in(60)));
            return writer.insertObject(SERIAL, object("key", label));
        });
        long before = revision();
        assertTrue(does(writer -> writer.deleteToken(SERIAL)));
        assertFalse(does(writer -> writer.deleteToken(SERIAL)));
        assertEquals(0, revision());
        assertTrue(does(writer -> writer.insertToken(token(SERIAL, 1))));
        assertTrue(revision() > before);
        assertEquals(0, objectCount());
        assertEquals(List.of(), found(label));
        assertEquals(List.of(), store.read(reader -> reader.leases(SERIAL)));
        assertTrue(store.read(reader -> reader.pin(SERIAL, USER)).isEmpty());
        assertFalse(store.read(reader -> reader.changesSince(SERIAL, before)).complete());
    }

    @Test void anObjectComesBackAsItWasWrittenWithItsIndexInOrder() {
        ObjectRow row = object("key", entry(3, 5), entry(0x102, 6), entry(3, 4));
        assertTrue(does(writer -> writer.insertObject(SERIAL, row)));
        assertFalse(does(writer -> writer.insertObject(SERIAL, row)));
        ObjectRow found = store.read(reader -> reader.object(SERIAL, "key")).orElseThrow();
        assertArrayEquals(row.attributes(), found.attributes());
        assertArrayEquals(row.mac(), found.mac());
        assertEquals(row.index(), found.index());
        assertEquals(1, found.rowRevision());
        assertTrue(found.isPrivate());
        assertTrue(store.read(reader -> reader.object(OTHER, "key")).isEmpty());
    }

    @Test void objectsAreFoundByAnyOfTheirIndexEntriesOldestFirstAndOnce() {   // F5
        write(writer -> writer.insertObjects(SERIAL, List.of(object("z", entry(3, 1), entry(0, 9)),
            object("y", entry(3, 2)), object("x", entry(3, 1), entry(3, 2), entry(3, 2)), object("w", entry(4, 1)))));
        assertEquals(List.of("z", "y", "x", "w"), store.read(reader -> reader.objectIds(SERIAL)));
        assertEquals(List.of("z", "x"), found(entry(3, 1)));
        assertEquals(List.of("z", "y", "x"), found(entry(3, 2), entry(3, 1)));
        assertEquals(List.of(), found(entry(3, 3)));
        assertEquals(List.of(), found());
        assertEquals(4, objectCount());
    }

    @Test void aChangedObjectIsFoundByItsNewIndexAndKeepsItsAge() {
        ObjectRow first = object("first", entry(3, 1));
        write(writer -> writer.insertObjects(SERIAL, List.of(first, object("second", entry(3, 2)))));
        assertTrue(does(writer -> writer.updateObject(SERIAL, next(first, "new", entry(3, 2)), 1)));
        assertFalse(does(writer -> writer.updateObject(SERIAL, next(first, "late", entry(3, 3)), 1)));
        assertEquals(List.of("first", "second"), found(entry(3, 2)));
        assertEquals(List.of(), found(entry(3, 1), entry(3, 3)));
        ObjectRow now = store.read(reader -> reader.object(SERIAL, "first")).orElseThrow();
        assertEquals(2, now.rowRevision());
        assertArrayEquals("new".getBytes(), now.attributes());
        assertRefused(CKR_ARGUMENTS_BAD, writer -> writer.updateObject(SERIAL, next(first, "skips"), 7));
    }

    @Test void bulkCallsSayHowManyTheyHit() {
        List<ObjectRow> rows = List.of(object("a"), object("b"), object("a"));
        assertEquals(2, (int) write(writer -> writer.insertObjects(SERIAL, rows)));
        assertEquals(List.of("b", "a"), store.read(reader -> reader.objects(SERIAL, List.of("b", "no", "a")))
            .stream().map(ObjectRow::uniqueId).toList());
        assertEquals(1, (int) write(writer -> writer.deleteObjects(SERIAL, List.of("a", "no", "a"))));
        assertEquals(List.of("b"), store.read(reader -> reader.objectIds(SERIAL)));
    }

    @Test void ofATransactionThatThrowsNothingRemains() {
        ObjectRow key = object("key", entry(3, 1));
        write(writer -> {
            writer.putPin(SERIAL, USER, pin(3));
            return writer.insertObject(SERIAL, key);
        });
        long before = revision();
        long stamp = store.stamp();
        Instant later = in(60);
        assertThrows(IllegalStateException.class, () -> store.write(writer -> {
            writer.insertToken(token(OTHER, 2));
            writer.updateToken(token(SERIAL, 9), before);
            writer.updateObject(SERIAL, next(key, "new", entry(3, 2)), 1);
            writer.insertObject(SERIAL, object("more", entry(3, 1)));
            writer.deleteObject(SERIAL, "key");
            writer.deletePin(SERIAL, USER);
            writer.takeLease(SERIAL, new Lease("process", later));
            writer.claim("nonce", "1", later);
            throw new IllegalStateException("on purpose");
        }));
        assertEquals(before, revision());
        assertEquals(stamp, store.stamp());
        assertEquals(List.of("key"), found(entry(3, 1)));
        assertEquals(List.of(), found(entry(3, 2)));
        assertEquals(1, store.read(reader -> reader.object(SERIAL, "key")).orElseThrow().rowRevision());
        assertEquals(1, store.read(StoreReader::tokens).size());
        assertEquals(1, store.read(StoreReader::tokens).get(0).slot());
        assertTrue(store.read(reader -> reader.pin(SERIAL, USER)).isPresent());
        assertEquals(List.of(), store.read(reader -> reader.leases(SERIAL)));
        assertTrue(does(writer -> writer.claim("nonce", "1", later)));
        assertTrue(does(writer -> writer.insertToken(token(OTHER, 2))));
    }

    @Test void onlyWhatOthersMustSeeMovesTheRevisionAndTheStamp() {   // D12, D14
        assertMoves(true, writer -> writer.insertObject(SERIAL, object("key")));
        assertMoves(true, writer -> writer.updateObject(SERIAL, next(object("key"), "x"), 1));
        assertMoves(true, writer -> writer.deleteObject(SERIAL, "key"));
        assertMoves(false, writer -> writer.deleteObject(SERIAL, "key"));
        assertMoves(true, writer -> {
            writer.putPin(SERIAL, USER, pin(3));
            return true;
        });
        assertMoves(false, writer -> writer.reserveTry(SERIAL, USER, "try", in(60)));
        assertMoves(false, writer -> writer.settleTry(SERIAL, USER, "try", false));
        assertMoves(false, writer -> writer.claim("nonce", "1", in(60)));
        assertMoves(false, writer -> {
            writer.takeLease(SERIAL, new Lease("process", in(60)));
            return writer.dropLease(SERIAL, "process");
        });
        assertMoves(true, writer -> writer.deletePin(SERIAL, USER));
        assertMoves(true, writer -> writer.updateToken(token(SERIAL, 1), writer.revision(SERIAL)));
    }

    @Test void theChangesSinceARevisionAreNamed() {
        write(writer -> writer.insertObjects(SERIAL, List.of(object("a"), object("b"))));
        long before = revision();
        assertEquals(new Changes(before, true, Set.of(), false), changesSince(before));
        write(writer -> writer.deleteObject(SERIAL, "a"));
        write(writer -> writer.insertObject(SERIAL, object("c")));
        assertEquals(new Changes(revision(), true, Set.of("a", "c"), false), changesSince(before));
        write(writer -> writer.updateToken(token(SERIAL, 3), writer.revision(SERIAL)));
        assertEquals(new Changes(revision(), true, Set.of("a", "c"), true), changesSince(before));
        assertFalse(changesSince(0).complete());
        assertFalse(changesSince(revision() + 1).complete(), "a revision of a store that was put back");
        assertFalse(store.read(reader -> reader.changesSince(OTHER, 1)).complete());
    }

    @Test void theLogOfChangesIsBounded() {
        long before = revision();
        List<ObjectRow> many = IntStream.range(0, 5000).mapToObj(i -> object("object " + i)).toList();
        assertEquals(5000, (int) write(writer -> writer.insertObjects(SERIAL, many)));
        assertFalse(changesSince(before).complete());
        long after = revision();
        for (int slice = 0; slice < 18; slice++) {
            List<String> some = many.subList(slice * 1000 % 4000, slice * 1000 % 4000 + 1000).stream()
                .map(ObjectRow::uniqueId).toList();
            write(writer -> some.stream().filter(id -> {
                ObjectRow row = writer.object(SERIAL, id).orElseThrow();
                return writer.updateObject(SERIAL, next(row, "x"), row.rowRevision());
            }).count());
        }
        long late = revision();
        write(writer -> writer.deleteObject(SERIAL, "object 7"));
        assertEquals(Set.of("object 7"), changesSince(late).uniqueIds());
        Changes all = changesSince(after);
        assertTrue(!all.complete() || all.uniqueIds().size() == 4000, "it remembers all or says that it does not");
    }

    @Test void pagesGoOnWhereTheLastOneEndedAndEndWithWhatWasThereAtFirst() {   // F4, F5
        IndexEntry mark = entry(3, 1);
        write(writer -> writer.insertToken(token(OTHER, 2)) && writer.insertObject(OTHER, object("another token's", mark)));
        write(writer -> writer.insertObjects(SERIAL, List.of(object("a", mark), object("b"), object("c", mark, entry(3, 2)),
            object("d", mark), object("e", mark))));
        long newest = store.read(StoreReader::newest);
        write(writer -> writer.deleteObject(SERIAL, "d"));
        write(writer -> writer.insertObject(SERIAL, object("f", mark)));
        List<Numbered> first = store.read(reader -> reader.page(SERIAL, List.of(mark, entry(3, 2)), new Span(0, newest, 2)));
        assertEquals(List.of("a", "c"), ids(first));
        long last = first.get(1).number();
        assertEquals(List.of("e"),
            ids(store.read(reader -> reader.page(SERIAL, List.of(mark, entry(3, 2)), new Span(last, newest, 2)))));
        assertEquals(List.of("a", "b", "c"), ids(store.read(reader -> reader.page(SERIAL, new Span(0, newest, 3)))));
        assertEquals(List.of("e"), ids(store.read(reader -> reader.page(SERIAL, new Span(last, newest, 3)))));
        assertTrue(store.read(StoreReader::newest) > newest);
    }

    @Test void aTransactionSeesItsOwnChanges() {
        assertEquals(List.of("key"), write(writer -> {
            long before = writer.revision(SERIAL);
            writer.insertObject(SERIAL, object("key", entry(3, 1)));
            assertTrue(writer.revision(SERIAL) > before);
            assertEquals(Set.of("key"), writer.changesSince(SERIAL, before).uniqueIds());
            return ids(writer.page(SERIAL, List.of(entry(3, 1)), ALL));
        }));
    }

    @Test void leasesExpireByTheStoresClock() {   // D12
        Instant expires = in(60);
        write(writer -> {
            writer.takeLease(SERIAL, new Lease("old", writer.now()));
            writer.takeLease(SERIAL, new Lease("renewed", writer.now()));
            writer.takeLease(SERIAL, new Lease("renewed", expires));
            return 0;
        });
        assertEquals(List.of(new Lease("renewed", Instant.ofEpochMilli(expires.toEpochMilli()))),
            store.read(reader -> reader.leases(SERIAL)));
        assertTrue(does(writer -> writer.dropLease(SERIAL, "renewed")));
        assertFalse(does(writer -> writer.dropLease(SERIAL, "renewed")));
    }

    @Test void aNameIsClaimedOnceUntilItExpires() {
        assertTrue(does(writer -> writer.claim("context", "a", Instant.MAX)));
        assertFalse(does(writer -> writer.claim("context", "a", Instant.MAX)));
        assertTrue(does(writer -> writer.claim("ticket", "a", in(0))));
        assertTrue(does(writer -> writer.claim("ticket", "a", in(60))));
        assertFalse(does(writer -> writer.claim("ticket", "a", in(60))));
    }

    @Test void theClockDoesNotGoBack() {
        Instant before = store.read(StoreReader::now);
        assertFalse(store.write(StoreReader::now).isBefore(before));
    }

    @Test void whatIsOutOfBoundsIsRefusedAndLeavesNothing() {
        byte[] tooMuch = new byte[Bounds.BLOB_BYTES + 1];
        assertRefused(CKR_DEVICE_MEMORY, writer -> writer.insertObject(SERIAL,
            new ObjectRow("big", 1, true, tooMuch, new byte[0], List.of())));
        assertRefused(CKR_ARGUMENTS_BAD, writer -> writer.insertObject(SERIAL, object("i".repeat(256))));
        assertRefused(CKR_ARGUMENTS_BAD, writer -> writer.insertObject(SERIAL, object("")));
        assertRefused(CKR_ARGUMENTS_BAD, writer -> writer.insertToken(token("short", 2)));
        assertRefused(CKR_ARGUMENTS_BAD, writer -> writer.insertToken(token(OTHER, 1L << 31)));
        assertRefused(CKR_ARGUMENTS_BAD, writer -> writer.insertToken(
            new TokenRow(OTHER, 2, "\u00e9".repeat(17), 0, new byte[0], new byte[0])));
        assertRefused(CKR_ARGUMENTS_BAD, writer -> writer.insertObject(SERIAL,
            object("key", new IndexEntry(3, new byte[65]))));
        assertRefused(CKR_TOKEN_NOT_PRESENT, writer -> writer.insertObject(OTHER, object("key")));
        assertEquals(0, objectCount());
        assertTrue(does(writer -> writer.insertObject(SERIAL,
            new ObjectRow("i".repeat(255), 1, true, new byte[Bounds.BLOB_BYTES], new byte[64], List.of()))));
        assertEquals(Bounds.BLOB_BYTES, store.read(reader -> reader.object(SERIAL, "i".repeat(255)))
            .orElseThrow().attributes().length);
    }

    @Test void transactionsDoNotNestAndEndWithTheirWork() {
        assertRefused(CKR_GENERAL_ERROR, writer -> store.read(reader -> reader.now()));
        assertRefused(CKR_GENERAL_ERROR, writer -> store.write(inner -> inner.now()));
        StoreReader leaked = store.read(reader -> reader);
        assertEquals(CKR_GENERAL_ERROR, assertThrows(CkrException.class, leaked::tokens).ckr());
    }

    @Test void twoWhoOpenTheSameShareItUntilTheLastHasClosedIt() {
        TokenStore second = Stores.open(world.url(folder));
        second.write(writer -> writer.insertObject(SERIAL, object("key")));
        long stamp = store.stamp();
        store.close();
        store.close();
        assertEquals(CKR_DEVICE_REMOVED, assertThrows(CkrException.class, () -> store.read(StoreReader::now)).ckr());
        assertEquals(1, (long) second.read(reader -> reader.objectCount(SERIAL)));
        assertEquals(stamp, second.stamp());
        second.close();
    }

    private void assertMoves(boolean moves, Function<StoreWriter, ?> work) {
        long revision = revision();
        long stamp = store.stamp();
        store.write(work);
        if (moves) {
            assertTrue(revision() > revision);
            assertNotEquals(stamp, store.stamp());
        } else {
            assertEquals(revision, revision());
            assertEquals(stamp, store.stamp());
        }
        assertNotEquals(TokenStore.UNKNOWN_STAMP, store.stamp());
    }

    private void assertRefused(Ckr ckr, Function<StoreWriter, ?> work) {
        assertEquals(ckr, assertThrows(CkrException.class, () -> store.write(work)).ckr());
    }

    private <R> R write(Function<StoreWriter, R> work) {
        return store.write(work);
    }

    private boolean does(Predicate<StoreWriter> work) {
        return store.write(work::test);
    }

    private long objectCount() {
        return store.read(reader -> reader.objectCount(SERIAL));
    }

    private long revision() {
        return store.read(reader -> reader.revision(SERIAL));
    }

    private Changes changesSince(long revision) {
        return store.read(reader -> reader.changesSince(SERIAL, revision));
    }

    private List<String> found(IndexEntry... anyOf) {
        return ids(store.read(reader -> reader.page(SERIAL, List.of(anyOf), ALL)));
    }

    private static List<String> ids(List<Numbered> page) {
        return page.stream().map(Numbered::uniqueId).toList();
    }

    private static Instant in(int seconds) {
        return StoreClock.now().plusSeconds(seconds);
    }
}
