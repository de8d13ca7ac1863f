package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_BASE;
import static claviger.cryptoki.Cka.CKA_PRIME;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_BITS;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.pkcs.DHParameter;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.util.BigIntegers;

/** Diffie-Hellman private keys: a group and the number x. */
final class DhPrivateForm implements KeyForm {

    @Override public Set<Cka<?>> components() {
        return Set.of(CKA_PRIME, CKA_BASE, CKA_VALUE, CKA_VALUE_BITS);
    }

    @Override public Set<Cka<?>> secrets() {
        return Set.of(CKA_VALUE);
    }

    @Override public Template completed(Template material, Ckr refusal) {
        DhGroup group = DhGroup.of(material);
        BigInteger x = new BigInteger(1, material.require(CKA_VALUE));
        if (!group.isPrivateValue(x)) {
            throw refusal.because("the private value is not below the order of %s", group);
        }
        Optional<Long> given = material.get(CKA_VALUE_BITS);
        if (given.isPresent() && given.get() != x.bitLength()) {
            throw CKR_TEMPLATE_INCONSISTENT.because("CKA_VALUE_BITS is not that of this key");
        }
        return PublicKeyInfo.on(material.with(components(group, x)), DhPublicForm.info(group, group.publicValue(x)));
    }

    static Template components(DhGroup group, BigInteger x) {
        return group.components().with(CKA_VALUE, BigIntegers.asUnsignedByteArray(x))
            .with(CKA_VALUE_BITS, (long) x.bitLength());
    }

    @Override public long size(Template material) {
        return DhGroup.of(material).bits();
    }

    /** PKCS#8 with the number as an INTEGER (W7). */
    @Override public byte[] wrapped(KeyMaterial key) {
        ASN1Integer x = new ASN1Integer(new BigInteger(1, key.get(CKA_VALUE)));
        return Der.encoded(Der.made(() -> new PrivateKeyInfo(DhGroup.of(key).algorithm(), x)));
    }

    @Override public Template publicHalf(KeyMaterial key) {
        DhGroup group = DhGroup.of(key);
        BigInteger y = group.publicValue(new BigInteger(1, key.get(CKA_VALUE)));
        return group.components().with(CKA_VALUE, BigIntegers.asUnsignedByteArray(y));
    }

    @Override public Template unwrapped(byte[] bytes) {
        PrivateKeyInfo info = KeyTypes.privateKeyInfo(bytes, PKCSObjectIdentifiers.dhKeyAgreement);
        if (info.getPrivateKeyAlgorithm().getParameters() == null) {
            throw CKR_WRAPPED_KEY_INVALID.because("the wrapped key does not name its group");
        }
        DHParameter parameters = Der.parse(Der.encoded(info.getPrivateKeyAlgorithm().getParameters()),
            CKR_WRAPPED_KEY_INVALID, DHParameter::getInstance);
        DhGroup group = DhGroup.of(parameters.getP(), parameters.getG());
        BigInteger x = Der.parse(info.getPrivateKey().getOctets(), CKR_WRAPPED_KEY_INVALID,
            der -> ASN1Integer.getInstance(der).getValue());
        if (!group.isPrivateValue(x)) {
            throw CKR_WRAPPED_KEY_INVALID.because("the private value is not below the order of %s", group);
        }
        return components(group, x);
    }
}
