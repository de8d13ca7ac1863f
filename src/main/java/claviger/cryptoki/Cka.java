package claviger.cryptoki;

import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * CK_ATTRIBUTE_TYPE, carrying the kind of its value so that a {@link Template} cannot hold a wrong one. Names and codes
 * are those of {@code pkcs11t.h} 3.2; a code that we do not know still has a Cka (see {@link #of}), because
 * C_GetAttributeValue has to answer for it (G1) and C_CreateObject has to refuse it by name (C1).
 *
 * @param <T> the Java type of the value
 */
public record Cka<T>(String name, long code, Kind<T> kind) {
    private static final Map<Long, Cka<?>> BY_CODE = new LinkedHashMap<>();

    // every object (4.1, 4.4)
    public static final Cka<Cko>      CKA_CLASS                             = cka("CKA_CLASS",                              0x000, Kind.CLASS);
    public static final Cka<Boolean>  CKA_TOKEN                             = cka("CKA_TOKEN",                              0x001, Kind.BOOL);
    public static final Cka<Boolean>  CKA_PRIVATE                           = cka("CKA_PRIVATE",                            0x002, Kind.BOOL);
    public static final Cka<String>   CKA_LABEL                             = cka("CKA_LABEL",                              0x003, Kind.TEXT);
    public static final Cka<String>   CKA_UNIQUE_ID                         = cka("CKA_UNIQUE_ID",                          0x004, Kind.TEXT);
    public static final Cka<Boolean>  CKA_MODIFIABLE                        = cka("CKA_MODIFIABLE",                         0x170, Kind.BOOL);
    public static final Cka<Boolean>  CKA_COPYABLE                          = cka("CKA_COPYABLE",                           0x171, Kind.BOOL);
    public static final Cka<Boolean>  CKA_DESTROYABLE                       = cka("CKA_DESTROYABLE",                        0x172, Kind.BOOL);

    // data (4.5)
    public static final Cka<String>   CKA_APPLICATION                       = cka("CKA_APPLICATION",                        0x010, Kind.TEXT);
    public static final Cka<byte[]>   CKA_VALUE                             = cka("CKA_VALUE",                              0x011, Kind.BYTES);
    public static final Cka<byte[]>   CKA_OBJECT_ID                         = cka("CKA_OBJECT_ID",                          0x012, Kind.BYTES);

    // certificates (4.6)
    public static final Cka<Ckc>      CKA_CERTIFICATE_TYPE                  = cka("CKA_CERTIFICATE_TYPE",                   0x080, Kind.CERTIFICATE_TYPE);
    public static final Cka<byte[]>   CKA_ISSUER                            = cka("CKA_ISSUER",                             0x081, Kind.BYTES);
    public static final Cka<byte[]>   CKA_SERIAL_NUMBER                     = cka("CKA_SERIAL_NUMBER",                      0x082, Kind.BYTES);
    public static final Cka<byte[]>   CKA_AC_ISSUER                         = cka("CKA_AC_ISSUER",                          0x083, Kind.BYTES);
    public static final Cka<byte[]>   CKA_OWNER                             = cka("CKA_OWNER",                              0x084, Kind.BYTES);
    public static final Cka<byte[]>   CKA_ATTR_TYPES                        = cka("CKA_ATTR_TYPES",                         0x085, Kind.BYTES);
    public static final Cka<Boolean>  CKA_TRUSTED                           = cka("CKA_TRUSTED",                            0x086, Kind.BOOL);
    public static final Cka<Long>     CKA_CERTIFICATE_CATEGORY              = cka("CKA_CERTIFICATE_CATEGORY",               0x087, Kind.ULONG);
    public static final Cka<Long>     CKA_JAVA_MIDP_SECURITY_DOMAIN         = cka("CKA_JAVA_MIDP_SECURITY_DOMAIN",          0x088, Kind.ULONG);
    public static final Cka<String>   CKA_URL                               = cka("CKA_URL",                                0x089, Kind.TEXT);
    public static final Cka<byte[]>   CKA_HASH_OF_SUBJECT_PUBLIC_KEY        = cka("CKA_HASH_OF_SUBJECT_PUBLIC_KEY",         0x08a, Kind.BYTES);
    public static final Cka<byte[]>   CKA_HASH_OF_ISSUER_PUBLIC_KEY         = cka("CKA_HASH_OF_ISSUER_PUBLIC_KEY",          0x08b, Kind.BYTES);
    public static final Cka<Long>     CKA_NAME_HASH_ALGORITHM               = cka("CKA_NAME_HASH_ALGORITHM",                0x08c, Kind.ULONG);
    public static final Cka<byte[]>   CKA_CHECK_VALUE                       = cka("CKA_CHECK_VALUE",                        0x090, Kind.BYTES);

    // keys (4.7 to 4.10)
    public static final Cka<Ckk>      CKA_KEY_TYPE                          = cka("CKA_KEY_TYPE",                           0x100, Kind.KEY_TYPE);
    public static final Cka<byte[]>   CKA_SUBJECT                           = cka("CKA_SUBJECT",                            0x101, Kind.BYTES);
    public static final Cka<byte[]>   CKA_ID                                = cka("CKA_ID",                                 0x102, Kind.BYTES);
    public static final Cka<Boolean>  CKA_SENSITIVE                         = cka("CKA_SENSITIVE",                          0x103, Kind.BOOL);
    public static final Cka<Boolean>  CKA_ENCRYPT                           = cka("CKA_ENCRYPT",                            0x104, Kind.BOOL);
    public static final Cka<Boolean>  CKA_DECRYPT                           = cka("CKA_DECRYPT",                            0x105, Kind.BOOL);
    public static final Cka<Boolean>  CKA_WRAP                              = cka("CKA_WRAP",                               0x106, Kind.BOOL);
    public static final Cka<Boolean>  CKA_UNWRAP                            = cka("CKA_UNWRAP",                             0x107, Kind.BOOL);
    public static final Cka<Boolean>  CKA_SIGN                              = cka("CKA_SIGN",                               0x108, Kind.BOOL);
    public static final Cka<Boolean>  CKA_SIGN_RECOVER                      = cka("CKA_SIGN_RECOVER",                       0x109, Kind.BOOL);
    public static final Cka<Boolean>  CKA_VERIFY                            = cka("CKA_VERIFY",                             0x10a, Kind.BOOL);
    public static final Cka<Boolean>  CKA_VERIFY_RECOVER                    = cka("CKA_VERIFY_RECOVER",                     0x10b, Kind.BOOL);
    public static final Cka<Boolean>  CKA_DERIVE                            = cka("CKA_DERIVE",                             0x10c, Kind.BOOL);
    public static final Cka<Boolean>  CKA_ENCAPSULATE                       = cka("CKA_ENCAPSULATE",                        0x633, Kind.BOOL);
    public static final Cka<Boolean>  CKA_DECAPSULATE                       = cka("CKA_DECAPSULATE",                        0x634, Kind.BOOL);
    public static final Cka<String>   CKA_START_DATE                        = cka("CKA_START_DATE",                         0x110, Kind.DATE);
    public static final Cka<String>   CKA_END_DATE                          = cka("CKA_END_DATE",                           0x111, Kind.DATE);
    public static final Cka<Boolean>  CKA_EXTRACTABLE                       = cka("CKA_EXTRACTABLE",                        0x162, Kind.BOOL);
    public static final Cka<Boolean>  CKA_LOCAL                             = cka("CKA_LOCAL",                              0x163, Kind.BOOL);
    public static final Cka<Boolean>  CKA_NEVER_EXTRACTABLE                 = cka("CKA_NEVER_EXTRACTABLE",                  0x164, Kind.BOOL);
    public static final Cka<Boolean>  CKA_ALWAYS_SENSITIVE                  = cka("CKA_ALWAYS_SENSITIVE",                   0x165, Kind.BOOL);
    public static final Cka<Long>     CKA_KEY_GEN_MECHANISM                 = cka("CKA_KEY_GEN_MECHANISM",                  0x166, Kind.ULONG);
    public static final Cka<Boolean>  CKA_ALWAYS_AUTHENTICATE               = cka("CKA_ALWAYS_AUTHENTICATE",                0x202, Kind.BOOL);
    public static final Cka<Boolean>  CKA_WRAP_WITH_TRUSTED                 = cka("CKA_WRAP_WITH_TRUSTED",                  0x210, Kind.BOOL);
    public static final Cka<Template> CKA_WRAP_TEMPLATE                     = cka("CKA_WRAP_TEMPLATE",                 0x40000211, Kind.TEMPLATE);
    public static final Cka<Template> CKA_UNWRAP_TEMPLATE                   = cka("CKA_UNWRAP_TEMPLATE",               0x40000212, Kind.TEMPLATE);
    public static final Cka<Template> CKA_DERIVE_TEMPLATE                   = cka("CKA_DERIVE_TEMPLATE",               0x40000213, Kind.TEMPLATE);
    public static final Cka<Template> CKA_ENCAPSULATE_TEMPLATE              = cka("CKA_ENCAPSULATE_TEMPLATE",               0x62a, Kind.TEMPLATE);
    public static final Cka<Template> CKA_DECAPSULATE_TEMPLATE              = cka("CKA_DECAPSULATE_TEMPLATE",               0x62b, Kind.TEMPLATE);
    public static final Cka<long[]>   CKA_ALLOWED_MECHANISMS                = cka("CKA_ALLOWED_MECHANISMS",            0x40000600, Kind.MECHANISMS);
    public static final Cka<byte[]>   CKA_PUBLIC_KEY_INFO                   = cka("CKA_PUBLIC_KEY_INFO",                    0x129, Kind.BYTES);

    // key material (chapter 6)
    public static final Cka<byte[]>   CKA_MODULUS                           = cka("CKA_MODULUS",                            0x120, Kind.BYTES);
    public static final Cka<Long>     CKA_MODULUS_BITS                      = cka("CKA_MODULUS_BITS",                       0x121, Kind.ULONG);
    public static final Cka<byte[]>   CKA_PUBLIC_EXPONENT                   = cka("CKA_PUBLIC_EXPONENT",                    0x122, Kind.BYTES);
    public static final Cka<byte[]>   CKA_PRIVATE_EXPONENT                  = cka("CKA_PRIVATE_EXPONENT",                   0x123, Kind.BYTES);
    public static final Cka<byte[]>   CKA_PRIME_1                           = cka("CKA_PRIME_1",                            0x124, Kind.BYTES);
    public static final Cka<byte[]>   CKA_PRIME_2                           = cka("CKA_PRIME_2",                            0x125, Kind.BYTES);
    public static final Cka<byte[]>   CKA_EXPONENT_1                        = cka("CKA_EXPONENT_1",                         0x126, Kind.BYTES);
    public static final Cka<byte[]>   CKA_EXPONENT_2                        = cka("CKA_EXPONENT_2",                         0x127, Kind.BYTES);
    public static final Cka<byte[]>   CKA_COEFFICIENT                       = cka("CKA_COEFFICIENT",                        0x128, Kind.BYTES);
    public static final Cka<byte[]>   CKA_PRIME                             = cka("CKA_PRIME",                              0x130, Kind.BYTES);
    public static final Cka<byte[]>   CKA_SUBPRIME                          = cka("CKA_SUBPRIME",                           0x131, Kind.BYTES);
    public static final Cka<byte[]>   CKA_BASE                              = cka("CKA_BASE",                               0x132, Kind.BYTES);
    public static final Cka<Long>     CKA_PRIME_BITS                        = cka("CKA_PRIME_BITS",                         0x133, Kind.ULONG);
    public static final Cka<Long>     CKA_SUBPRIME_BITS                     = cka("CKA_SUBPRIME_BITS",                      0x134, Kind.ULONG);
    public static final Cka<Long>     CKA_VALUE_BITS                        = cka("CKA_VALUE_BITS",                         0x160, Kind.ULONG);
    public static final Cka<Long>     CKA_VALUE_LEN                         = cka("CKA_VALUE_LEN",                          0x161, Kind.ULONG);
    public static final Cka<byte[]>   CKA_EC_PARAMS                         = cka("CKA_EC_PARAMS",                          0x180, Kind.BYTES);
    public static final Cka<byte[]>   CKA_EC_POINT                          = cka("CKA_EC_POINT",                           0x181, Kind.BYTES);
    public static final Cka<Long>     CKA_PARAMETER_SET                     = cka("CKA_PARAMETER_SET",                      0x61d, Kind.ULONG);
    public static final Cka<byte[]>   CKA_SEED                              = cka("CKA_SEED",                               0x637, Kind.BYTES);

    // built-in objects (4.3, 4.12 to 4.15)
    public static final Cka<Long>     CKA_HW_FEATURE_TYPE                   = cka("CKA_HW_FEATURE_TYPE",                    0x300, Kind.ULONG);
    public static final Cka<Boolean>  CKA_RESET_ON_INIT                     = cka("CKA_RESET_ON_INIT",                      0x301, Kind.BOOL);
    public static final Cka<Boolean>  CKA_HAS_RESET                         = cka("CKA_HAS_RESET",                          0x302, Kind.BOOL);
    public static final Cka<Long>     CKA_MECHANISM_TYPE                    = cka("CKA_MECHANISM_TYPE",                     0x500, Kind.ULONG);
    public static final Cka<Long>     CKA_PROFILE_ID                        = cka("CKA_PROFILE_ID",                         0x601, Kind.ULONG);
    public static final Cka<Long>     CKA_OBJECT_VALIDATION_FLAGS           = cka("CKA_OBJECT_VALIDATION_FLAGS",            0x61e, Kind.ULONG);
    public static final Cka<Long>     CKA_VALIDATION_TYPE                   = cka("CKA_VALIDATION_TYPE",                    0x61f, Kind.ULONG);
    public static final Cka<byte[]>   CKA_VALIDATION_VERSION                = cka("CKA_VALIDATION_VERSION",                 0x620, Kind.BYTES);
    public static final Cka<Long>     CKA_VALIDATION_LEVEL                  = cka("CKA_VALIDATION_LEVEL",                   0x621, Kind.ULONG);
    public static final Cka<String>   CKA_VALIDATION_MODULE_ID              = cka("CKA_VALIDATION_MODULE_ID",               0x622, Kind.TEXT);
    public static final Cka<Long>     CKA_VALIDATION_FLAG                   = cka("CKA_VALIDATION_FLAG",                    0x623, Kind.ULONG);
    public static final Cka<Long>     CKA_VALIDATION_AUTHORITY_TYPE         = cka("CKA_VALIDATION_AUTHORITY_TYPE",          0x624, Kind.ULONG);
    public static final Cka<String>   CKA_VALIDATION_COUNTRY                = cka("CKA_VALIDATION_COUNTRY",                 0x625, Kind.TEXT);
    public static final Cka<String>   CKA_VALIDATION_CERTIFICATE_IDENTIFIER = cka("CKA_VALIDATION_CERTIFICATE_IDENTIFIER",       0x626, Kind.TEXT);
    public static final Cka<String>   CKA_VALIDATION_CERTIFICATE_URI        = cka("CKA_VALIDATION_CERTIFICATE_URI",         0x627, Kind.TEXT);
    public static final Cka<String>   CKA_VALIDATION_VENDOR_URI             = cka("CKA_VALIDATION_VENDOR_URI",              0x628, Kind.TEXT);
    public static final Cka<String>   CKA_VALIDATION_PROFILE                = cka("CKA_VALIDATION_PROFILE",                 0x629, Kind.TEXT);

    // trust objects (4.16)
    public static final Cka<Long>     CKA_TRUST_SERVER_AUTH                 = cka("CKA_TRUST_SERVER_AUTH",                  0x62c, Kind.ULONG);
    public static final Cka<Long>     CKA_TRUST_CLIENT_AUTH                 = cka("CKA_TRUST_CLIENT_AUTH",                  0x62d, Kind.ULONG);
    public static final Cka<Long>     CKA_TRUST_CODE_SIGNING                = cka("CKA_TRUST_CODE_SIGNING",                 0x62e, Kind.ULONG);
    public static final Cka<Long>     CKA_TRUST_EMAIL_PROTECTION            = cka("CKA_TRUST_EMAIL_PROTECTION",             0x62f, Kind.ULONG);
    public static final Cka<Long>     CKA_TRUST_IPSEC_IKE                   = cka("CKA_TRUST_IPSEC_IKE",                    0x630, Kind.ULONG);
    public static final Cka<Long>     CKA_TRUST_TIME_STAMPING               = cka("CKA_TRUST_TIME_STAMPING",                0x631, Kind.ULONG);
    public static final Cka<Long>     CKA_TRUST_OCSP_SIGNING                = cka("CKA_TRUST_OCSP_SIGNING",                 0x632, Kind.ULONG);
    public static final Cka<byte[]>   CKA_HASH_OF_CERTIFICATE               = cka("CKA_HASH_OF_CERTIFICATE",                0x635, Kind.BYTES);
    public static final Cka<byte[]>   CKA_PUBLIC_CRC64_VALUE                = cka("CKA_PUBLIC_CRC64_VALUE",                 0x636, Kind.BYTES);

    // our own, of the range that the standard leaves to vendors
    /** The ACL that an object was made with: an S-expression of RFC 9804 in canonical form (see {@link Authorizations}). */
    public static final Cka<byte[]>   CKA_CLAVIGER_ACL                      = cka("CKA_CLAVIGER_ACL",                  0x80434c02L, Kind.BYTES);

    private static <T> Cka<T> cka(String name, long code, Kind<T> kind) {
        Cka<T> attribute = new Cka<>(name, code, kind);
        if (BY_CODE.put(code, attribute) != null) {
            throw new AssertionError("two attributes with the code of " + name);
        }
        return attribute;
    }

    /** Every attribute that the standard names, and ours, in the order of the rows above. */
    public static Collection<Cka<?>> all() {
        return Collections.unmodifiableCollection(BY_CODE.values());
    }

    /** The attribute of a code from outside; one that the standard does not name is bytes under its number. */
    public static Cka<?> of(long code) {
        Cka<?> known = BY_CODE.get(code);
        return known != null ? known : new Cka<>("CKA_0x" + (code >>> Integer.SIZE == 0
            ? HexFormat.of().toHexDigits(code, 8) : Long.toHexString(code)), code, Kind.BYTES);
    }

    /** Whether the standard names this attribute, or it is ours. */
    public boolean isKnown() {
        return BY_CODE.containsKey(code);
    }

    /** The byte form of a value of this attribute whose type the compiler has lost. */
    public byte[] encodeAny(Object value) {
        return kind.encode(kind.type().cast(value));
    }

    @Override public boolean equals(Object other) {
        return other instanceof Cka<?> attribute && attribute.code == code;
    }

    @Override public int hashCode() {
        return Long.hashCode(code);
    }

    @Override public String toString() {
        return name;
    }
}
