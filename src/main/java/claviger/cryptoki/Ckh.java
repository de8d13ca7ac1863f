package claviger.cryptoki;

/** CK_HW_FEATURE_TYPE, the values of CKA_HW_FEATURE_TYPE (4.3 of PKCS#11 3.2). */
public enum Ckh {
    CKH_MONOTONIC_COUNTER(0x1),
    CKH_CLOCK(0x2),
    CKH_USER_INTERFACE(0x3);

    private final long code;

    Ckh(long code) {
        this.code = code;
    }

    /** The number that the standard gives this value. */
    public long code() {
        return code;
    }
}
