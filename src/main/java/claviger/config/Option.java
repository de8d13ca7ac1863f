package claviger.config;

/** The switches of a configuration: their key, and what holds when it is not there. */
public enum Option {
    /** Register the key store also as type PKCS11, the only name that keytool, Spring Boot and others treat right. */
    KEYSTORE_TYPE_PKCS11("keystore-type-pkcs11", true),
    /** Make a self-signed certificate for a pair that is generated as token objects, so that it is an entry (D9). */
    PLACEHOLDER_CERTIFICATE("placeholder-certificate", false),
    /** Hand out RSA and EC private keys that claim RSAPrivateKey and ECPrivateKey, for libraries that cast (D10). */
    COMPAT_PRIVATE_KEYS("compat-private-keys", false),
    /** Ask the CallbackHandler at each login for credentials (CredentialsCallback). */
    ASK_CREDENTIALS("ask-credentials", false),
    /** Register MessageDigest. */
    MESSAGE_DIGEST("message-digest", false),
    /** Register SecureRandom. */
    SECURE_RANDOM("secure-random", false);

    private final String key;
    private final boolean byDefault;

    Option(String key, boolean byDefault) {
        this.key = key;
        this.byDefault = byDefault;
    }

    String key() {
        return key;
    }

    boolean byDefault() {
        return byDefault;
    }
}
