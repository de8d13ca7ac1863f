package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_SEED;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckk.CKK_SLH_DSA;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Template;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/**
 * Private keys of ML-KEM, ML-DSA and SLH-DSA. The first two come as a seed, as the key that the seed makes, or as both,
 * which then have to be one key (Z11); the token computes the key and keeps the seed if it was told.
 */
record SetPrivateForm(Ckk type) implements KeyForm {
    /** The tag of a seed without its key in PKCS#8 (RFC 9881, RFC 9935). */
    private static final int SEED = 0;

    @Override public Set<Cka<?>> components() {
        return type == CKK_SLH_DSA ? Set.of(CKA_PARAMETER_SET, CKA_VALUE)
            : Set.of(CKA_PARAMETER_SET, CKA_VALUE, CKA_SEED);
    }

    @Override public Set<Cka<?>> secrets() {
        return type == CKK_SLH_DSA ? Set.of(CKA_VALUE) : Set.of(CKA_VALUE, CKA_SEED);
    }

    @Override public Template completed(Template material, Ckr refusal) {
        ParameterSet set = ParameterSet.of(type, material.require(CKA_PARAMETER_SET));
        Optional<byte[]> seed = given(material, CKA_SEED, set.seedBytes(), refusal);
        Optional<byte[]> value = given(material, CKA_VALUE, set.privateBytes(), refusal);
        try {
            byte[] whole = seed.isPresent() ? fromSeed(set, seed.get(), value, refusal) : alone(set, value, refusal);
            return PublicKeyInfo.on(material.with(CKA_VALUE, whole),
                SetPublicForm.info(set, set.keys().publicOf(whole)));
        } catch (IllegalArgumentException e) {
            throw refusal.because(e, "not a private key of %s", set);
        }
    }

    private static Optional<byte[]> given(Template material, Cka<byte[]> attribute, int length, Ckr refusal) {
        Optional<byte[]> given = material.get(attribute).filter(bytes -> bytes.length > 0);
        if (given.isPresent() && given.get().length != length) {
            throw refusal.because("%s has %d bytes here, not %d", attribute, length, given.get().length);
        }
        return given;
    }

    private static byte[] fromSeed(ParameterSet set, byte[] seed, Optional<byte[]> value, Ckr refusal) {
        byte[] expanded = set.keys().expanded(seed);
        if (value.isEmpty()) {
            return expanded;
        }
        boolean same = MessageDigest.isEqual(expanded, value.get());
        Arrays.fill(expanded, (byte) 0);
        if (!same) {
            throw refusal.because("CKA_VALUE is not the key of CKA_SEED");
        }
        return value.get();
    }

    private static byte[] alone(ParameterSet set, Optional<byte[]> value, Ckr refusal) {
        byte[] alone = value.orElseThrow(() -> CKR_TEMPLATE_INCOMPLETE.because("neither CKA_VALUE nor CKA_SEED"));
        if (!set.keys().isWhole(alone)) {
            throw refusal.because("the parts of CKA_VALUE do not belong together");
        }
        return alone;
    }

    @Override public long size(Template material) {
        return ParameterSet.of(type, material.require(CKA_PARAMETER_SET)).publicBytes();
    }

    /** PKCS#8: for ML-KEM and ML-DSA the key, with its seed if that is known (W7), for SLH-DSA the bytes (RFC 9909). */
    @Override public byte[] wrapped(KeyMaterial key) {
        ParameterSet set = ParameterSet.of(type, key.get(CKA_PARAMETER_SET));
        byte[] value = key.get(CKA_VALUE);
        if (!set.keepsSeed()) {
            return Der.encoded(Der.made(() -> new PrivateKeyInfo(set.algorithm(), value)));
        }
        ASN1OctetString expanded = new DEROctetString(value);
        boolean hasSeed = key.has(CKA_SEED) && key.get(CKA_SEED).length > 0;
        ASN1Encodable form = hasSeed
            ? new DERSequence(new ASN1Encodable[] {new DEROctetString(key.get(CKA_SEED)), expanded}) : expanded;
        return Der.encoded(Der.made(() -> new PrivateKeyInfo(set.algorithm(), form)));
    }

    @Override public Template publicHalf(KeyMaterial key) {
        ParameterSet set = ParameterSet.of(type, key.get(CKA_PARAMETER_SET));
        return Template.EMPTY.with(CKA_PARAMETER_SET, set.code())
            .with(CKA_VALUE, set.keys().publicOf(key.get(CKA_VALUE)));
    }

    @Override public Template unwrapped(byte[] bytes) {
        PrivateKeyInfo info = KeyTypes.privateKeyInfo(bytes, null);
        ParameterSet set = ParameterSet.of(info.getPrivateKeyAlgorithm().getAlgorithm())
            .filter(known -> known.keyType() == type)
            .orElseThrow(() -> CKR_TEMPLATE_INCONSISTENT.because("the wrapped key is not a %s", type));
        Template material = Template.EMPTY.with(CKA_PARAMETER_SET, set.code());
        byte[] inside = info.getPrivateKey().getOctets();
        return set.keepsSeed() ? seedOrValue(material, inside) : material.with(CKA_VALUE, inside.clone());
    }

    private static Template seedOrValue(Template material, byte[] inside) {
        return Der.parse(inside, CKR_WRAPPED_KEY_INVALID, der -> {
            if (der instanceof ASN1TaggedObject tagged && tagged.hasContextTag(SEED)) {
                return material.with(CKA_SEED, ASN1OctetString.getInstance(tagged, false).getOctets().clone());
            } else if (der instanceof ASN1Sequence both && both.size() == 2) {
                return material
                    .with(CKA_SEED, ASN1OctetString.getInstance(both.getObjectAt(0)).getOctets().clone())
                    .with(CKA_VALUE, ASN1OctetString.getInstance(both.getObjectAt(1)).getOctets().clone());
            }
            return material.with(CKA_VALUE, ASN1OctetString.getInstance(der).getOctets().clone());
        });
    }
}
