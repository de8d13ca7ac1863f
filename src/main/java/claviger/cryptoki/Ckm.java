package claviger.cryptoki;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * CK_MECHANISM_TYPE: the mechanisms that a Claviger token has, or may have, by the names and codes of
 * {@code pkcs11t.h} 3.2. A foreign token's other mechanisms cannot be used from Java and have no constant.
 */
public enum Ckm {
    // RSA
    CKM_RSA_PKCS_KEY_PAIR_GEN(0x0),
    CKM_RSA_PKCS(0x1),
    CKM_SHA1_RSA_PKCS(0x6),
    CKM_SHA256_RSA_PKCS(0x40),
    CKM_SHA384_RSA_PKCS(0x41),
    CKM_SHA512_RSA_PKCS(0x42),
    CKM_SHA224_RSA_PKCS(0x46),
    CKM_SHA3_224_RSA_PKCS(0x66),
    CKM_SHA3_256_RSA_PKCS(0x60),
    CKM_SHA3_384_RSA_PKCS(0x61),
    CKM_SHA3_512_RSA_PKCS(0x62),
    CKM_RSA_PKCS_PSS(0xd),
    CKM_SHA1_RSA_PKCS_PSS(0xe),
    CKM_SHA224_RSA_PKCS_PSS(0x47),
    CKM_SHA256_RSA_PKCS_PSS(0x43),
    CKM_SHA384_RSA_PKCS_PSS(0x44),
    CKM_SHA512_RSA_PKCS_PSS(0x45),
    CKM_SHA3_224_RSA_PKCS_PSS(0x67),
    CKM_SHA3_256_RSA_PKCS_PSS(0x63),
    CKM_SHA3_384_RSA_PKCS_PSS(0x64),
    CKM_SHA3_512_RSA_PKCS_PSS(0x65),
    CKM_RSA_PKCS_OAEP(0x9),
    CKM_RSA_X_509(0x3),
    CKM_RSA_AES_KEY_WRAP(0x1054),

    // Elliptic curves
    CKM_EC_KEY_PAIR_GEN(0x1040),
    CKM_ECDSA(0x1041),
    CKM_ECDSA_SHA1(0x1042),
    CKM_ECDSA_SHA224(0x1043),
    CKM_ECDSA_SHA256(0x1044),
    CKM_ECDSA_SHA384(0x1045),
    CKM_ECDSA_SHA512(0x1046),
    CKM_ECDSA_SHA3_224(0x1047),
    CKM_ECDSA_SHA3_256(0x1048),
    CKM_ECDSA_SHA3_384(0x1049),
    CKM_ECDSA_SHA3_512(0x104a),
    CKM_ECDH1_DERIVE(0x1050),
    CKM_ECDH1_COFACTOR_DERIVE(0x1051),
    CKM_ECDH_AES_KEY_WRAP(0x1053),
    CKM_EC_EDWARDS_KEY_PAIR_GEN(0x1055),
    CKM_EDDSA(0x1057),
    CKM_EC_MONTGOMERY_KEY_PAIR_GEN(0x1056),
    CKM_XEDDSA(0x4029),
    CKM_PUB_KEY_FROM_PRIV_KEY(0x403a),

    // Post-quantum
    CKM_ML_KEM_KEY_PAIR_GEN(0xf),
    CKM_ML_KEM(0x17),
    CKM_ML_DSA_KEY_PAIR_GEN(0x1c),
    CKM_ML_DSA(0x1d),
    CKM_HASH_ML_DSA(0x1f),
    CKM_HASH_ML_DSA_SHA256(0x24),
    CKM_HASH_ML_DSA_SHA384(0x25),
    CKM_HASH_ML_DSA_SHA512(0x26),
    CKM_HASH_ML_DSA_SHAKE128(0x2b),
    CKM_HASH_ML_DSA_SHAKE256(0x2c),
    CKM_SLH_DSA_KEY_PAIR_GEN(0x2d),
    CKM_SLH_DSA(0x2e),
    CKM_HASH_SLH_DSA(0x34),
    CKM_HSS(0x4033),
    CKM_XMSS(0x4036),

    // AES
    CKM_AES_KEY_GEN(0x1080),
    CKM_AES_ECB(0x1081),
    CKM_AES_CBC(0x1082),
    CKM_AES_CBC_PAD(0x1085),
    CKM_AES_CTR(0x1086),
    CKM_AES_GCM(0x1087),
    CKM_AES_CCM(0x1088),
    CKM_AES_CTS(0x1089),
    CKM_AES_OFB(0x2104),
    CKM_AES_CFB8(0x2106),
    CKM_AES_CFB128(0x2107),
    CKM_AES_XTS(0x1071),
    CKM_AES_XTS_KEY_GEN(0x1072),
    CKM_AES_CMAC(0x108a),
    CKM_AES_CMAC_GENERAL(0x108b),
    CKM_AES_MAC(0x1083),
    CKM_AES_GMAC(0x108e),
    CKM_AES_KEY_WRAP(0x2109),
    CKM_AES_KEY_WRAP_KWP(0x210b),
    CKM_AES_KEY_WRAP_PAD(0x210a),
    CKM_AES_KEY_WRAP_PKCS7(0x210c),
    CKM_AES_ECB_ENCRYPT_DATA(0x1104),
    CKM_AES_CBC_ENCRYPT_DATA(0x1105),

    // ChaCha20 / Poly1305
    CKM_CHACHA20_KEY_GEN(0x1225),
    CKM_CHACHA20_POLY1305(0x4021),
    CKM_CHACHA20(0x1226),

    // Digests
    CKM_SHA_1(0x220),
    CKM_SHA224(0x255),
    CKM_SHA256(0x250),
    CKM_SHA384(0x260),
    CKM_SHA512(0x270),
    CKM_SHA512_224(0x48),
    CKM_SHA512_256(0x4c),
    CKM_SHA3_224(0x2b5),
    CKM_SHA3_256(0x2b0),
    CKM_SHA3_384(0x2c0),
    CKM_SHA3_512(0x2d0),
    CKM_MD5(0x210),

    // HMAC
    CKM_SHA_1_HMAC(0x221),
    CKM_SHA224_HMAC(0x256),
    CKM_SHA256_HMAC(0x251),
    CKM_SHA384_HMAC(0x261),
    CKM_SHA512_HMAC(0x271),
    CKM_SHA512_224_HMAC(0x49),
    CKM_SHA512_256_HMAC(0x4d),
    CKM_SHA3_224_HMAC(0x2b6),
    CKM_SHA3_256_HMAC(0x2b1),
    CKM_SHA3_384_HMAC(0x2c1),
    CKM_SHA3_512_HMAC(0x2d1),
    CKM_SHA_1_HMAC_GENERAL(0x222),
    CKM_SHA224_HMAC_GENERAL(0x257),
    CKM_SHA256_HMAC_GENERAL(0x252),
    CKM_SHA384_HMAC_GENERAL(0x262),
    CKM_SHA512_HMAC_GENERAL(0x272),
    CKM_SHA512_224_HMAC_GENERAL(0x4a),
    CKM_SHA512_256_HMAC_GENERAL(0x4e),
    CKM_SHA3_224_HMAC_GENERAL(0x2b7),
    CKM_SHA3_256_HMAC_GENERAL(0x2b2),
    CKM_SHA3_384_HMAC_GENERAL(0x2c2),
    CKM_SHA3_512_HMAC_GENERAL(0x2d2),
    CKM_GENERIC_SECRET_KEY_GEN(0x350),
    CKM_SHA_1_KEY_GEN(0x4003),
    CKM_SHA224_KEY_GEN(0x4004),
    CKM_SHA256_KEY_GEN(0x4005),
    CKM_SHA384_KEY_GEN(0x4006),
    CKM_SHA512_KEY_GEN(0x4007),
    CKM_SHA512_224_KEY_GEN(0x4008),
    CKM_SHA512_256_KEY_GEN(0x4009),
    CKM_SHA3_224_KEY_GEN(0x2b8),
    CKM_SHA3_256_KEY_GEN(0x2b3),
    CKM_SHA3_384_KEY_GEN(0x2c3),
    CKM_SHA3_512_KEY_GEN(0x2d3),

    // Key derivation
    CKM_HKDF_DERIVE(0x402a),
    CKM_HKDF_DATA(0x402b),
    CKM_HKDF_KEY_GEN(0x402c),
    CKM_SP800_108_COUNTER_KDF(0x3ac),
    CKM_SP800_108_FEEDBACK_KDF(0x3ad),
    CKM_SP800_108_DOUBLE_PIPELINE_KDF(0x3ae),
    CKM_PKCS5_PBKD2(0x3b0),
    CKM_CONCATENATE_BASE_AND_KEY(0x360),
    CKM_CONCATENATE_BASE_AND_DATA(0x362),
    CKM_CONCATENATE_DATA_AND_BASE(0x363),
    CKM_XOR_BASE_AND_DATA(0x364),
    CKM_EXTRACT_KEY_FROM_KEY(0x365),
    CKM_SHA256_KEY_DERIVATION(0x393),

    // Finite-field DH
    CKM_DH_PKCS_KEY_PAIR_GEN(0x20),
    CKM_DH_PKCS_DERIVE(0x21),
    CKM_DH_PKCS_PARAMETER_GEN(0x2001),

    // TLS 1.2
    CKM_TLS12_MASTER_KEY_DERIVE(0x3e0),
    CKM_TLS12_MASTER_KEY_DERIVE_DH(0x3e2),
    CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE(0x56),
    CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH(0x57),
    CKM_TLS12_KEY_AND_MAC_DERIVE(0x3e1),
    CKM_TLS12_KEY_SAFE_DERIVE(0x3e3),
    CKM_TLS_MAC(0x3e4),
    CKM_TLS12_MAC(0x3d8),
    CKM_TLS_KDF(0x3e5),
    CKM_TLS12_KDF(0x3d9),
    CKM_TLS_PRE_MASTER_KEY_GEN(0x374),

    // Our own: a key with everything that says what it may be used for
    CKM_CLAVIGER_KEY_WRAP(0x8043_4c01L),

    // Legacy, off by default
    CKM_DES3_KEY_GEN(0x131),
    CKM_DES3_CBC(0x133),
    CKM_DES3_CBC_PAD(0x136),
    CKM_DES3_ECB(0x132),
    CKM_DSA(0x11),
    CKM_DSA_SHA256(0x14);

    private static final Map<Long, Ckm> BY_CODE =
        Stream.of(values()).collect(Collectors.toUnmodifiableMap(Ckm::code, Function.identity()));

    private final long code;

    Ckm(long code) {
        this.code = code;
    }

    /** The number that the standard gives this mechanism, or one of the range that it leaves to vendors. */
    public long code() {
        return code;
    }

    /** The constant for a code from outside, if we know it. */
    public static Optional<Ckm> of(long code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
