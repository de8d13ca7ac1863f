package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_KEY_TYPE_INCONSISTENT;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import java.util.function.Function;

/**
 * The attributes of a key that arithmetic needs, and the form in which a library wants them, made once. Owns its byte
 * arrays. Safe between threads; the one who has it in a cache wipes it when nobody computes with it any more (D11).
 */
public final class KeyMaterial {
    private final Cko objectClass;
    private final Ckk type;
    private final Template components;
    private volatile Object prepared;

    /** @param components the key material attributes, whose arrays now belong to this object */
    public KeyMaterial(Cko objectClass, Ckk type, Template components) {
        this.objectClass = objectClass;
        this.type = type;
        this.components = components;
    }

    public Cko objectClass() {
        return objectClass;
    }

    public Ckk type() {
        return type;
    }

    /**
     * The value of an attribute. Not a copy.
     *
     * @throws claviger.cryptoki.CkrException CKR_KEY_TYPE_INCONSISTENT without it
     */
    public <T> T get(Cka<T> attribute) {
        return components.get(attribute).orElseThrow(() ->
            CKR_KEY_TYPE_INCONSISTENT.because("a %s of type %s without %s", objectClass, type, attribute.name()));
    }

    /** In the unit of the mechanism table, see {@link KeyTypes#size}. */
    public long size() {
        return KeyTypes.size(objectClass, type, components);
    }

    public boolean has(Cka<?> attribute) {
        return components.has(attribute);
    }

    /** The form that a library wants, made at the first call and kept. */
    <P> P prepared(Class<P> form, Function<KeyMaterial, P> prepare) {
        Object before = prepared;
        if (form.isInstance(before)) {
            return form.cast(before);
        }
        P made = prepare.apply(this);
        prepared = made;
        return made;
    }

    /** Overwrites the byte arrays and lets go of the prepared form. Nobody may compute with this key afterwards. */
    public void wipe() {
        prepared = null;
        components.wipe();
    }

    @Override public String toString() {
        return type + " " + objectClass;
    }
}
