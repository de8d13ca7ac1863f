package claviger.token;

import static claviger.cryptoki.Cka.CKA_ALWAYS_AUTHENTICATE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_CLAVIGER_ACL;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import claviger.mechanism.KeyTypes;
import claviger.spki.Acl;
import java.util.Optional;
import java.util.Set;

/**
 * An object as it is at one moment, without its secrets. Immutable but for what it remembers of its last use. Safe
 * between threads.
 */
final class StorageObject {
    private final String uniqueId;
    private final long rowRevision;
    private final Template attributes;
    private final Set<Cka<?>> secrets;
    private final boolean isToken;
    private final boolean isPrivate;
    private final boolean alwaysAuthenticate;
    private final boolean hasAcl;
    private volatile ObjectForm form;
    private volatile Optional<Acl> acl;
    private volatile KeyUse.Admission admission;
    private volatile HeldKey held;

    /**
     * @param uniqueId    CKA_UNIQUE_ID
     * @param rowRevision of the row that it was read from; 0 for a session object
     * @param attributes  all of them but the secret ones
     * @param secrets     the names of the secret ones that it has
     */
    StorageObject(String uniqueId, long rowRevision, Template attributes, Set<Cka<?>> secrets) {
        this.uniqueId = uniqueId;
        this.rowRevision = rowRevision;
        this.attributes = attributes;
        this.secrets = secrets;
        this.isToken = attributes.is(CKA_TOKEN);
        this.isPrivate = attributes.is(CKA_PRIVATE);
        this.alwaysAuthenticate = attributes.is(CKA_ALWAYS_AUTHENTICATE);
        this.hasAcl = attributes.has(CKA_CLAVIGER_ACL);
    }

    String uniqueId() {
        return uniqueId;
    }

    long rowRevision() {
        return rowRevision;
    }

    Template attributes() {
        return attributes;
    }

    Set<Cka<?>> secrets() {
        return secrets;
    }

    /** How the ACLs are asked about it. */
    ObjectForm form() {
        ObjectForm known = form;
        if (known == null) {
            known = ObjectForm.of(uniqueId, rowRevision, attributes);
            form = known;
        }
        return known;
    }

    boolean hasAcl() {
        return hasAcl;
    }

    /** Its own ACL. */
    Optional<Acl> acl() {
        Optional<Acl> known = acl;
        if (known == null) {
            known = attributes.get(CKA_CLAVIGER_ACL).map(given -> AclBook.acl(given, CKR_DEVICE_ERROR));
            acl = known;
        }
        return known;
    }

    /** How this key was last admitted to a use, or null: the answer depends on nothing that changes. */
    KeyUse.Admission admission() {
        return admission;
    }

    void remember(KeyUse.Admission admitted) {
        admission = admitted;
    }

    /** The key in memory of this revision of the row that was leased last, or null; it may have been dropped since. */
    HeldKey held() {
        return held;
    }

    void remember(HeldKey leased) {
        held = leased;
    }

    /** @param all all attributes, the secret ones too */
    static StorageObject of(long rowRevision, Template all) {
        Set<Cka<?>> secrets = secrets(all);
        return new StorageObject(all.require(CKA_UNIQUE_ID), rowRevision,
            all.only(attribute -> !secrets.contains(attribute)), all.only(secrets::contains).attributes());
    }

    /** The same object with other attributes. */
    StorageObject with(Template shown) {
        return new StorageObject(uniqueId, rowRevision, shown, secrets);
    }

    boolean hasSecrets() {
        return !secrets.isEmpty();
    }

    Reach reach() {
        return Reach.of(isPrivate, isToken);
    }

    /** What a session that sees this object can learn of one attribute (G1). */
    Reading reading(Cka<?> attribute) {
        return Reading.of(attributes, attributes.has(attribute) || secrets.contains(attribute), attribute);
    }

    boolean isToken() {
        return isToken;
    }

    boolean isPrivate() {
        return isPrivate;
    }

    /** Whether each use of it wants the PIN (L9). */
    boolean alwaysAuthenticate() {
        return alwaysAuthenticate;
    }

    Cko objectClass() {
        return attributes.require(CKA_CLASS);
    }

    /** @throws claviger.cryptoki.CkrException CKR_TEMPLATE_INCOMPLETE if this is no key */
    Ckk keyType() {
        return attributes.require(CKA_KEY_TYPE);
    }

    boolean isKey() {
        return isKey(objectClass());
    }

    static boolean isKey(Cko objectClass) {
        return switch (objectClass) {
            case CKO_PUBLIC_KEY, CKO_PRIVATE_KEY, CKO_SECRET_KEY -> true;
            default -> false;
        };
    }

    /** The attributes of an object with these that are secret: footnote 7 of the standard's tables (G2). */
    static Set<Cka<?>> secrets(Template attributes) {
        Cko objectClass = attributes.require(CKA_CLASS);
        return isKey(objectClass) ? KeyTypes.secrets(objectClass, attributes.require(CKA_KEY_TYPE)) : Set.of();
    }

    @Override public String toString() {
        return "object " + uniqueId;
    }
}
