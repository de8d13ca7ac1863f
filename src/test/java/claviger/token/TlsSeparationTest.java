package claviger.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class TlsSeparationTest {
    private static final int LEAST_UNTOLD = 16;

    /** Z7: whoever asks for every cut of one key block, by one hash function, is told no key below 128 bits. */
    @Test void theIvsOfAllCutsTogetherLeaveEveryKeyStrong() {
        BitSet told = new BitSet();
        for (TlsSeparation.Shape shape : TlsSeparation.SHAPES) {
            int keys = 2 * shape.keyBits() / Byte.SIZE;
            told.set(keys, keys + 2 * shape.ivBits() / Byte.SIZE);
        }
        for (TlsSeparation.Shape shape : TlsSeparation.SHAPES) {
            int key = shape.keyBits() / Byte.SIZE;
            for (int from = 0; from < 2 * key; from += key) {
                int untold = key - told.get(from, from + key).cardinality();
                assertTrue(untold >= LEAST_UNTOLD, shape + " leaves " + untold + " bytes");
            }
        }
    }

    /** Why there is no AES-128 with an IV of 96 bits among them: it would tell 24 of 32 bytes of the server's key. */
    @Test void theBoundIsNotVacuous() {
        BitSet told = new BitSet();
        told.set(32, 32 + 2 * 12);
        assertEquals(8, 32 - told.get(32, 64).cardinality());
    }
}
