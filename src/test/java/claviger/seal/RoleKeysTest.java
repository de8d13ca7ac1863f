package claviger.seal;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** From the PIN to the master key (D16, D17). */
class RoleKeysTest {
    private static final String SERIAL = "0123456789abcdef";
    private static final byte[] DATA = "a row".getBytes();

    private final MasterKey master = MasterKey.fresh(SERIAL, 1);
    private final byte[] soKey = MasterKey.freshRoleKey();
    private final byte[] userKey = MasterKey.freshRoleKey();
    private final RoleKeys keys = RoleKeys.forSo(SERIAL, 1, 0, master, soKey).withUser(SERIAL, master, userKey);

    @Test void eitherRoleReachesTheSameMasterKey() {   // D17
        MasterKey bySo = keys.master(SERIAL, RoleKeys.Role.SO, soKey);
        MasterKey byUser = keys.master(SERIAL, RoleKeys.Role.USER, userKey);
        assertArrayEquals(master.mac(DATA), bySo.mac(DATA));
        assertArrayEquals(master.mac(DATA), byUser.mac(DATA));
    }

    @Test void noRoleKeyOpensTheOtherRolesWay() {   // D17
        refused(() -> keys.master(SERIAL, RoleKeys.Role.USER, soKey));
        refused(() -> keys.master(SERIAL, RoleKeys.Role.SO, userKey));
    }

    @Test void theKeysOfOneTokenAreNoneOfAnother() {   // D17
        refused(() -> keys.master("fedcba9876543210", RoleKeys.Role.SO, soKey));
    }

    @Test void aResetGivesTheUserANewKeyAndTheOldOneOpensNothing() {   // P1, D20
        RoleKeys reset = keys.withUser(SERIAL, master, MasterKey.freshRoleKey());
        assertEquals(keys.userGeneration() + 1, reset.userGeneration());
        refused(() -> reset.master(SERIAL, RoleKeys.Role.USER, userKey));
        assertArrayEquals(master.mac(DATA), reset.master(SERIAL, RoleKeys.Role.SO, soKey).mac(DATA));
    }

    @Test void aNewMasterKeyHasNoUserAndAnotherEpoch() {   // D17, D21
        MasterKey next = MasterKey.fresh(SERIAL, 2);
        RoleKeys again = keys.withoutUser(SERIAL, 2, next, soKey);
        assertFalse(again.hasUser());
        assertEquals(2, again.master(SERIAL, RoleKeys.Role.SO, soKey).epoch());
        assertFalse(Arrays.equals(master.mac(DATA), next.mac(DATA)));
    }

    @Test void theByteFormIsTheSameKeysAndNoBitOfItCanChange() {   // D17
        byte[] bytes = keys.encoded();
        RoleKeys read = RoleKeys.decoded(bytes);
        assertArrayEquals(master.mac(DATA), read.master(SERIAL, RoleKeys.Role.USER, userKey).mac(DATA));
        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / Byte.SIZE] ^= 1 << bit % Byte.SIZE;
            assertTrue(differsOrIsRefused(flipped), "bit " + bit);
        }
    }

    /** A flipped bit is noticed by whoever uses the part that it is in, or it is the generation, which is in the clear. */
    private boolean differsOrIsRefused(byte[] flipped) {
        try {
            RoleKeys read = RoleKeys.decoded(flipped);
            boolean generation = read.userGeneration() != keys.userGeneration();
            read.master(SERIAL, RoleKeys.Role.SO, soKey);
            read.master(SERIAL, RoleKeys.Role.USER, userKey);
            return generation || !Arrays.equals(read.soUnderMaster(), keys.soUnderMaster())
                || !Arrays.equals(read.userUnderMaster(), keys.userUnderMaster());
        } catch (CkrException e) {
            return e.ckr() == CKR_DEVICE_ERROR;
        }
    }

    @Test void aPinOpensItsOwnLockAndNoOther() {   // D16
        byte[] pin = "1234 ä".getBytes(StandardCharsets.UTF_8);
        byte[] lock = PinLock.lock("token USER", pin, userKey, KdfCost.FLOOR);
        assertArrayEquals(userKey, PinLock.open("token USER", pin, lock).orElseThrow());
        assertEquals(Optional.empty(), PinLock.open("token USER", "1234".getBytes(), lock));
        assertEquals(Optional.empty(), PinLock.open("token SO", pin, lock));
        assertEquals(KdfCost.FLOOR, PinLock.cost(lock));
    }

    @Test void theCostIsBoundedBothWays() {   // D16
        assertEquals(new KdfCost(64 * 1024, 3, 4), KdfCost.DEFAULT);
        for (int[] cost : new int[][] {{19 * 1024 - 1, 2, 1}, {19 * 1024, 1, 1}, {19 * 1024, 2, 0},
            {1024 * 1024 + 1, 2, 1}, {19 * 1024, 17, 1}, {19 * 1024, 2, 17}}) {
            assertEquals(CKR_ARGUMENTS_BAD,
                assertThrows(CkrException.class, () -> new KdfCost(cost[0], cost[1], cost[2])).ckr());
        }
    }

    @Test void aRowWhoseCostIsOutOfBoundsIsRefusedBeforeMemoryIsTaken() {   // D16
        byte[] lock = PinLock.lock("token USER", "1234".getBytes(), userKey, KdfCost.FLOOR);
        byte[] huge = lock.clone();
        huge[4 + 1 + 3] = 0x40;      // the memory, behind the length of the head and the format
        long before = System.nanoTime();
        refused(() -> PinLock.open("token USER", "1234".getBytes(), huge));
        assertTrue(System.nanoTime() - before < 1_000_000_000L);
    }

    private static void refused(Executable call) {
        Ckr refusal = assertThrows(CkrException.class, call).ckr();
        assertEquals(CKR_DEVICE_ERROR, refusal);
    }
}
