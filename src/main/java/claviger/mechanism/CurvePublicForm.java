package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Template;
import java.util.Set;

/** Public keys on curves. */
record CurvePublicForm(Ckk type) implements KeyForm {

    @Override public Set<Cka<?>> components() {
        return Set.of(CKA_EC_PARAMS, CKA_EC_POINT);
    }

    @Override public Set<Cka<?>> secrets() {
        return Set.of();
    }

    @Override public Template completed(Template material, Ckr refusal) {
        Curve curve = Curve.of(type, material.require(CKA_EC_PARAMS));
        byte[] point = CurveForm.point(curve, material.require(CKA_EC_POINT), refusal);
        return PublicKeyInfo.on(material.with(CKA_EC_POINT, CurveForm.dressed(curve, point)),
            CurveForm.publicKeyInfo(curve, point));
    }

    @Override public long size(Template material) {
        return Curve.of(type, material.require(CKA_EC_PARAMS)).bits();
    }

    @Override public byte[] wrapped(KeyMaterial key) {
        throw KeyTypes.notWrappable(key);
    }

    @Override public Template unwrapped(byte[] bytes) {
        throw KeyTypes.notUnwrappable();
    }
}
