package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_CLAVIGER_ACL;
import static claviger.cryptoki.Cka.CKA_COPYABLE;
import static claviger.cryptoki.Cka.CKA_DESTROYABLE;
import static claviger.cryptoki.Cka.CKA_MODIFIABLE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_TRUSTED;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Cko.CKO_CERTIFICATE;
import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.token.Footnote.BY_COPY;
import static claviger.token.Footnote.COMPUTED;
import static claviger.token.Footnote.EMPTY_SUPPRESSES;
import static claviger.token.Footnote.N11_TRUE_STICKS;
import static claviger.token.Footnote.N12_FALSE_STICKS;
import static claviger.token.Footnote.N8_MODIFIABLE;
import static claviger.token.Footnote.NEVER_LOWERED;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Template;
import java.util.function.Predicate;

/**
 * C_SetAttributeValue, C_CopyObject and C_DestroyObject as far as the object's own attributes decide (5.7 of PKCS#11
 * 3.2); who may do it in which session is the business of {@link AccessRights}.
 */
final class ObjectChanges {
    private ObjectChanges() {
    }

    /**
     * The object after C_SetAttributeValue (C6). A flag that sticks may be given its present value.
     *
     * @throws claviger.cryptoki.CkrException CKR_ACTION_PROHIBITED, and the codes of C1
     */
    static Template changed(Template object, Template changes) {
        requireAllowed(object, CKA_MODIFIABLE);
        if (isTrustedCertificate(object)) {
            throw CKR_ACTION_PROHIBITED.because("a trusted certificate cannot be modified");
        }
        check(object, changes, row -> row.says(N8_MODIFIABLE));
        return object.with(changes);
    }

    /**
     * The new object of C_CopyObject (C7), without a CKA_UNIQUE_ID. It keeps the history of the original. Of an object
     * that is not modifiable a copy cannot be made with what C_SetAttributeValue may not change.
     *
     * @throws claviger.cryptoki.CkrException CKR_ACTION_PROHIBITED, and the codes of C1
     */
    static Template copied(Template object, Template changes) {
        requireAllowed(object, CKA_COPYABLE);
        return resumed(object, changes).without(CKA_UNIQUE_ID);
    }

    /**
     * What becomes of a key that comes back from a blob with its attributes: its template may change what a copy may.
     *
     * @throws claviger.cryptoki.CkrException the codes of C1
     */
    static Template resumed(Template object, Template changes) {
        boolean modifiable = object.is(CKA_MODIFIABLE) && !isTrustedCertificate(object);
        check(object, changes, row -> row.says(BY_COPY) || row.says(N8_MODIFIABLE)
            && (modifiable || TemplateRules.agree(object, changes, row.attribute())));
        return object.with(changes);
    }

    /** C_DestroyObject (C8). @throws claviger.cryptoki.CkrException CKR_ACTION_PROHIBITED */
    static void requireDestroyable(Template object) {
        requireAllowed(object, CKA_DESTROYABLE);
    }

    /**
     * Whether others will rely on this token object being what somebody with a PIN has written: a session in which
     * nobody is logged in may not make, change or copy such an object, because it cannot authenticate what it writes
     * (D19).
     */
    static boolean needsAuthor(Template object) {
        return object.is(CKA_TOKEN) && (object.is(CKA_TRUSTED) || object.is(CKA_WRAP) || object.has(CKA_CLAVIGER_ACL));
    }

    private static void requireAllowed(Template object, Cka<Boolean> permission) {
        if (!object.is(permission)) {   // built-in objects do not have it
            throw CKR_ACTION_PROHIBITED.because("%s is not CK_TRUE", permission);
        }
    }

    private static boolean isTrustedCertificate(Template object) {
        return object.require(CKA_CLASS) == CKO_CERTIFICATE && object.is(CKA_TRUSTED);
    }

    /** C1 once more, for an object that exists: type, read-only, value, inconsistent. */
    private static void check(Template object, Template changes, Predicate<Schema.Row<?>> mayChange) {
        Schema schema = Schemas.of(object);
        TemplateRules.requireKnown(changes);
        for (Cka<?> attribute : changes.attributes()) {
            schema.find(attribute).ifPresent(row -> requireWritable(row, object, changes, mayChange));
        }
        TemplateRules.requireValues(changes);
        for (Cka<?> attribute : changes.attributes()) {
            schema.find(attribute).ifPresent(row -> requireFitting(row, object, changes));
        }
        TemplateRules.requireOwn(schema, changes);
        for (Cka<?> attribute : changes.attributes()) {
            if (schema.says(attribute, NEVER_LOWERED) && falls(object, changes, attribute)) {
                throw CKR_TEMPLATE_INCONSISTENT.because("%s of a copy cannot become CK_FALSE", attribute);
            }
        }
        TemplateRules.requireConsistent(object.with(changes));
    }

    private static void requireWritable(Schema.Row<?> row, Template object, Template changes,
            Predicate<Schema.Row<?>> mayChange) {
        Cka<?> attribute = row.attribute();
        if (!mayChange.test(row)) {
            throw CKR_ATTRIBUTE_READ_ONLY.because("%s cannot be changed", attribute);
        }
        if (row.says(N11_TRUE_STICKS) && falls(object, changes, attribute)
                || row.says(N12_FALSE_STICKS) && falls(changes, object, attribute)) {
            throw CKR_ATTRIBUTE_READ_ONLY.because("%s cannot be changed back", attribute);
        }
    }

    /** The object was made with the computed value, so that a given one is right if it is the same. */
    private static void requireFitting(Schema.Row<?> row, Template object, Template changes) {
        Cka<?> attribute = row.attribute();
        boolean suppressed = row.says(EMPTY_SUPPRESSES) && TemplateRules.isEmpty(changes, attribute);
        if (row.says(COMPUTED) && !suppressed && !TemplateRules.agree(object, changes, attribute)) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("%s does not fit the object", attribute);
        }
    }

    private static boolean falls(Template before, Template after, Cka<?> attribute) {
        return TemplateRules.isTrue(before, attribute) && !TemplateRules.isTrue(after, attribute);
    }
}
