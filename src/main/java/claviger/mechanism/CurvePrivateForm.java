package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.BigIntegers;

/** Private keys on curves: the number d of a Weierstrass curve, the 32 bytes of RFC 8032 and RFC 7748. */
record CurvePrivateForm(Ckk type) implements KeyForm {

    @Override public Set<Cka<?>> components() {
        return Set.of(CKA_EC_PARAMS, CKA_VALUE);
    }

    @Override public Set<Cka<?>> secrets() {
        return Set.of(CKA_VALUE);
    }

    @Override public Template completed(Template material, Ckr refusal) {
        Curve curve = Curve.of(type, material.require(CKA_EC_PARAMS));
        byte[] value = value(curve, material.require(CKA_VALUE), refusal);
        return PublicKeyInfo.on(material.with(CKA_VALUE, value),
            CurveForm.publicKeyInfo(curve, CurveForm.pointOf(curve, value)));
    }

    /** Of the length of the curve; the d of a Weierstrass curve is a number and may come shorter or longer. */
    private static byte[] value(Curve curve, byte[] given, Ckr refusal) {
        if (curve.keyType() != CKK_EC) {
            if (given.length != curve.bytes()) {
                throw refusal.because("a private key of %s has %d bytes, not %d", curve, curve.bytes(), given.length);
            }
            return given;
        }
        BigInteger d = new BigInteger(1, given);
        if (!Weierstrass.of(curve).isPrivateValue(d)) {
            throw refusal.because("the private value is not below the order of %s", curve);
        }
        return BigIntegers.asUnsignedByteArray(curve.bytes(), d);
    }

    @Override public long size(Template material) {
        return Curve.of(type, material.require(CKA_EC_PARAMS)).bits();
    }

    /** PKCS#8, for a Weierstrass curve with an ECPrivateKey that does not repeat the curve (W7). */
    @Override public byte[] wrapped(KeyMaterial key) {
        Curve curve = Curve.of(type, key.get(CKA_EC_PARAMS));
        byte[] value = key.get(CKA_VALUE);
        return Der.encoded(Der.made(() -> new PrivateKeyInfo(CurveForm.algorithm(curve), type == CKK_EC
            ? new ECPrivateKey(8 * curve.bytes(), new BigInteger(1, value)) : new DEROctetString(value))));
    }

    @Override public Template publicHalf(KeyMaterial key) {
        Curve curve = Curve.of(type, key.get(CKA_EC_PARAMS));
        byte[] point = CurveForm.pointOf(curve, key.get(CKA_VALUE));
        return Template.EMPTY.with(CKA_EC_PARAMS, key.get(CKA_EC_PARAMS).clone())
            .with(CKA_EC_POINT, CurveForm.dressed(curve, point));
    }

    @Override public Template unwrapped(byte[] bytes) {
        if (type == CKK_EC) {
            return unwrappedWeierstrass(KeyTypes.privateKeyInfo(bytes, X9ObjectIdentifiers.id_ecPublicKey));
        }
        PrivateKeyInfo info = KeyTypes.privateKeyInfo(bytes, null);
        Curve curve = Curve.of(info.getPrivateKeyAlgorithm().getAlgorithm())
            .filter(known -> known.keyType() == type)
            .orElseThrow(() -> CKR_TEMPLATE_INCONSISTENT.because("the wrapped key is not a %s", type));
        byte[] value = Der.parse(info.getPrivateKey().getOctets(), CKR_WRAPPED_KEY_INVALID,
            der -> ASN1OctetString.getInstance(der).getOctets());
        return Template.EMPTY.with(CKA_EC_PARAMS, curve.params()).with(CKA_VALUE, value);
    }

    private Template unwrappedWeierstrass(PrivateKeyInfo info) {
        if (info.getPrivateKeyAlgorithm().getParameters() == null) {
            throw CKR_WRAPPED_KEY_INVALID.because("the wrapped key does not name its curve");
        }
        byte[] params = Der.encoded(info.getPrivateKeyAlgorithm().getParameters());
        Curve curve = Curve.of(type, params);
        return Der.parse(info.getPrivateKey().getOctets(), CKR_WRAPPED_KEY_INVALID, der -> {
            ECPrivateKey key = ECPrivateKey.getInstance(der);
            byte[] value = value(curve, BigIntegers.asUnsignedByteArray(key.getKey()), CKR_WRAPPED_KEY_INVALID);
            if (key.getPublicKey() != null
                && !Arrays.equals(key.getPublicKey().getOctets(), CurveForm.pointOf(curve, value))) {
                throw CKR_WRAPPED_KEY_INVALID.because("the public key in the wrapped key belongs to another one");
            }
            return Template.EMPTY.with(CKA_EC_PARAMS, curve.params()).with(CKA_VALUE, value);
        });
    }
}
