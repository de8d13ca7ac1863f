package claviger.token;

/**
 * What a row of an attribute table says besides its type and default. N1 to N12 are the numbered footnotes of the
 * standard's tables (4.1 of PKCS#11 3.2), so that a row can be proof-read against its table; N9, "the default is the
 * token's choice", is missing because every row states our default. The others are rules that the standard gives in
 * prose or leaves to the token.
 */
enum Footnote {
    /** C_CreateObject needs it. */
    N1_REQUIRED_IN_CREATE,
    /** C_CreateObject refuses it. */
    N2_FORBIDDEN_IN_CREATE,
    /** C_GenerateKey and C_GenerateKeyPair need it. */
    N3_REQUIRED_IN_GENERATE,
    /** C_GenerateKey and C_GenerateKeyPair refuse it; so does C_DeriveKey, for which the standard has no footnote. */
    N4_FORBIDDEN_IN_GENERATE,
    /** C_UnwrapKey needs it. */
    N5_REQUIRED_IN_UNWRAP,
    /** C_UnwrapKey refuses it. */
    N6_FORBIDDEN_IN_UNWRAP,
    /** Withheld while the object is sensitive or not extractable (G2). */
    N7_SECRET,
    /** C_SetAttributeValue and C_CopyObject may change it. */
    N8_MODIFIABLE,
    /** Only the SO may set it to true (Z20). */
    N10_ONLY_SO_MAY_SET_TRUE,
    /** Read-only once it is true. */
    N11_TRUE_STICKS,
    /** Read-only once it is false. */
    N12_FALSE_STICKS,

    /** C_CopyObject may change it, C_SetAttributeValue may not (C7). */
    BY_COPY,
    /** True to false contradicts the object: a private object has no public copy (C7). */
    NEVER_LOWERED,
    /** Part of what a key is made of (chapter 6), which its key type checks and completes. */
    KEY_MATERIAL,
    /** Computed from the object; a given value has to be the same (CKR_ATTRIBUTE_VALUE_INVALID). */
    COMPUTED,
    /** A given value of length 0 means that the object shall not have it (4.10 on CKA_CHECK_VALUE). */
    EMPTY_SUPPRESSES
}
