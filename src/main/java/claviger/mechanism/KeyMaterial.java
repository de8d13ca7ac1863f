package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_KEY_TYPE_INCONSISTENT;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The attributes of a key that arithmetic needs, and the form in which a library wants them, made once. Owns its byte
 * arrays. Safe between threads; the one who has it in a cache wipes it when nobody computes with it any more (D11).
 */
public final class KeyMaterial {
    private final Cko objectClass;
    private final Ckk type;
    private final Template components;
    /** By what {@link #take} is asked for. */
    private final Map<Object, Spares> spares = new ConcurrentHashMap<>(2);
    private volatile Prepared prepared;
    private volatile boolean wiped;

    /** @param engine for whom it is, or null where only one library computes */
    private record Prepared(Engine engine, Object form) {
    }

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
        return prepared(form, null, prepare);
    }

    /** The form that this engine wants, made at the first call and kept until another engine wants another. */
    <P> P prepared(Class<P> form, Engine engine, Function<KeyMaterial, P> prepare) {
        Prepared before = prepared;
        if (before != null && before.engine == engine && form.isInstance(before.form)) {
            return form.cast(before.form);
        }
        P made = prepare.apply(this);
        prepared = new Prepared(engine, made);
        return made;
    }

    /** An object with this key in it that {@link #keep} kept, which is the caller's alone from here on; or null. */
    Erasable take(Object kind) {
        return spares(kind).take();
    }

    /** Keeps an object with this key in it for the next operation; the caller lets go of it. */
    void keep(Object kind, Erasable spare) {
        spares(kind).put(spare);
    }

    /** Where {@link #take} takes from and {@link #keep} puts; closed with the key. */
    Spares spares(Object kind) {
        Spares kept = spares.get(kind);
        if (kept == null) {
            kept = spares.computeIfAbsent(kind, first -> new Spares());
            if (wiped) {
                kept.close();      // whoever wiped may not have seen it
            }
        }
        return kept;
    }

    /**
     * Overwrites the byte arrays, erases what libraries made of the key as far as they let us, and lets go of it.
     * Nobody may compute with this key afterwards.
     */
    public void wipe() {
        wiped = true;
        Prepared last = prepared;
        prepared = null;
        if (last != null && last.form instanceof Erasable form) {
            form.erase();
        }
        spares.values().forEach(Spares::close);
        components.wipe();
    }

    @Override public String toString() {
        return type + " " + objectClass;
    }
}
