package claviger.provider;

import claviger.cryptoki.Ckk;
import java.util.Map;

/** The Java names of secret keys and their CKK_. A name that is not here is a generic secret. */
final class SecretTypes {
    private static final Map<Ckk, String> NAMES = Map.of(
        Ckk.CKK_AES, "AES",
        Ckk.CKK_GENERIC_SECRET, "Generic",
        Ckk.CKK_SHA_1_HMAC, "HmacSHA1",
        Ckk.CKK_SHA224_HMAC, "HmacSHA224",
        Ckk.CKK_SHA256_HMAC, "HmacSHA256",
        Ckk.CKK_SHA384_HMAC, "HmacSHA384",
        Ckk.CKK_SHA512_HMAC, "HmacSHA512");

    private SecretTypes() {
    }

    static String name(Ckk type) {
        return NAMES.getOrDefault(type, type.name());
    }

    /** The type for a Java name: AES, or a generic secret, which every HMAC takes. */
    static Ckk type(String algorithm) {
        return algorithm.equalsIgnoreCase("AES") ? Ckk.CKK_AES : Ckk.CKK_GENERIC_SECRET;
    }
}
