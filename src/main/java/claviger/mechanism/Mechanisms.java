package claviger.mechanism;

import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_AES_XTS;
import static claviger.cryptoki.Ckk.CKK_CHACHA20;
import static claviger.cryptoki.Ckk.CKK_DH;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_EC_EDWARDS;
import static claviger.cryptoki.Ckk.CKK_EC_MONTGOMERY;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckk.CKK_ML_DSA;
import static claviger.cryptoki.Ckk.CKK_ML_KEM;
import static claviger.cryptoki.Ckk.CKK_RSA;
import static claviger.cryptoki.Ckk.CKK_SLH_DSA;
import static claviger.cryptoki.Ckm.CKM_AES_CBC;
import static claviger.cryptoki.Ckm.CKM_AES_CBC_PAD;
import static claviger.cryptoki.Ckm.CKM_AES_CCM;
import static claviger.cryptoki.Ckm.CKM_AES_CMAC;
import static claviger.cryptoki.Ckm.CKM_AES_CMAC_GENERAL;
import static claviger.cryptoki.Ckm.CKM_AES_CTR;
import static claviger.cryptoki.Ckm.CKM_AES_CTS;
import static claviger.cryptoki.Ckm.CKM_AES_ECB;
import static claviger.cryptoki.Ckm.CKM_AES_GCM;
import static claviger.cryptoki.Ckm.CKM_AES_GMAC;
import static claviger.cryptoki.Ckm.CKM_AES_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_AES_KEY_WRAP;
import static claviger.cryptoki.Ckm.CKM_AES_KEY_WRAP_KWP;
import static claviger.cryptoki.Ckm.CKM_AES_KEY_WRAP_PAD;
import static claviger.cryptoki.Ckm.CKM_AES_XTS;
import static claviger.cryptoki.Ckm.CKM_AES_XTS_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_CHACHA20_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_CHACHA20_POLY1305;
import static claviger.cryptoki.Ckm.CKM_CLAVIGER_KEY_WRAP;
import static claviger.cryptoki.Ckm.CKM_DH_PKCS_DERIVE;
import static claviger.cryptoki.Ckm.CKM_DH_PKCS_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_ECDH1_COFACTOR_DERIVE;
import static claviger.cryptoki.Ckm.CKM_ECDH1_DERIVE;
import static claviger.cryptoki.Ckm.CKM_ECDSA;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA1;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA224;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA256;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA384;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA3_224;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA3_256;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA3_384;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA3_512;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA512;
import static claviger.cryptoki.Ckm.CKM_EC_EDWARDS_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_EC_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_EC_MONTGOMERY_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_EDDSA;
import static claviger.cryptoki.Ckm.CKM_GENERIC_SECRET_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_HASH_ML_DSA;
import static claviger.cryptoki.Ckm.CKM_HASH_ML_DSA_SHA256;
import static claviger.cryptoki.Ckm.CKM_HASH_ML_DSA_SHA384;
import static claviger.cryptoki.Ckm.CKM_HASH_ML_DSA_SHA512;
import static claviger.cryptoki.Ckm.CKM_HASH_ML_DSA_SHAKE128;
import static claviger.cryptoki.Ckm.CKM_HASH_ML_DSA_SHAKE256;
import static claviger.cryptoki.Ckm.CKM_ML_DSA;
import static claviger.cryptoki.Ckm.CKM_ML_DSA_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_ML_KEM;
import static claviger.cryptoki.Ckm.CKM_ML_KEM_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_PUB_KEY_FROM_PRIV_KEY;
import static claviger.cryptoki.Ckm.CKM_RSA_AES_KEY_WRAP;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS_OAEP;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS_PSS;
import static claviger.cryptoki.Ckm.CKM_RSA_X_509;
import static claviger.cryptoki.Ckm.CKM_SHA1_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA1_RSA_PKCS_PSS;
import static claviger.cryptoki.Ckm.CKM_SHA224_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA224_RSA_PKCS_PSS;
import static claviger.cryptoki.Ckm.CKM_SHA256_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA256_RSA_PKCS_PSS;
import static claviger.cryptoki.Ckm.CKM_SHA384_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA384_RSA_PKCS_PSS;
import static claviger.cryptoki.Ckm.CKM_SHA3_224_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA3_224_RSA_PKCS_PSS;
import static claviger.cryptoki.Ckm.CKM_SHA3_256_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA3_256_RSA_PKCS_PSS;
import static claviger.cryptoki.Ckm.CKM_SHA3_384_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA3_384_RSA_PKCS_PSS;
import static claviger.cryptoki.Ckm.CKM_SHA3_512_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA3_512_RSA_PKCS_PSS;
import static claviger.cryptoki.Ckm.CKM_SHA512_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA512_RSA_PKCS_PSS;
import static claviger.cryptoki.Ckm.CKM_SLH_DSA;
import static claviger.cryptoki.Ckm.CKM_SLH_DSA_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_TLS12_MAC;
import static claviger.cryptoki.Ckm.CKM_TLS_MAC;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Use.CKF_DECAPSULATE;
import static claviger.cryptoki.Use.CKF_DECRYPT;
import static claviger.cryptoki.Use.CKF_DERIVE;
import static claviger.cryptoki.Use.CKF_ENCAPSULATE;
import static claviger.cryptoki.Use.CKF_ENCRYPT;
import static claviger.cryptoki.Use.CKF_GENERATE;
import static claviger.cryptoki.Use.CKF_GENERATE_KEY_PAIR;
import static claviger.cryptoki.Use.CKF_MESSAGE_DECRYPT;
import static claviger.cryptoki.Use.CKF_MESSAGE_ENCRYPT;
import static claviger.cryptoki.Use.CKF_MULTI_MESSAGE;
import static claviger.cryptoki.Use.CKF_SIGN;
import static claviger.cryptoki.Use.CKF_SIGN_RECOVER;
import static claviger.cryptoki.Use.CKF_UNWRAP;
import static claviger.cryptoki.Use.CKF_VERIFY;
import static claviger.cryptoki.Use.CKF_VERIFY_RECOVER;
import static claviger.cryptoki.Use.CKF_WRAP;
import static claviger.mechanism.Hash.SHA3_224;
import static claviger.mechanism.Hash.SHA3_256;
import static claviger.mechanism.Hash.SHA3_384;
import static claviger.mechanism.Hash.SHA3_512;
import static claviger.mechanism.Hash.SHA_1;
import static claviger.mechanism.Hash.SHA_224;
import static claviger.mechanism.Hash.SHA_256;
import static claviger.mechanism.Hash.SHA_384;
import static claviger.mechanism.Hash.SHA_512;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Use;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every mechanism of the token, one row each: C_GetMechanismList, C_GetMechanismInfo and every operation read these
 * rows. The rows with SHA-1 verify old signatures and make no new ones; ECB, CBC, CTR and CKM_RSA_PKCS never wrap (Z8,
 * D22). Safe between threads.
 */
public final class Mechanisms {
    private static final Set<Use> PAIR = EnumSet.of(CKF_GENERATE_KEY_PAIR);
    private static final Set<Use> KEY = EnumSet.of(CKF_GENERATE);
    private static final Set<Use> SIGN = EnumSet.of(CKF_SIGN, CKF_VERIFY);
    private static final Set<Use> SIGN_DECRYPT = EnumSet.of(CKF_SIGN, CKF_VERIFY, CKF_DECRYPT);
    private static final Set<Use> CIPHER = EnumSet.of(CKF_ENCRYPT, CKF_DECRYPT);
    private static final Set<Use> CIPHER_SIGN = EnumSet.of(CKF_ENCRYPT, CKF_DECRYPT, CKF_SIGN, CKF_VERIFY,
        CKF_SIGN_RECOVER, CKF_VERIFY_RECOVER);
    private static final Set<Use> CIPHER_WRAP = EnumSet.of(CKF_ENCRYPT, CKF_DECRYPT, CKF_WRAP, CKF_UNWRAP);
    private static final Set<Use> CIPHER_MESSAGE = EnumSet.of(CKF_ENCRYPT, CKF_DECRYPT,
        CKF_MESSAGE_ENCRYPT, CKF_MESSAGE_DECRYPT, CKF_MULTI_MESSAGE);
    private static final Set<Use> CIPHER_WRAP_MESSAGE = EnumSet.of(CKF_ENCRYPT, CKF_DECRYPT, CKF_WRAP, CKF_UNWRAP,
        CKF_MESSAGE_ENCRYPT, CKF_MESSAGE_DECRYPT, CKF_MULTI_MESSAGE);
    private static final Set<Use> WRAP = EnumSet.of(CKF_WRAP, CKF_UNWRAP);
    private static final Set<Use> UNWRAP = EnumSet.of(CKF_UNWRAP);
    private static final Set<Use> DERIVE = EnumSet.of(CKF_DERIVE);
    private static final Set<Use> KEM = EnumSet.of(CKF_ENCAPSULATE, CKF_DECAPSULATE);

    private static final Map<Ckm, MechanismRow> ROWS = table(List.of(
        //  mechanism                       key types                      least   most  uses         arithmetic
        // RSA
        row(CKM_RSA_PKCS_KEY_PAIR_GEN,      of(CKK_RSA),                   2048,  4096,  PAIR,        new RsaKeyPairGeneration(2048, 4096)),
        row(CKM_RSA_PKCS,                   of(CKK_RSA),                   1024, 16384,  CIPHER_SIGN, new RsaPkcs1()),
        row(CKM_SHA1_RSA_PKCS,              of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPkcs1(SHA_1)),
        row(CKM_SHA224_RSA_PKCS,            of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPkcs1(SHA_224)),
        row(CKM_SHA256_RSA_PKCS,            of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPkcs1(SHA_256)),
        row(CKM_SHA384_RSA_PKCS,            of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPkcs1(SHA_384)),
        row(CKM_SHA512_RSA_PKCS,            of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPkcs1(SHA_512)),
        row(CKM_SHA3_224_RSA_PKCS,          of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPkcs1(SHA3_224)),
        row(CKM_SHA3_256_RSA_PKCS,          of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPkcs1(SHA3_256)),
        row(CKM_SHA3_384_RSA_PKCS,          of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPkcs1(SHA3_384)),
        row(CKM_SHA3_512_RSA_PKCS,          of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPkcs1(SHA3_512)),
        row(CKM_RSA_PKCS_PSS,               of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPss()),
        row(CKM_SHA1_RSA_PKCS_PSS,          of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPss(SHA_1)),
        row(CKM_SHA224_RSA_PKCS_PSS,        of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPss(SHA_224)),
        row(CKM_SHA256_RSA_PKCS_PSS,        of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPss(SHA_256)),
        row(CKM_SHA384_RSA_PKCS_PSS,        of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPss(SHA_384)),
        row(CKM_SHA512_RSA_PKCS_PSS,        of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPss(SHA_512)),
        row(CKM_SHA3_224_RSA_PKCS_PSS,      of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPss(SHA3_224)),
        row(CKM_SHA3_256_RSA_PKCS_PSS,      of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPss(SHA3_256)),
        row(CKM_SHA3_384_RSA_PKCS_PSS,      of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPss(SHA3_384)),
        row(CKM_SHA3_512_RSA_PKCS_PSS,      of(CKK_RSA),                   1024, 16384,  SIGN,        new RsaPss(SHA3_512)),
        row(CKM_RSA_PKCS_OAEP,              of(CKK_RSA),                   1024, 16384,  CIPHER_WRAP, new RsaOaep()),
        row(CKM_RSA_X_509,                  of(CKK_RSA),                   1024, 16384,  SIGN_DECRYPT, new RsaRaw()),
        row(CKM_RSA_AES_KEY_WRAP,           of(CKK_RSA),                   2048, 16384,  WRAP,        new RsaAesKeyWrap()),
        // curves
        row(CKM_EC_KEY_PAIR_GEN,            of(CKK_EC),                     256,   521,  PAIR,        new CurveKeyPairGeneration(CKK_EC)),
        row(CKM_ECDSA,                      of(CKK_EC),                     224,   521,  SIGN,        new Ecdsa()),
        row(CKM_ECDSA_SHA1,                 of(CKK_EC),                     224,   521,  SIGN,        new Ecdsa(SHA_1)),
        row(CKM_ECDSA_SHA224,               of(CKK_EC),                     224,   521,  SIGN,        new Ecdsa(SHA_224)),
        row(CKM_ECDSA_SHA256,               of(CKK_EC),                     224,   521,  SIGN,        new Ecdsa(SHA_256)),
        row(CKM_ECDSA_SHA384,               of(CKK_EC),                     224,   521,  SIGN,        new Ecdsa(SHA_384)),
        row(CKM_ECDSA_SHA512,               of(CKK_EC),                     224,   521,  SIGN,        new Ecdsa(SHA_512)),
        row(CKM_ECDSA_SHA3_224,             of(CKK_EC),                     224,   521,  SIGN,        new Ecdsa(SHA3_224)),
        row(CKM_ECDSA_SHA3_256,             of(CKK_EC),                     224,   521,  SIGN,        new Ecdsa(SHA3_256)),
        row(CKM_ECDSA_SHA3_384,             of(CKK_EC),                     224,   521,  SIGN,        new Ecdsa(SHA3_384)),
        row(CKM_ECDSA_SHA3_512,             of(CKK_EC),                     224,   521,  SIGN,        new Ecdsa(SHA3_512)),
        row(CKM_ECDH1_DERIVE,               of(CKK_EC, CKK_EC_MONTGOMERY),  255,   521,  DERIVE,      new Ecdh()),
        // of all curves here the cofactor is 1
        row(CKM_ECDH1_COFACTOR_DERIVE,      of(CKK_EC),                     256,   521,  DERIVE,      new Ecdh()),
        row(CKM_EC_EDWARDS_KEY_PAIR_GEN,    of(CKK_EC_EDWARDS),             255,   448,  PAIR,        new CurveKeyPairGeneration(CKK_EC_EDWARDS)),
        row(CKM_EDDSA,                      of(CKK_EC_EDWARDS),             255,   448,  SIGN,        new Eddsa()),
        row(CKM_EC_MONTGOMERY_KEY_PAIR_GEN, of(CKK_EC_MONTGOMERY),          255,   448,  PAIR,        new CurveKeyPairGeneration(CKK_EC_MONTGOMERY)),
        // finite fields
        row(CKM_DH_PKCS_KEY_PAIR_GEN,       of(CKK_DH),                    2048,  8192,  PAIR,        new DhKeyPairGeneration()),
        row(CKM_DH_PKCS_DERIVE,             of(CKK_DH),                    2048,  8192,  DERIVE,      new Dh()),
        // any pair
        row(CKM_PUB_KEY_FROM_PRIV_KEY, of(CKK_RSA, CKK_EC, CKK_EC_EDWARDS, CKK_EC_MONTGOMERY, CKK_DH, CKK_ML_KEM,
            CKK_ML_DSA, CKK_SLH_DSA),                                        32, 16384,  DERIVE,      new PublicFromPrivate()),
        // post-quantum; the size of a key is that of the public one
        row(CKM_ML_KEM_KEY_PAIR_GEN,        of(CKK_ML_KEM),                 800,  1568,  PAIR,        new SetKeyPairGeneration(CKK_ML_KEM)),
        row(CKM_ML_KEM,                     of(CKK_ML_KEM),                 800,  1568,  KEM,         new MlKem()),
        row(CKM_ML_DSA_KEY_PAIR_GEN,        of(CKK_ML_DSA),                1312,  2592,  PAIR,        new SetKeyPairGeneration(CKK_ML_DSA)),
        row(CKM_ML_DSA,                     of(CKK_ML_DSA),                1312,  2592,  SIGN,        new MlDsa()),
        row(CKM_HASH_ML_DSA,                of(CKK_ML_DSA),                1312,  2592,  SIGN,        new HashMlDsa(null)),
        row(CKM_HASH_ML_DSA_SHA256,         of(CKK_ML_DSA),                1312,  2592,  SIGN,        new HashMlDsa(PreHash.SHA_256)),
        row(CKM_HASH_ML_DSA_SHA384,         of(CKK_ML_DSA),                1312,  2592,  SIGN,        new HashMlDsa(PreHash.SHA_384)),
        row(CKM_HASH_ML_DSA_SHA512,         of(CKK_ML_DSA),                1312,  2592,  SIGN,        new HashMlDsa(PreHash.SHA_512)),
        row(CKM_HASH_ML_DSA_SHAKE128,       of(CKK_ML_DSA),                1312,  2592,  SIGN,        new HashMlDsa(PreHash.SHAKE_128)),
        row(CKM_HASH_ML_DSA_SHAKE256,       of(CKK_ML_DSA),                1312,  2592,  SIGN,        new HashMlDsa(PreHash.SHAKE_256)),
        row(CKM_SLH_DSA_KEY_PAIR_GEN,       of(CKK_SLH_DSA),                 32,    64,  PAIR,        new SetKeyPairGeneration(CKK_SLH_DSA)),
        row(CKM_SLH_DSA,                    of(CKK_SLH_DSA),                 32,    64,  SIGN,        new SlhDsa()),
        // AES
        row(CKM_AES_KEY_GEN,                of(CKK_AES),                     16,    32,  KEY,         new SecretKeyGeneration(CKK_AES, KeyTypes::isAesLength)),
        row(CKM_AES_ECB,                    of(CKK_AES),                     16,    32,  CIPHER,      AesModes.ECB),
        row(CKM_AES_CBC,                    of(CKK_AES),                     16,    32,  CIPHER,      AesModes.CBC),
        row(CKM_AES_CBC_PAD,                of(CKK_AES),                     16,    32,  CIPHER,      AesModes.CBC_PAD),
        row(CKM_AES_CTR,                    of(CKK_AES),                     16,    32,  CIPHER,      AesModes.CTR),
        row(CKM_AES_CTS,                    of(CKK_AES),                     16,    32,  CIPHER,      AesModes.CTS),
        row(CKM_AES_GCM,                    of(CKK_AES),                     16,    32,  CIPHER_WRAP_MESSAGE, new AesGcm()),
        row(CKM_AES_CCM,                    of(CKK_AES),                     16,    32,  CIPHER_WRAP_MESSAGE, new AesCcm()),
        row(CKM_AES_GMAC,                   of(CKK_AES),                     16,    32,  SIGN,        new AesGmac()),
        row(CKM_AES_KEY_WRAP,               of(CKK_AES),                     16,    32,  WRAP,        AesKeyWrap.KW),
        row(CKM_AES_KEY_WRAP_KWP,           of(CKK_AES),                     16,    32,  WRAP,        AesKeyWrap.KWP),
        row(CKM_AES_KEY_WRAP_PAD,           of(CKK_AES),                     16,    32,  UNWRAP,      AesKeyWrap.KWP),
        row(CKM_CLAVIGER_KEY_WRAP,          of(CKK_AES),                     16,    32,  WRAP,        new ClavigerKeyWrap()),
        row(CKM_AES_CMAC,                   of(CKK_AES),                     16,    32,  SIGN,        Macs.cmac()),
        row(CKM_AES_CMAC_GENERAL,           of(CKK_AES),                     16,    32,  SIGN,        Macs.cmacGeneral()),
        row(CKM_AES_XTS_KEY_GEN,            of(CKK_AES_XTS),                 32,    64,  KEY,         new SecretKeyGeneration(CKK_AES_XTS, KeyTypes::isXtsLength)),
        row(CKM_AES_XTS,                    of(CKK_AES_XTS),                 32,    64,  CIPHER,      new AesXts()),
        // ChaCha20
        row(CKM_CHACHA20_KEY_GEN,           of(CKK_CHACHA20),                32,    32,  KEY,         new SecretKeyGeneration(CKK_CHACHA20, KeyTypes::isChaChaLength, 32)),
        row(CKM_CHACHA20_POLY1305,          of(CKK_CHACHA20),                32,    32,  CIPHER_MESSAGE, new ChaCha20Poly1305()),
        // secrets
        row(CKM_TLS_MAC,                    of(CKK_GENERIC_SECRET),          16,  4096,  SIGN,        new TlsMac()),
        row(CKM_TLS12_MAC,                  of(CKK_GENERIC_SECRET),          16,  4096,  SIGN,        new TlsMac()),
        row(CKM_GENERIC_SECRET_KEY_GEN,     of(CKK_GENERIC_SECRET),          16,  4096,  KEY,         new SecretKeyGeneration(CKK_GENERIC_SECRET, KeyTypes::isNewSecretLength))
    ), HashMechanisms.rows(), DerivationMechanisms.rows());

    private Mechanisms() {
    }

    /** The row of a mechanism. @throws claviger.cryptoki.CkrException CKR_MECHANISM_INVALID if the token lacks it */
    public static MechanismRow row(Ckm mechanism) {
        MechanismRow row = ROWS.get(mechanism);
        if (row == null) {
            throw CKR_MECHANISM_INVALID.because("this token does not have %s", mechanism);
        }
        return row;
    }

    /** All rows, in the order of {@link Ckm}. */
    public static Collection<MechanismRow> all() {
        return ROWS.values();
    }

    private static MechanismRow row(
        Ckm type, Set<Ckk> keyTypes, long least, long most, Set<Use> uses, Algorithm algorithm) {
        return new MechanismRow(type, Collections.unmodifiableSet(keyTypes), least, most,
            Collections.unmodifiableSet(uses), algorithm);
    }

    private static Set<Ckk> of(Ckk... types) {
        return EnumSet.copyOf(List.of(types));
    }

    @SafeVarargs private static Map<Ckm, MechanismRow> table(List<MechanismRow>... sections) {
        Map<Ckm, MechanismRow> table = new EnumMap<>(Ckm.class);
        for (List<MechanismRow> section : sections) {
            for (MechanismRow row : section) {
                if (table.put(row.type(), row) != null) {
                    throw new AssertionError("two rows for " + row.type());
                }
            }
        }
        return Collections.unmodifiableMap(table);
    }
}
