package claviger.provider;

import claviger.cryptoki.Ckm;

/** The hash functions that derive keys, by digest and by HMAC. */
enum HmacHash {
    SHA1("HmacSHA1", 20, Ckm.CKM_SHA_1, Ckm.CKM_SHA_1_HMAC),
    SHA224("HmacSHA224", 28, Ckm.CKM_SHA224, Ckm.CKM_SHA224_HMAC),
    SHA256("HmacSHA256", 32, Ckm.CKM_SHA256, Ckm.CKM_SHA256_HMAC),
    SHA384("HmacSHA384", 48, Ckm.CKM_SHA384, Ckm.CKM_SHA384_HMAC),
    SHA512("HmacSHA512", 64, Ckm.CKM_SHA512, Ckm.CKM_SHA512_HMAC),
    SHA512_224("HmacSHA512/224", 28, Ckm.CKM_SHA512_224, Ckm.CKM_SHA512_224_HMAC),
    SHA512_256("HmacSHA512/256", 32, Ckm.CKM_SHA512_256, Ckm.CKM_SHA512_256_HMAC),
    SHA3_224("HmacSHA3-224", 28, Ckm.CKM_SHA3_224, Ckm.CKM_SHA3_224_HMAC),
    SHA3_256("HmacSHA3-256", 32, Ckm.CKM_SHA3_256, Ckm.CKM_SHA3_256_HMAC),
    SHA3_384("HmacSHA3-384", 48, Ckm.CKM_SHA3_384, Ckm.CKM_SHA3_384_HMAC),
    SHA3_512("HmacSHA3-512", 64, Ckm.CKM_SHA3_512, Ckm.CKM_SHA3_512_HMAC);

    private final String hmacName;
    private final int bytes;
    private final Ckm digest;
    private final Ckm hmac;

    HmacHash(String hmacName, int bytes, Ckm digest, Ckm hmac) {
        this.hmacName = hmacName;
        this.bytes = bytes;
        this.digest = digest;
        this.hmac = hmac;
    }

    /** The JDK's name of the HMAC. */
    String hmacName() {
        return hmacName;
    }

    /** The length of a hash. */
    int bytes() {
        return bytes;
    }

    Ckm digest() {
        return digest;
    }

    Ckm hmac() {
        return hmac;
    }
}
