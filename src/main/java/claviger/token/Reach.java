package claviger.token;

import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_TOKEN;

import claviger.cryptoki.Template;

/** The four kinds of object that the access rules tell apart, by CKA_PRIVATE and CKA_TOKEN (5.6 of PKCS#11 3.2). */
enum Reach {
    PUBLIC_SESSION_OBJECT,
    PRIVATE_SESSION_OBJECT,
    PUBLIC_TOKEN_OBJECT,
    PRIVATE_TOKEN_OBJECT;

    static Reach of(boolean isPrivate, boolean isToken) {
        if (isToken) {
            return isPrivate ? PRIVATE_TOKEN_OBJECT : PUBLIC_TOKEN_OBJECT;
        }
        return isPrivate ? PRIVATE_SESSION_OBJECT : PUBLIC_SESSION_OBJECT;
    }

    /** @param object an object with all its attributes; a built-in one is a public object of the session */
    static Reach of(Template object) {
        return of(object.is(CKA_PRIVATE), object.is(CKA_TOKEN));
    }
}
