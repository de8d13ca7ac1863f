package claviger.random;

import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Cko.CKO_CERTIFICATE;
import static claviger.cryptoki.Cko.CKO_DATA;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Use.CKF_ENCRYPT;
import static claviger.cryptoki.Use.CKF_SIGN;
import static claviger.cryptoki.Use.CKF_VERIFY;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Use;

/**
 * The kinds of objects that are made: a data object, an X.509 certificate, the halves of a P-256 pair, an AES key. What is
 * no key has the use that somebody tries who takes it for one.
 */
enum ObjectKind {
    DATA       (CKO_DATA,        false, false, CKF_ENCRYPT, CKA_ENCRYPT),
    CERTIFICATE(CKO_CERTIFICATE, false, false, CKF_ENCRYPT, CKA_ENCRYPT),
    PUBLIC_KEY (CKO_PUBLIC_KEY,  true,  false, CKF_VERIFY,  CKA_VERIFY),
    PRIVATE_KEY(CKO_PRIVATE_KEY, true,  true,  CKF_SIGN,    CKA_SIGN),
    SECRET_KEY (CKO_SECRET_KEY,  true,  true,  CKF_ENCRYPT, CKA_ENCRYPT);

    private final Cko objectClass;
    private final boolean key;
    private final boolean secret;
    private final Use use;
    private final Cka<Boolean> permission;

    ObjectKind(Cko objectClass, boolean key, boolean secret, Use use, Cka<Boolean> permission) {
        this.objectClass = objectClass;
        this.key = key;
        this.secret = secret;
        this.use = use;
        this.permission = permission;
    }

    Cko objectClass() {
        return objectClass;
    }

    boolean isKey() {
        return key;
    }

    /** Whether its value is one that CKA_SENSITIVE hides. */
    boolean isSecret() {
        return secret;
    }

    Use use() {
        return use;
    }

    /** The attribute that permits the use. */
    Cka<Boolean> permission() {
        return permission;
    }
}
