package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Template;
import java.util.Set;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Public keys of ML-KEM, ML-DSA and SLH-DSA. */
record SetPublicForm(Ckk type) implements KeyForm {

    @Override public Set<Cka<?>> components() {
        return Set.of(CKA_PARAMETER_SET, CKA_VALUE);
    }

    @Override public Set<Cka<?>> secrets() {
        return Set.of();
    }

    @Override public Template completed(Template material, Ckr refusal) {
        ParameterSet set = ParameterSet.of(type, material.require(CKA_PARAMETER_SET));
        byte[] value = material.require(CKA_VALUE);
        if (value.length != set.publicBytes()) {
            throw refusal.because("a public key of %s has %d bytes, not %d", set, set.publicBytes(), value.length);
        }
        try {
            set.keys().requirePublic(value);
        } catch (IllegalArgumentException e) {
            throw refusal.because(e, "not a public key of %s", set);
        }
        return PublicKeyInfo.on(material, info(set, value));
    }

    static byte[] info(ParameterSet set, byte[] value) {
        return Der.encoded(new SubjectPublicKeyInfo(set.algorithm(), value));
    }

    @Override public long size(Template material) {
        return ParameterSet.of(type, material.require(CKA_PARAMETER_SET)).publicBytes();
    }

    @Override public byte[] wrapped(KeyMaterial key) {
        throw KeyTypes.notWrappable(key);
    }

    @Override public Template unwrapped(byte[] bytes) {
        throw KeyTypes.notUnwrappable();
    }
}
