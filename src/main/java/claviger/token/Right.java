package claviger.token;

/**
 * What somebody may be given the right to do with a token or an object: the words of the second place in a tag, after
 * the token (the names in brackets of CSSM are those of its ACL authorization tags). The use of a key is asked under one
 * of the rights of {@link KeyUse}; rights that stand for what PKCS#11 does not do itself are asked by those who do it.
 */
enum Right {
    LOGIN_USER("login-user"),             // [LOGIN]
    FIND("find"),
    READ_ATTRIBUTE("read-attr"),
    EXPORT_CLEAR("export-clear"),         // [EXPORT_CLEAR]: the value of a key, read as an attribute
    CREATE("create"),                     // what is no key, or is derived from one
    IMPORT_CLEAR("import-clear"),         // [IMPORT_CLEAR]
    IMPORT_WRAPPED("import-wrapped"),     // [IMPORT_WRAPPED]
    GENERATE("generate"),                 // [GENKEY]
    COPY("copy"),
    MODIFY("modify"),
    DESTROY("destroy"),                   // [DELETE]
    ENCRYPT("encrypt"),                   // [ENCRYPT]
    DECRYPT("decrypt"),                   // [DECRYPT]
    SIGN("sign"),                         // [SIGN]
    VERIFY("verify"),
    MAC("mac"),                           // [MAC]: sign and verify with a secret key
    DERIVE("derive"),                     // [DERIVE]
    ENCAPSULATE("encapsulate"),
    DECAPSULATE("decapsulate"),
    WRAP_WITH("wrap-with"),
    UNWRAP_WITH("unwrap-with"),
    BE_WRAPPED("be-wrapped"),             // [EXPORT_WRAPPED]
    DIGEST_KEY("digest-key"),
    ADMIN_ACL("admin-acl"),               // [CHANGE_ACL]
    ADMIN_OWNER("admin-owner");           // [CHANGE_OWNER]

    private final String word;

    Right(String word) {
        this.word = word;
    }

    /** The atom of a tag. */
    String word() {
        return word;
    }

    /** Whether it is the use of a key, which PKCS#11 refuses with a code of its own (D30). */
    boolean isKeyUse() {
        return compareTo(ENCRYPT) >= 0 && compareTo(DIGEST_KEY) <= 0;
    }
}
