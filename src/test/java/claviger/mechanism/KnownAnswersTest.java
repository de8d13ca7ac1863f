package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_CHACHA20;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckk.CKK_HKDF;
import static claviger.cryptoki.Ckm.CKM_AES_CCM;
import static claviger.cryptoki.Ckm.CKM_AES_CMAC;
import static claviger.cryptoki.Ckm.CKM_AES_CMAC_GENERAL;
import static claviger.cryptoki.Ckm.CKM_AES_CTS;
import static claviger.cryptoki.Ckm.CKM_AES_GMAC;
import static claviger.cryptoki.Ckm.CKM_CHACHA20_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_CHACHA20_POLY1305;
import static claviger.cryptoki.Ckm.CKM_CONCATENATE_BASE_AND_DATA;
import static claviger.cryptoki.Ckm.CKM_CONCATENATE_BASE_AND_KEY;
import static claviger.cryptoki.Ckm.CKM_CONCATENATE_DATA_AND_BASE;
import static claviger.cryptoki.Ckm.CKM_EC_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_HKDF_DERIVE;
import static claviger.cryptoki.Ckm.CKM_PKCS5_PBKD2;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_SHA256;
import static claviger.cryptoki.Ckm.CKM_SHA256_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA256_HMAC_GENERAL;
import static claviger.cryptoki.Ckm.CKM_SHA3_256_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA512_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA512_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_SP800_108_COUNTER_KDF;
import static claviger.cryptoki.Ckm.CKM_SP800_108_FEEDBACK_KDF;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_KEY_SIZE_RANGE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.mechanism.MechanismsTest.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Parameters.Sp800108.Bytes;
import claviger.cryptoki.Parameters.Sp800108.Counter;
import claviger.cryptoki.Parameters.Sp800108.Iteration;
import claviger.cryptoki.Parameters.Sp800108.Length;
import claviger.cryptoki.Parameters.Sp800108.Piece;
import claviger.cryptoki.Template;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers of other programs (openssl, Python's hashlib, the JDK) and of RFCs for the rows that Wycheproof's given files
 * do not reach, and the code of each refusal.
 */
@OnEachEngine
class KnownAnswersTest {
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] MESSAGE = "claviger".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEY = unhex("000102030405060708090a0b0c0d0e0f");

    @ParameterizedTest
    @CsvSource({
        "SHA3_224, "
            + "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf, "
            + "7fdb8dd88bd2f60d1b798634ad386811c2cfc85bfaf5d52bbace5e66",
        "SHA3_256, "
            + "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532, "
            + "c7d4072e788877ae3596bbb0da73b887c9171f93095b294ae857fbe2645e1ba5",
        "SHA3_384, "
            + "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25"
            + ", "
            + "f1101f8cbf9766fd6764d2ed61903f21ca9b18f57cf3e1a23ca13508a93243ce48c045dc007f26a21b3f5e0e9df4c20a",
        "SHA3_512, "
            + "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e39340"
            + "57340b4cf408d5a56592f8274eec53f0, "
            + "5a4bfeab6166427c7a3647b747292b8384537cdb89afb3bf5665e4c5e709350b287baec921fd7ca0ee7a0c31d022a95e"
            + "1fc92ba9d77df883960275beb4e62024",
        "SHA512_224, "
            + "4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa, "
            + "4a530b31a79ebcce36916546317c45f247d83241dfb818fd37254bde",
        "SHA512_256, "
            + "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23, "
            + "6df7b24630d5ccb2ee335407081a87188c221489768fa2020513b2d593359456"})
    void hashFunctionsAndTheirHmac(String hash, String ofAbc, String hmac) {
        Computation.Digesting digest = algorithm(Ckm.valueOf("CKM_" + hash)).digest(Parameters.NONE);
        digest.update("abc".getBytes(StandardCharsets.US_ASCII));
        assertEquals(ofAbc, hex(digest.digest()));
        KeyMaterial jefe = TestKeys.secret(CKK_GENERIC_SECRET, "Jefe".getBytes(StandardCharsets.US_ASCII));
        byte[] data = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);
        assertEquals(hmac, hex(signed(Ckm.valueOf("CKM_" + hash + "_HMAC"), jefe, Parameters.NONE, data)));
        assertEquals(hmac.substring(0, 20), hex(signed(
            Ckm.valueOf("CKM_" + hash + "_HMAC_GENERAL"), jefe, new Parameters.MacGeneral(10), data)));
    }

    /** The JDK's own signatures, made by nobody who shares code with these rows. */
    @ParameterizedTest
    @ValueSource(strings = {"224", "256", "384", "512"})
    void theJdkVerifiesSignaturesWithSha3(String bits) throws Exception {
        KeyMaterial rsa = TestKeys.pair(CKM_RSA_PKCS_KEY_PAIR_GEN).privateKey();
        byte[] signature = signed(Ckm.valueOf("CKM_SHA3_" + bits + "_RSA_PKCS"), rsa, Parameters.NONE, MESSAGE);
        assertTrue(jdkVerifies("SHA3-" + bits + "withRSA", "RSA", rsa, null, signature));
        KeyMaterial ec = TestKeys.pair(CKM_EC_KEY_PAIR_GEN).privateKey();
        signature = signed(Ckm.valueOf("CKM_ECDSA_SHA3_" + bits), ec, Parameters.NONE, MESSAGE);
        assertTrue(jdkVerifies("SHA3-" + bits + "withECDSAinP1363Format", "EC", ec, null, signature));
    }

    static boolean jdkVerifies(
        String name, String keyName, KeyMaterial key, EdDSAParameterSpec spec, byte[] signature) throws Exception {
        Signature jdk = Signature.getInstance(name);
        if (spec != null) {
            jdk.setParameter(spec);
        }
        jdk.initVerify(KeyFactory.getInstance(keyName)
            .generatePublic(new X509EncodedKeySpec(key.get(CKA_PUBLIC_KEY_INFO))));
        jdk.update(MESSAGE);
        return jdk.verify(signature);
    }

    /** Z15. */
    @Test void aCutMacHasAFloor() {
        KeyMaterial key = TestKeys.secret(CKK_GENERIC_SECRET, KEY);
        Algorithm hmac = algorithm(CKM_SHA256_HMAC_GENERAL);
        assertEquals(4, hmac.sign(key, new Parameters.MacGeneral(4)).sign().length);
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> hmac.sign(key, new Parameters.MacGeneral(3))));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> hmac.sign(key, new Parameters.MacGeneral(33))));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> hmac.verify(key, new Parameters.MacGeneral(7))));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> hmac.verify(key, Parameters.NONE)));
        assertEquals(CKR_SIGNATURE_LEN_RANGE,
            refusal(() -> hmac.verify(key, new Parameters.MacGeneral(8)).verify(new byte[32])));
        // RFC 4493, example 2, its first half
        KeyMaterial aes = TestKeys.secret(CKK_AES, "2b7e151628aed2a6abf7158809cf4f3c");
        assertEquals("070a16b46b4d4144", hex(signed(CKM_AES_CMAC_GENERAL, aes, new Parameters.MacGeneral(8),
            unhex("6bc1bee22e409f96e93d7e117393172a"))));
        assertEquals(CKR_MECHANISM_PARAM_INVALID,
            refusal(() -> algorithm(CKM_AES_CMAC_GENERAL).sign(aes, new Parameters.MacGeneral(17))));
    }

    @Test void gmac() {
        KeyMaterial key = TestKeys.secret(CKK_AES, KEY);
        String whole = "b88d39e042112f0f448ab22202f09b27";
        assertEquals(whole, hex(signed(CKM_AES_GMAC, key, new Parameters.Iv(new byte[12]), MESSAGE)));
        assertEquals(whole.substring(0, 24),
            hex(signed(CKM_AES_GMAC, key, new Parameters.Gcm(new byte[12], NOTHING, 96), MESSAGE)));
        for (Parameters wrong : List.of(Parameters.NONE, new Parameters.Iv(NOTHING),
            new Parameters.Gcm(new byte[12], new byte[1], 128), new Parameters.Gcm(new byte[12], NOTHING, 64))) {
            assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> algorithm(CKM_AES_GMAC).sign(key, wrong)));
            assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> algorithm(CKM_AES_GMAC).verify(key, wrong)));
        }
    }

    /** RFC 3962, appendix B. */
    @ParameterizedTest
    @CsvSource({
        "17, c6353568f2bf8cb4d8a580362da7ff7f97",
        "31, fc00783e0efdb2c1d445d4c8eff7ed2297687268d6ecccc0c07b25e25ecfe5",
        "32, 39312523a78662d5be7fcbcc98ebf5a897687268d6ecccc0c07b25e25ecfe584",
        "47, 97687268d6ecccc0c07b25e25ecfe584b3fffd940c16a18c1b5549d2f838029e39312523a78662d5be7fcbcc98ebf5"})
    void ciphertextStealingAsInKerberos(int length, String encrypted) {
        KeyMaterial key = TestKeys.secret(CKK_AES, "636869636b656e207465726979616b69");
        byte[] plain = new byte[length];
        System.arraycopy("I would like the General Gau's Chicken, please,".getBytes(StandardCharsets.US_ASCII), 0,
            plain, 0, length);
        Parameters iv = new Parameters.Iv(new byte[16]);
        assertEquals(encrypted, hex(algorithm(CKM_AES_CTS).encrypt(key, iv).last(plain)));
        assertArrayEquals(plain, algorithm(CKM_AES_CTS).decrypt(key, iv).last(unhex(encrypted)));
    }

    @Test void lessThanABlockHasNothingToSteal() {
        KeyMaterial key = TestKeys.secret(CKK_AES, KEY);
        Parameters iv = new Parameters.Iv(new byte[16]);
        Algorithm cts = algorithm(CKM_AES_CTS);
        assertEquals(CKR_DATA_LEN_RANGE, refusal(() -> cts.encrypt(key, iv).last(new byte[15])));
        assertEquals(CKR_ENCRYPTED_DATA_LEN_RANGE, refusal(() -> cts.decrypt(key, iv).last(new byte[15])));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> cts.encrypt(key, Parameters.NONE)));
    }

    /** O9. */
    @Test void ciphersWithATagRefuseWhatDoesNotFit() {
        KeyMaterial aes = TestKeys.secret(CKK_AES, KEY);
        Algorithm ccm = algorithm(CKM_AES_CCM);
        Parameters good = ccm(8, 12, 16);
        byte[] encrypted = ccm.encrypt(aes, good).last(MESSAGE);
        encrypted[3] ^= 1;
        assertEquals(CKR_ENCRYPTED_DATA_INVALID, refusal(() -> ccm.decrypt(aes, good).last(encrypted)));
        assertEquals(CKR_ENCRYPTED_DATA_LEN_RANGE, refusal(() -> ccm.decrypt(aes, good).last(new byte[23])));
        assertEquals(CKR_DATA_LEN_RANGE, refusal(() -> ccm.encrypt(aes, good).last(new byte[9])));
        for (Parameters wrong : List.of(Parameters.NONE, ccm(8, 6, 16), ccm(8, 14, 16), ccm(8, 12, 2), ccm(8, 12, 5),
            ccm(8, 12, 18), ccm(-1, 12, 16), ccm(1 << 16, 13, 16), ccm(1L << 40, 7, 16))) {
            assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> ccm.encrypt(aes, wrong)));
            assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> ccm.decrypt(aes, wrong)));
        }
        KeyMaterial chacha = TestKeys.secret(CKK_CHACHA20, new byte[32]);
        Algorithm poly = algorithm(CKM_CHACHA20_POLY1305);
        Parameters nonce = new Parameters.ChaCha20Poly1305(new byte[12], NOTHING);
        Computation.Ciphering decrypting = poly.decrypt(chacha, nonce);
        assertEquals(0, decrypting.update(new byte[100]).length);
        assertEquals(CKR_ENCRYPTED_DATA_INVALID, refusal(() -> decrypting.last(NOTHING)));
        assertEquals(CKR_ENCRYPTED_DATA_LEN_RANGE, refusal(() -> poly.decrypt(chacha, nonce).last(new byte[15])));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> poly.encrypt(chacha, Parameters.NONE)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() ->
            poly.encrypt(chacha, new Parameters.ChaCha20Poly1305(new byte[8], NOTHING))));
    }

    private static Parameters ccm(long length, int nonce, int mac) {
        return new Parameters.Ccm(length, new byte[nonce], NOTHING, mac);
    }

    @Test void someGeneratorsKnowALengthByThemselves() {
        assertEquals(32, generated(CKM_CHACHA20_KEY_GEN, Template.EMPTY));
        assertEquals(64, generated(CKM_SHA512_KEY_GEN, Template.EMPTY));
        assertEquals(20, generated(CKM_SHA512_KEY_GEN, Template.EMPTY.with(CKA_VALUE_LEN, 20L)));
        assertEquals(CKR_TEMPLATE_INCOMPLETE, refusal(() -> generated(Ckm.CKM_HKDF_KEY_GEN, Template.EMPTY)));
    }

    private static int generated(Ckm type, Template wanted) {
        return algorithm(type).generateKey(Parameters.NONE, wanted).require(CKA_VALUE).length;
    }

    @Test void hkdfInHalves() {
        // RFC 5869, test case 1
        KeyMaterial ikm = TestKeys.secret(CKK_HKDF, "0b".repeat(22));
        byte[] salt = unhex("000102030405060708090a0b0c");
        byte[] info = unhex("f0f1f2f3f4f5f6f7f8f9");
        Algorithm hkdf = algorithm(CKM_HKDF_DERIVE);
        String prk = "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5";
        assertEquals(prk, hex(hkdf.derive(ikm, hkdf(true, false, salt, NOTHING), -1)));
        assertEquals("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
            hex(hkdf.derive(TestKeys.secret(CKK_HKDF, prk), hkdf(false, true, NOTHING, info), 42)));
        KeyMaterial saltKey = TestKeys.secret(CKK_GENERIC_SECRET, salt);
        assertEquals(prk, hex(hkdf.derive(ikm, saltKey, hkdf(true, false, NOTHING, NOTHING), 32)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID,
            refusal(() -> hkdf.derive(ikm, saltKey, hkdf(true, false, salt, NOTHING), 32)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID,
            refusal(() -> hkdf.derive(ikm, saltKey, hkdf(false, true, NOTHING, NOTHING), 32)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID,
            refusal(() -> hkdf.derive(ikm, hkdf(false, false, NOTHING, NOTHING), 32)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> hkdf.derive(ikm, Parameters.NONE, 32)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> hkdf.derive(ikm,
            new Parameters.Hkdf(true, true, CKM_SHA256_HMAC, NOTHING, Optional.empty(), NOTHING), 32)));
        assertEquals(CKR_TEMPLATE_INCOMPLETE,
            refusal(() -> hkdf.derive(ikm, hkdf(true, true, NOTHING, NOTHING), -1)));
        assertEquals(CKR_TEMPLATE_INCONSISTENT,
            refusal(() -> hkdf.derive(ikm, hkdf(true, true, NOTHING, NOTHING), 255 * 32 + 1)));
        assertEquals(CKR_TEMPLATE_INCONSISTENT,
            refusal(() -> hkdf.derive(ikm, hkdf(true, false, NOTHING, NOTHING), 16)));
    }

    private static Parameters hkdf(boolean extract, boolean expand, byte[] salt, byte[] info) {
        return new Parameters.Hkdf(extract, expand, CKM_SHA256, salt, Optional.empty(), info);
    }

    /** With the fixed input that openssl's KBKDF makes of a label and a context. */
    @Test void sp800108() {
        KeyMaterial key = TestKeys.secret(CKK_AES, KEY);
        Bytes fixed = new Bytes("label\0context".getBytes(StandardCharsets.US_ASCII));
        Piece length = new Length(false, false, 32);
        List<Piece> counter = List.of(new Iteration(false, 32), fixed, length);
        Algorithm mode = algorithm(CKM_SP800_108_COUNTER_KDF);
        assertEquals("ea7d2f723c7c89aff21be0deb82b56a4a8245b01afe4a26f5bd4cf6bafd59f0337835beb381a6598",
            hex(mode.derive(key, new Parameters.Sp800108(CKM_SHA256_HMAC, counter, NOTHING), 40)));
        assertEquals("e1022503cdece40d90f1769baa591f70abc9207f7b7c702f9773bedda659e58d9656df10922cdb99",
            hex(mode.derive(key, new Parameters.Sp800108(CKM_SHA512_HMAC, counter, NOTHING), 40)));
        assertEquals("3fc9b552ad320ef843abf45fe0209ce553353235b587ffa35dfd387b410da1c1a60066f8b9f805ce",
            hex(mode.derive(key, new Parameters.Sp800108(CKM_AES_CMAC, counter, NOTHING), 40)));
        byte[] iv = unhex("ab".repeat(32));
        List<Piece> feedback = List.of(new Iteration(false, 0), new Counter(false, 32), fixed, length);
        assertEquals("34d94d7e456ad77257e53a3af80da8e93a023a1013326dc996567a9737f8e45f4e455e1d671f7e2c",
            hex(algorithm(CKM_SP800_108_FEEDBACK_KDF).derive(key, new Parameters.Sp800108(CKM_SHA256_HMAC, feedback, iv), 40)));
    }

    @Test void sp800108RefusesWhatTheModeDoesNotHave() {
        KeyMaterial key = TestKeys.secret(CKK_GENERIC_SECRET, new byte[20]);
        Iteration counter = new Iteration(false, 8);
        for (List<Piece> wrong : List.<List<Piece>>of(List.of(), List.of(counter, counter),
            List.of(new Iteration(true, 32)), List.of(new Iteration(false, 12)),
            List.of(counter, new Counter(false, 8)), List.of(counter, new Length(false, false, 8)))) {
            assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> algorithm(CKM_SP800_108_COUNTER_KDF)
                .derive(key, new Parameters.Sp800108(CKM_SHA256_HMAC, wrong, NOTHING), 40)));
        }
        Algorithm mode = algorithm(CKM_SP800_108_COUNTER_KDF);
        Parameters good = new Parameters.Sp800108(CKM_SHA256_HMAC, List.of(counter), NOTHING);
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> mode.derive(key, good, 32 * 256)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> mode.derive(key, Parameters.NONE, 32)));
        assertEquals(CKR_TEMPLATE_INCOMPLETE, refusal(() -> mode.derive(key, good, -1)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() ->
            mode.derive(key, new Parameters.Sp800108(CKM_SHA256_HMAC, List.of(counter), new byte[1]), 32)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() ->
            mode.derive(key, new Parameters.Sp800108(CKM_SHA256, List.of(counter), NOTHING), 32)));
        assertEquals(CKR_KEY_SIZE_RANGE, refusal(() ->
            mode.derive(key, new Parameters.Sp800108(CKM_AES_CMAC, List.of(counter), NOTHING), 32)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> algorithm(CKM_SP800_108_FEEDBACK_KDF)
            .derive(key, new Parameters.Sp800108(CKM_SHA256_HMAC, List.of(new Bytes(KEY)), NOTHING), 32)));
    }

    @Test void pbkdf2() {
        assertEquals("afe6c5530785b6cc6b1c6453384731bd5ee432ee549fd42fb6695779ad8a1c5b",
            hex(pbkdf2(CKM_SHA512_HMAC, 1000, 32L).require(CKA_VALUE)));
        assertEquals("ee56a9b7311bb081d0bbfa8dc3c2798f30abbbec6344426829d956ed06eaecab",
            hex(pbkdf2(CKM_SHA3_256_HMAC, 1000, 32L).require(CKA_VALUE)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> pbkdf2(CKM_SHA512_HMAC, 0, 32L)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> pbkdf2(CKM_SHA512_HMAC, 1L << 40, 32L)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> pbkdf2(CKM_SHA256, 1, 32L)));
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID,
            refusal(() -> pbkdf2(CKM_SHA512_HMAC, 1, 8L)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID,
            refusal(() -> algorithm(CKM_PKCS5_PBKD2).generateKey(Parameters.NONE, Template.EMPTY)));
    }

    private static Template pbkdf2(Ckm prf, long iterations, long length) {
        return algorithm(CKM_PKCS5_PBKD2).generateKey(
            new Parameters.Pbkdf2("salt".getBytes(StandardCharsets.US_ASCII), iterations, prf,
                "password".getBytes(StandardCharsets.US_ASCII)),
            Template.EMPTY.with(CKA_VALUE_LEN, length).with(CKA_KEY_TYPE, CKK_AES));
    }

    /** Z7: what is joined is not cut. */
    @Test void concatenations() {
        KeyMaterial base = TestKeys.secret(CKK_GENERIC_SECRET, "0102");
        KeyMaterial other = TestKeys.secret(CKK_GENERIC_SECRET, "0304");
        Parameters data = new Parameters.StringData(unhex("0506"));
        Parameters handle = new Parameters.OtherKey(Optional.empty());
        assertEquals("01020506", hex(algorithm(CKM_CONCATENATE_BASE_AND_DATA).derive(base, data, -1)));
        assertEquals("05060102", hex(algorithm(CKM_CONCATENATE_DATA_AND_BASE).derive(base, data, 4)));
        assertEquals("01020304", hex(algorithm(CKM_CONCATENATE_BASE_AND_KEY).derive(base, other, handle, 4)));
        assertEquals(CKR_TEMPLATE_INCONSISTENT,
            refusal(() -> algorithm(CKM_CONCATENATE_DATA_AND_BASE).derive(base, data, 3)));
        assertEquals(CKR_TEMPLATE_INCONSISTENT,
            refusal(() -> algorithm(CKM_CONCATENATE_BASE_AND_DATA).derive(base, data, 5)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID,
            refusal(() -> algorithm(CKM_CONCATENATE_BASE_AND_KEY).derive(base, handle, -1)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID,
            refusal(() -> algorithm(CKM_CONCATENATE_BASE_AND_DATA).derive(base, other, data, -1)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID,
            refusal(() -> algorithm(CKM_CONCATENATE_BASE_AND_DATA).derive(base, Parameters.NONE, -1)));
    }

    private static byte[] signed(Ckm type, KeyMaterial key, Parameters parameters, byte[] data) {
        Computation.Signing signing = algorithm(type).sign(key, parameters);
        signing.update(data);
        return signing.sign();
    }

    private static Algorithm algorithm(Ckm type) {
        return Mechanisms.row(type).algorithm();
    }

    private static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
