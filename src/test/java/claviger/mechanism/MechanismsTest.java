package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_EC_EDWARDS;
import static claviger.cryptoki.Ckk.CKK_EC_MONTGOMERY;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckk.CKK_RSA;
import static claviger.cryptoki.Ckm.CKM_AES_CBC;
import static claviger.cryptoki.Ckm.CKM_AES_CBC_PAD;
import static claviger.cryptoki.Ckm.CKM_AES_CTR;
import static claviger.cryptoki.Ckm.CKM_AES_ECB;
import static claviger.cryptoki.Ckm.CKM_AES_GCM;
import static claviger.cryptoki.Ckm.CKM_AES_KEY_WRAP;
import static claviger.cryptoki.Ckm.CKM_AES_KEY_WRAP_KWP;
import static claviger.cryptoki.Ckm.CKM_ECDSA;
import static claviger.cryptoki.Ckm.CKM_EC_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_MD5;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA256_RSA_PKCS;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_KEY_SIZE_RANGE;
import static claviger.cryptoki.Ckr.CKR_KEY_TYPE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_UNWRAPPING_KEY_SIZE_RANGE;
import static claviger.cryptoki.Ckr.CKR_WRAPPING_KEY_TYPE_INCONSISTENT;
import static claviger.cryptoki.Use.CKF_DECRYPT;
import static claviger.cryptoki.Use.CKF_ENCRYPT;
import static claviger.cryptoki.Use.CKF_SIGN;
import static claviger.cryptoki.Use.CKF_UNWRAP;
import static claviger.cryptoki.Use.CKF_VERIFY;
import static claviger.cryptoki.Use.CKF_WRAP;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckd;
import claviger.cryptoki.Ckg;
import claviger.cryptoki.HedgeType;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import claviger.cryptoki.Use;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** The table as a whole: every row computes what it says, and admits what it should. */
class MechanismsTest {
    private static final byte[] DATA = new byte[32];

    static {
        Arrays.fill(DATA, (byte) 7);
    }

    /** Nothing is listed that is not computed, forth and back. */
    @TestFactory Stream<DynamicTest> everyUseOfEveryRowIsComputed() {
        return Mechanisms.all().stream().flatMap(row -> row.uses().stream().map(use ->
            DynamicTest.dynamicTest(row.type() + " " + use, () -> computes(row, use))));
    }

    private static void computes(MechanismRow row, Use use) {
        Algorithm algorithm = row.algorithm();
        Parameters parameters = parameters(row);
        switch (use) {
            case CKF_GENERATE -> {
                Template key = algorithm.generateKey(parameters, wanted(row));
                assertEquals(32, key.require(CKA_VALUE).length);
            }
            case CKF_GENERATE_KEY_PAIR -> {
                GeneratedPair pair = algorithm.generateKeyPair(parameters, wanted(row));
                Ckk type = row.keyTypes().iterator().next();
                Template again = KeyTypes.completed(CKO_PRIVATE_KEY, type, pair.privateKey());
                assertTrue(again.matches(pair.privateKey()) && pair.privateKey().matches(again));
                again = KeyTypes.completed(CKO_PUBLIC_KEY, type, pair.publicKey());
                assertTrue(again.matches(pair.publicKey()) && pair.publicKey().matches(again));
            }
            case CKF_DIGEST -> {
                Computation.Digesting digest = algorithm.digest(parameters);
                assertEquals(digest.length(), digest.digest().length);
            }
            case CKF_SIGN, CKF_MESSAGE_SIGN -> assertTrue(sign(row, parameters).length > 0);
            case CKF_VERIFY, CKF_MESSAGE_VERIFY -> verifies(row, parameters);
            case CKF_SIGN_RECOVER, CKF_VERIFY_RECOVER -> {
                Computation.Signing signing = algorithm.signRecover(key(row, false), parameters);
                signing.update(DATA);
                byte[] signature = signing.sign();
                assertArrayEquals(DATA, algorithm.verifyRecover(key(row, true), parameters).recover(signature));
            }
            case CKF_MULTI_MESSAGE -> assertTrue(takesParts(row, parameters));
            case CKF_MESSAGE_ENCRYPT, CKF_MESSAGE_DECRYPT -> {
                byte[] encrypted = algorithm.encrypt(key(row, true), parameters).last(DATA);
                assertArrayEquals(DATA, algorithm.messageDecrypt(key(row, false), parameters).last(encrypted));
                encrypted[0] ^= 1;
                assertEquals(Ckr.CKR_AEAD_DECRYPT_FAILED,
                    refusal(() -> algorithm.messageDecrypt(key(row, false), parameters).last(encrypted)));
            }
            case CKF_ENCRYPT, CKF_DECRYPT -> {
                if (row.type() == Ckm.CKM_RSA_X_509) {      // Z10: does not encrypt; decrypting and signing are one here
                    byte[] filled = new byte[256];
                    System.arraycopy(DATA, 0, filled, 256 - DATA.length, DATA.length);
                    assertArrayEquals(sign(row, parameters), algorithm.decrypt(key(row, false), parameters).last(filled));
                    return;
                }
                byte[] encrypted = algorithm.encrypt(key(row, true), parameters).last(DATA);
                assertFalse(Arrays.equals(DATA, encrypted));
                assertArrayEquals(DATA, algorithm.decrypt(key(row, false), parameters).last(encrypted));
            }
            case CKF_WRAP, CKF_UNWRAP -> {
                byte[] wrapped = algorithm.wrap(key(row, true), parameters, DATA);
                assertTrue(wrapped.length <= algorithm.wrappedLength(key(row, true), DATA.length));
                assertArrayEquals(DATA, algorithm.unwrap(key(row, false), parameters, wrapped));
            }
            case CKF_DERIVE -> {
                if (row.type() == Ckm.CKM_PUB_KEY_FROM_PRIV_KEY) {
                    everyPrivateKeyHasItsPublicKey(row);
                    return;
                }
                KeyMaterial base = key(row, false);
                if (algorithm instanceof Tls12KeyMat) {
                    KeyBlock block = algorithm.keyBlock(base, parameters);
                    assertEquals(32, block.serverKey().length);
                    assertFalse(Arrays.equals(block.clientKey(), block.serverKey()));
                    return;
                }
                if (algorithm instanceof Tls12MasterKey) {
                    assertEquals(48, algorithm.derive(base, parameters, -1).length);
                    return;
                }
                boolean joins = algorithm instanceof Concatenation;
                byte[] derived = algorithm == Concatenation.BASE_AND_KEY
                    ? algorithm.derive(base, key(row, false), parameters, -1)
                    : algorithm.derive(base, parameters, joins ? -1 : 32);
                assertEquals(joins ? 64 : 32, derived.length);
                assertFalse(Arrays.equals(DATA, derived));
            }
            case CKF_ENCAPSULATE, CKF_DECAPSULATE -> {
                Encapsulated made = algorithm.encapsulate(key(row, true), parameters, -1);
                assertTrue(made.ciphertext().length <= algorithm.ciphertextLength(key(row, true)));
                assertArrayEquals(made.secret(),
                    algorithm.decapsulate(key(row, false), parameters, made.ciphertext(), -1));
            }
            default -> throw new AssertionError(use + " is listed and never computed");
        }
    }

    /** The generator made the public half by itself, so the two ways are compared. */
    private static void everyPrivateKeyHasItsPublicKey(MechanismRow row) {
        for (MechanismRow generator : Mechanisms.all()) {
            if (generator.uses().contains(Use.CKF_GENERATE_KEY_PAIR)) {
                TestKeys.Pair pair = TestKeys.pair(generator.type());
                Ckk type = generator.keyTypes().iterator().next();
                assertTrue(row.keyTypes().contains(type), type.name());
                Template half = row.algorithm().publicHalf(pair.privateKey(), Parameters.NONE);
                Template whole = KeyTypes.completed(CKO_PUBLIC_KEY, type, half);
                assertArrayEquals(pair.publicKey().get(CKA_PUBLIC_KEY_INFO), whole.require(CKA_PUBLIC_KEY_INFO));
                assertArrayEquals(pair.privateKey().get(CKA_PUBLIC_KEY_INFO), whole.require(CKA_PUBLIC_KEY_INFO));
            }
        }
        assertEquals(CKR_KEY_TYPE_INCONSISTENT, refusal(() -> row.algorithm().publicHalf(
            TestKeys.pair(CKM_EC_KEY_PAIR_GEN).publicKey(), Parameters.NONE)));
    }

    private static byte[] sign(MechanismRow row, Parameters parameters) {
        Computation.Signing signing = row.algorithm().sign(key(row, false), parameters);
        signing.update(DATA);
        byte[] signature = signing.sign();
        assertTrue(signature.length <= signing.length());
        signing.close();
        return signature;
    }

    private static void verifies(MechanismRow row, Parameters parameters) {
        byte[] signature = sign(row, parameters);
        verify(row, parameters, DATA, signature);
        byte[] other = DATA.clone();
        other[0] ^= 1;
        assertEquals(Ckr.CKR_SIGNATURE_INVALID, refusal(() -> verify(row, parameters, other, signature)));
        byte[] bent = signature.clone();
        bent[bent.length - 1] ^= 1;
        assertEquals(Ckr.CKR_SIGNATURE_INVALID, refusal(() -> verify(row, parameters, DATA, bent)));
        byte[] cut = Arrays.copyOf(signature, signature.length - 1);
        assertEquals(Ckr.CKR_SIGNATURE_LEN_RANGE, refusal(() -> verify(row, parameters, other, cut)));   // O8
    }

    private static void verify(MechanismRow row, Parameters parameters, byte[] data, byte[] signature) {
        Computation.Verifying verifying = row.algorithm().verify(key(row, true), parameters);
        verifying.update(data);
        verifying.verify(signature);
    }

    private static KeyMaterial key(MechanismRow row, boolean publicSide) {
        Ckk type = row.keyTypes().iterator().next();
        Ckm generator = switch (type) {
            case CKK_RSA -> Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN;
            case CKK_EC -> CKM_EC_KEY_PAIR_GEN;
            case CKK_EC_EDWARDS -> Ckm.CKM_EC_EDWARDS_KEY_PAIR_GEN;
            case CKK_EC_MONTGOMERY -> Ckm.CKM_EC_MONTGOMERY_KEY_PAIR_GEN;
            case CKK_DH -> Ckm.CKM_DH_PKCS_KEY_PAIR_GEN;
            case CKK_ML_KEM -> Ckm.CKM_ML_KEM_KEY_PAIR_GEN;
            case CKK_ML_DSA -> Ckm.CKM_ML_DSA_KEY_PAIR_GEN;
            case CKK_SLH_DSA -> Ckm.CKM_SLH_DSA_KEY_PAIR_GEN;
            default -> null;
        };
        if (generator == null) {
            byte[] value = DATA.clone();
            value[0]++;      // the halves of a key for XTS differ
            return TestKeys.secret(type, value);
        }
        TestKeys.Pair pair = TestKeys.pair(generator);
        return publicSide ? pair.publicKey() : pair.privateKey();
    }

    private static Template wanted(MechanismRow row) {
        return switch (row.keyTypes().iterator().next()) {
            case CKK_RSA -> Template.EMPTY.with(CKA_MODULUS_BITS, 2048L);
            case CKK_EC -> Template.EMPTY.with(CKA_EC_PARAMS, Curve.P_256.params());
            case CKK_EC_EDWARDS -> Template.EMPTY.with(CKA_EC_PARAMS, Curve.ED25519.params());
            case CKK_EC_MONTGOMERY -> Template.EMPTY.with(CKA_EC_PARAMS, Curve.X25519.params());
            case CKK_DH -> DhGroup.MODP_2048.components();
            case CKK_ML_KEM, CKK_ML_DSA, CKK_SLH_DSA -> Template.EMPTY.with(CKA_PARAMETER_SET, 3L);
            default -> Template.EMPTY.with(CKA_VALUE_LEN, 32L);
        };
    }

    private static Parameters parameters(MechanismRow row) {
        return switch (row.type()) {
            case CKM_AES_CBC, CKM_AES_CBC_PAD -> new Parameters.Iv(new byte[16]);
            case CKM_HKDF_DERIVE, CKM_HKDF_DATA ->
                new Parameters.Hkdf(true, true, Ckm.CKM_SHA256, DATA, Optional.empty(), DATA);
            case CKM_SP800_108_COUNTER_KDF, CKM_SP800_108_FEEDBACK_KDF -> new Parameters.Sp800108(Ckm.CKM_SHA256_HMAC,
                List.of(new Parameters.Sp800108.Iteration(false, 32), new Parameters.Sp800108.Bytes(DATA)),
                new byte[0]);
            case CKM_PKCS5_PBKD2 -> new Parameters.Pbkdf2(DATA, 10, Ckm.CKM_SHA512_HMAC, DATA);
            case CKM_CONCATENATE_BASE_AND_KEY -> new Parameters.OtherKey(Optional.empty());
            case CKM_CONCATENATE_BASE_AND_DATA, CKM_CONCATENATE_DATA_AND_BASE -> new Parameters.StringData(DATA);
            case CKM_AES_CTS, CKM_AES_XTS -> new Parameters.Iv(new byte[16]);
            case CKM_AES_CCM -> new Parameters.Ccm(DATA.length, new byte[12], new byte[0], 16);
            case CKM_CHACHA20_POLY1305 -> new Parameters.ChaCha20Poly1305(new byte[12], new byte[0]);
            case CKM_AES_CTR -> new Parameters.Ctr(32, new byte[16]);
            case CKM_AES_GCM, CKM_AES_GMAC -> new Parameters.Gcm(new byte[12], new byte[0], 128);
            case CKM_RSA_PKCS_OAEP -> new Parameters.Oaep(Ckm.CKM_SHA256, Ckg.CKG_MGF1_SHA256, new byte[0]);
            case CKM_RSA_AES_KEY_WRAP -> new Parameters.RsaAesKeyWrap(256,
                new Parameters.Oaep(Ckm.CKM_SHA256, Ckg.CKG_MGF1_SHA256, new byte[0]));
            case CKM_RSA_PKCS_PSS -> new Parameters.Pss(Ckm.CKM_SHA256, Ckg.CKG_MGF1_SHA256, 32);
            case CKM_SHA1_RSA_PKCS_PSS -> new Parameters.Pss(Ckm.CKM_SHA_1, Ckg.CKG_MGF1_SHA1, 20);
            case CKM_SHA224_RSA_PKCS_PSS -> new Parameters.Pss(Ckm.CKM_SHA224, Ckg.CKG_MGF1_SHA224, 28);
            case CKM_SHA256_RSA_PKCS_PSS -> new Parameters.Pss(Ckm.CKM_SHA256, Ckg.CKG_MGF1_SHA256, 32);
            case CKM_SHA384_RSA_PKCS_PSS -> new Parameters.Pss(Ckm.CKM_SHA384, Ckg.CKG_MGF1_SHA1, 0);
            case CKM_SHA512_RSA_PKCS_PSS -> new Parameters.Pss(Ckm.CKM_SHA512, Ckg.CKG_MGF1_SHA512, 64);
            case CKM_SHA3_224_RSA_PKCS_PSS -> new Parameters.Pss(Ckm.CKM_SHA3_224, Ckg.CKG_MGF1_SHA3_224, 28);
            case CKM_SHA3_256_RSA_PKCS_PSS -> new Parameters.Pss(Ckm.CKM_SHA3_256, Ckg.CKG_MGF1_SHA3_256, 32);
            case CKM_SHA3_384_RSA_PKCS_PSS -> new Parameters.Pss(Ckm.CKM_SHA3_384, Ckg.CKG_MGF1_SHA3_384, 48);
            case CKM_SHA3_512_RSA_PKCS_PSS -> new Parameters.Pss(Ckm.CKM_SHA3_512, Ckg.CKG_MGF1_SHA3_512, 64);
            case CKM_AES_ECB_ENCRYPT_DATA -> new Parameters.StringData(DATA);
            case CKM_AES_CBC_ENCRYPT_DATA -> new Parameters.CbcEncryptData(new byte[16], DATA);
            case CKM_ECDH1_DERIVE, CKM_ECDH1_COFACTOR_DERIVE -> new Parameters.Ecdh(Ckd.CKD_NULL, new byte[0],
                TestKeys.curve(CKM_EC_KEY_PAIR_GEN, Curve.P_256).publicKey().get(CKA_EC_POINT));
            case CKM_DH_PKCS_DERIVE -> new Parameters.PublicValue(
                TestKeys.pair(Ckm.CKM_DH_PKCS_KEY_PAIR_GEN).publicKey().get(CKA_VALUE));
            case CKM_HASH_ML_DSA ->
                new Parameters.HashSignContext(HedgeType.CKH_HEDGE_REQUIRED, new byte[255], Ckm.CKM_SHA256);
            default -> row.type().name().endsWith("_GENERAL") ? new Parameters.MacGeneral(12)
                : row.type().name().startsWith("CKM_TLS") ? Tls12Test.parameters(row.type()) : Parameters.NONE;
        };
    }

    @Test void everyKeyTypeOfARowIsMadeOfSomething() {
        for (MechanismRow row : Mechanisms.all()) {
            for (Ckk type : row.keyTypes()) {
                boolean secret = KeyTypes.has(CKO_SECRET_KEY, type);
                boolean pair = KeyTypes.has(CKO_PUBLIC_KEY, type) && KeyTypes.has(CKO_PRIVATE_KEY, type);
                assertTrue(secret ^ pair, row.type() + " " + type);
            }
        }
    }

    /** D22, Z8. */
    @Test void modesWithoutATagDoNotWrap() {
        for (Ckm mode : Set.of(CKM_AES_ECB, CKM_AES_CBC, CKM_AES_CBC_PAD, CKM_AES_CTR, CKM_RSA_PKCS, Ckm.CKM_RSA_X_509)) {
            assertEquals(CKR_MECHANISM_INVALID, refusal(() -> Mechanisms.row(mode).admit(CKF_WRAP)));
            assertEquals(CKR_MECHANISM_INVALID, refusal(() -> Mechanisms.row(mode).admit(CKF_UNWRAP)));
            assertEquals(CKR_MECHANISM_INVALID,
                refusal(() -> Mechanisms.row(mode).algorithm().wrap(null, Parameters.NONE, DATA)));
        }
    }

    /**
     * A Java client drops a mechanism of a private key that does not list encryption beside decryption. Raw RSA never
     * encrypts (Z10), and CKM_AES_KEY_WRAP_PAD only opens what is old.
     */
    @Test void flagsComeInPairs() {
        for (MechanismRow row : Mechanisms.all()) {
            if (row.type() == Ckm.CKM_RSA_X_509 || row.type() == Ckm.CKM_AES_KEY_WRAP_PAD) {
                continue;
            }
            assertEquals(row.uses().contains(CKF_DECRYPT), row.uses().contains(CKF_ENCRYPT), row.type().name());
            assertEquals(row.uses().contains(CKF_UNWRAP), row.uses().contains(CKF_WRAP), row.type().name());
            assertEquals(row.uses().contains(Use.CKF_ENCAPSULATE), row.uses().contains(Use.CKF_DECAPSULATE));
            assertTrue(row.uses().contains(CKF_VERIFY) || !row.uses().contains(CKF_SIGN), row.type().name());
        }
    }

    /** O14: a message in parts is offered where, and only where, the data may come in parts. */
    @Test void messagesComeInPartsWhereDataDo() {
        for (MechanismRow row : Mechanisms.all()) {
            assertEquals(row.uses().contains(CKF_SIGN), row.uses().contains(Use.CKF_MESSAGE_SIGN), row.type().name());
            assertEquals(row.uses().contains(CKF_VERIFY), row.uses().contains(Use.CKF_MESSAGE_VERIFY));
            if (row.uses().contains(Use.CKF_MESSAGE_VERIFY)) {
                assertEquals(takesParts(row, parameters(row)), row.uses().contains(Use.CKF_MULTI_MESSAGE),
                    row.type().name());
            }
        }
    }

    private static boolean takesParts(MechanismRow row, Parameters parameters) {
        Computation computation = row.uses().contains(CKF_VERIFY)
            ? row.algorithm().verify(key(row, true), parameters) : row.algorithm().encrypt(key(row, true), parameters);
        try (computation) {
            return computation.multiPart();
        }
    }

    /** C12. */
    @Test void everyCurveMechanismShowsItsCurveFlags() {
        for (MechanismRow row : Mechanisms.all()) {
            boolean curves = row.keyTypes().stream()
                .anyMatch(Set.of(CKK_EC, CKK_EC_EDWARDS, CKK_EC_MONTGOMERY)::contains);
            assertEquals(curves, row.info().flags().contains(Use.CKF_EC_OID), row.type().name());
            assertEquals(curves, row.info().flags().contains(Use.CKF_EC_F_P), row.type().name());
            assertTrue(row.info().flags().containsAll(row.uses()));
        }
    }

    /** O10. */
    @Test void aRowAdmitsUseThenTypeThenSize() {
        MechanismRow ecdsa = Mechanisms.row(CKM_ECDSA);
        assertEquals(CKR_MECHANISM_INVALID, refusal(() -> Mechanisms.row(CKM_MD5)));
        assertEquals(CKR_MECHANISM_INVALID, refusal(() -> ecdsa.admit(CKF_ENCRYPT)));
        ecdsa.admit(CKF_SIGN);
        assertEquals(CKR_KEY_TYPE_INCONSISTENT, refusal(() -> ecdsa.admit(CKF_SIGN, CKO_PRIVATE_KEY, CKK_RSA)));
        assertEquals(CKR_KEY_TYPE_INCONSISTENT, refusal(() -> ecdsa.admit(CKF_SIGN, CKO_PUBLIC_KEY, CKK_EC)));
        assertEquals(CKR_KEY_TYPE_INCONSISTENT, refusal(() -> ecdsa.admit(CKF_VERIFY, CKO_PRIVATE_KEY, CKK_EC)));
        ecdsa.admit(CKF_SIGN, CKO_PRIVATE_KEY, CKK_EC);
        ecdsa.admit(CKF_VERIFY, CKO_PUBLIC_KEY, CKK_EC);
        assertEquals(CKR_KEY_SIZE_RANGE, refusal(() -> ecdsa.admitSize(CKF_SIGN, 192)));
        ecdsa.admitSize(CKF_SIGN, 256);
        assertEquals(CKR_WRAPPING_KEY_TYPE_INCONSISTENT, refusal(() ->
            Mechanisms.row(CKM_AES_KEY_WRAP).admit(CKF_WRAP, CKO_SECRET_KEY, CKK_GENERIC_SECRET)));
        assertEquals(CKR_UNWRAPPING_KEY_SIZE_RANGE, refusal(() ->
            Mechanisms.row(CKM_AES_KEY_WRAP_KWP).admitSize(CKF_UNWRAP, 8)));
        Mechanisms.row(CKM_AES_GCM).admit(CKF_WRAP, CKO_SECRET_KEY, CKK_AES);
    }

    @Test void aShortRsaKeyVerifiesAndDoesNotSign() {
        MechanismRow row = Mechanisms.row(CKM_SHA256_RSA_PKCS);
        row.admitSize(CKF_VERIFY, 1024);
        assertEquals(CKR_KEY_SIZE_RANGE, refusal(() -> row.admitSize(CKF_SIGN, 1024)));
        assertEquals(CKR_KEY_SIZE_RANGE, refusal(() -> row.admitSize(CKF_SIGN, 2047)));
        row.admitSize(CKF_SIGN, 2048);
        assertEquals(CKR_KEY_SIZE_RANGE, refusal(() -> row.admitSize(CKF_VERIFY, 1023)));
    }

    static Ckr refusal(Executable call) {
        return assertThrows(CkrException.class, call).ckr();
    }
}
