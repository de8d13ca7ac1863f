package claviger.mechanism;

import static claviger.cryptoki.Ckk.CKK_AES_XTS;
import static claviger.cryptoki.Ckm.CKM_AES_XTS;
import static claviger.cryptoki.Ckm.CKM_AES_XTS_KEY_GEN;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import claviger.interop.Needed;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CKM_AES_XTS: the vectors of its standard, a peer, and the lengths and keys that it refuses. */
class AesXtsTest {
    private static final String KEY = "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0bfbebdbcbbbab9b8b7b6b5b4b3b2b1b0";
    private static final int BLOCK = 16;
    private static final int UNIT = BLOCK << 20;

    private final Algorithm xts = Mechanisms.row(CKM_AES_XTS).algorithm();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static Parameters unit(byte[] number) {
        return new Parameters.Iv(Arrays.copyOf(number, BLOCK));
    }

    /** IEEE 1619-2007, appendix B: vectors 2, 15 and, with two bytes more than there, those of OpenSSL. */
    @ParameterizedTest
    @CsvSource({
        "1111111111111111111111111111111122222222222222222222222222222222, 3333333333, "
            + "4444444444444444444444444444444444444444444444444444444444444444, "
            + "c454185e6a16936e39334038acef838bfb186fff7480adc4289382ecd6d394f0",
        KEY + ", 9a78563412, 000102030405060708090a0b0c0d0e0f10, 6c1625db4671522d3d7599601de7ca09ed",
        KEY + ", 9a78563412, 000102030405060708090a0b0c0d0e0f10111213, 9d84c813f719aa2c7be3f66171c7c5c2edbf9dac"})
    void itComputesWhatItsStandardHas(String key, String number, String plain, String encrypted) {
        HexFormat hex = HexFormat.of();
        KeyMaterial material = TestKeys.secret(CKK_AES_XTS, key);
        Parameters unit = unit(hex.parseHex(number));
        assertEquals(encrypted, hex.formatHex(xts.encrypt(material, unit).last(hex.parseHex(plain))));
        assertEquals(plain, hex.formatHex(xts.decrypt(material, unit).last(hex.parseHex(encrypted))));
    }

    /** SHA-256 of what OpenSSL 3 makes of it; so long that every bit of the tweak has been carried. */
    @Test void aLongUnitIsThatOfOpenSsl() throws Exception {
        byte[] key = new byte[64];
        byte[] plain = new byte[70_000];
        byte[] number = new byte[BLOCK];
        Arrays.fill(number, (byte) 0xff);
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) (i * 7);
            key[i % key.length] = (byte) (i % key.length);
        }
        byte[] encrypted = xts.encrypt(TestKeys.secret(CKK_AES_XTS, key), unit(number)).last(plain);
        assertEquals("b3c7f576c287993b787907b4ad1721046ce3018be9216924422b0620791e3348",
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encrypted)));
    }

    @Test void everyLengthIsThatOfCorretto() throws Exception {
        Needed.ifInstalled(Corretto.isWorking(), "native engine: " + Corretto.awaited());
        for (int length = BLOCK; length < 200; length++) {
            byte[] key = bytes(64);
            byte[] number = bytes(BLOCK);
            byte[] plain = bytes(length);
            Cipher peer = Cipher.getInstance("AES/XTS/NoPadding", Corretto.provider());
            peer.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(number));
            byte[] encrypted = peer.doFinal(plain);
            KeyMaterial material = TestKeys.secret(CKK_AES_XTS, key);
            assertArrayEquals(encrypted, xts.encrypt(material, unit(number)).last(plain), this::toString);
            assertArrayEquals(plain, xts.decrypt(material, unit(number)).last(encrypted), this::toString);
        }
    }

    /** B1, B4: what the lengths say beforehand is what comes. */
    @Test void partsOfAnyLengthGiveWhatOnePieceGives() {
        for (int round = 0; round < 300; round++) {
            KeyMaterial key = TestKeys.secret(CKK_AES_XTS, bytes(random.nextBoolean() ? 32 : 64));
            Parameters unit = unit(bytes(BLOCK));
            byte[] plain = bytes(BLOCK + random.nextInt(300));
            byte[] encrypted = xts.encrypt(key, unit).last(plain);
            assertArrayEquals(encrypted, inParts(xts.encrypt(key, unit), plain), this::toString);
            assertArrayEquals(plain, inParts(xts.decrypt(key, unit), encrypted), this::toString);
        }
    }

    private byte[] inParts(Computation.Ciphering running, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (random.nextInt(8) != 0) {
            byte[] part = Arrays.copyOfRange(data, at, Math.min(data.length, at + random.nextInt(60)));
            at += part.length;
            long said = running.updateLength(part.length);
            byte[] given = running.update(part);
            assertEquals(said, given.length, this::toString);
            out.writeBytes(given);
        }
        byte[] rest = Arrays.copyOfRange(data, at, data.length);
        long said = running.lastLength(rest.length);
        byte[] given = running.last(rest);
        assertEquals(said, given.length, this::toString);
        out.writeBytes(given);
        return out.toByteArray();
    }

    /** 6.15.3 and SP 800-38E. */
    @Test void aUnitHasAtLeastABlockAndAtMostTwoToTheTwentieth() {
        KeyMaterial key = TestKeys.secret(CKK_AES_XTS, KEY);
        Parameters unit = unit(new byte[BLOCK]);
        assertRefused(CKR_DATA_LEN_RANGE, () -> xts.encrypt(key, unit).last(new byte[BLOCK - 1]));
        assertRefused(CKR_ENCRYPTED_DATA_LEN_RANGE, () -> xts.decrypt(key, unit).last(new byte[0]));
        assertEquals(UNIT, xts.encrypt(key, unit).last(new byte[UNIT]).length);
        assertRefused(CKR_DATA_LEN_RANGE, () -> xts.encrypt(key, unit).last(new byte[UNIT + 1]));
        Computation.Ciphering decrypting = xts.decrypt(key, unit);
        decrypting.update(new byte[UNIT]);
        assertRefused(CKR_ENCRYPTED_DATA_LEN_RANGE, () -> decrypting.last(new byte[1]));
        assertRefused(CKR_MECHANISM_PARAM_INVALID, () -> xts.encrypt(key, new Parameters.Iv(new byte[8])));
        assertRefused(CKR_MECHANISM_PARAM_INVALID, () -> xts.decrypt(key, Parameters.NONE));
    }

    @Test void theHalvesOfAKeyDiffer() {
        byte[] same = new byte[64];
        assertRefused(CKR_ATTRIBUTE_VALUE_INVALID, () -> completed(same));
        same[63] = 1;
        completed(same);
        for (int length : new int[] {16, 48, 65}) {
            assertRefused(CKR_ATTRIBUTE_VALUE_INVALID, () -> completed(bytes(length)));
        }
    }

    private static Template completed(byte[] value) {
        return KeyTypes.completed(CKO_SECRET_KEY, CKK_AES_XTS, Template.EMPTY.with(Cka.CKA_VALUE, value));
    }

    @Test void itsKeysAreOfTwoLengths() {
        Algorithm generator = Mechanisms.row(CKM_AES_XTS_KEY_GEN).algorithm();
        for (long length : new long[] {32, 64}) {
            Template key = generator.generateKey(Parameters.NONE, Template.EMPTY.with(Cka.CKA_VALUE_LEN, length));
            assertEquals(length, key.require(Cka.CKA_VALUE).length);
        }
        assertRefused(CKR_ATTRIBUTE_VALUE_INVALID,
            () -> generator.generateKey(Parameters.NONE, Template.EMPTY.with(Cka.CKA_VALUE_LEN, 48L)));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void assertRefused(Ckr expected, Executable call) {
        assertEquals(expected, assertThrows(CkrException.class, call).ckr());
    }

    @Override public String toString() {
        return "seed " + seed;
    }
}
