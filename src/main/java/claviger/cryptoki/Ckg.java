package claviger.cryptoki;

import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;

import java.util.stream.Stream;

/** CK_RSA_PKCS_MGF_TYPE, the mask generation functions of OAEP and PSS (6.1.7 of PKCS#11 3.2). */
public enum Ckg {
    CKG_MGF1_SHA1(1),
    CKG_MGF1_SHA256(2),
    CKG_MGF1_SHA384(3),
    CKG_MGF1_SHA512(4),
    CKG_MGF1_SHA224(5),
    CKG_MGF1_SHA3_224(6),
    CKG_MGF1_SHA3_256(7),
    CKG_MGF1_SHA3_384(8),
    CKG_MGF1_SHA3_512(9);

    private final long code;

    Ckg(long code) {
        this.code = code;
    }

    /** The number that the standard gives this value. */
    public long code() {
        return code;
    }

    /** The constant for a code from outside. @throws CkrException CKR_MECHANISM_PARAM_INVALID if there is none */
    public static Ckg of(long code) {
        return Stream.of(values()).filter(value -> value.code == code).findFirst()
            .orElseThrow(() -> CKR_MECHANISM_PARAM_INVALID.because("no CKG_ has the code 0x%x", code));
    }
}
