package claviger.mechanism;

import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.Ckm;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which files of C2SP/wycheproof compute with which row, or why none does. Names of mechanisms are patterns; the files
 * are those of the collection, whether they are there or not.
 */
final class RowVectors {
    private record Row(String mechanisms, List<String> files, String reason) {
    }

    private static final List<Row> TABLE = List.of(
        files("CKM_SHA1_RSA_PKCS_PSS",     "rsa_pss_2048_sha1_mgf1_20_test", "rsa_pss_2048_sha1_mgf1_20_params_test"),
        files("CKM_SHA224_RSA_PKCS_PSS",   "rsa_pss_misc_test"),
        files("CKM_SHA256_RSA_PKCS_PSS",   "rsa_pss_2048_sha256_mgf1_32_test", "rsa_pss_2048_sha256_mgf1_0_test"),
        files("CKM_SHA384_RSA_PKCS_PSS",   "rsa_pss_2048_sha384_mgf1_48_test"),
        files("CKM_SHA512_RSA_PKCS_PSS",   "rsa_pss_4096_sha512_mgf1_32_test", "rsa_pss_4096_sha512_mgf1_64_test"),
        files("CKM_SHA224_RSA_PKCS",       "rsa_signature_2048_sha224_test"),
        files("CKM_SHA1_RSA_PKCS",         "rsa_pkcs1_2048_sig_gen_test"),
        files("CKM_SHA256_RSA_PKCS",       "rsa_signature_2048_sha256_test", "rsa_pkcs1_2048_sig_gen_test"),
        files("CKM_SHA384_RSA_PKCS",       "rsa_signature_2048_sha384_test", "rsa_pkcs1_2048_sig_gen_test"),
        files("CKM_SHA512_RSA_PKCS",       "rsa_signature_2048_sha512_test", "rsa_pkcs1_2048_sig_gen_test"),
        files("CKM_SHA3_224_RSA_PKCS",     "rsa_signature_2048_sha3_224_test"),
        files("CKM_SHA3_256_RSA_PKCS",     "rsa_signature_2048_sha3_256_test"),
        files("CKM_SHA3_384_RSA_PKCS",     "rsa_signature_2048_sha3_384_test"),
        files("CKM_SHA3_512_RSA_PKCS",     "rsa_signature_2048_sha3_512_test"),
        files("CKM_RSA_PKCS",              "rsa_pkcs1_2048_test", "rsa_pkcs1_3072_test", "rsa_pkcs1_4096_test"),
        files("CKM_RSA_PKCS_OAEP",         "rsa_oaep_2048_sha256_mgf1sha256_test", "rsa_oaep_misc_test"),
        files("CKM_ECDSA_SHA224",          "ecdsa_secp224r1_sha224_test"),
        files("CKM_ECDSA_SHA256",          "ecdsa_secp256r1_sha256_test", "ecdsa_secp256r1_sha256_p1363_test"),
        files("CKM_ECDSA_SHA384",          "ecdsa_secp384r1_sha384_test"),
        files("CKM_ECDSA_SHA512",          "ecdsa_secp521r1_sha512_test"),
        files("CKM_ECDSA_SHA3_224",        "ecdsa_secp224r1_sha3_224_test"),
        files("CKM_ECDSA_SHA3_256",        "ecdsa_secp256r1_sha3_256_test"),
        files("CKM_ECDSA_SHA3_384",        "ecdsa_secp384r1_sha3_384_test"),
        files("CKM_ECDSA_SHA3_512",        "ecdsa_secp521r1_sha3_512_test"),
        files("CKM_ECDH1_DERIVE",          "ecdh_secp256r1_test", "ecdh_secp256r1_ecpoint_test", "x25519_test", "x448_test"),
        files("CKM_EDDSA",                 "ed25519_test", "ed448_test"),
        files("CKM_ML_KEM",                "mlkem_512_test", "mlkem_768_test", "mlkem_1024_test", "mlkem_768_encaps_test"),
        files("CKM_ML_DSA",                "mldsa_44_verify_test", "mldsa_65_verify_test", "mldsa_87_verify_test",
            "mldsa_65_sign_seed_test", "mldsa_65_sign_noseed_test"),
        files("CKM_AES_CBC_PAD",           "aes_cbc_pkcs5_test"),
        files("CKM_AES_XTS",               "aes_xts_test"),
        files("CKM_AES_GCM",               "aes_gcm_test"),
        files("CKM_AES_CCM",               "aes_ccm_test"),
        files("CKM_AES_GMAC",              "aes_gmac_test"),
        files("CKM_AES_CMAC",              "aes_cmac_test"),
        files("CKM_AES_KEY_WRAP",          "aes_wrap_test"),
        files("CKM_AES_KEY_WRAP_KWP",      "aes_kwp_test"),
        files("CKM_CHACHA20_POLY1305",     "chacha20_poly1305_test"),
        files("CKM_HKDF_DERIVE",           "hkdf_sha1_test", "hkdf_sha256_test", "hkdf_sha384_test", "hkdf_sha512_test"),
        files("CKM_HKDF_DATA",             "hkdf_sha256_test"),
        files("CKM_PKCS5_PBKD2",           "pbkdf2_hmacsha1_test", "pbkdf2_hmacsha256_test", "pbkdf2_hmacsha512_test"),
        files("CKM_SHA_1_HMAC(_GENERAL)?",      "hmac_sha1_test"),
        files("CKM_SHA224_HMAC(_GENERAL)?",     "hmac_sha224_test"),
        files("CKM_SHA256_HMAC(_GENERAL)?",     "hmac_sha256_test"),
        files("CKM_SHA384_HMAC(_GENERAL)?",     "hmac_sha384_test"),
        files("CKM_SHA512_HMAC(_GENERAL)?",     "hmac_sha512_test"),
        files("CKM_SHA512_224_HMAC(_GENERAL)?", "hmac_sha512_224_test"),
        files("CKM_SHA512_256_HMAC(_GENERAL)?", "hmac_sha512_256_test"),
        files("CKM_SHA3_224_HMAC(_GENERAL)?",   "hmac_sha3_224_test"),
        files("CKM_SHA3_256_HMAC(_GENERAL)?",   "hmac_sha3_256_test"),
        files("CKM_SHA3_384_HMAC(_GENERAL)?",   "hmac_sha3_384_test"),
        files("CKM_SHA3_512_HMAC(_GENERAL)?",   "hmac_sha3_512_test"),
        none("CKM_ECDSA_SHA1",             "no file has SHA-1 with ECDSA"),
        none("CKM_SHA3_\\d+_RSA_PKCS_PSS", "no file has SHA-3 with PSS"),
        none("CKM_(ECDSA|RSA_PKCS_PSS)",   "signs a hash that the caller made: the vectors of the rows that hash do that too"),
        none("CKM_AES_CMAC_GENERAL",       "the file has whole CMACs only"),
        none("CKM_RSA_X_509",              "no file has RSA without an encoding"),
        none("CKM_HASH_ML_DSA.*|CKM_SLH_DSA|CKM_HASH_SLH_DSA.*", "no file has this signature"),
        none("CKM_.*_KEY_GEN|CKM_.*_KEY_PAIR_GEN|CKM_.*PARAMETER_GEN", "makes keys by chance"),
        none("CKM_SHA_1|CKM_SHA\\d+(_\\d+)?|CKM_SHA3_\\d+", "hash functions have no file of their own"),
        none("CKM_AES_(ECB|CBC|CTR|CTS|OFB|CFB\\d+|MAC|MAC_GENERAL)", "no file has this mode of AES"),
        none("CKM_.*_(ENCRYPT_DATA|KEY_DERIVATION)", "no file has this derivation"),
        none("CKM_(PUB_KEY_FROM_PRIV_KEY|TLS.*)", "no file has it"),
        none("CKM_(CONCATENATE_.*|XOR_BASE_AND_DATA|EXTRACT_KEY_FROM_KEY|SP800_108_.*)", "no file has this derivation"),
        none("CKM_(ECDH1_COFACTOR_DERIVE|ECDH_AES_KEY_WRAP|ECMQV_DERIVE)", "on these curves the cofactor is 1; no file names it"),
        none("CKM_(DH_PKCS_DERIVE|X9_42_DH_.*)", "no file has Diffie-Hellman over a prime"),
        none("CKM_(CLAVIGER_KEY_WRAP|RSA_AES_KEY_WRAP|AES_KEY_WRAP_PAD|AES_KEY_WRAP_PKCS7)", "no file has this wrapping"));

    private RowVectors() {
    }

    private static Row files(String mechanisms, String... files) {
        return new Row(mechanisms, Stream.of(files).map(file -> file + ".json").toList(), null);
    }

    private static Row none(String mechanisms, String reason) {
        return new Row(mechanisms, List.of(), reason);
    }

    /** How many rows of this table speak of each mechanism of the token. */
    static Map<Ckm, Long> mentions() {
        Map<Ckm, Long> mentions = new TreeMap<>();
        for (MechanismRow row : Mechanisms.all()) {
            mentions.put(row.type(), TABLE.stream().filter(entry -> row.type().name().matches(entry.mechanisms)).count());
        }
        return mentions;
    }

    /** Fails unless every row that names a file has been computed with when the file ran. */
    static void requireUsed(String file, Set<Ckm> used) {
        List<Ckm> idle = TABLE.stream().filter(entry -> entry.files.contains(file))
            .flatMap(entry -> Mechanisms.all().stream().map(MechanismRow::type)
                .filter(type -> type.name().matches(entry.mechanisms)))
            .filter(type -> !used.contains(type)).toList();
        assertEquals(List.of(), idle, () -> file + " is said to compute with these");
    }
}
