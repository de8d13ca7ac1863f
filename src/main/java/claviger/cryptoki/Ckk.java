package claviger.cryptoki;

import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;

import java.util.stream.Stream;

/** CK_KEY_TYPE, the kinds of key that this token knows, by the codes of {@code pkcs11t.h} 3.2. */
public enum Ckk {
    CKK_RSA(0x00),
    CKK_DSA(0x01),
    CKK_DH(0x02),
    CKK_EC(0x03),
    CKK_GENERIC_SECRET(0x10),
    CKK_DES3(0x15),
    CKK_AES(0x1f),
    CKK_SHA_1_HMAC(0x28),
    CKK_SHA256_HMAC(0x2b),
    CKK_SHA384_HMAC(0x2c),
    CKK_SHA512_HMAC(0x2d),
    CKK_SHA224_HMAC(0x2e),
    CKK_CHACHA20(0x33),
    CKK_AES_XTS(0x35),
    CKK_SHA3_224_HMAC(0x36),
    CKK_SHA3_256_HMAC(0x37),
    CKK_SHA3_384_HMAC(0x38),
    CKK_SHA3_512_HMAC(0x39),
    CKK_EC_EDWARDS(0x40),
    CKK_EC_MONTGOMERY(0x41),
    CKK_HKDF(0x42),
    CKK_SHA512_224_HMAC(0x43),
    CKK_SHA512_256_HMAC(0x44),
    CKK_HSS(0x46),
    CKK_XMSS(0x47),
    CKK_ML_KEM(0x49),
    CKK_ML_DSA(0x4a),
    CKK_SLH_DSA(0x4b);

    private final long code;

    Ckk(long code) {
        this.code = code;
    }

    /** The number that the standard gives this value. */
    public long code() {
        return code;
    }

    /** The constant for a code from outside. @throws CkrException CKR_ATTRIBUTE_VALUE_INVALID if there is none */
    public static Ckk of(long code) {
        return Stream.of(values()).filter(value -> value.code == code).findFirst()
            .orElseThrow(() -> CKR_ATTRIBUTE_VALUE_INVALID.because("no CKK_ has the code 0x%x", code));
    }
}
