package claviger.provider;

import java.security.spec.KeySpec;
import javax.crypto.SecretKey;

/**
 * From which key of the token a SecretKeyFactory derives another one, for {@code HkdfWithHmacSHA256},
 * {@code CounterKdfWithHmacSHA256}, {@code FeedbackKdfWithHmacSHA256} and their like. Neither key leaves the token.
 * Immutable. On JDK 25 HKDF is also a {@code javax.crypto.KDF}.
 *
 * <pre>{@code
 * SecretKeyFactory hkdf = SecretKeyFactory.getInstance("HkdfWithHmacSHA256", provider);
 * SecretKey key = hkdf.generateSecret(TokenDerivationSpec.of(base, "AES", TokenKeySpec.of(256)).info(purpose));
 * }</pre>
 */
public final class TokenDerivationSpec implements KeySpec {
    private static final byte[] NOTHING = new byte[0];

    private final SecretKey base;
    private final String algorithm;
    private final TokenKeySpec key;
    private final byte[] salt;
    private final byte[] info;

    private TokenDerivationSpec(SecretKey base, String algorithm, TokenKeySpec key, byte[] salt, byte[] info) {
        this.base = base;
        this.algorithm = algorithm;
        this.key = key;
        this.salt = salt;
        this.info = info;
    }

    /**
     * A derivation without salt and info.
     *
     * @param base      a key of the token that may derive (CKA_DERIVE): of the algorithm HKDF, for example
     * @param algorithm what the new key is for: AES, HmacSHA256, Generic, HKDF
     * @param key       its size, without which it has 256 bits, and its attributes
     */
    public static TokenDerivationSpec of(SecretKey base, String algorithm, TokenKeySpec key) {
        return new TokenDerivationSpec(base, algorithm, key, NOTHING, NOTHING);
    }

    /** The salt of HKDF, or the IV of the feedback mode of SP 800-108. */
    public TokenDerivationSpec salt(byte[] bytes) {
        return new TokenDerivationSpec(base, algorithm, key, bytes.clone(), info);
    }

    /** The info of HKDF, or the fixed input of SP 800-108: label, context and whatever else. */
    public TokenDerivationSpec info(byte[] bytes) {
        return new TokenDerivationSpec(base, algorithm, key, salt, bytes.clone());
    }

    SecretKey base() {
        return base;
    }

    String algorithm() {
        return algorithm;
    }

    TokenKeySpec key() {
        return key;
    }

    byte[] salt() {
        return salt;
    }

    byte[] info() {
        return info;
    }
}
