package claviger.bench;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Provider;
import java.util.function.Function;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of one engine, and which provider object computes an algorithm.
 *
 * @param aes  of 256 bits
 * @param hmac of 256 bits
 */
record Keys(Function<String, Provider> provider, KeyPair rsa, KeyPair ec, SecretKey aes, SecretKey hmac) {

    /** Keys in the memory of the JVM. */
    static Keys outside(Function<String, Provider> provider) throws GeneralSecurityException {
        SecretKey aes = Engine.generator("AES", provider.apply("AES")).generateKey();
        return new Keys(provider, Engine.pair("RSA", provider.apply("RSA")), Engine.pair("EC", provider.apply("EC")),
            aes, new SecretKeySpec(aes.getEncoded(), "HmacSHA256"));
    }

    static Keys outside(Provider provider) throws GeneralSecurityException {
        return outside(algorithm -> provider);
    }
}
