package claviger.token;

import claviger.mechanism.KeyMaterial;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many bits of security a key has, after tables 2 and 4 of NIST SP 800-57 part 1: at least as many as what it wraps
 * (Z6). A type that is not here counts as the strongest where it is wrapped and as none where it wraps.
 */
final class Strength {
    private static final int MOST = 256;
    private static final int NONE = 0;

    /** The bits of strength of a modulus of RSA or Diffie-Hellman of at least so many bits. */
    private static final NavigableMap<Long, Integer> MODULUS = new TreeMap<>(Map.of(
        0L, 0, 1024L, 80, 2048L, 112, 3072L, 128, 4096L, 152, 7680L, 192, 15360L, 256));

    private Strength() {
    }

    static int wrapping(KeyMaterial key) {
        return of(key, NONE);
    }

    static int wrapped(KeyMaterial key) {
        return of(key, MOST);
    }

    private static int of(KeyMaterial key, int unknown) {
        return switch (key.type()) {
            case CKK_RSA, CKK_DH -> MODULUS.floorEntry(key.size()).getValue();
            case CKK_EC, CKK_EC_EDWARDS, CKK_EC_MONTGOMERY -> (int) Math.min(MOST, (key.size() + 1) / 2);
            case CKK_AES, CKK_CHACHA20, CKK_GENERIC_SECRET, CKK_HKDF, CKK_SHA_1_HMAC, CKK_SHA224_HMAC,
                CKK_SHA256_HMAC, CKK_SHA384_HMAC, CKK_SHA512_HMAC, CKK_SHA512_224_HMAC, CKK_SHA512_256_HMAC,
                CKK_SHA3_224_HMAC, CKK_SHA3_256_HMAC, CKK_SHA3_384_HMAC, CKK_SHA3_512_HMAC ->
                (int) Math.min(MOST, key.size() * Byte.SIZE);
            // two keys, of which the second does not encrypt the data
            case CKK_AES_XTS -> (int) Math.min(MOST, key.size() * Byte.SIZE / 2);
            default -> unknown;
        };
    }
}
