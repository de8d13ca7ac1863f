package claviger.cryptoki;

/** CK_PROFILE_ID, the OASIS profiles of PKCS#11: the values of CKA_PROFILE_ID (4.13 of PKCS#11 3.2). */
public enum Ckp {
    CKP_BASELINE_PROVIDER(0x1),
    CKP_EXTENDED_PROVIDER(0x2),
    CKP_AUTHENTICATION_TOKEN(0x3),
    CKP_PUBLIC_CERTIFICATES_TOKEN(0x4);

    private final long code;

    Ckp(long code) {
        this.code = code;
    }

    /** The number that the standard gives this value. */
    public long code() {
        return code;
    }
}
