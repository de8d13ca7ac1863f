package claviger.token;

import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_ALWAYS_AUTHENTICATE;
import static claviger.cryptoki.Cka.CKA_ALWAYS_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_BASE;
import static claviger.cryptoki.Cka.CKA_CHECK_VALUE;
import static claviger.cryptoki.Cka.CKA_COEFFICIENT;
import static claviger.cryptoki.Cka.CKA_DECAPSULATE;
import static claviger.cryptoki.Cka.CKA_DECAPSULATE_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_DERIVE_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_ENCAPSULATE;
import static claviger.cryptoki.Cka.CKA_ENCAPSULATE_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_END_DATE;
import static claviger.cryptoki.Cka.CKA_EXPONENT_1;
import static claviger.cryptoki.Cka.CKA_EXPONENT_2;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_KEY_GEN_MECHANISM;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_NEVER_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_PRIME;
import static claviger.cryptoki.Cka.CKA_PRIME_1;
import static claviger.cryptoki.Cka.CKA_PRIME_2;
import static claviger.cryptoki.Cka.CKA_PRIVATE_EXPONENT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_SEED;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_SIGN_RECOVER;
import static claviger.cryptoki.Cka.CKA_START_DATE;
import static claviger.cryptoki.Cka.CKA_SUBJECT;
import static claviger.cryptoki.Cka.CKA_TRUSTED;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_UNWRAP_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_BITS;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Cka.CKA_VERIFY_RECOVER;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Cka.CKA_WRAP_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_WRAP_WITH_TRUSTED;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_AES_XTS;
import static claviger.cryptoki.Ckk.CKK_CHACHA20;
import static claviger.cryptoki.Ckk.CKK_DH;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_EC_EDWARDS;
import static claviger.cryptoki.Ckk.CKK_EC_MONTGOMERY;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckk.CKK_HKDF;
import static claviger.cryptoki.Ckk.CKK_ML_DSA;
import static claviger.cryptoki.Ckk.CKK_ML_KEM;
import static claviger.cryptoki.Ckk.CKK_RSA;
import static claviger.cryptoki.Ckk.CKK_SHA224_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA256_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA384_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA3_224_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA3_256_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA3_384_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA3_512_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA512_224_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA512_256_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA512_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA_1_HMAC;
import static claviger.cryptoki.Ckk.CKK_SLH_DSA;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.token.Footnote.COMPUTED;
import static claviger.token.Footnote.EMPTY_SUPPRESSES;
import static claviger.token.Footnote.KEY_MATERIAL;
import static claviger.token.Footnote.N10_ONLY_SO_MAY_SET_TRUE;
import static claviger.token.Footnote.N11_TRUE_STICKS;
import static claviger.token.Footnote.N12_FALSE_STICKS;
import static claviger.token.Footnote.N1_REQUIRED_IN_CREATE;
import static claviger.token.Footnote.N2_FORBIDDEN_IN_CREATE;
import static claviger.token.Footnote.N3_REQUIRED_IN_GENERATE;
import static claviger.token.Footnote.N4_FORBIDDEN_IN_GENERATE;
import static claviger.token.Footnote.N5_REQUIRED_IN_UNWRAP;
import static claviger.token.Footnote.N6_FORBIDDEN_IN_UNWRAP;
import static claviger.token.Footnote.N7_SECRET;
import static claviger.token.Footnote.N8_MODIFIABLE;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The attribute tables of PKCS#11 3.2 for keys: what all keys have (4.7 to 4.10) and what each key type adds (chapter
 * 6). Defaults err on the safe side where the standard leaves them open: keys are private, sensitive and not
 * extractable, and none wraps or derives. Of the other uses a key has by default those that are its type's trade.
 */
final class KeySchemas {
    private static final byte[] EMPTY = {};
    private static final String NO_DATE = "";
    private static final Template NO_TEMPLATE = null;
    private static final long[] ALL_THAT_FIT = null;

    private static final Schema PUBLIC_KEY = key(Schemas.PUBLIC_STORAGE).extend("4.8")
        .row(CKA_SUBJECT,                    EMPTY, N8_MODIFIABLE)
        .row(CKA_ENCRYPT,                    false, N8_MODIFIABLE)
        .row(CKA_VERIFY,                     false, N8_MODIFIABLE)
        .row(CKA_VERIFY_RECOVER,             false, N8_MODIFIABLE)
        .row(CKA_WRAP,                       false, N8_MODIFIABLE)
        .row(CKA_ENCAPSULATE,                false, N8_MODIFIABLE)
        .row(CKA_TRUSTED,                    false, N10_ONLY_SO_MAY_SET_TRUE)
        .row(CKA_WRAP_TEMPLATE,              NO_TEMPLATE)
        .row(CKA_ENCAPSULATE_TEMPLATE,       NO_TEMPLATE)
        .row(CKA_PUBLIC_KEY_INFO,            null,  COMPUTED);

    private static final Schema PRIVATE_KEY = confidential(key(Schemas.PRIVATE_STORAGE).extend("4.9"))
        .row(CKA_SUBJECT,                    EMPTY, N8_MODIFIABLE)
        .row(CKA_DECRYPT,                    false, N8_MODIFIABLE)
        .row(CKA_SIGN,                       false, N8_MODIFIABLE)
        .row(CKA_SIGN_RECOVER,               false, N8_MODIFIABLE)
        .row(CKA_UNWRAP,                     false, N8_MODIFIABLE)
        .row(CKA_DECAPSULATE,                false, N8_MODIFIABLE)
        .row(CKA_UNWRAP_TEMPLATE,            NO_TEMPLATE)
        .row(CKA_DECAPSULATE_TEMPLATE,       NO_TEMPLATE)
        .row(CKA_ALWAYS_AUTHENTICATE,        false)
        .row(CKA_PUBLIC_KEY_INFO,            null,  N8_MODIFIABLE, COMPUTED);

    private static final Schema SECRET_KEY = confidential(key(Schemas.PRIVATE_STORAGE).extend("4.10"))
        .row(CKA_ENCRYPT,                    false, N8_MODIFIABLE)
        .row(CKA_DECRYPT,                    false, N8_MODIFIABLE)
        .row(CKA_SIGN,                       false, N8_MODIFIABLE)
        .row(CKA_VERIFY,                     false, N8_MODIFIABLE)
        .row(CKA_WRAP,                       false, N8_MODIFIABLE)
        .row(CKA_UNWRAP,                     false, N8_MODIFIABLE)
        .row(CKA_TRUSTED,                    false, N10_ONLY_SO_MAY_SET_TRUE)
        .row(CKA_WRAP_TEMPLATE,              NO_TEMPLATE)
        .row(CKA_UNWRAP_TEMPLATE,            NO_TEMPLATE)
        .row(CKA_CHECK_VALUE,                null,  N8_MODIFIABLE, COMPUTED, EMPTY_SUPPRESSES);

    private static final Schema RSA_PUBLIC_KEY = PUBLIC_KEY.extend("6.1.2").uses(CKA_ENCRYPT, CKA_VERIFY)
        .row(CKA_MODULUS,          null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N4_FORBIDDEN_IN_GENERATE)
        .row(CKA_MODULUS_BITS,     null, KEY_MATERIAL, N2_FORBIDDEN_IN_CREATE, N3_REQUIRED_IN_GENERATE)
        .row(CKA_PUBLIC_EXPONENT,  null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE);

    private static final Schema RSA_PRIVATE_KEY = PRIVATE_KEY.extend("6.1.3").uses(CKA_DECRYPT, CKA_SIGN)
        .row(CKA_MODULUS,          null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                         N6_FORBIDDEN_IN_UNWRAP)
        .row(CKA_PUBLIC_EXPONENT,  null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                         N6_FORBIDDEN_IN_UNWRAP)
        .row(CKA_PRIVATE_EXPONENT, null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                         N6_FORBIDDEN_IN_UNWRAP, N7_SECRET)
        .row(CKA_PRIME_1,          null, KEY_MATERIAL, N4_FORBIDDEN_IN_GENERATE, N6_FORBIDDEN_IN_UNWRAP, N7_SECRET)
        .row(CKA_PRIME_2,          null, KEY_MATERIAL, N4_FORBIDDEN_IN_GENERATE, N6_FORBIDDEN_IN_UNWRAP, N7_SECRET)
        .row(CKA_EXPONENT_1,       null, KEY_MATERIAL, N4_FORBIDDEN_IN_GENERATE, N6_FORBIDDEN_IN_UNWRAP, N7_SECRET)
        .row(CKA_EXPONENT_2,       null, KEY_MATERIAL, N4_FORBIDDEN_IN_GENERATE, N6_FORBIDDEN_IN_UNWRAP, N7_SECRET)
        .row(CKA_COEFFICIENT,      null, KEY_MATERIAL, N4_FORBIDDEN_IN_GENERATE, N6_FORBIDDEN_IN_UNWRAP, N7_SECRET);

    private static final Schema EC_PUBLIC_KEY = PUBLIC_KEY.extend("6.3.3")
        .row(CKA_EC_PARAMS,        null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N3_REQUIRED_IN_GENERATE)
        .row(CKA_EC_POINT,         null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N4_FORBIDDEN_IN_GENERATE);

    private static final Schema EC_PRIVATE_KEY = PRIVATE_KEY.extend("6.3.4")
        .row(CKA_EC_PARAMS,        null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                         N6_FORBIDDEN_IN_UNWRAP)
        .row(CKA_VALUE,            null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                         N6_FORBIDDEN_IN_UNWRAP, N7_SECRET);

    private static final Schema EC_SIGNATURE_PUBLIC_KEY = EC_PUBLIC_KEY.uses(CKA_VERIFY);
    private static final Schema EC_SIGNATURE_PRIVATE_KEY = EC_PRIVATE_KEY.uses(CKA_SIGN);

    private static final Schema DH_PUBLIC_KEY = PUBLIC_KEY.extend("6.4.2")
        .row(CKA_PRIME,            null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N3_REQUIRED_IN_GENERATE)
        .row(CKA_BASE,             null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N3_REQUIRED_IN_GENERATE)
        .row(CKA_VALUE,            null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N4_FORBIDDEN_IN_GENERATE);

    private static final Schema DH_PRIVATE_KEY = PRIVATE_KEY.extend("6.4.4")
        .row(CKA_PRIME,            null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                         N6_FORBIDDEN_IN_UNWRAP)
        .row(CKA_BASE,             null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                         N6_FORBIDDEN_IN_UNWRAP)
        .row(CKA_VALUE,            null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                         N6_FORBIDDEN_IN_UNWRAP, N7_SECRET)
        .row(CKA_VALUE_BITS,       null, KEY_MATERIAL, N2_FORBIDDEN_IN_CREATE, N6_FORBIDDEN_IN_UNWRAP);

    // Keys with a parameter set and, when private, a seed: ML-DSA (6.67), ML-KEM (6.68), SLH-DSA (6.69)
    private static final Schema ML_DSA_PUBLIC_KEY = setAndValue(PUBLIC_KEY.extend("6.67")).uses(CKA_VERIFY);
    private static final Schema ML_DSA_PRIVATE_KEY = seeded(PRIVATE_KEY.extend("6.67")).uses(CKA_SIGN);
    private static final Schema ML_KEM_PUBLIC_KEY =
        setAndValue(PUBLIC_KEY.extend("6.68")).uses(CKA_ENCAPSULATE);
    private static final Schema ML_KEM_PRIVATE_KEY = seeded(PRIVATE_KEY.extend("6.68")).uses(CKA_DECAPSULATE);
    private static final Schema SLH_DSA_PUBLIC_KEY = setAndValue(PUBLIC_KEY.extend("6.69")).uses(CKA_VERIFY);
    private static final Schema SLH_DSA_PRIVATE_KEY = setAndSecretValue(PRIVATE_KEY.extend("6.69"))
        .atLeastOneOf(CKA_VALUE).uses(CKA_SIGN);

    // A CKK_GENERIC_SECRET is what an HMAC key mostly comes as
    private static final Schema GENERIC_SECRET = valueAndLength(SECRET_KEY.extend("6.8.2")).uses(CKA_SIGN, CKA_VERIFY);
    private static final Schema HMAC_KEY = valueAndPresetLength(SECRET_KEY.extend("6.9")).uses(CKA_SIGN, CKA_VERIFY);
    private static final Schema HKDF_KEY = valueAndLength(SECRET_KEY.extend("6.62"));
    private static final Schema AES_KEY = cipherKey("6.10.2");
    private static final Schema AES_XTS_KEY = cipherKey("6.15.2");
    private static final Schema CHACHA20_KEY =
        valueAndPresetLength(SECRET_KEY.extend("6.58.2")).uses(CKA_ENCRYPT, CKA_DECRYPT);

    private static final Map<Ckk, Schema> PUBLIC_KEYS = new EnumMap<>(Map.of(
        CKK_RSA, RSA_PUBLIC_KEY,
        CKK_EC, EC_SIGNATURE_PUBLIC_KEY,
        CKK_EC_EDWARDS, EC_SIGNATURE_PUBLIC_KEY,
        CKK_EC_MONTGOMERY, EC_PUBLIC_KEY,
        CKK_DH, DH_PUBLIC_KEY,
        CKK_ML_DSA, ML_DSA_PUBLIC_KEY,
        CKK_ML_KEM, ML_KEM_PUBLIC_KEY,
        CKK_SLH_DSA, SLH_DSA_PUBLIC_KEY));

    private static final Map<Ckk, Schema> PRIVATE_KEYS = new EnumMap<>(Map.of(
        CKK_RSA, RSA_PRIVATE_KEY,
        CKK_EC, EC_SIGNATURE_PRIVATE_KEY,
        CKK_EC_EDWARDS, EC_SIGNATURE_PRIVATE_KEY,
        CKK_EC_MONTGOMERY, EC_PRIVATE_KEY,
        CKK_DH, DH_PRIVATE_KEY,
        CKK_ML_DSA, ML_DSA_PRIVATE_KEY,
        CKK_ML_KEM, ML_KEM_PRIVATE_KEY,
        CKK_SLH_DSA, SLH_DSA_PRIVATE_KEY));

    private static final Map<Ckk, Schema> SECRET_KEYS = new EnumMap<>(Map.ofEntries(
        Map.entry(CKK_GENERIC_SECRET, GENERIC_SECRET),
        Map.entry(CKK_AES, AES_KEY),
        Map.entry(CKK_AES_XTS, AES_XTS_KEY),
        Map.entry(CKK_CHACHA20, CHACHA20_KEY),
        Map.entry(CKK_HKDF, HKDF_KEY),
        Map.entry(CKK_SHA_1_HMAC, HMAC_KEY),
        Map.entry(CKK_SHA224_HMAC, HMAC_KEY),
        Map.entry(CKK_SHA256_HMAC, HMAC_KEY),
        Map.entry(CKK_SHA384_HMAC, HMAC_KEY),
        Map.entry(CKK_SHA512_HMAC, HMAC_KEY),
        Map.entry(CKK_SHA512_224_HMAC, HMAC_KEY),
        Map.entry(CKK_SHA512_256_HMAC, HMAC_KEY),
        Map.entry(CKK_SHA3_224_HMAC, HMAC_KEY),
        Map.entry(CKK_SHA3_256_HMAC, HMAC_KEY),
        Map.entry(CKK_SHA3_384_HMAC, HMAC_KEY),
        Map.entry(CKK_SHA3_512_HMAC, HMAC_KEY)));

    private KeySchemas() {
    }

    /**
     * The table of the keys of a class and a type.
     *
     * @throws claviger.cryptoki.CkrException CKR_ATTRIBUTE_VALUE_INVALID for a type that this token does not have,
     *     CKR_TEMPLATE_INCONSISTENT for a class and a type that do not fit
     */
    static Schema of(Cko objectClass, Ckk type) {
        Schema schema = keys(objectClass).get(type);
        if (schema != null) {
            return schema;
        }
        if (PRIVATE_KEYS.containsKey(type) || SECRET_KEYS.containsKey(type)) {
            throw CKR_TEMPLATE_INCONSISTENT.because("a %s cannot be a %s", type, objectClass);
        }
        throw CKR_ATTRIBUTE_VALUE_INVALID.because("this token has no keys of type %s", type);
    }

    /** The key types that this token has in a class; none unless it is a class of keys. */
    static Set<Ckk> keyTypes(Cko objectClass) {
        return Set.copyOf(keys(objectClass).keySet());
    }

    private static Map<Ckk, Schema> keys(Cko objectClass) {
        return switch (objectClass) {
            case CKO_PUBLIC_KEY -> PUBLIC_KEYS;
            case CKO_PRIVATE_KEY -> PRIVATE_KEYS;
            case CKO_SECRET_KEY -> SECRET_KEYS;
            case CKO_DATA, CKO_CERTIFICATE, CKO_HW_FEATURE, CKO_DOMAIN_PARAMETERS, CKO_MECHANISM, CKO_OTP_KEY,
                CKO_PROFILE, CKO_VALIDATION, CKO_TRUST -> Map.of();
        };
    }

    /** The table common to all keys. */
    private static Schema key(Schema storage) {
        return storage.extend("4.7")
            .row(CKA_KEY_TYPE,               null,  N1_REQUIRED_IN_CREATE, N5_REQUIRED_IN_UNWRAP)
            .row(CKA_ID,                     EMPTY, N8_MODIFIABLE)
            .row(CKA_START_DATE,             NO_DATE, N8_MODIFIABLE)
            .row(CKA_END_DATE,               NO_DATE, N8_MODIFIABLE)
            .row(CKA_DERIVE,                 false, N8_MODIFIABLE)
            .row(CKA_LOCAL,                  null,  N2_FORBIDDEN_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                                    N6_FORBIDDEN_IN_UNWRAP)
            .row(CKA_KEY_GEN_MECHANISM,      null,  N2_FORBIDDEN_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                                    N6_FORBIDDEN_IN_UNWRAP)
            .row(CKA_ALLOWED_MECHANISMS,     ALL_THAT_FIT);
    }

    /** The rows that the tables of private and of secret keys share. */
    private static Schema confidential(Schema key) {
        return key
            .row(CKA_SENSITIVE,              true,  N8_MODIFIABLE, N11_TRUE_STICKS)
            .row(CKA_EXTRACTABLE,            false, N8_MODIFIABLE, N12_FALSE_STICKS)
            .row(CKA_ALWAYS_SENSITIVE,       null,  N2_FORBIDDEN_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                                    N6_FORBIDDEN_IN_UNWRAP)
            .row(CKA_NEVER_EXTRACTABLE,      null,  N2_FORBIDDEN_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                                    N6_FORBIDDEN_IN_UNWRAP)
            .row(CKA_WRAP_WITH_TRUSTED,      false, N8_MODIFIABLE, N11_TRUE_STICKS)
            .row(CKA_DERIVE_TEMPLATE,        NO_TEMPLATE);
    }

    private static Schema cipherKey(String section) {
        return valueAndLength(SECRET_KEY.extend(section)).uses(CKA_ENCRYPT, CKA_DECRYPT);
    }

    private static Schema valueAndLength(Schema secretKey) {
        return secretKey
            .row(CKA_VALUE,     null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                      N6_FORBIDDEN_IN_UNWRAP, N7_SECRET)
            .row(CKA_VALUE_LEN, null, KEY_MATERIAL, N2_FORBIDDEN_IN_CREATE, N3_REQUIRED_IN_GENERATE);
    }

    /** Of keys whose mechanism knows a length by itself. */
    private static Schema valueAndPresetLength(Schema secretKey) {
        return secretKey
            .row(CKA_VALUE,     null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                      N6_FORBIDDEN_IN_UNWRAP, N7_SECRET)
            .row(CKA_VALUE_LEN, null, KEY_MATERIAL, N2_FORBIDDEN_IN_CREATE);
    }

    private static Schema setAndValue(Schema publicKey) {
        return publicKey
            .row(CKA_PARAMETER_SET, null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N3_REQUIRED_IN_GENERATE)
            .row(CKA_VALUE,         null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N4_FORBIDDEN_IN_GENERATE);
    }

    private static Schema setAndSecretValue(Schema privateKey) {
        return privateKey
            .row(CKA_PARAMETER_SET, null, KEY_MATERIAL, N1_REQUIRED_IN_CREATE, N4_FORBIDDEN_IN_GENERATE,
                                          N6_FORBIDDEN_IN_UNWRAP)
            .row(CKA_VALUE,         null, KEY_MATERIAL, N4_FORBIDDEN_IN_GENERATE, N6_FORBIDDEN_IN_UNWRAP, N7_SECRET);
    }

    private static Schema seeded(Schema privateKey) {
        return setAndSecretValue(privateKey)
            .row(CKA_SEED,          null, KEY_MATERIAL, N4_FORBIDDEN_IN_GENERATE, N6_FORBIDDEN_IN_UNWRAP, N7_SECRET)
            .atLeastOneOf(CKA_VALUE, CKA_SEED);
    }
}
