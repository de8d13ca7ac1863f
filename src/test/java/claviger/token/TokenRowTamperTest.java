package claviger.token;

import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cks;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.seal.KdfCost;
import claviger.seal.PinLock;
import claviger.spki.Sexp;
import claviger.store.PinRole;
import claviger.store.PinRow;
import claviger.store.StoreReader;
import claviger.store.Stores;
import claviger.store.TokenRow;
import claviger.store.TokenStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The row and the PIN rows of a token, changed by somebody without a PIN (D16, D17). */
class TokenRowTamperTest {
    private static final Map<PinRole, String> PINS = Map.of(PinRole.SO, "so pin 4711", PinRole.USER, "user pin 0815");
    /** Where the cost stands in a PIN row: behind the length of the head and its format. */
    private static final int COST = Integer.BYTES + 1;

    private final String url = "memory:token row " + UUID.randomUUID();
    private TokenStore store;
    private Library library;
    private Cryptoki cryptoki;
    private SlotId slot;
    private TokenRow row;

    @BeforeEach void make() {
        store = Stores.open(url);
        library = Library.over(Stores.open(url), Settings.DEFAULT.withEmptySlot(true).withKdf(KdfCost.FLOOR));
        cryptoki = library.application(new Peer.ThisJvm());
        cryptoki.initialize();
        slot = cryptoki.getSlotList(true).get(0);
        cryptoki.initToken(slot, pin(PinRole.SO), "token");
        SessionHandle session = cryptoki.openSession(slot, true);
        cryptoki.login(session, Cku.CKU_SO, pin(PinRole.SO));
        cryptoki.initPin(session, pin(PinRole.USER));
        cryptoki.closeAllSessions(slot);
        row = store.read(StoreReader::tokens).get(0);
    }

    @AfterEach void close() {
        library.close();
        store.close();
    }

    @Test void anOldRowThatKnowsOfNoAclIsRefusedToTheUser() {   // D29
        SessionHandle session = cryptoki.openSession(slot, true);
        cryptoki.login(session, Cku.CKU_USER, pin(PinRole.USER));
        cryptoki.authorizations().setAcl(session, ObjectHandle.NONE, Optional.of(Sexp.read("(acl)").canonical()));
        cryptoki.closeAllSessions(slot);
        store.write(writer -> writer.updateToken(row, writer.revision(row.serial())));
        try (Library another = Library.over(Stores.open(url), Settings.DEFAULT)) {
            Cryptoki late = another.application(new Peer.ThisJvm());
            late.initialize();
            SessionHandle own = late.openSession(slot, true);
            deviceError(() -> late.login(own, Cku.CKU_USER, pin(PinRole.USER)));
            assertEquals(Cks.CKS_RW_PUBLIC_SESSION, late.getSessionInfo(own).state());
            late.login(own, Cku.CKU_SO, pin(PinRole.SO));      // whom no ACL keeps out, not even a missing one
        }
    }

    @Test void everyFlippedBitIsRefusedToWhoeverHasTheRoleKey() {
        for (PinRole role : PinRole.values()) {
            byte[] roleKey = roleKey(role);
            Login.master(row, role, roleKey).wipe();
            refused(role, roleKey, row.roleKeys().length, (bytes, from) -> with(from.settings(), bytes),
                row.roleKeys());
            refused(role, roleKey, row.settings().length, (bytes, from) -> with(bytes, from.roleKeys()),
                row.settings());
            for (int bit = 0; bit < 31; bit++) {
                TokenRow moved = new TokenRow(row.serial(), row.slot() ^ 1L << bit, row.label(), 0, row.settings(),
                    row.roleKeys());
                deviceError(() -> Login.master(moved, role, roleKey));
            }
            TokenRow renamed = new TokenRow(row.serial(), row.slot(), "tokem", 0, row.settings(), row.roleKeys());
            deviceError(() -> Login.master(renamed, role, roleKey));
        }
    }

    private interface Change {
        TokenRow of(byte[] bytes, TokenRow from);
    }

    private void refused(PinRole role, byte[] roleKey, int length, Change change, byte[] bytes) {
        for (int bit = 0; bit < 8 * length; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            deviceError(() -> Login.master(change.of(flipped, row), role, roleKey));
        }
    }

    private TokenRow with(byte[] settings, byte[] roleKeys) {
        return new TokenRow(row.serial(), row.slot(), row.label(), 0, settings, roleKeys);
    }

    /**
     * C_InitToken and C_InitPIN write the row's MAC anew, so they must not do it for a row that others have written.
     */
    @Test void aForgedPolicyIsNotSignedByTheNextWriter() {
        byte[] forged = row.settings().clone();
        forged[1] ^= 1;
        store.write(writer -> writer.updateToken(with(forged, row.roleKeys()), writer.revision(row.serial())));
        deviceError(() -> cryptoki.initToken(slot, pin(PinRole.SO), "token"));
        SessionHandle session = cryptoki.openSession(slot, true);
        deviceError(() -> cryptoki.login(session, Cku.CKU_SO, pin(PinRole.SO)));
        deviceError(() -> cryptoki.login(session, Cku.CKU_USER, pin(PinRole.USER)));
    }

    @Test void aForgedRowIsNotSignedByTheSoWhoIsLoggedIn() {
        SessionHandle session = cryptoki.openSession(slot, true);
        cryptoki.login(session, Cku.CKU_SO, pin(PinRole.SO));
        byte[] forged = row.settings().clone();
        forged[1] ^= 1;
        store.write(writer -> writer.updateToken(with(forged, row.roleKeys()), writer.revision(row.serial())));
        deviceError(() -> cryptoki.initPin(session, pin(PinRole.USER)));
    }

    /** The first would take more than this JVM's heap, which is an Error and no CkrException. */
    @Test void costsOutOfBoundsAreRefusedBeforeMemoryIsTaken() {      // D16
        PinRow pin = store.read(reader -> reader.pin(row.serial(), PinRole.USER)).orElseThrow();
        SessionHandle session = cryptoki.openSession(slot, true);
        for (List<Long> cost : List.of(List.of(1L << 20 | 1, 2L, 1L), List.of(1L << 40, 2L, 1L), List.of(19_455L, 2L,
            1L),
                List.of(-1L, 2L, 1L), List.of(19_456L, 17L, 1L), List.of(19_456L, 1L, 1L), List.of(19_456L, 2L, 17L),
                List.of(19_456L, 2L, 0L))) {
            byte[] forged = pin.wrapped().clone();
            ByteBuffer.wrap(forged, COST,
                3 * Long.BYTES).putLong(cost.get(0)).putLong(cost.get(1)).putLong(cost.get(2));
            put(PinRole.USER, forged);
            deviceError(() -> cryptoki.login(session, Cku.CKU_USER, pin(PinRole.USER)));
        }
    }

    /**
     * Every thirteenth bit; {@code -Dclaviger.tamper.step=1} for all. A flip within the bounds of the cost is a wrong
     * PIN.
     */
    @Test void aFlippedBitOfAPinRowOpensNothing() {
        PinRow pin = store.read(reader -> reader.pin(row.serial(), PinRole.USER)).orElseThrow();
        SessionHandle session = cryptoki.openSession(slot, true);
        int step = Integer.getInteger("claviger.tamper.step", 13);
        for (int bit = 0; bit < 8 * pin.wrapped().length; bit += step) {
            byte[] flipped = pin.wrapped().clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            put(PinRole.USER, flipped);
            CkrException refusal = assertThrows(CkrException.class,
                () -> cryptoki.login(session, Cku.CKU_USER, pin(PinRole.USER)), "bit " + bit);
            assertTrue(List.of("CKR_PIN_INCORRECT", "CKR_DEVICE_ERROR").contains(refusal.ckr().name()),
                refusal::getMessage);
        }
        put(PinRole.USER, pin.wrapped());
        cryptoki.login(session, Cku.CKU_USER, pin(PinRole.USER));
    }

    @Test void thePinRowOfTheOtherRoleOpensNothing() {
        PinRow so = store.read(reader -> reader.pin(row.serial(), PinRole.SO)).orElseThrow();
        put(PinRole.USER, so.wrapped());
        SessionHandle session = cryptoki.openSession(slot, true);
        assertEquals("CKR_PIN_INCORRECT", assertThrows(CkrException.class,
            () -> cryptoki.login(session, Cku.CKU_USER, pin(PinRole.SO))).ckr().name());
    }

    private void put(PinRole role, byte[] wrapped) {
        store.write(writer -> {
            writer.putPin(row.serial(), role, new PinRow(wrapped, 0, 10));
            return row;
        });
    }

    private byte[] roleKey(PinRole role) {
        PinRow pin = store.read(reader -> reader.pin(row.serial(), role)).orElseThrow();
        return PinLock.open(row.serial() + " " + role, pin(role), pin.wrapped()).orElseThrow();
    }

    private static byte[] pin(PinRole role) {
        return PINS.get(role).getBytes(StandardCharsets.UTF_8);
    }

    private static void deviceError(org.junit.jupiter.api.function.Executable call) {
        assertEquals(CKR_DEVICE_ERROR, assertThrows(CkrException.class, call).ckr());
    }
}
