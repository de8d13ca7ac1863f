package claviger.provider;

import claviger.cryptoki.Ckk;
import java.util.Map;

/** The Java names of secret keys and their CKK_. A name that is not here is a generic secret. */
final class SecretTypes {
    private static final Map<Ckk, String> NAMES = Map.ofEntries(
        Map.entry(Ckk.CKK_AES, "AES"),
        Map.entry(Ckk.CKK_AES_XTS, "AES-XTS"),
        Map.entry(Ckk.CKK_CHACHA20, "ChaCha20"),
        Map.entry(Ckk.CKK_GENERIC_SECRET, "Generic"),
        Map.entry(Ckk.CKK_HKDF, "HKDF"),
        Map.entry(Ckk.CKK_SHA_1_HMAC, "HmacSHA1"),
        Map.entry(Ckk.CKK_SHA224_HMAC, "HmacSHA224"),
        Map.entry(Ckk.CKK_SHA256_HMAC, "HmacSHA256"),
        Map.entry(Ckk.CKK_SHA384_HMAC, "HmacSHA384"),
        Map.entry(Ckk.CKK_SHA512_HMAC, "HmacSHA512"),
        Map.entry(Ckk.CKK_SHA512_224_HMAC, "HmacSHA512/224"),
        Map.entry(Ckk.CKK_SHA512_256_HMAC, "HmacSHA512/256"),
        Map.entry(Ckk.CKK_SHA3_224_HMAC, "HmacSHA3-224"),
        Map.entry(Ckk.CKK_SHA3_256_HMAC, "HmacSHA3-256"),
        Map.entry(Ckk.CKK_SHA3_384_HMAC, "HmacSHA3-384"),
        Map.entry(Ckk.CKK_SHA3_512_HMAC, "HmacSHA3-512"));

    private SecretTypes() {
    }

    static String name(Ckk type) {
        return NAMES.getOrDefault(type, type.name());
    }

    /** The type for a Java name: a cipher's, HKDF, or a generic secret, which every HMAC takes. */
    static Ckk type(String algorithm) {
        return algorithm.equalsIgnoreCase("AES") ? Ckk.CKK_AES
            : algorithm.equalsIgnoreCase("AES-XTS") ? Ckk.CKK_AES_XTS
            : algorithm.equalsIgnoreCase("ChaCha20") ? Ckk.CKK_CHACHA20
            : algorithm.equalsIgnoreCase("HKDF") ? Ckk.CKK_HKDF : Ckk.CKK_GENERIC_SECRET;
    }
}
