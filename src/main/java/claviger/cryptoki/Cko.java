package claviger.cryptoki;

import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;

import java.util.stream.Stream;

/** CK_OBJECT_CLASS, what kind of thing an object is (4.1 of PKCS#11 3.2). */
public enum Cko {
    CKO_DATA(0x0),
    CKO_CERTIFICATE(0x1),
    CKO_PUBLIC_KEY(0x2),
    CKO_PRIVATE_KEY(0x3),
    CKO_SECRET_KEY(0x4),
    CKO_HW_FEATURE(0x5),
    CKO_DOMAIN_PARAMETERS(0x6),
    CKO_MECHANISM(0x7),
    CKO_OTP_KEY(0x8),
    CKO_PROFILE(0x9),
    CKO_VALIDATION(0xa),
    CKO_TRUST(0xb);

    private final long code;

    Cko(long code) {
        this.code = code;
    }

    /** The number that the standard gives this value. */
    public long code() {
        return code;
    }

    /** The constant for a code from outside. @throws CkrException CKR_ATTRIBUTE_VALUE_INVALID if there is none */
    public static Cko of(long code) {
        return Stream.of(values()).filter(value -> value.code == code).findFirst()
            .orElseThrow(() -> CKR_ATTRIBUTE_VALUE_INVALID.because("no CKO_ has the code 0x%x", code));
    }
}
