package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import claviger.cryptoki.Ckd;
import claviger.cryptoki.Ckg;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import claviger.interop.Needed;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every row that more than one engine can serve gives the same on each: the same bytes where there is no chance in it,
 * what the other accepts where there is, and the same code for each fault.
 */
class EngineTest {
    private static final long SEED = System.nanoTime();

    private final Random random = new Random(SEED);
    private final Corretto.Wish before = Corretto.wish();

    @BeforeEach void bothArePresent() {
        Needed.ifInstalled(Corretto.isWorking(), "native engine: " + Corretto.awaited());
        System.out.println("seed " + SEED);
    }

    @AfterEach void asBefore() {
        Corretto.wish(before);
    }

    private static <T> T natively(Supplier<T> computation) {
        Corretto.wish(Corretto.Wish.AT_ONCE);
        return computation.get();
    }

    private static <T> T inJava(Supplier<T> computation) {
        Corretto.wish(Corretto.Wish.NEVER);
        return computation.get();
    }

    private void same(Supplier<byte[]> computation) {
        assertArrayEquals(inJava(computation), natively(computation));
    }

    private static void sameRefusal(Ckr code, Supplier<byte[]> computation) {
        assertEquals(code, inJava(() -> refusal(computation)));
        assertEquals(code, natively(() -> refusal(computation)));
    }

    private static Ckr refusal(Supplier<byte[]> computation) {
        try {
            return computation.get() == null ? null : Ckr.CKR_OK;
        } catch (CkrException e) {
            return e.ckr();
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test void theNativeEngineServesWhatItIsFirstFor() {
        assertEquals(Engine.CORRETTO, natively(Arithmetic.RSA::engine));
        assertEquals(Engine.JDK, inJava(Arithmetic.RSA::engine));
        assertEquals(Engine.BOUNCY_CASTLE, inJava(Arithmetic.ECDSA_P::engine));
        assertEquals(Engine.JDK, natively(Arithmetic.HASH::engine));
        assertSame(Engine.CORRETTO, natively(() -> RsaKey.of(rsa().privateKey()).engine()));
        assertSame(Engine.JDK, inJava(() -> RsaKey.of(rsa().privateKey()).engine()));
    }

    /** RSA: PKCS #1 signs alike, PSS and the two encryptions understand each other. */
    @Test void rsaRows() {
        TestKeys.Pair rsa = rsa();
        byte[] data = bytes(100);
        for (MechanismRow row : Mechanisms.all()) {
            if (row.type().name().matches("CKM_SHA.*_RSA_PKCS")) {
                same(() -> signed(row.type(), rsa.privateKey(), Parameters.NONE, data));
                crosswise(row.type(), rsa, Parameters.NONE, data);
            } else if (row.type().name().matches("CKM_SHA.*_RSA_PKCS_PSS")) {
                Hash hash = Hash.valueOf(row.type().name().replaceAll("CKM_|_RSA_PKCS_PSS", "")
                    .replace("SHA1", "SHA_1").replaceAll("^SHA(224|256|384|512)$", "SHA_$1"));
                crosswise(row.type(), rsa, pss(hash), data);
            }
        }
        same(() -> signed(Ckm.CKM_RSA_PKCS, rsa.privateKey(), Parameters.NONE, data));
        for (Parameters parameters : List.of(Parameters.NONE,
                new Parameters.Oaep(Ckm.CKM_SHA256, Ckg.CKG_MGF1_SHA1, bytes(5)))) {
            Algorithm row = algorithm(parameters == Parameters.NONE ? Ckm.CKM_RSA_PKCS : Ckm.CKM_RSA_PKCS_OAEP);
            byte[] one = natively(() -> row.encrypt(rsa.publicKey(), parameters).last(data));
            byte[] other = inJava(() -> row.encrypt(rsa.publicKey(), parameters).last(data));
            assertArrayEquals(data, inJava(() -> row.decrypt(rsa.privateKey(), parameters).last(one)));
            assertArrayEquals(data, natively(() -> row.decrypt(rsa.privateKey(), parameters).last(other)));
            sameRefusal(Ckr.CKR_ENCRYPTED_DATA_INVALID, () -> row.decrypt(rsa.privateKey(), parameters).last(bytes(256)));
            byte[] beyond = new byte[256];
            Arrays.fill(beyond, (byte) 0xff);
            sameRefusal(Ckr.CKR_ENCRYPTED_DATA_INVALID, () -> row.decrypt(rsa.privateKey(), parameters).last(beyond));
            sameRefusal(Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE, () -> row.decrypt(rsa.privateKey(), parameters).last(data));
        }
    }

    /** What one engine does not take, or does not blind, the other computes. */
    @Test void unusualRsaKeysAreForTheJdk() {
        TestKeys.Pair large = TestKeys.fresh(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN, Ckk.CKK_RSA, Template.EMPTY
            .with(CKA_MODULUS_BITS, 2048L).with(CKA_PUBLIC_EXPONENT, new byte[] {1, 0, 0, 0, 0, 15}));
        assertSame(Engine.JDK, natively(() -> RsaKey.of(large.privateKey()).engine()));
        crosswise(Ckm.CKM_SHA256_RSA_PKCS, large, Parameters.NONE, bytes(9));
    }

    @ParameterizedTest
    @EnumSource(value = Curve.class, names = {"P_256", "P_384", "P_521", "SECP256K1", "BRAINPOOL_P256R1"})
    void curveRows(Curve curve) {
        TestKeys.Pair ec = TestKeys.curve(Ckm.CKM_EC_KEY_PAIR_GEN, curve);
        for (MechanismRow row : Mechanisms.all()) {
            if (row.type().name().startsWith("CKM_ECDSA")) {
                for (int i = 0; i < 20; i++) {
                    crosswise(row.type(), ec, Parameters.NONE, bytes(row.type() == Ckm.CKM_ECDSA ? 1 + i * 3 : 100));
                }
            }
        }
        byte[] peer = TestKeys.curve(Ckm.CKM_EC_KEY_PAIR_GEN, curve).publicKey().get(CKA_EC_POINT);
        for (Parameters parameters : List.of(new Parameters.Ecdh(Ckd.CKD_NULL, new byte[0], peer),
                new Parameters.Ecdh(Ckd.CKD_SHA384_KDF, bytes(3), peer))) {
            int length = ((Parameters.Ecdh) parameters).kdf() == Ckd.CKD_NULL ? -1 : 77;
            same(() -> algorithm(Ckm.CKM_ECDH1_DERIVE).derive(ec.privateKey(), parameters, length));
        }
        byte[] off = Points.unwrapped(peer, 1 + 2 * curve.bytes(), Ckr.CKR_PUBLIC_KEY_INVALID).clone();
        off[off.length - 1] ^= 1;
        sameRefusal(Ckr.CKR_PUBLIC_KEY_INVALID, () -> algorithm(Ckm.CKM_ECDH1_DERIVE)
            .derive(ec.privateKey(), new Parameters.Ecdh(Ckd.CKD_NULL, new byte[0], off), -1));
    }

    /** Zero, the order and more are no halves of a signature. */
    @Test void halvesOutOfRangeAreRefusedAlike() {
        TestKeys.Pair ec = TestKeys.curve(Ckm.CKM_EC_KEY_PAIR_GEN, Curve.P_256);
        byte[] order = org.bouncycastle.util.BigIntegers.asUnsignedByteArray(32,
            Weierstrass.of(Curve.P_256).domain().getN());
        byte[] most = new byte[32];
        Arrays.fill(most, (byte) 0xff);
        byte[] one = new byte[32];
        one[31] = 1;
        for (byte[] half : new byte[][] {new byte[32], order, most}) {
            sameRefusal(Ckr.CKR_SIGNATURE_INVALID, () -> verified(Ckm.CKM_ECDSA, ec.publicKey(), Parameters.NONE,
                new byte[32], both(half, one)));
            sameRefusal(Ckr.CKR_SIGNATURE_INVALID, () -> verified(Ckm.CKM_ECDSA, ec.publicKey(), Parameters.NONE,
                new byte[32], both(one, half)));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Curve.class, names = {"P_256", "P_384", "P_521"})
    void aSignatureOfTheNativeEngineIsTakenApartWhateverTheLengthsOfItsNumbers(Curve curve) throws IOException {
        int half = curve.bytes();
        for (int bits = 1; bits <= Weierstrass.of(curve).domain().getN().bitLength(); bits++) {
            BigInteger r = new BigInteger(bits, random).setBit(bits - 1);
            BigInteger s = new BigInteger(random.nextInt(bits) + 1, random).setBit(0);
            byte[] der = new DERSequence(new ASN1Integer[] {new ASN1Integer(r), new ASN1Integer(s)}).getEncoded();
            byte[] both = CorrettoCurves.sideBySide(der, half);
            assertEquals(r, new BigInteger(1, both, 0, half));
            assertEquals(s, new BigInteger(1, both, half, half));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32})
    void gcmRow(int keyLength) {
        KeyMaterial aes = TestKeys.secret(Ckk.CKK_AES, bytes(keyLength));
        Algorithm gcm = algorithm(Ckm.CKM_AES_GCM);
        for (int ivLength : new int[] {12, 1, 16, 12, 13, 60, 12}) {
            for (int tagBits : List.of(96, 104, 112, 120, 128)) {
                for (int length : new int[] {0, 1, 15, 16, 17, 64, 1000, 20_000}) {
                    byte[] data = bytes(length);
                    Parameters parameters = new Parameters.Gcm(bytes(ivLength), bytes(random.nextInt(40)), tagBits);
                    byte[] encrypted = inJava(() -> gcm.encrypt(aes, parameters).last(data));
                    assertArrayEquals(encrypted, natively(() -> gcm.encrypt(aes, parameters).last(data)));
                    assertArrayEquals(encrypted, natively(() -> inParts(gcm.encrypt(aes, parameters), data)));
                    assertArrayEquals(encrypted, natively(() -> gcm.wrap(aes, parameters, data)));
                    assertArrayEquals(data, natively(() -> gcm.decrypt(aes, parameters).last(encrypted)));
                    assertArrayEquals(data, natively(() -> inParts(gcm.decrypt(aes, parameters), encrypted)));
                    byte[] wrong = encrypted.clone();
                    wrong[random.nextInt(wrong.length)] ^= 4;
                    sameRefusal(Ckr.CKR_ENCRYPTED_DATA_INVALID, () -> gcm.decrypt(aes, parameters).last(wrong));
                    sameRefusal(Ckr.CKR_AEAD_DECRYPT_FAILED, () -> gcm.messageDecrypt(aes, parameters).last(wrong));
                    sameRefusal(Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE,
                        () -> gcm.decrypt(aes, parameters).last(new byte[tagBits / 8 - 1]));
                    if (length > 0) {
                        sameRefusal(Ckr.CKR_WRAPPED_KEY_INVALID, () -> gcm.unwrap(aes, parameters, wrong));
                    }
                }
            }
        }
    }

    /** B1: what an update announces is what it gives, whatever the engine keeps back. */
    private static byte[] inParts(Computation.Ciphering ciphering, byte[] data) {
        byte[] out = new byte[0];
        int third = data.length / 3;
        for (byte[] part : List.of(Arrays.copyOf(data, third), Arrays.copyOfRange(data, third, 2 * third))) {
            long announced = ciphering.updateLength(part.length);
            byte[] given = ciphering.update(part);
            assertEquals(announced, given.length);
            out = both(out, given);
        }
        byte[] rest = Arrays.copyOfRange(data, 2 * third, data.length);
        long announced = ciphering.lastLength(rest.length);
        byte[] last = ciphering.last(rest);
        assertEquals(announced, last.length);
        return both(out, last);
    }

    /** An engine that gets ready while the process runs takes over keys that another has prepared. */
    @Test void aKeyInUseGoesOverToTheBetterEngine() {
        TestKeys.Pair rsa = rsa();
        byte[] data = bytes(10);
        byte[] first = inJava(() -> signed(Ckm.CKM_SHA256_RSA_PKCS, rsa.privateKey(), Parameters.NONE, data));
        assertArrayEquals(first, natively(() ->
            signed(Ckm.CKM_SHA256_RSA_PKCS, rsa.privateKey(), Parameters.NONE, data)));
        assertSame(Engine.CORRETTO, natively(() -> RsaKey.of(rsa.privateKey()).engine()));
    }

    @Test void theWishIsReadFromTheProperty() {
        assertEquals(Corretto.Wish.BESIDE, Corretto.Wish.of(null));
        assertEquals(Corretto.Wish.NEVER, Corretto.Wish.of("jdk,bc"));
        assertEquals(Corretto.Wish.AT_ONCE, Corretto.Wish.of("Corretto, jdk,bc"));
        Corretto.wish(Corretto.Wish.NEVER);
        assertNull(Corretto.provider());
        Corretto.wish(Corretto.Wish.AT_ONCE);
        assertNotNull(Corretto.provider());
    }

    private void crosswise(Ckm type, TestKeys.Pair pair, Parameters parameters, byte[] data) {
        List<byte[]> signatures = new ArrayList<>();
        signatures.add(natively(() -> signed(type, pair.privateKey(), parameters, data)));
        signatures.add(inJava(() -> signed(type, pair.privateKey(), parameters, data)));
        assertEquals(signatures.get(0).length, signatures.get(1).length);
        for (byte[] signature : signatures) {
            assertNotNull(natively(() -> verified(type, pair.publicKey(), parameters, data, signature)));
            assertNotNull(inJava(() -> verified(type, pair.publicKey(), parameters, data, signature)));
            byte[] wrong = signature.clone();
            wrong[wrong.length - 1 - random.nextInt(wrong.length / 2)] ^= 1;
            sameRefusal(Ckr.CKR_SIGNATURE_INVALID, () -> verified(type, pair.publicKey(), parameters, data, wrong));
            sameRefusal(Ckr.CKR_SIGNATURE_LEN_RANGE, () ->
                verified(type, pair.publicKey(), parameters, data, Arrays.copyOf(signature, signature.length - 1)));
        }
    }

    private static Parameters pss(Hash hash) {
        Ckm digest = Arrays.stream(Ckm.values()).filter(type -> isHash(type, hash)).findFirst().orElseThrow();
        Ckg mask = Arrays.stream(Ckg.values()).filter(type -> isMask(type, hash)).findFirst().orElseThrow();
        return new Parameters.Pss(digest, mask, hash.length());
    }

    private static boolean isHash(Ckm type, Hash hash) {
        return type.name().equals("CKM_" + (hash == Hash.SHA_1 ? "SHA_1" : hash.name().replace("SHA_", "SHA")));
    }

    private static boolean isMask(Ckg type, Hash hash) {
        return type.name().equals("CKG_MGF1_" + (hash.name().startsWith("SHA3") ? hash.name() : hash.name().replace("_", "")));
    }

    private static TestKeys.Pair rsa() {
        return TestKeys.pair(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN);
    }

    private static byte[] signed(Ckm type, KeyMaterial key, Parameters parameters, byte[] data) {
        Computation.Signing signing = algorithm(type).sign(key, parameters);
        signing.update(data);
        return signing.sign();
    }

    private static byte[] verified(Ckm type, KeyMaterial key, Parameters parameters, byte[] data, byte[] signature) {
        Computation.Verifying verifying = algorithm(type).verify(key, parameters);
        verifying.update(data);
        verifying.verify(signature);
        return signature;
    }

    private static byte[] both(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static Algorithm algorithm(Ckm type) {
        return Mechanisms.row(type).algorithm();
    }
}
