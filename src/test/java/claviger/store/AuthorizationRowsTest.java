package claviger.store;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_DEVICE_MEMORY;
import static claviger.cryptoki.Ckr.CKR_TOKEN_NOT_PRESENT;
import static claviger.store.StoreWorld.SERIAL;
import static claviger.store.StoreWorld.token;
import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ACL of a token (D29), and approvals of operators, kept until their end and counted down (D30). */
class AuthorizationRowsTest {
    private static final String OTHER = "fedcba9876543210";

    @TempDir Path folder;
    private TokenStore store;

    private void open(StoreWorld world) {
        store = Stores.open(world.url(folder));
        write(writer -> writer.insertToken(token(SERIAL, 1)));
    }

    @AfterEach void close() {
        store.close();
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void aTokenHasOneAclWhichIsReplacedAndRemoved(StoreWorld world) {
        open(world);
        assertTrue(acl().isEmpty());
        put(new AclRow(1, bytes("first")));
        put(new AclRow(7, bytes("second")));
        assertEquals(7, acl().orElseThrow().revision());
        assertArrayEquals(bytes("second"), acl().orElseThrow().sealed());
        assertTrue(store.read(reader -> reader.acl(OTHER)).isEmpty());
        write(writer -> assertTrue(writer.deleteAcl(SERIAL)));
        write(writer -> assertFalse(writer.deleteAcl(SERIAL)));
        assertTrue(acl().isEmpty());
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void everyChangeOfTheAclIsSeenByOtherProcessesAsOneOfTheToken(StoreWorld world) {   // D12, D14
        open(world);
        List<Consumer<StoreWriter>> changes = List.of(writer -> writer.putAcl(SERIAL, new AclRow(1, new byte[1])),
            writer -> writer.putAcl(SERIAL, new AclRow(1, new byte[1])), writer -> writer.deleteAcl(SERIAL));
        for (Consumer<StoreWriter> change : changes) {
            long before = revision();
            long stamp = store.stamp();
            write(change);
            assertTrue(revision() > before);
            assertNotEquals(stamp, store.stamp());
            assertEquals(new Changes(revision(), true, Set.of(), true),
                store.read(reader -> reader.changesSince(SERIAL, before)));
        }
        long stamp = store.stamp();
        write(writer -> writer.deleteAcl(SERIAL));
        assertEquals(stamp, store.stamp(), "there was none");
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void anAclThatIsOutOfBoundsIsRefused(StoreWorld world) {
        open(world);
        assertRefused(CKR_DEVICE_MEMORY,
            writer -> writer.putAcl(SERIAL, new AclRow(1, new byte[Bounds.BLOB_BYTES + 1])));
        assertRefused(CKR_ARGUMENTS_BAD, writer -> writer.putAcl(SERIAL, new AclRow(0, new byte[1])));
        assertRefused(CKR_TOKEN_NOT_PRESENT, writer -> writer.putAcl(OTHER, new AclRow(1, new byte[1])));
        assertTrue(acl().isEmpty());
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void anApprovalComesBackAsItWasWrittenByItsNonceItsObjectAndItsToken(StoreWorld world) {
        open(world);
        Instant end = in(60);
        write(writer -> {
            writer.insertToken(token(OTHER, 2));
            writer.putApproval(SERIAL, new ApprovalRow("one", "key", bytes("signed"), 3, end));
            writer.putApproval(SERIAL, approval("two", "another key"));
            writer.putApproval(SERIAL, approval("three", ""));
            writer.putApproval(OTHER, approval("one", "key"));
        });
        ApprovalRow row = found("one");
        assertEquals("key", row.uniqueId());
        assertArrayEquals(bytes("signed"), row.approval());
        assertEquals(3, row.used());
        assertEquals(end, row.expires());
        assertEquals(Set.of("one", "two", "three"), nonces(store.read(reader -> reader.approvals(SERIAL))));
        assertEquals(Set.of("one"), nonces(store.read(reader -> reader.approvals(SERIAL, "key"))));
        assertEquals(Set.of("three"), nonces(store.read(reader -> reader.approvals(SERIAL, ""))));
        assertEquals(Set.of(), nonces(store.read(reader -> reader.approvals(SERIAL, "no key"))));
        assertTrue(store.read(reader -> reader.approval(OTHER, "two")).isEmpty());
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void moreSignaturesGiveBackNeitherUsesNorTime(StoreWorld world) {
        open(world);
        Instant end = in(60);
        put(new ApprovalRow("nonce", "key", bytes("one signature"), 0, end));
        assertTrue(use("nonce", 2));
        put(new ApprovalRow("nonce", "key", bytes("two signatures"), 0, in(6000)));
        ApprovalRow row = found("nonce");
        assertArrayEquals(bytes("two signatures"), row.approval());
        assertEquals(1, row.used());
        assertEquals(end, row.expires());
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void theNonceOfAnotherObjectsApprovalIsRefusedAndLeavesItAlone(StoreWorld world) {
        open(world);
        put(approval("nonce", "key"));
        assertRefused(CKR_ARGUMENTS_BAD, writer -> writer.putApproval(SERIAL, approval("nonce", "another key")));
        assertEquals("key", found("nonce").uniqueId());
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void anApprovalIsUsedAsOftenAsItSaysAndNotAfterItsEnd(StoreWorld world) {
        open(world);
        put(approval("nonce", "key"));
        assertTrue(use("nonce", 2));
        assertTrue(use("nonce", 2));
        assertFalse(use("nonce", 2));
        assertTrue(use("nonce", 3), "the count is what is kept, how many there may be says the approval");
        assertFalse(use("no such nonce", 2));
        assertFalse(use("nonce", 0));
        put(new ApprovalRow("late", "key", bytes("x"), 0, in(0)));
        assertFalse(use("late", 2));
        assertEquals(3, found("nonce").used());
        assertTrue(store.read(reader -> reader.approval(SERIAL, "late")).isEmpty());
        assertEquals(Set.of("nonce"), nonces(store.read(reader -> reader.approvals(SERIAL))));
        assertEquals(Set.of("nonce"), nonces(store.read(reader -> reader.approvals(SERIAL, "key"))));
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void approvalsMoveNeitherTheRevisionNorTheStamp(StoreWorld world) {   // D12, as PIN tries
        open(world);
        long revision = revision();
        long stamp = store.stamp();
        put(approval("nonce", "key"));
        assertTrue(use("nonce", 1));
        write(writer -> assertEquals(1, writer.deleteApprovals(SERIAL)));
        assertEquals(revision, revision());
        assertEquals(stamp, store.stamp());
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void ofATransactionThatThrowsNoAclNoApprovalAndNoUseRemains(StoreWorld world) {
        open(world);
        put(approval("nonce", "key"));
        put(new ApprovalRow("expired", "key", bytes("x"), 0, in(0)));
        put(new AclRow(1, bytes("before")));
        long revision = revision();
        long stamp = store.stamp();
        assertThrows(IllegalStateException.class, () -> store.write(writer -> {
            assertTrue(writer.useApproval(SERIAL, "nonce", 5));
            writer.putApproval(SERIAL, new ApprovalRow("nonce", "key", bytes("replaced"), 0, in(60)));
            writer.putApproval(SERIAL, approval("new", "key"));
            assertEquals(2, writer.deleteApprovals(SERIAL));
            writer.putAcl(SERIAL, new AclRow(2, bytes("after")));
            assertEquals(2, writer.acl(SERIAL).orElseThrow().revision());
            assertTrue(writer.deleteAcl(SERIAL));
            throw new IllegalStateException("on purpose");
        }));
        assertEquals(Set.of("nonce"), nonces(store.read(reader -> reader.approvals(SERIAL))));
        assertEquals(0, found("nonce").used());
        assertArrayEquals(bytes("approval"), found("nonce").approval());
        assertArrayEquals(bytes("before"), acl().orElseThrow().sealed());
        assertEquals(revision, revision());
        assertEquals(stamp, store.stamp());
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void aTokenHasAThousandApprovalsThatHaveNotExpired(StoreWorld world) {
        open(world);
        Instant end = in(60);
        write(writer -> {
            for (int i = 0; i < Bounds.APPROVALS - 1; i++) {
                writer.putApproval(SERIAL, new ApprovalRow("nonce " + i, "key", bytes("x"), 0, end));
            }
            writer.putApproval(SERIAL, new ApprovalRow("expired", "key", bytes("x"), 0, writer.now()));
        });
        put(approval("in the place of the expired", "key"));
        assertRefused(CKR_DEVICE_MEMORY, writer -> writer.putApproval(SERIAL, approval("one more", "key")));
        put(approval("nonce 0", "key"));
        assertEquals(Bounds.APPROVALS, store.read(reader -> reader.approvals(SERIAL)).size());
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void approvalsHaveABoundInBytesAloneAndTogether(StoreWorld world) {
        open(world);
        assertRefused(CKR_DEVICE_MEMORY, writer -> writer.putApproval(SERIAL,
            new ApprovalRow("big", "key", new byte[Bounds.BLOB_BYTES + 1], 0, in(60))));
        byte[] largest = new byte[Bounds.BLOB_BYTES];
        write(writer -> {
            for (int i = 0; i < Bounds.ALL_APPROVALS_BYTES / Bounds.BLOB_BYTES; i++) {
                writer.putApproval(SERIAL, new ApprovalRow("nonce " + i, "key", largest, 0, in(60)));
            }
        });
        assertRefused(CKR_DEVICE_MEMORY, writer -> writer.putApproval(SERIAL, approval("more", "key")));
        put(new ApprovalRow("nonce 1", "key", largest, 0, in(60)));
        put(new ApprovalRow("nonce 1", "key", bytes("smaller"), 0, in(60)));
        put(approval("more", "key"));
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void whatIsOutOfBoundsIsRefused(StoreWorld world) {
        open(world);
        assertRefused(CKR_TOKEN_NOT_PRESENT, writer -> writer.putApproval(OTHER, approval("nonce", "key")));
        assertRefused(CKR_ARGUMENTS_BAD, writer -> writer.putApproval(SERIAL, approval("", "key")));
        assertRefused(CKR_ARGUMENTS_BAD, writer -> writer.putApproval(SERIAL, approval("n".repeat(256), "key")));
        assertRefused(CKR_ARGUMENTS_BAD, writer -> writer.putApproval(SERIAL, approval("nonce", "k".repeat(256))));
        assertRefused(CKR_ARGUMENTS_BAD, writer -> writer.putApproval(SERIAL,
            new ApprovalRow("nonce", "key", bytes("x"), -1, in(60))));
        assertEquals(List.of(), store.read(reader -> reader.approvals(SERIAL)));
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void theAclAndTheApprovalsGoWithTheirToken(StoreWorld world) {
        open(world);
        put(new AclRow(1, bytes("acl")));
        put(approval("nonce", "key"));
        write(writer -> assertTrue(writer.deleteToken(SERIAL)));
        write(writer -> assertTrue(writer.insertToken(token(SERIAL, 1))));
        assertEquals(List.of(), store.read(reader -> reader.approvals(SERIAL)));
        assertTrue(acl().isEmpty());
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void fiftyThreadsUseAnApprovalExactlyAsOftenAsItSays(StoreWorld world) throws Exception {   // D12
        open(world);
        put(approval("nonce", "key"));
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<Future<Boolean>> uses = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                uses.add(threads.submit(() -> use("nonce", 7)));
            }
            int used = 0;
            for (Future<Boolean> one : uses) {
                used += one.get() ? 1 : 0;
            }
            assertEquals(7, used);
            assertEquals(7, found("nonce").used());
        } finally {
            threads.shutdownNow();
        }
    }

    private Optional<AclRow> acl() {
        return store.read(reader -> reader.acl(SERIAL));
    }

    private long revision() {
        return store.read(reader -> reader.revision(SERIAL));
    }

    private void put(AclRow row) {
        write(writer -> writer.putAcl(SERIAL, row));
    }

    private void put(ApprovalRow row) {
        write(writer -> writer.putApproval(SERIAL, row));
    }

    private boolean use(String nonce, int most) {
        return store.write(writer -> writer.useApproval(SERIAL, nonce, most));
    }

    private ApprovalRow found(String nonce) {
        return store.read(reader -> reader.approval(SERIAL, nonce)).orElseThrow();
    }

    private static ApprovalRow approval(String nonce, String uniqueId) {
        return new ApprovalRow(nonce, uniqueId, bytes("approval"), 0, in(60));
    }

    private static Set<String> nonces(List<ApprovalRow> rows) {
        return rows.stream().map(ApprovalRow::nonce).collect(Collectors.toSet());
    }

    private void assertRefused(Ckr ckr, Consumer<StoreWriter> work) {
        assertEquals(ckr, assertThrows(CkrException.class, () -> write(work)).ckr());
    }

    private void write(Consumer<StoreWriter> work) {
        store.write(writer -> {
            work.accept(writer);
            return null;
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Instant in(int seconds) {
        return StoreClock.now().plusSeconds(seconds);
    }
}
