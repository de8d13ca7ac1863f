package claviger.cryptoki;

import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;

import java.util.stream.Stream;

/** CK_EC_KDF_TYPE, what becomes of an ECDH result (6.3.16 of PKCS#11 3.2): nothing, or X9.63 with a hash. */
public enum Ckd {
    CKD_NULL(1),
    CKD_SHA1_KDF(2),
    CKD_SHA224_KDF(5),
    CKD_SHA256_KDF(6),
    CKD_SHA384_KDF(7),
    CKD_SHA512_KDF(8),
    CKD_SHA3_224_KDF(0xa),
    CKD_SHA3_256_KDF(0xb),
    CKD_SHA3_384_KDF(0xc),
    CKD_SHA3_512_KDF(0xd);

    private final long code;

    Ckd(long code) {
        this.code = code;
    }

    /** The number that the standard gives this value. */
    public long code() {
        return code;
    }

    /** The constant for a code from outside. @throws CkrException CKR_MECHANISM_PARAM_INVALID if there is none */
    public static Ckd of(long code) {
        return Stream.of(values()).filter(value -> value.code == code).findFirst()
            .orElseThrow(() -> CKR_MECHANISM_PARAM_INVALID.because("no CKD_ has the code 0x%x", code));
    }
}
