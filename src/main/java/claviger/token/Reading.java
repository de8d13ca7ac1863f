package claviger.token;

import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_GEN_MECHANISM;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.token.Footnote.N7_SECRET;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Template;

/** What C_GetAttributeValue says of one attribute of an object that the session can see (5.7.5 of PKCS#11 3.2). */
enum Reading {
    /** The value. */
    VALUE,
    /** There is a value and it stays in the token: CKR_ATTRIBUTE_SENSITIVE. */
    SENSITIVE,
    /** There is none: CKR_ATTRIBUTE_TYPE_INVALID. */
    ABSENT;

    /** G1 to G3. What no table has a row for is absent, also if the object carries it. */
    static Reading of(Template object, Cka<?> attribute) {
        return of(object, object.has(attribute), attribute);
    }

    /** @param present whether the object has the attribute, which the template leaves out if it is secret */
    static Reading of(Template object, boolean present, Cka<?> attribute) {
        Schema schema = Schemas.of(object);
        if (!present || !schema.has(attribute)) {
            return ABSENT;
        }
        if (schema.says(attribute, N7_SECRET) && (object.is(CKA_SENSITIVE) || !object.is(CKA_EXTRACTABLE))) {
            return SENSITIVE;
        }
        return attribute.equals(CKA_KEY_GEN_MECHANISM) && !object.is(CKA_LOCAL) ? ABSENT : VALUE;
    }

    /** Whether C_FindObjects may compare the attribute; with a withheld value it would be an oracle (F3, Z21). */
    static boolean isSearchable(Template object, Cka<?> attribute) {
        return of(object, attribute) == VALUE;
    }
}
