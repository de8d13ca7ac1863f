package claviger.token;

import static claviger.cryptoki.Cka.CKA_VALUE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import claviger.mechanism.KeyMaterial;
import org.junit.jupiter.api.Test;

/** A key in memory is wiped once, when it has been dropped and the last lease has ended (D11). */
class HeldKeyTest {
    private final byte[] bytes = {1, 2, 3, 4};
    private final HeldKey key =
        new HeldKey(1, new KeyMaterial(Cko.CKO_SECRET_KEY, Ckk.CKK_AES, Template.EMPTY.with(CKA_VALUE, bytes)));

    @Test void aDroppedKeyIsWipedWithItsLastLease() {
        HeldKey.Lease first = key.lease().orElseThrow();
        HeldKey.Lease second = key.lease().orElseThrow();
        key.drop();
        assertTrue(key.lease().isEmpty());
        first.close();
        first.close();      // closing twice gives back once
        assertArrayEquals(new byte[] {1, 2, 3, 4}, bytes);
        second.close();
        assertArrayEquals(new byte[4], bytes);
    }

    @Test void aKeyThatNobodyUsesIsWipedAtOnce() {
        key.lease().orElseThrow().close();
        assertArrayEquals(new byte[] {1, 2, 3, 4}, bytes);
        key.drop();
        assertArrayEquals(new byte[4], bytes);
    }
}
