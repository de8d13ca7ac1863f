package claviger.seal;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cko;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Template;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Attributes sealed one by one, and rows authenticated as a whole (D18, D19). */
class ObjectSealTest {
    private static final String SERIAL = "0123456789abcdef";
    private static final String SECRET = "sixteen bytes ok";
    private static final Template OBJECT = Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY)
        .with(CKA_LABEL, "label").with(CKA_ID, new byte[] {7}).with(CKA_VALUE, SECRET.getBytes());

    private final MasterKey master = MasterKey.fresh(SERIAL, 1);
    private final ObjectSeal seal = new ObjectSeal(SERIAL, "one", 1);
    private final byte[] sealed = seal.seal(OBJECT, attribute -> true, master);

    @Test void whatWasSealedComesBack() {
        assertTrue(seal.open(sealed, attribute -> true, master).matches(OBJECT));
        assertEquals(OBJECT.attributes(), seal.attributes(sealed));
    }

    @Test void onlyWhatIsWantedIsOpened() {
        assertEquals(List.of(CKA_LABEL),
            List.copyOf(seal.open(sealed, CKA_LABEL::equals, master).attributes()));
    }

    @Test void withoutTheKeyOnlyPlainAttributesShow() {   // D18
        byte[] mixed = seal.seal(OBJECT, CKA_VALUE::equals, master);
        assertEquals(OBJECT.without(CKA_VALUE).attributes(), seal.open(mixed, any -> true, null).attributes());
        assertFalse(new String(mixed, StandardCharsets.ISO_8859_1).contains(SECRET));
    }

    @Test void aSealedAttributeBelongsToItsTokenObjectAndRevision() {   // D18
        refused(() -> new ObjectSeal(SERIAL, "two", 1).open(sealed, any -> true, master));
        refused(() -> new ObjectSeal(SERIAL, "one", 2).open(sealed, any -> true, master));
        refused(() -> new ObjectSeal("fedcba9876543210", "one", 1).open(sealed, any -> true, master));
        refused(() -> seal.open(sealed, any -> true, MasterKey.fresh(SERIAL, 1)));
        refused(() -> seal.open(sealed, any -> true, MasterKey.fresh(SERIAL, 2)));
    }

    @Test void theMacCoversEverythingInTheRow() {   // D19
        List<byte[]> index = List.of(new byte[] {1}, new byte[] {2});
        byte[] mac = seal.mac(true, sealed, index, master);
        assertTrue(seal.verifies(true, sealed, index, mac, master));
        assertFalse(seal.verifies(false, sealed, index, mac, master));
        assertFalse(seal.verifies(true, Arrays.copyOf(sealed, sealed.length - 1), index, mac, master));
        assertFalse(seal.verifies(true, sealed, List.of(new byte[] {1, 2}), mac, master));
        assertFalse(seal.verifies(true, sealed, List.of(new byte[] {2}, new byte[] {1}), mac, master));
        assertFalse(new ObjectSeal(SERIAL, "one", 2).verifies(true, sealed, index, mac, master));
        assertFalse(seal.verifies(true, sealed, index, new byte[0], master));
    }

    @Test void aBlindIndexNeedsTheKeyAndSeparatesAttributes() {   // D18
        byte[] blind = ObjectSeal.blindIndex(CKA_ID, new byte[] {7}, master);
        assertArrayEquals(blind, ObjectSeal.blindIndex(CKA_ID, new byte[] {7}, master));
        assertFalse(Arrays.equals(blind, ObjectSeal.blindIndex(CKA_LABEL, new byte[] {7}, master)));
        assertFalse(Arrays.equals(blind, ObjectSeal.blindIndex(CKA_ID, new byte[] {7}, MasterKey.fresh(SERIAL, 1))));
        assertFalse(Arrays.equals(blind, ObjectSeal.openIndex(CKA_ID, new byte[] {7})));
    }

    @Test void noBitOfASealedAttributeCanChange() {   // D18: the MAC would see it first; each seal sees it too
        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / Byte.SIZE] ^= 1 << bit % Byte.SIZE;
            assertTrue(differsOrIsRefused(flipped), "bit " + bit);
        }
    }

    private boolean differsOrIsRefused(byte[] flipped) {
        try {
            return !seal.open(flipped, any -> true, master).matches(OBJECT);
        } catch (CkrException e) {
            return true;      // a seal that does not open, or bytes that are no value of their type
        }
    }

    private static void refused(Executable call) {
        assertEquals(CKR_DEVICE_ERROR, assertThrows(CkrException.class, call).ckr());
    }
}
