package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_BASE;
import static claviger.cryptoki.Cka.CKA_PRIME;
import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.BigIntegers;

/** Diffie-Hellman public keys. */
final class DhPublicForm implements KeyForm {

    @Override public Set<Cka<?>> components() {
        return Set.of(CKA_PRIME, CKA_BASE, CKA_VALUE);
    }

    @Override public Set<Cka<?>> secrets() {
        return Set.of();
    }

    @Override public Template completed(Template material, Ckr refusal) {
        DhGroup group = DhGroup.of(material);
        BigInteger y = new BigInteger(1, material.require(CKA_VALUE));
        try {
            y = group.publicKey(y).getY();
        } catch (IllegalArgumentException e) {
            throw refusal.because(e, "not a public value of %s", group);
        }
        return PublicKeyInfo.on(material.with(group.components()).with(CKA_VALUE, BigIntegers.asUnsignedByteArray(y)),
            info(group, y));
    }

    static byte[] info(DhGroup group, BigInteger y) {
        return Der.encoded(Der.made(() -> new SubjectPublicKeyInfo(group.algorithm(), new ASN1Integer(y))));
    }

    @Override public long size(Template material) {
        return DhGroup.of(material).bits();
    }

    @Override public byte[] wrapped(KeyMaterial key) {
        throw KeyTypes.notWrappable(key);
    }

    @Override public Template unwrapped(byte[] bytes) {
        throw KeyTypes.notUnwrappable();
    }
}
