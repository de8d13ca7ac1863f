package claviger.provider;

import javax.crypto.spec.PBEKeySpec;

/**
 * A password of which PBKDF2 makes a key in the token, for the SecretKeyFactories {@code PBKDF2WithHmacSHA256} and their
 * like. A plain PBEKeySpec they leave to other providers: whoever gives one wants to read the result, which a key of a
 * token does not allow. Wipe the password by {@link #clearPassword}. Belongs to one thread.
 */
public final class TokenPasswordSpec extends PBEKeySpec {
    private static final int STANDARD_BITS = 256;

    private final String algorithm;
    private final TokenKeySpec key;

    /**
     * @param password   taken as UTF-8
     * @param algorithm  what the key is for: AES, HmacSHA256, Generic, HKDF
     * @param key        its size, without which it has 256 bits, and its attributes
     */
    public TokenPasswordSpec(char[] password, byte[] salt, int iterations, String algorithm, TokenKeySpec key) {
        super(password, salt, iterations, key.bits().orElse(STANDARD_BITS));
        this.algorithm = algorithm;
        this.key = key;
    }

    String algorithm() {
        return algorithm;
    }

    TokenKeySpec key() {
        return key;
    }
}
