package claviger.provider;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;

/** The CKA_ID that joins a key and its certificate. */
final class EntryId {
    private static final int BYTES = 20;

    private EntryId() {
    }

    /** The subject key identifier (RFC 5280, 4.2.1.2, method 1), which other software computes too. */
    static byte[] of(PublicKey key) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(PublicKeys.info(key).getPublicKeyData().getBytes());
        } catch (NoSuchAlgorithmException e) {
            throw new ProviderException("this JVM has no SHA-1", e);
        }
    }

    /** One that nobody has. */
    static byte[] random() {
        byte[] id = new byte[BYTES];
        new SecureRandom().nextBytes(id);
        return id;
    }
}
