package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_SEED;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.HedgeType.CKH_DETERMINISTIC_REQUIRED;
import static claviger.cryptoki.HedgeType.CKH_HEDGE_REQUIRED;
import static claviger.cryptoki.Ckk.CKK_ML_DSA;
import static claviger.cryptoki.Ckk.CKK_ML_KEM;
import static claviger.cryptoki.Ckk.CKK_SLH_DSA;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_PARAMETER_SET_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;
import static claviger.mechanism.MechanismsTest.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.jcajce.interfaces.MLDSAPrivateKey;
import org.bouncycastle.jcajce.interfaces.MLKEMPrivateKey;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys and arithmetic of FIPS 203, 204 and 205, against the provider of Bouncy Castle (W7, Z11). */
class PostQuantumTest {
    private static final BouncyCastleProvider BC = new BouncyCastleProvider();
    private static final byte[] DATA = new byte[1000];
    private static final byte[] CONTEXT = {1, 2, 3};

    private static TestKeys.Pair pair(ParameterSet set) {
        return TestKeys.set(switch (set.keyType()) {
            case CKK_ML_KEM -> Ckm.CKM_ML_KEM_KEY_PAIR_GEN;
            case CKK_ML_DSA -> Ckm.CKM_ML_DSA_KEY_PAIR_GEN;
            default -> Ckm.CKM_SLH_DSA_KEY_PAIR_GEN;
        }, set);
    }

    private static PublicKey bcPublic(KeyMaterial key) throws Exception {
        return KeyFactory.getInstance(family(key), BC)
            .generatePublic(new X509EncodedKeySpec(key.get(CKA_PUBLIC_KEY_INFO)));
    }

    private static PrivateKey bcPrivate(KeyMaterial key) throws Exception {
        return KeyFactory.getInstance(family(key), BC)
            .generatePrivate(new PKCS8EncodedKeySpec(KeyTypes.wrappedForm(key)));
    }

    private static String family(KeyMaterial key) {
        return key.type().name().substring(4).replace('_', '-');
    }

    private static byte[] signed(Ckm mechanism, KeyMaterial key, Parameters parameters, byte[] data) {
        Computation.Signing signing = Mechanisms.row(mechanism).algorithm().sign(key, parameters);
        signing.update(data);
        return signing.sign();
    }

    private static void verify(Ckm mechanism, KeyMaterial key, Parameters parameters, byte[] data, byte[] signature) {
        Computation.Verifying verifying = Mechanisms.row(mechanism).algorithm().verify(key, parameters);
        verifying.update(data);
        verifying.verify(signature);
    }

    /** The slow sets sign in seconds; what they differ in is a number, so that making their keys is enough. */
    @ParameterizedTest
    @EnumSource
    void keysHaveTheLengthsOfTheStandardAndAreThoseOfBouncyCastle(ParameterSet set) throws Exception {
        if (set.name().matches("SLH.*(192|256)S")) {
            assertEquals(set.publicBytes() * 2, set.privateBytes());
            return;
        }
        TestKeys.Pair pair = pair(set);
        assertEquals(set.publicBytes(), pair.publicKey().get(CKA_VALUE).length);
        assertEquals(set.privateBytes(), pair.privateKey().get(CKA_VALUE).length);
        assertArrayEquals(pair.publicKey().get(CKA_PUBLIC_KEY_INFO), bcPublic(pair.publicKey()).getEncoded());
        PrivateKey theirs = bcPrivate(pair.privateKey());
        byte[] half = theirs instanceof MLKEMPrivateKey kem ? kem.getPublicKey().getEncoded()
            : theirs instanceof MLDSAPrivateKey dsa ? dsa.getPublicKey().getEncoded()
            : pair.publicKey().get(CKA_PUBLIC_KEY_INFO);
        assertArrayEquals(pair.publicKey().get(CKA_PUBLIC_KEY_INFO), half);
        Template back = KeyTypes.unwrappedForm(CKO_PRIVATE_KEY, set.keyType(), theirs.getEncoded());
        assertArrayEquals(pair.privateKey().get(CKA_VALUE), back.require(CKA_VALUE));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = {"ML_DSA.*", "SLH_DSA_.*_128F"})
    void signaturesAreThoseOfBouncyCastle(ParameterSet set) throws Exception {
        TestKeys.Pair pair = pair(set);
        Ckm mechanism = set.keyType() == CKK_ML_DSA ? Ckm.CKM_ML_DSA : Ckm.CKM_SLH_DSA;
        for (boolean inContext : new boolean[] {false, true}) {
            Parameters parameters =
                inContext ? new Parameters.SignContext(CKH_HEDGE_REQUIRED, CONTEXT) : Parameters.NONE;
            byte[] ours = signed(mechanism, pair.privateKey(), parameters, DATA);
            assertEquals(set.resultBytes(), ours.length);
            Signature theirs = Signature.getInstance(family(pair.publicKey()), BC);
            theirs.initVerify(bcPublic(pair.publicKey()));
            if (inContext) {
                theirs.setParameter(new ContextParameterSpec(CONTEXT));
            }
            theirs.update(DATA);
            assertTrue(theirs.verify(ours));
            theirs.initSign(bcPrivate(pair.privateKey()));
            if (inContext) {
                theirs.setParameter(new ContextParameterSpec(CONTEXT));
            }
            theirs.update(DATA);
            verify(mechanism, pair.publicKey(), parameters, DATA, theirs.sign());
            Parameters other = new Parameters.SignContext(CKH_HEDGE_REQUIRED, new byte[] {9});
            assertEquals(CKR_SIGNATURE_INVALID,
                refusal(() -> verify(mechanism, pair.publicKey(), other, DATA, ours)));
        }
        Parameters same = new Parameters.SignContext(CKH_DETERMINISTIC_REQUIRED, CONTEXT);
        assertArrayEquals(signed(mechanism, pair.privateKey(), same, DATA),
            signed(mechanism, pair.privateKey(), same, DATA));
        assertFalse(Arrays.equals(signed(mechanism, pair.privateKey(), Parameters.NONE, DATA),
            signed(mechanism, pair.privateKey(), Parameters.NONE, DATA)));
        Parameters tooLong = new Parameters.SignContext(CKH_HEDGE_REQUIRED, new byte[256]);
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> signed(mechanism, pair.privateKey(), tooLong, DATA)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "ML_DSA.*")
    void signaturesOfHashesAreThoseOfBouncyCastle(ParameterSet set) throws Exception {
        TestKeys.Pair pair = pair(set);
        byte[] ours = signed(Ckm.CKM_HASH_ML_DSA_SHA512, pair.privateKey(), Parameters.NONE, DATA);
        String name = set.name().replace('_', '-') + "-WITH-SHA512";
        KeyFactory keys = KeyFactory.getInstance("HASH-ML-DSA", BC);
        Signature theirs = Signature.getInstance("HASH-ML-DSA", BC);
        // a key for hashes has an OID of its own there: the same bytes under it
        byte[] spki = pair.publicKey().get(CKA_PUBLIC_KEY_INFO).clone();
        int lastArc = 16;
        assertEquals(set.algorithm().getAlgorithm().getId().replaceAll(".*\\.", ""), Integer.toString(spki[lastArc]));
        spki[lastArc] += 32 - 17;
        PublicKey key = keys.generatePublic(new X509EncodedKeySpec(spki));
        assertEquals(name, key.getAlgorithm());
        theirs.initVerify(key);
        theirs.update(DATA);
        assertTrue(theirs.verify(ours));
    }

    @Test void aReadyHashIsSignedLikeTheMessageThatItIsOf() {
        TestKeys.Pair pair = pair(ParameterSet.ML_DSA_44);
        Parameters ready = new Parameters.HashSignContext(CKH_HEDGE_REQUIRED, CONTEXT, Ckm.CKM_SHA384);
        byte[] hash = Hash.SHA_384.messageDigest().digest(DATA);
        byte[] signature = signed(Ckm.CKM_HASH_ML_DSA, pair.privateKey(), ready, hash);
        verify(Ckm.CKM_HASH_ML_DSA_SHA384, pair.publicKey(),
            new Parameters.SignContext(CKH_HEDGE_REQUIRED, CONTEXT), DATA, signature);
        assertEquals(CKR_DATA_LEN_RANGE, refusal(() -> signed(Ckm.CKM_HASH_ML_DSA, pair.privateKey(), ready, DATA)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID,
            refusal(() -> signed(Ckm.CKM_HASH_ML_DSA, pair.privateKey(), Parameters.NONE, hash)));
        assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> signed(Ckm.CKM_HASH_ML_DSA, pair.privateKey(),
            new Parameters.HashSignContext(CKH_HEDGE_REQUIRED, CONTEXT, Ckm.CKM_SHA_1), new byte[20])));
    }

    /** mechanisms.md 7: what may come in parts gives what the whole gives. */
    @Test void mlDsaTakesItsDataInPartsAndSlhDsaDoesNot() {
        TestKeys.Pair pair = pair(ParameterSet.ML_DSA_65);
        for (Ckm mechanism : new Ckm[] {Ckm.CKM_ML_DSA, Ckm.CKM_HASH_ML_DSA_SHAKE128}) {
            Computation.Signing signing =
                Mechanisms.row(mechanism).algorithm().sign(pair.privateKey(), Parameters.NONE);
            assertTrue(signing.multiPart());
            signing.update(Arrays.copyOf(DATA, 400));
            signing.update(Arrays.copyOf(DATA, 600));
            verify(mechanism, pair.publicKey(), Parameters.NONE, DATA, signing.sign());
        }
        KeyMaterial slhDsa = pair(ParameterSet.SLH_DSA_SHAKE_128F).privateKey();
        assertFalse(Mechanisms.row(Ckm.CKM_SLH_DSA).algorithm().sign(slhDsa, Parameters.NONE).multiPart());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "ML_KEM.*")
    void aCiphertextOfSomebodyElseGivesAnotherSecretAndNoError(ParameterSet set) {   // W5
        TestKeys.Pair pair = pair(set);
        Algorithm kem = Mechanisms.row(Ckm.CKM_ML_KEM).algorithm();
        Encapsulated made = kem.encapsulate(pair.publicKey(), Parameters.NONE, 32);
        assertEquals(set.resultBytes(), made.ciphertext().length);
        assertArrayEquals(made.secret(), kem.decapsulate(pair.privateKey(), Parameters.NONE, made.ciphertext(), -1));
        byte[] bent = made.ciphertext().clone();
        bent[5] ^= 1;
        byte[] rejected = kem.decapsulate(pair.privateKey(), Parameters.NONE, bent, 32);
        assertFalse(Arrays.equals(made.secret(), rejected));
        assertArrayEquals(rejected, kem.decapsulate(pair.privateKey(), Parameters.NONE, bent, 32));
        byte[] cut = Arrays.copyOf(bent, bent.length - 1);
        assertEquals(CKR_WRAPPED_KEY_LEN_RANGE,
            refusal(() -> kem.decapsulate(pair.privateKey(), Parameters.NONE, cut, 32)));
        assertEquals(CKR_TEMPLATE_INCONSISTENT,
            refusal(() -> kem.encapsulate(pair.publicKey(), Parameters.NONE, 16)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = {"ML.*", "SLH_DSA_SHA2_128F"})
    void aPrivateKeyComesAsSeedValueOrBothWhichHaveToAgree(ParameterSet set) {   // Z11
        TestKeys.Pair pair = pair(set);
        Template shared = Template.EMPTY.with(CKA_PARAMETER_SET, set.code());
        byte[] value = pair.privateKey().get(CKA_VALUE);
        Template byValue = KeyTypes.completed(CKO_PRIVATE_KEY, set.keyType(), shared.with(CKA_VALUE, value));
        assertArrayEquals(pair.publicKey().get(CKA_PUBLIC_KEY_INFO), byValue.require(CKA_PUBLIC_KEY_INFO));
        assertFalse(byValue.has(CKA_SEED));
        for (int at : checkedBytes(set)) {
            byte[] bent = value.clone();
            bent[at] ^= 1;
            assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(() ->
                KeyTypes.completed(CKO_PRIVATE_KEY, set.keyType(), shared.with(CKA_VALUE, bent))), at + "");
        }
        assertEquals(CKR_TEMPLATE_INCOMPLETE,
            refusal(() -> KeyTypes.completed(CKO_PRIVATE_KEY, set.keyType(), shared)));
        if (set.keepsSeed()) {
            byte[] seed = pair.privateKey().get(CKA_SEED);
            Template bySeed = KeyTypes.completed(CKO_PRIVATE_KEY, set.keyType(), shared.with(CKA_SEED, seed));
            assertArrayEquals(value, bySeed.require(CKA_VALUE));
            Template both = shared.with(CKA_SEED, seed).with(CKA_VALUE, value);
            assertArrayEquals(value, KeyTypes.completed(CKO_PRIVATE_KEY, set.keyType(), both).require(CKA_VALUE));
            byte[] bent = value.clone();
            bent[value.length - 1] ^= 1;
            assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(() ->
                KeyTypes.completed(CKO_PRIVATE_KEY, set.keyType(), both.with(CKA_VALUE, bent))));
            assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(() -> KeyTypes.completed(CKO_PRIVATE_KEY, set.keyType(),
                shared.with(CKA_SEED, Arrays.copyOf(seed, seed.length - 1)))));
        }
    }

    /**
     * Bytes of a key that are wrong as soon as one bit is. The last 32 of an ML-KEM key may be any, since they make the
     * secrets of rejections; one bit of s2 or t0 at the end of an ML-DSA key seldom reaches t1 or a signature.
     */
    private static int[] checkedBytes(ParameterSet set) {
        return switch (set.keyType()) {
            case CKK_ML_DSA -> new int[] {0, 100, 200};      // ρ, tr, s1
            case CKK_ML_KEM -> new int[] {0, set.privateBytes() / 2, set.privateBytes() - 33};
            default -> new int[] {0, 2 * 16, set.privateBytes() - 1};
        };
    }

    @Test void theBlobOfAWrappedKeyHasSeedValueOrBoth() throws Exception {   // W7
        KeyMaterial key = pair(ParameterSet.ML_DSA_65).privateKey();
        MLDSAPrivateKey theirs = (MLDSAPrivateKey) bcPrivate(key);
        for (MLDSAPrivateKey form : new MLDSAPrivateKey[] {theirs.getPrivateKey(true), theirs.getPrivateKey(false)}) {
            Template read = KeyTypes.unwrappedForm(CKO_PRIVATE_KEY, CKK_ML_DSA, form.getEncoded());
            assertArrayEquals(key.get(CKA_VALUE), read.require(CKA_VALUE));
        }
        byte[] both = KeyTypes.wrappedForm(key);
        both[both.length - 1] ^= 1;
        assertEquals(CKR_WRAPPED_KEY_INVALID,
            refusal(() -> KeyTypes.unwrappedForm(CKO_PRIVATE_KEY, CKK_ML_DSA, both)));
        byte[] right = KeyTypes.wrappedForm(key);
        for (Ckk other : new Ckk[] {CKK_ML_KEM, CKK_SLH_DSA}) {
            assertEquals(CKR_TEMPLATE_INCONSISTENT,
                refusal(() -> KeyTypes.unwrappedForm(CKO_PRIVATE_KEY, other, right)));
        }
    }

    @Test void whatIsNoPublicKeyIsRefused() {
        byte[] ones = new byte[ParameterSet.ML_KEM_768.publicBytes()];
        Arrays.fill(ones, (byte) -1);
        Template key = Template.EMPTY.with(CKA_PARAMETER_SET, ParameterSet.ML_KEM_768.code());
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID,      // FIPS 203, 7.2: a coefficient above q
            refusal(() -> KeyTypes.completed(CKO_PUBLIC_KEY, CKK_ML_KEM, key.with(CKA_VALUE, ones))));
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID,
            refusal(() -> KeyTypes.completed(CKO_PUBLIC_KEY, CKK_ML_DSA, key.with(CKA_VALUE, ones))));
        assertEquals(CKR_PARAMETER_SET_NOT_SUPPORTED, refusal(() ->
            KeyTypes.completed(CKO_PUBLIC_KEY, CKK_ML_KEM, key.with(CKA_PARAMETER_SET, 4L).with(CKA_VALUE, ones))));
    }
}
