package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_CHECK_VALUE;
import static claviger.cryptoki.Cka.CKA_COEFFICIENT;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_EXPONENT_1;
import static claviger.cryptoki.Cka.CKA_EXPONENT_2;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PRIME_1;
import static claviger.cryptoki.Cka.CKA_PRIME_2;
import static claviger.cryptoki.Cka.CKA_PRIVATE_EXPONENT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_EC_EDWARDS;
import static claviger.cryptoki.Ckk.CKK_EC_MONTGOMERY;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckk.CKK_RSA;
import static claviger.cryptoki.Ckm.CKM_EC_EDWARDS_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_EC_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_EC_MONTGOMERY_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_CURVE_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_DOMAIN_PARAMS_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_WRAPPABLE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.mechanism.MechanismsTest.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.junit.jupiter.api.Test;

/** C12, W7, Z11 and the attribute tables of chapter 10: what makes key material right. */
class KeyTypesTest {
    private static final GeneratedPair RSA = generated(CKM_RSA_PKCS_KEY_PAIR_GEN,
        Template.EMPTY.with(CKA_MODULUS_BITS, 2048L));
    private static final GeneratedPair EC = generated(CKM_EC_KEY_PAIR_GEN,
        Template.EMPTY.with(CKA_EC_PARAMS, Curve.P_521.params()));

    private static GeneratedPair generated(Ckm generator, Template wanted) {
        return Mechanisms.row(generator).algorithm().generateKeyPair(Parameters.NONE, wanted);
    }

    @Test void secretsAreComponentsAndPublicKeysHaveNone() {
        for (Cko objectClass : Set.of(CKO_PUBLIC_KEY, CKO_PRIVATE_KEY, CKO_SECRET_KEY)) {
            for (Ckk type : Ckk.values()) {
                if (KeyTypes.has(objectClass, type)) {
                    Set<Cka<?>> secrets = KeyTypes.secrets(objectClass, type);
                    assertTrue(KeyTypes.components(objectClass, type).containsAll(secrets));
                    assertEquals(objectClass == CKO_PUBLIC_KEY, secrets.isEmpty());
                }
            }
        }
    }

    @Test void missingRsaPartsAreComputed() {
        Template bare = RSA.privateKey()
            .without(CKA_PRIME_2, CKA_EXPONENT_1, CKA_EXPONENT_2, CKA_COEFFICIENT, CKA_PUBLIC_KEY_INFO);
        assertTrue(privateRsa(bare).matches(RSA.privateKey()));
        Template other = RSA.privateKey().without(CKA_PRIME_1, CKA_EXPONENT_1);
        assertTrue(privateRsa(other).matches(RSA.privateKey()));
        Template open = RSA.publicKey().without(CKA_MODULUS_BITS, CKA_PUBLIC_KEY_INFO);
        assertTrue(KeyTypes.completed(CKO_PUBLIC_KEY, CKK_RSA, open).matches(RSA.publicKey()));
        assertEquals(2048, KeyTypes.size(CKO_PUBLIC_KEY, CKK_RSA, open));
    }

    @Test void anRsaKeyWithoutPrimesSignsAndIsNotWrapped() {
        Template bare = RSA.privateKey()
            .without(CKA_PRIME_1, CKA_PRIME_2, CKA_EXPONENT_1, CKA_EXPONENT_2, CKA_COEFFICIENT);
        KeyMaterial key = new KeyMaterial(CKO_PRIVATE_KEY, CKK_RSA, privateRsa(bare));
        Algorithm pkcs1 = Mechanisms.row(Ckm.CKM_SHA256_RSA_PKCS).algorithm();
        pkcs1.verify(new KeyMaterial(CKO_PUBLIC_KEY, CKK_RSA, RSA.publicKey()), Parameters.NONE)
            .verify(pkcs1.sign(key, Parameters.NONE).sign());
        assertEquals(CKR_KEY_NOT_WRAPPABLE, refusal(() -> KeyTypes.wrappedForm(key)));
        assertEquals(CKR_TEMPLATE_INCOMPLETE,
            refusal(() -> privateRsa(bare.with(CKA_EXPONENT_1, new byte[] {1}))));
    }

    /** Z11: one bit anywhere in an RSA key, and it is none. */
    @Test void everyPartOfAnRsaKeyIsLookedAt() {
        for (Cka<byte[]> part : List.of(CKA_MODULUS, CKA_PUBLIC_EXPONENT, CKA_PRIVATE_EXPONENT, CKA_PRIME_1,
            CKA_PRIME_2, CKA_EXPONENT_1, CKA_EXPONENT_2, CKA_COEFFICIENT, CKA_PUBLIC_KEY_INFO)) {
            byte[] bent = RSA.privateKey().require(part).clone();
            bent[0] ^= 2;
            assertEquals(CKR_ATTRIBUTE_VALUE_INVALID,
                refusal(() -> privateRsa(RSA.privateKey().with(part, bent))), part.name());
            assertTrue(part == CKA_PUBLIC_KEY_INFO || KeyTypes.components(CKO_PRIVATE_KEY, CKK_RSA).contains(part));
        }
    }

    private static Template privateRsa(Template material) {
        return KeyTypes.completed(CKO_PRIVATE_KEY, CKK_RSA, material);
    }

    @Test void anRsaPublicKeyOfAWrongSizeOrExponentIsRefused() {
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, publicRsa(RSA.publicKey().with(CKA_MODULUS, new byte[] {35})));
        assertEquals(CKR_TEMPLATE_INCONSISTENT,
            publicRsa(RSA.publicKey().with(CKA_PUBLIC_EXPONENT, new byte[] {4}).without(CKA_PUBLIC_KEY_INFO)));
        assertEquals(CKR_TEMPLATE_INCONSISTENT,
            publicRsa(RSA.publicKey().with(CKA_PUBLIC_EXPONENT, new byte[] {1}).without(CKA_PUBLIC_KEY_INFO)));
        assertEquals(CKR_TEMPLATE_INCONSISTENT, publicRsa(RSA.publicKey().with(CKA_MODULUS_BITS, 2047L)));
        assertEquals(CKR_TEMPLATE_INCOMPLETE, publicRsa(RSA.publicKey().without(CKA_MODULUS)));
        byte[] prime = RSA.privateKey().require(CKA_PRIME_1);
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID,
            publicRsa(RSA.publicKey().without(CKA_MODULUS_BITS, CKA_PUBLIC_KEY_INFO).with(CKA_MODULUS, prime)));
    }

    private static Ckr publicRsa(Template material) {
        return refusal(() -> KeyTypes.completed(CKO_PUBLIC_KEY, CKK_RSA, material));
    }

    /** C12: points come raw or as a DER OCTET STRING; the token keeps the standard's form. */
    @Test void pointsAreTakenInBothDresses() {
        byte[] dressed = EC.publicKey().require(CKA_EC_POINT);
        byte[] raw = Points.unwrapped(dressed, 133, CKR_ATTRIBUTE_VALUE_INVALID);
        assertArrayEquals(dressed, publicEc(raw).require(CKA_EC_POINT));
        assertArrayEquals(dressed, publicEc(dressed).require(CKA_EC_POINT));
        byte[] off = raw.clone();
        off[132] ^= 1;
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(() -> publicEc(off)));
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(() -> publicEc(new byte[1])));
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(() -> publicEc(Arrays.copyOf(dressed, 137))));
        byte[] compressed = Arrays.copyOf(raw, 67);
        compressed[0] = 2;
        assertEquals(CKR_TEMPLATE_INCONSISTENT, refusal(() -> publicEc(compressed)));
        Template ed = generated(CKM_EC_EDWARDS_KEY_PAIR_GEN,
            Template.EMPTY.with(CKA_EC_PARAMS, Der.encoded(new DERPrintableString("edwards25519")))).publicKey();
        byte[] point = ed.require(CKA_EC_POINT);
        assertEquals(32, point.length);
        assertArrayEquals(point, KeyTypes.completed(CKO_PUBLIC_KEY, CKK_EC_EDWARDS,
            ed.with(CKA_EC_POINT, Points.wrapped(point))).require(CKA_EC_POINT));
    }

    private static Template publicEc(byte[] point) {
        return KeyTypes.completed(CKO_PUBLIC_KEY, CKK_EC, EC.publicKey().with(CKA_EC_POINT, point));
    }

    /** C12. */
    @Test void curvesAreGivenByOidOrNameAndBelongToTheirType() {
        Template named = EC.publicKey().with(CKA_EC_PARAMS, Der.encoded(new DERPrintableString("secp521r1")));
        Template kept = KeyTypes.completed(CKO_PUBLIC_KEY, CKK_EC, named);
        assertArrayEquals(named.require(CKA_EC_PARAMS), kept.require(CKA_EC_PARAMS));
        assertArrayEquals(EC.publicKey().require(CKA_PUBLIC_KEY_INFO), kept.require(CKA_PUBLIC_KEY_INFO));
        assertEquals(CKR_CURVE_NOT_SUPPORTED, curve(CKK_EC, Curve.ED25519.params()));
        assertEquals(CKR_CURVE_NOT_SUPPORTED, curve(CKK_EC_EDWARDS, Curve.P_256.params()));
        assertEquals(CKR_CURVE_NOT_SUPPORTED, curve(CKK_EC_MONTGOMERY, Curve.ED25519.params()));
        assertEquals(CKR_CURVE_NOT_SUPPORTED, curve(CKK_EC, Der.encoded(SECObjectIdentifiers.secp160k1)));
        assertEquals(CKR_CURVE_NOT_SUPPORTED, curve(CKK_EC, Der.encoded(new DERPrintableString("P-1"))));
        assertEquals(CKR_DOMAIN_PARAMS_INVALID, curve(CKK_EC, Der.encoded(new DERSequence(new ASN1Integer(1)))));
        assertEquals(CKR_DOMAIN_PARAMS_INVALID, curve(CKK_EC, Der.encoded(DERNull.INSTANCE)));
        assertEquals(CKR_DOMAIN_PARAMS_INVALID, curve(CKK_EC, new byte[0]));
        assertEquals(CKR_DOMAIN_PARAMS_INVALID, curve(CKK_EC, new byte[] {6, 80, 1}));
    }

    private static Ckr curve(Ckk type, byte[] params) {
        return refusal(() -> KeyTypes.completed(CKO_PRIVATE_KEY, type,
            Template.EMPTY.with(CKA_EC_PARAMS, params).with(CKA_VALUE, new byte[32])));
    }

    @Test void aPrivateValueIsBelowTheOrderAndFitsItsPublicKey() {
        Template key = EC.privateKey();
        byte[] zero = new byte[66];
        byte[] huge = new byte[66];
        Arrays.fill(huge, (byte) 0xff);
        for (byte[] value : List.of(zero, huge)) {
            assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(() ->
                KeyTypes.completed(CKO_PRIVATE_KEY, CKK_EC, key.without(CKA_PUBLIC_KEY_INFO).with(CKA_VALUE, value))));
        }
        byte[] other = key.require(CKA_VALUE).clone();
        other[65] ^= 1;
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID,
            refusal(() -> KeyTypes.completed(CKO_PRIVATE_KEY, CKK_EC, key.with(CKA_VALUE, other))));
        assertEquals(521, KeyTypes.size(CKO_PRIVATE_KEY, CKK_EC, key));
    }

    @Test void secretKeysGetTheirLengthAndCheckValue() {
        byte[] value = new byte[16];
        Template aes = KeyTypes.completed(CKO_SECRET_KEY, CKK_AES, Template.EMPTY.with(CKA_VALUE, value));
        assertEquals(16L, aes.require(CKA_VALUE_LEN));
        assertArrayEquals(new byte[] {0x66, (byte) 0xe9, 0x4b}, aes.require(CKA_CHECK_VALUE));
        Template generic = KeyTypes.completed(CKO_SECRET_KEY, CKK_GENERIC_SECRET,
            Template.EMPTY.with(CKA_VALUE, "abc".getBytes()));
        assertArrayEquals(new byte[] {(byte) 0xa9, (byte) 0x99, 0x3e}, generic.require(CKA_CHECK_VALUE));
        assertEquals(0, KeyTypes.completed(CKO_SECRET_KEY, CKK_AES, aes.with(CKA_CHECK_VALUE, new byte[0]))
            .require(CKA_CHECK_VALUE).length);
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, secret(aes.with(CKA_CHECK_VALUE, new byte[3])));
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, secret(Template.EMPTY.with(CKA_VALUE, new byte[15])));
        assertEquals(CKR_TEMPLATE_INCONSISTENT, secret(aes.with(CKA_VALUE_LEN, 24L)));
        assertEquals(CKR_TEMPLATE_INCOMPLETE, secret(Template.EMPTY));
    }

    private static Ckr secret(Template material) {
        return refusal(() -> KeyTypes.completed(CKO_SECRET_KEY, CKK_AES, material));
    }

    /** W7: what is wrapped is PKCS#8 that the JDK reads, and unwrapping gives the key back. */
    @Test void wrappedPrivateKeysAreReadByTheJdkAndComeBack() throws Exception {
        Template ed = generated(CKM_EC_EDWARDS_KEY_PAIR_GEN,
            Template.EMPTY.with(CKA_EC_PARAMS, Curve.ED25519.params())).privateKey();
        Template x = generated(CKM_EC_MONTGOMERY_KEY_PAIR_GEN,
            Template.EMPTY.with(CKA_EC_PARAMS, Curve.X25519.params())).privateKey();
        roundTrip(CKK_RSA, RSA.privateKey(), "RSA");
        roundTrip(CKK_EC, EC.privateKey(), "EC");
        roundTrip(CKK_EC_EDWARDS, ed, "Ed25519");
        roundTrip(CKK_EC_MONTGOMERY, x, "X25519");
    }

    private static void roundTrip(Ckk type, Template key, String jdkName) throws Exception {
        byte[] wrapped = KeyTypes.wrappedForm(new KeyMaterial(CKO_PRIVATE_KEY, type, key));
        KeyFactory factory = KeyFactory.getInstance(jdkName);
        factory.generatePrivate(new PKCS8EncodedKeySpec(wrapped));
        factory.generatePublic(new X509EncodedKeySpec(key.require(CKA_PUBLIC_KEY_INFO)));
        assertTrue(KeyTypes.unwrappedForm(CKO_PRIVATE_KEY, type, wrapped).matches(key));
        byte[] filled = Arrays.copyOf(wrapped, wrapped.length + 7);      // as CKM_AES_KEY_WRAP leaves it
        assertTrue(KeyTypes.unwrappedForm(CKO_PRIVATE_KEY, type, filled).matches(key));
        filled[filled.length - 1] = 1;
        assertEquals(CKR_WRAPPED_KEY_INVALID, refusal(() -> KeyTypes.unwrappedForm(CKO_PRIVATE_KEY, type, filled)));
        Ckk other = type == CKK_RSA ? CKK_EC : CKK_RSA;
        assertEquals(CKR_TEMPLATE_INCONSISTENT, refusal(() -> KeyTypes.unwrappedForm(CKO_PRIVATE_KEY, other, wrapped)));
        byte[] cut = Arrays.copyOf(wrapped, wrapped.length - 1);
        assertEquals(CKR_WRAPPED_KEY_INVALID, refusal(() -> KeyTypes.unwrappedForm(CKO_PRIVATE_KEY, type, cut)));
    }

    /** What the JDK writes, with the public key inside or not, is taken as well. */
    @Test void foreignPkcs8IsTaken() throws Exception {
        for (String name : List.of("EC", "RSA", "Ed25519", "X25519")) {
            java.security.KeyPairGenerator generator = java.security.KeyPairGenerator.getInstance(name);
            if (name.equals("EC")) {
                generator.initialize(384);
            }
            java.security.KeyPair pair = generator.generateKeyPair();
            KeyMaterial key = TestKeys.privateKey(pair.getPrivate().getEncoded());
            assertArrayEquals(pair.getPublic().getEncoded(), key.get(CKA_PUBLIC_KEY_INFO), name);
        }
        assertEquals(CKR_WRAPPED_KEY_INVALID,
            refusal(() -> KeyTypes.unwrappedForm(CKO_PRIVATE_KEY, CKK_EC, new byte[0])));
        assertEquals(CKR_WRAPPED_KEY_INVALID,
            refusal(() -> KeyTypes.unwrappedForm(CKO_SECRET_KEY, CKK_AES, new byte[20])));
        assertFalse(KeyTypes.has(CKO_SECRET_KEY, CKK_RSA));
    }
}
