package claviger.token;

import static claviger.cryptoki.Cka.CKA_APPLICATION;
import static claviger.cryptoki.Cka.CKA_CERTIFICATE_CATEGORY;
import static claviger.cryptoki.Cka.CKA_CERTIFICATE_TYPE;
import static claviger.cryptoki.Cka.CKA_CHECK_VALUE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_CLAVIGER_ACL;
import static claviger.cryptoki.Cka.CKA_COPYABLE;
import static claviger.cryptoki.Cka.CKA_DESTROYABLE;
import static claviger.cryptoki.Cka.CKA_END_DATE;
import static claviger.cryptoki.Cka.CKA_HASH_OF_ISSUER_PUBLIC_KEY;
import static claviger.cryptoki.Cka.CKA_HASH_OF_SUBJECT_PUBLIC_KEY;
import static claviger.cryptoki.Cka.CKA_HAS_RESET;
import static claviger.cryptoki.Cka.CKA_HW_FEATURE_TYPE;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_ISSUER;
import static claviger.cryptoki.Cka.CKA_JAVA_MIDP_SECURITY_DOMAIN;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_MECHANISM_TYPE;
import static claviger.cryptoki.Cka.CKA_MODIFIABLE;
import static claviger.cryptoki.Cka.CKA_NAME_HASH_ALGORITHM;
import static claviger.cryptoki.Cka.CKA_OBJECT_ID;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_PROFILE_ID;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_RESET_ON_INIT;
import static claviger.cryptoki.Cka.CKA_SERIAL_NUMBER;
import static claviger.cryptoki.Cka.CKA_START_DATE;
import static claviger.cryptoki.Cka.CKA_SUBJECT;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_TRUSTED;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cka.CKA_URL;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckc.CKC_X_509;
import static claviger.cryptoki.Cko.CKO_HW_FEATURE;
import static claviger.cryptoki.Cko.CKO_MECHANISM;
import static claviger.cryptoki.Cko.CKO_PROFILE;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.token.Footnote.BY_COPY;
import static claviger.token.Footnote.COMPUTED;
import static claviger.token.Footnote.EMPTY_SUPPRESSES;
import static claviger.token.Footnote.N10_ONLY_SO_MAY_SET_TRUE;
import static claviger.token.Footnote.N12_FALSE_STICKS;
import static claviger.token.Footnote.N1_REQUIRED_IN_CREATE;
import static claviger.token.Footnote.N2_FORBIDDEN_IN_CREATE;
import static claviger.token.Footnote.N4_FORBIDDEN_IN_GENERATE;
import static claviger.token.Footnote.N6_FORBIDDEN_IN_UNWRAP;
import static claviger.token.Footnote.N8_MODIFIABLE;
import static claviger.token.Footnote.NEVER_LOWERED;

import claviger.cryptoki.Ckc;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import java.util.EnumMap;
import java.util.Map;

/**
 * The attribute tables of PKCS#11 3.2 for objects that are no keys (chapter 4), with the defaults of this token, and
 * the way to the table of any object. Those of keys are in {@link KeySchemas}.
 */
final class Schemas {
    private static final byte[] EMPTY = {};
    private static final String NO_DATE = "";

    private static final Schema OBJECT = Schema.table("4.1")
        .row(CKA_CLASS,                      null,  N1_REQUIRED_IN_CREATE)
        .row(CKA_UNIQUE_ID,                  null,  N2_FORBIDDEN_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                                    N6_FORBIDDEN_IN_UNWRAP);

    private static final Schema STORAGE = OBJECT.extend("4.4")
        .row(CKA_TOKEN,                      false, BY_COPY)
        .row(CKA_MODIFIABLE,                 true,  BY_COPY, N12_FALSE_STICKS)
        .row(CKA_COPYABLE,                   true,  N8_MODIFIABLE, N12_FALSE_STICKS)
        .row(CKA_DESTROYABLE,                true,  BY_COPY)
        .row(CKA_LABEL,                      "",    N8_MODIFIABLE)
        .row(CKA_CLAVIGER_ACL,               null);      // a copy keeps it; changed by Authorizations.setAcl alone

    /** Storage objects that are public unless the template says otherwise. */
    static final Schema PUBLIC_STORAGE = STORAGE
        .row(CKA_PRIVATE,                    false, BY_COPY, NEVER_LOWERED);

    /** Storage objects that are private unless the template says otherwise. */
    static final Schema PRIVATE_STORAGE = STORAGE
        .row(CKA_PRIVATE,                    true,  BY_COPY, NEVER_LOWERED);

    private static final Schema DATA = PUBLIC_STORAGE.extend("4.5")
        .row(CKA_APPLICATION,                "")
        .row(CKA_OBJECT_ID,                  EMPTY)
        .row(CKA_VALUE,                      EMPTY, N8_MODIFIABLE);

    private static final Schema CERTIFICATE = PUBLIC_STORAGE.extend("4.6.2")
        .row(CKA_CERTIFICATE_TYPE,           null,  N1_REQUIRED_IN_CREATE)
        .row(CKA_TRUSTED,                    false, N10_ONLY_SO_MAY_SET_TRUE)
        .row(CKA_CERTIFICATE_CATEGORY,       0L)
        .row(CKA_CHECK_VALUE,                null,  COMPUTED, EMPTY_SUPPRESSES)
        .row(CKA_START_DATE,                 NO_DATE)
        .row(CKA_END_DATE,                   NO_DATE)
        .row(CKA_PUBLIC_KEY_INFO,            null,  COMPUTED);

    private static final Schema X_509 = CERTIFICATE.extend("4.6.3")
        .row(CKA_SUBJECT,                    null,  N1_REQUIRED_IN_CREATE)
        .row(CKA_ID,                         EMPTY, N8_MODIFIABLE)
        .row(CKA_ISSUER,                     null,  N8_MODIFIABLE)
        .row(CKA_SERIAL_NUMBER,              null,  N8_MODIFIABLE)
        .row(CKA_VALUE,                      EMPTY)
        .row(CKA_URL,                        "")
        .row(CKA_HASH_OF_SUBJECT_PUBLIC_KEY, EMPTY)
        .row(CKA_HASH_OF_ISSUER_PUBLIC_KEY,  EMPTY)
        .row(CKA_JAVA_MIDP_SECURITY_DOMAIN,  0L)
        .row(CKA_NAME_HASH_ALGORITHM,        null)
        .atLeastOneOf(CKA_VALUE, CKA_URL);

    /** Objects that the token has of itself and that nobody makes, changes or destroys (C11). */
    private static final Map<Cko, Schema> BUILT_IN = new EnumMap<>(Map.of(
        CKO_HW_FEATURE, OBJECT.extend("4.3")
            .row(CKA_HW_FEATURE_TYPE,        null)
            .row(CKA_VALUE,                  null)
            .row(CKA_RESET_ON_INIT,          null)
            .row(CKA_HAS_RESET,              null),
        CKO_MECHANISM, OBJECT.extend("4.12")
            .row(CKA_MECHANISM_TYPE,         null),
        CKO_PROFILE, OBJECT.extend("4.13")
            .row(CKA_PROFILE_ID,             null)));

    private Schemas() {
    }

    /**
     * The table of an object, by its class and its type.
     *
     * @throws claviger.cryptoki.CkrException CKR_TEMPLATE_INCOMPLETE without them, CKR_ATTRIBUTE_VALUE_INVALID for what
     *     this token does not have, CKR_TEMPLATE_INCONSISTENT for a class and a type that do not fit
     */
    static Schema of(Template object) {
        Cko objectClass = object.require(CKA_CLASS);
        return switch (objectClass) {
            case CKO_DATA -> DATA;
            case CKO_CERTIFICATE -> certificate(object.require(CKA_CERTIFICATE_TYPE));
            case CKO_PUBLIC_KEY, CKO_PRIVATE_KEY, CKO_SECRET_KEY ->
                KeySchemas.of(objectClass, object.require(CKA_KEY_TYPE));
            case CKO_HW_FEATURE, CKO_MECHANISM, CKO_PROFILE -> BUILT_IN.get(objectClass);
            case CKO_DOMAIN_PARAMETERS, CKO_OTP_KEY, CKO_VALIDATION, CKO_TRUST ->
                throw CKR_ATTRIBUTE_VALUE_INVALID.because("this token has no %s objects", objectClass);
        };
    }

    static boolean isBuiltIn(Cko objectClass) {
        return BUILT_IN.containsKey(objectClass);
    }

    private static Schema certificate(Ckc type) {
        if (type != CKC_X_509) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("this token has no %s certificates", type);
        }
        return X_509;
    }
}
