package claviger.token;

import claviger.cryptoki.Template;
/**
 * An object that lives in memory, as long as the session that made it (S6), and in no other application (X1). Its
 * secrets are in its key and nowhere else. Replaced as a whole when an attribute changes.
 *
 * @param owner the session that made it
 * @param key   null for an object that is no key
 * @param bytes of its values
 */
record SessionObject(StorageObject object, Session owner, HeldKey key, long bytes) {

    /** @param all all attributes, whose secret arrays now belong to this object */
    static SessionObject of(Template all, Session owner) {
        long bytes = Edits.size(all);
        StorageObject object = StorageObject.of(0, all);
        return new SessionObject(object, owner,
            object.isKey() ? new HeldKey(0, Token.material(object, all.only(object.secrets()::contains))) : null, bytes);
    }

    /** The same key with other attributes. */
    SessionObject with(Template shown) {
        return new SessionObject(object.with(shown), owner, key, Edits.size(shown));
    }

    /** The end of this object; operations that run with its key go on (S6, O13). */
    void drop() {
        if (key != null) {
            key.drop();
        }
    }
}
