package claviger.vectors;

import claviger.interop.SqliteToken;
import claviger.provider.ClavigerProvider;
import claviger.token.Policy;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.SecretKeySpec;

/** Brings the keys of vectors into a token. Made for one provider; every key it gives is an object of that token. */
record TokenVectors(ClavigerProvider provider) {
    private static final String WRAPPING =
        "attributes(import, CKO_SECRET_KEY, CKK_AES) = { ; CKA_WRAP = true ; CKA_UNWRAP = true ; } ; "
        + "attributes(import, CKO_SECRET_KEY, CKK_GENERIC_SECRET) = { ; "
        + "CKA_SENSITIVE = false ; CKA_EXTRACTABLE = true ; } ;";
    private static final String MACS =
        "attributes(import, CKO_SECRET_KEY, CKK_AES) = { ; CKA_SIGN = true ; CKA_VERIFY = true ; } ;";
    private static final String PKCS1_DECRYPTION =
        "attributes(import, CKO_PRIVATE_KEY, CKK_RSA) = { ; CKA_ALLOWED_MECHANISMS = CKM_RSA_PKCS ; } ;";

    /** The providers that the vectors need: plain, and with what the configuration has to allow. */
    record All(TokenVectors plain, TokenVectors macs, TokenVectors pkcs1Decryption, TokenVectors wrapping) {
        /** On two tokens: vectors that wrap need one of the policy spec (D22). */
        static All make() throws IOException {
            SqliteToken safe = SqliteToken.make(Policy.SAFE);
            return new All(new TokenVectors(safe.provider("")), new TokenVectors(safe.provider(MACS)),
                new TokenVectors(safe.provider(PKCS1_DECRYPTION)),
                new TokenVectors(SqliteToken.make(Policy.SPEC).provider(WRAPPING)));
        }
    }

    /** A service of the provider that a JVM or a configuration may not have. */
    boolean has(String type, String algorithm) {
        return provider.getService(type, algorithm) != null;
    }

    SecretKey secret(String algorithm, byte[] value) throws GeneralSecurityException {
        return SecretKeyFactory.getInstance(algorithm, provider).translateKey(new SecretKeySpec(value, algorithm));
    }

    /** The value of a key that may be read. */
    byte[] value(SecretKey key) throws GeneralSecurityException {
        return ((SecretKeySpec) SecretKeyFactory.getInstance("Generic", provider).getKeySpec(key, SecretKeySpec.class))
            .getEncoded();
    }

    /** A private key, by its encoding alone: no other provider has to know it. */
    PrivateKey pkcs8(String algorithm, byte[] encoded) throws GeneralSecurityException {
        return (PrivateKey) KeyFactory.getInstance(algorithm, provider)
            .translateKey(new EncodedPrivateKey(algorithm, encoded));
    }

    /** A public key for the provider, which imports it when it uses it. */
    PublicKey publicKey(String algorithm, byte[] x509) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm, provider).generatePublic(new X509EncodedKeySpec(x509));
    }
}
