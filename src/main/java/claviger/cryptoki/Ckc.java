package claviger.cryptoki;

import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;

import java.util.stream.Stream;

/** CK_CERTIFICATE_TYPE (4.6 of PKCS#11 3.2). */
public enum Ckc {
    CKC_X_509(0x0),
    CKC_X_509_ATTR_CERT(0x1),
    CKC_WTLS(0x2);

    private final long code;

    Ckc(long code) {
        this.code = code;
    }

    /** The number that the standard gives this value. */
    public long code() {
        return code;
    }

    /** The constant for a code from outside. @throws CkrException CKR_ATTRIBUTE_VALUE_INVALID if there is none */
    public static Ckc of(long code) {
        return Stream.of(values()).filter(value -> value.code == code).findFirst()
            .orElseThrow(() -> CKR_ATTRIBUTE_VALUE_INVALID.because("no CKC_ has the code 0x%x", code));
    }
}
