package claviger.cryptoki;

/** CK_SESSION_VALIDATION_FLAGS_TYPE: which validation flags of a session are asked for (5.6 of PKCS#11 3.2). */
public enum ValidationFlagsType {
    /** Of the last operation of the session. */
    CKS_LAST_VALIDATION_OK(0x1);

    private final long code;

    ValidationFlagsType(long code) {
        this.code = code;
    }

    /** The number that the standard gives this value. */
    public long code() {
        return code;
    }
}
