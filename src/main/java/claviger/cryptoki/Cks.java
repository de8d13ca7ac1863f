package claviger.cryptoki;

/** CK_STATE, the five states of a session (5.6 of PKCS#11 3.2). Derived from the login and the kind of session. */
public enum Cks {
    CKS_RO_PUBLIC_SESSION,
    CKS_RO_USER_FUNCTIONS,
    CKS_RW_PUBLIC_SESSION,
    CKS_RW_USER_FUNCTIONS,
    CKS_RW_SO_FUNCTIONS;

    /** The number that the standard gives this state. */
    public long code() {
        return ordinal();
    }
}
