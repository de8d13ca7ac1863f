package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_EC_EDWARDS;
import static claviger.cryptoki.Ckk.CKK_EC_MONTGOMERY;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_CURVE_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_KEY_SIZE_RANGE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_PUBLIC_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;
import static claviger.mechanism.MechanismsTest.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckd;
import claviger.cryptoki.Ckg;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Known answers, data in parts, and the code of each refusal. */
@OnEachEngine
class ArithmeticTest {
    private static final Parameters.Iv IV = new Parameters.Iv(new byte[16]);
    private static final Parameters.Gcm GCM = new Parameters.Gcm(new byte[12], new byte[] {1}, 128);
    private static final KeyMaterial AES = TestKeys.secret(CKK_AES, "000102030405060708090a0b0c0d0e0f");

    @Test void digestsAndMacsGiveThePublishedAnswers() {
        Computation.Digesting sha256 = algorithm(Ckm.CKM_SHA256).digest(Parameters.NONE);
        sha256.update("a".getBytes());
        sha256.update("bc".getBytes());
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hex(sha256.digest()));
        // RFC 4231, test case 2
        Computation.Signing hmac = algorithm(Ckm.CKM_SHA256_HMAC)
            .sign(TestKeys.secret(CKK_GENERIC_SECRET, "Jefe".getBytes()), Parameters.NONE);
        hmac.update("what do ya want for nothing?".getBytes());
        assertEquals("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", hex(hmac.sign()));
        // RFC 4493, example 2
        Computation.Signing cmac = algorithm(Ckm.CKM_AES_CMAC)
            .sign(TestKeys.secret(CKK_AES, "2b7e151628aed2a6abf7158809cf4f3c"), Parameters.NONE);
        cmac.update(unhex("6bc1bee22e409f96e93d7e117393172a"));
        assertEquals("070a16b46b4d4144f79bdd9dd04a287c", hex(cmac.sign()));
    }

    @Test void ciphersGiveThePublishedAnswers() {
        // FIPS 197, C.1
        byte[] plain = unhex("00112233445566778899aabbccddeeff");
        assertEquals("69c4e0d86a7b0430d8cdb78070b4c55a",
            hex(algorithm(Ckm.CKM_AES_ECB).encrypt(AES, Parameters.NONE).last(plain)));
        // RFC 3394, 4.1; RFC 5649, section 6
        assertEquals("1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5",
            hex(algorithm(Ckm.CKM_AES_KEY_WRAP).wrap(AES, Parameters.NONE, plain)));
        assertEquals("138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a",
            hex(algorithm(Ckm.CKM_AES_KEY_WRAP_KWP).wrap(
                TestKeys.secret(CKK_AES, "5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8"), Parameters.NONE,
                unhex("c37b7e6492584340bed12207808941155068f738"))));
        // SP 800-38A, F.5.1
        assertEquals("874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff",
            hex(algorithm(Ckm.CKM_AES_CTR).encrypt(TestKeys.secret(CKK_AES, "2b7e151628aed2a6abf7158809cf4f3c"),
                new Parameters.Ctr(128, unhex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")))
                .last(unhex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"))));
    }

    /** B1, B4: in parts it is what it is in one piece, and no part is longer than announced. */
    @ParameterizedTest
    @EnumSource(value = Ckm.class,
        names = {"CKM_AES_ECB", "CKM_AES_CBC", "CKM_AES_CBC_PAD", "CKM_AES_CTR", "CKM_AES_GCM"})
    void partsGiveWhatOnePieceGives(Ckm type) {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            byte[] plain = new byte[16 * random.nextInt(40)];
            random.nextBytes(plain);
            byte[] encrypted = algorithm(type).encrypt(AES, parameters(type)).last(plain);
            assertArrayEquals(encrypted, inParts(algorithm(type).encrypt(AES, parameters(type)), plain, random));
            assertArrayEquals(plain, inParts(algorithm(type).decrypt(AES, parameters(type)), encrypted, random));
        }
    }

    private static byte[] inParts(Computation.Ciphering ciphering, byte[] data, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (random.nextInt(6) > 0) {
            byte[] part = Arrays.copyOfRange(data, at, Math.min(data.length, at + random.nextInt(70)));
            long announced = ciphering.updateLength(part.length);
            byte[] given = ciphering.update(part);
            assertTrue(given.length <= announced, () -> given.length + " of " + announced);
            out.writeBytes(given);
            at += part.length;
        }
        byte[] rest = Arrays.copyOfRange(data, at, data.length);
        long announced = ciphering.lastLength(rest.length);
        byte[] given = ciphering.last(rest);
        assertTrue(given.length <= announced, () -> given.length + " of " + announced);
        out.writeBytes(given);
        return out.toByteArray();
    }

    private static Parameters parameters(Ckm type) {
        return switch (type) {
            case CKM_AES_ECB -> Parameters.NONE;
            case CKM_AES_GCM -> GCM;
            case CKM_AES_CTR -> new Parameters.Ctr(64, new byte[16]);
            default -> IV;
        };
    }

    /** O9. */
    @Test void gcmGivesNothingBeforeTheTag() {
        byte[] encrypted = algorithm(Ckm.CKM_AES_GCM).encrypt(AES, GCM).last(new byte[100]);
        Computation.Ciphering decrypting = algorithm(Ckm.CKM_AES_GCM).decrypt(AES, GCM);
        assertEquals(0, decrypting.updateLength(encrypted.length));
        assertEquals(0, decrypting.update(encrypted).length);
        assertEquals(100, decrypting.last(new byte[0]).length);
        encrypted[3] ^= 1;
        assertEquals(CKR_ENCRYPTED_DATA_INVALID,
            refusal(() -> algorithm(Ckm.CKM_AES_GCM).decrypt(AES, GCM).last(encrypted)));
        assertEquals(CKR_ENCRYPTED_DATA_LEN_RANGE,
            refusal(() -> algorithm(Ckm.CKM_AES_GCM).decrypt(AES, GCM).last(new byte[15])));
        Parameters empty = new Parameters.Gcm(new byte[0], new byte[0], 128);
        Parameters shortTag = new Parameters.Gcm(new byte[12], new byte[0], 32);
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> algorithm(Ckm.CKM_AES_GCM).encrypt(AES, empty)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> algorithm(Ckm.CKM_AES_GCM).encrypt(AES, shortTag)));
    }

    /** O9, E2: a wrong length is told before wrong content. */
    @Test void aWrongLengthOfBlocksHasItsOwnCode() {
        assertEquals(CKR_DATA_LEN_RANGE,
            refusal(() -> algorithm(Ckm.CKM_AES_ECB).encrypt(AES, Parameters.NONE).last(new byte[15])));
        assertEquals(CKR_ENCRYPTED_DATA_LEN_RANGE,
            refusal(() -> algorithm(Ckm.CKM_AES_CBC).decrypt(AES, IV).last(new byte[17])));
        assertEquals(CKR_ENCRYPTED_DATA_LEN_RANGE,
            refusal(() -> algorithm(Ckm.CKM_AES_CBC_PAD).decrypt(AES, IV).last(new byte[0])));
        assertEquals(CKR_ENCRYPTED_DATA_LEN_RANGE,
            refusal(() -> algorithm(Ckm.CKM_AES_CBC_PAD).decrypt(AES, IV).last(new byte[31])));
        byte[] unpadded = algorithm(Ckm.CKM_AES_CBC).encrypt(AES, IV).last(new byte[32]);
        assertEquals(CKR_ENCRYPTED_DATA_INVALID,
            refusal(() -> algorithm(Ckm.CKM_AES_CBC_PAD).decrypt(AES, IV).last(unpadded)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID,
            refusal(() -> algorithm(Ckm.CKM_AES_CBC).encrypt(AES, new Parameters.Iv(new byte[12]))));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> algorithm(Ckm.CKM_AES_ECB).encrypt(AES, IV)));
    }

    /** The standard's own example: two bits of counter that start at 1 suffice for three blocks. */
    @Test void aCounterIsNotUsedTwice() {
        byte[] block = new byte[16];
        block[15] = 1;
        Parameters ctr = new Parameters.Ctr(2, block);
        assertEquals(48, algorithm(Ckm.CKM_AES_CTR).encrypt(AES, ctr).last(new byte[48]).length);
        assertEquals(CKR_DATA_LEN_RANGE,
            refusal(() -> algorithm(Ckm.CKM_AES_CTR).encrypt(AES, ctr).last(new byte[49])));
        assertEquals(CKR_MECHANISM_PARAM_INVALID,
            refusal(() -> algorithm(Ckm.CKM_AES_CTR).encrypt(AES, new Parameters.Ctr(0, block))));
    }

    /** W3: a wrong length is told before wrong content. */
    @Test void whatIsNotAWrappedKeyIsRefused() {
        Algorithm kw = algorithm(Ckm.CKM_AES_KEY_WRAP);
        assertEquals(CKR_WRAPPED_KEY_LEN_RANGE, refusal(() -> kw.unwrap(AES, Parameters.NONE, new byte[25])));
        assertEquals(CKR_WRAPPED_KEY_INVALID, refusal(() -> kw.unwrap(AES, Parameters.NONE, new byte[24])));
        assertEquals(CKR_KEY_SIZE_RANGE, refusal(() -> kw.wrap(AES, Parameters.NONE, new byte[8])));
        assertEquals(24, kw.unwrap(AES, Parameters.NONE, kw.wrap(AES, Parameters.NONE, new byte[20])).length);
        Algorithm gcm = algorithm(Ckm.CKM_AES_GCM);
        assertEquals(CKR_WRAPPED_KEY_LEN_RANGE, refusal(() -> gcm.unwrap(AES, GCM, new byte[16])));
        assertEquals(CKR_WRAPPED_KEY_INVALID, refusal(() -> gcm.unwrap(AES, GCM, new byte[32])));
        KeyMaterial rsa = TestKeys.pair(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN).privateKey();
        Parameters oaep = new Parameters.Oaep(Ckm.CKM_SHA_1, Ckg.CKG_MGF1_SHA512, new byte[0]);
        Algorithm rsaOaep = algorithm(Ckm.CKM_RSA_PKCS_OAEP);
        assertEquals(CKR_WRAPPED_KEY_LEN_RANGE, refusal(() -> rsaOaep.unwrap(rsa, oaep, new byte[255])));
        assertEquals(CKR_WRAPPED_KEY_INVALID, refusal(() -> rsaOaep.unwrap(rsa, oaep, new byte[256])));
        assertEquals(CKR_KEY_SIZE_RANGE, refusal(() ->
            rsaOaep.wrap(TestKeys.pair(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN).publicKey(), oaep, new byte[215])));
    }

    /** Z9: one code and one message, whatever is wrong. */
    @Test void aFailedRsaDecryptionSaysNothing() {
        TestKeys.Pair rsa = TestKeys.pair(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN);
        byte[] signature = algorithm(Ckm.CKM_SHA256_RSA_PKCS).sign(rsa.privateKey(), Parameters.NONE).sign();
        byte[] beyond = new byte[256];
        Arrays.fill(beyond, (byte) 0xff);
        for (byte[] wrong : new byte[][] {signature, new byte[256], beyond}) {
            assertEquals(CKR_ENCRYPTED_DATA_INVALID, refusal(() ->
                algorithm(Ckm.CKM_RSA_PKCS).decrypt(rsa.privateKey(), Parameters.NONE).last(wrong)));
        }
        assertEquals(CKR_ENCRYPTED_DATA_LEN_RANGE, refusal(() ->
            algorithm(Ckm.CKM_RSA_PKCS).decrypt(rsa.privateKey(), Parameters.NONE).last(new byte[255])));
        assertEquals(CKR_DATA_LEN_RANGE, refusal(() ->
            algorithm(Ckm.CKM_RSA_PKCS).encrypt(rsa.publicKey(), Parameters.NONE).last(new byte[246])));
        assertFalse(algorithm(Ckm.CKM_RSA_PKCS).encrypt(rsa.publicKey(), Parameters.NONE).multiPart());
    }

    @Test void pssChecksItsParameter() {
        KeyMaterial rsa = TestKeys.pair(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN).privateKey();
        Algorithm pss = algorithm(Ckm.CKM_SHA256_RSA_PKCS_PSS);
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> pss.sign(rsa, Parameters.NONE)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID,
            refusal(() -> pss.sign(rsa, new Parameters.Pss(Ckm.CKM_SHA384, Ckg.CKG_MGF1_SHA384, 48))));
        assertEquals(CKR_MECHANISM_PARAM_INVALID,
            refusal(() -> pss.sign(rsa, new Parameters.Pss(Ckm.CKM_SHA256, Ckg.CKG_MGF1_SHA256, 223))));
        Computation.Signing raw = algorithm(Ckm.CKM_RSA_PKCS_PSS)
            .sign(rsa, new Parameters.Pss(Ckm.CKM_SHA256, Ckg.CKG_MGF1_SHA256, 32));
        raw.update(new byte[31]);
        assertEquals(CKR_DATA_LEN_RANGE, refusal(raw::sign));
    }

    @ParameterizedTest
    @EnumSource(value = Curve.class, names = {"P_256", "P_384", "P_521"})
    void ecdsaSignsWhatTheJdkVerifiesAndTakesShorterHalves(Curve curve) throws Exception {
        TestKeys.Pair pair = TestKeys.curve(Ckm.CKM_EC_KEY_PAIR_GEN, curve);
        byte[] signature = sign(Ckm.CKM_ECDSA_SHA256, pair.privateKey(), "data".getBytes());
        assertEquals(2 * curve.bytes(), signature.length);
        java.security.Signature jdk = java.security.Signature.getInstance("SHA256withECDSAinP1363Format", "SunEC");
        jdk.initVerify(Weierstrass.of(curve).jdkPublicKey(
            Points.unwrapped(pair.publicKey().get(CKA_EC_POINT), 1 + 2 * curve.bytes(), CKR_PUBLIC_KEY_INVALID)));
        jdk.update("data".getBytes());
        assertTrue(jdk.verify(signature));
        assertEquals(CKR_SIGNATURE_LEN_RANGE, refusal(() -> verify(pair, new byte[2 * curve.bytes() + 2])));
        assertEquals(CKR_SIGNATURE_LEN_RANGE, refusal(() -> verify(pair, new byte[3])));
        assertEquals(CKR_SIGNATURE_LEN_RANGE, refusal(() -> verify(pair, new byte[0])));
    }

    private static void verify(TestKeys.Pair pair, byte[] signature) {
        Computation.Verifying verifying = algorithm(Ckm.CKM_ECDSA_SHA256).verify(pair.publicKey(), Parameters.NONE);
        verifying.update("data".getBytes());
        verifying.verify(signature);
    }

    private static byte[] sign(Ckm type, KeyMaterial key, byte[] data) {
        Computation.Signing signing = algorithm(type).sign(key, Parameters.NONE);
        signing.update(data);
        return signing.sign();
    }

    /** RFC 8032, 7.1 test 2, 7.2 "foo", 7.3. */
    @Test void ed25519SignsAsInItsRfc() {
        KeyMaterial two = ed25519("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        assertEquals("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            hex(sign(Ckm.CKM_EDDSA, two, unhex("72"))));
        KeyMaterial context = ed25519("0305334e381af78f141cb666f6199f57bc3495335a256a95bd2a55bf546663f6");
        Computation.Signing foo = algorithm(Ckm.CKM_EDDSA).sign(context, new Parameters.Eddsa(false, "foo".getBytes()));
        foo.update(unhex("f726936d19c8"));
        foo.update(unhex("00494e3fdaff20b276a8"));
        assertEquals("55a4cc2f70a54e04288c5f4cd1e45a7bb520b36292911876cada7323198dd87a"
            + "8b36950b95130022907a7fb7c4e9b2d5f6cca685a587b4b21f4b888e4e7edb0d", hex(foo.sign()));
        Computation.Signing ph = algorithm(Ckm.CKM_EDDSA).sign(
            ed25519("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42"),
            new Parameters.Eddsa(true, new byte[0]));
        ph.update("abc".getBytes());
        assertEquals("98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41"
            + "31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406", hex(ph.sign()));
        assertEquals(CKR_MECHANISM_PARAM_INVALID,
            refusal(() -> algorithm(Ckm.CKM_EDDSA).sign(two, new Parameters.Eddsa(false, new byte[256]))));
    }

    @Test void ed25519KeepsItsPartsTogether() {
        KeyMaterial key = TestKeys.pair(Ckm.CKM_EC_EDWARDS_KEY_PAIR_GEN).privateKey();
        byte[] data = new byte[1000];
        new Random(1).nextBytes(data);
        Computation.Signing parts = algorithm(Ckm.CKM_EDDSA).sign(key, Parameters.NONE);
        for (int at = 0; at < data.length; at += 40) {
            parts.update(Arrays.copyOfRange(data, at, at + 40));
        }
        assertArrayEquals(sign(Ckm.CKM_EDDSA, key, data), parts.sign());
    }

    private static KeyMaterial ed25519(String seed) {
        return TestKeys.key(CKO_PRIVATE_KEY, CKK_EC_EDWARDS, Template.EMPTY
            .with(CKA_EC_PARAMS, Curve.ED25519.params()).with(CKA_VALUE, unhex(seed)));
    }

    /** Z18. */
    @Test void aPeerOffTheCurveOrLeadingToZeroIsRefused() {
        KeyMaterial ec = TestKeys.pair(Ckm.CKM_EC_KEY_PAIR_GEN).privateKey();
        byte[] off = new byte[65];
        off[0] = 4;
        off[1] = 1;
        assertEquals(CKR_PUBLIC_KEY_INVALID, refusal(() -> derive(ec, Ckd.CKD_NULL, off, -1)));
        assertEquals(CKR_PUBLIC_KEY_INVALID, refusal(() -> derive(ec, Ckd.CKD_NULL, new byte[1], -1)));
        byte[] compressed = new byte[33];
        compressed[0] = 2;
        assertEquals(CKR_PUBLIC_KEY_INVALID, refusal(() -> derive(ec, Ckd.CKD_NULL, compressed, -1)));
        KeyMaterial x25519 = TestKeys.pair(Ckm.CKM_EC_MONTGOMERY_KEY_PAIR_GEN).privateKey();
        assertEquals(CKR_PUBLIC_KEY_INVALID, refusal(() -> derive(x25519, Ckd.CKD_NULL, new byte[32], -1)));
        assertEquals(CKR_PUBLIC_KEY_INVALID, refusal(() -> derive(x25519, Ckd.CKD_NULL, new byte[31], -1)));
    }

    /** RFC 7748, 6.1; truncation drops leading bytes; the point may come as a DER OCTET STRING. */
    @Test void x25519AgreesAsInItsRfc() {
        KeyMaterial bob = TestKeys.key(CKO_PRIVATE_KEY, CKK_EC_MONTGOMERY, Template.EMPTY
            .with(CKA_EC_PARAMS, Curve.X25519.params())
            .with(CKA_VALUE, unhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")));
        byte[] alice = unhex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        byte[] secret = derive(bob, Ckd.CKD_NULL, alice, -1);
        assertEquals("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742", hex(secret));
        assertArrayEquals(secret, derive(bob, Ckd.CKD_NULL, Points.wrapped(alice), 32));
        assertArrayEquals(Arrays.copyOfRange(secret, 16, 32), derive(bob, Ckd.CKD_NULL, alice, 16));
        assertEquals(CKR_TEMPLATE_INCONSISTENT, refusal(() -> derive(bob, Ckd.CKD_NULL, alice, 33)));
    }

    /** X9.63 by its definition: hash(secret, counter from 1, shared data). */
    @Test void theDerivationHashesSecretCounterAndSharedData() {
        KeyMaterial own = TestKeys.pair(Ckm.CKM_EC_KEY_PAIR_GEN).privateKey();
        byte[] peer = TestKeys.curve(Ckm.CKM_EC_KEY_PAIR_GEN, Curve.P_256).publicKey().get(CKA_EC_POINT);
        byte[] secret = derive(own, Ckd.CKD_NULL, peer, -1);
        Computation.Digesting hash = algorithm(Ckm.CKM_SHA256).digest(Parameters.NONE);
        hash.update(secret);
        hash.update(new byte[] {0, 0, 0, 1});
        hash.update("shared".getBytes());
        Parameters x963 = new Parameters.Ecdh(Ckd.CKD_SHA256_KDF, "shared".getBytes(), peer);
        assertArrayEquals(hash.digest(), algorithm(Ckm.CKM_ECDH1_DERIVE).derive(own, x963, 32));
        assertEquals(CKR_TEMPLATE_INCOMPLETE, refusal(() -> algorithm(Ckm.CKM_ECDH1_DERIVE).derive(own, x963, -1)));
        Parameters noKdf = new Parameters.Ecdh(Ckd.CKD_NULL, "shared".getBytes(), peer);
        assertEquals(CKR_MECHANISM_PARAM_INVALID,
            refusal(() -> algorithm(Ckm.CKM_ECDH1_DERIVE).derive(own, noKdf, -1)));
    }

    private static byte[] derive(KeyMaterial key, Ckd kdf, byte[] peer, int length) {
        return algorithm(Ckm.CKM_ECDH1_DERIVE).derive(key, new Parameters.Ecdh(kdf, new byte[0], peer), length);
    }

    /** C12. */
    @Test void generatorsRefuseWhatTheyCannotMake() {
        Algorithm rsa = algorithm(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN);
        Template bits = Template.EMPTY.with(CKA_MODULUS_BITS, 2048L);
        assertEquals(CKR_TEMPLATE_INCOMPLETE, refusal(() -> rsa.generateKeyPair(Parameters.NONE, Template.EMPTY)));
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID,
            refusal(() -> rsa.generateKeyPair(Parameters.NONE, bits.with(CKA_MODULUS_BITS, 1024L))));
        assertEquals(CKR_TEMPLATE_INCONSISTENT, refusal(() ->
            rsa.generateKeyPair(Parameters.NONE, bits.with(CKA_PUBLIC_EXPONENT, new byte[] {3}))));
        Template ed = Template.EMPTY.with(CKA_EC_PARAMS, Curve.ED25519.params());
        assertEquals(CKR_CURVE_NOT_SUPPORTED,
            refusal(() -> algorithm(Ckm.CKM_EC_KEY_PAIR_GEN).generateKeyPair(Parameters.NONE, ed)));
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(() -> algorithm(Ckm.CKM_AES_KEY_GEN)
            .generateKey(Parameters.NONE, Template.EMPTY.with(CKA_VALUE_LEN, 17L))));
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(() -> algorithm(Ckm.CKM_GENERIC_SECRET_KEY_GEN)
            .generateKey(Parameters.NONE, Template.EMPTY.with(CKA_VALUE_LEN, 1L << 40))));
        assertEquals(CKK_EC, TestKeys.pair(Ckm.CKM_EC_KEY_PAIR_GEN).privateKey().type());
    }

    private static Algorithm algorithm(Ckm type) {
        return Mechanisms.row(type).algorithm();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
