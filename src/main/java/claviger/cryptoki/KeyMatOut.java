package claviger.cryptoki;

/**
 * CK_SSL3_KEY_MAT_OUT: the keys of one TLS connection and its IVs. A key that was not asked for is
 * {@link ObjectHandle#NONE}, an IV is empty.
 */
public record KeyMatOut(ObjectHandle clientMacSecret, ObjectHandle serverMacSecret, ObjectHandle clientKey,
    ObjectHandle serverKey, byte[] clientIv, byte[] serverIv) {

    /** Prints no IV: part of a nonce may be a secret of the connection. */
    @Override public String toString() {
        return "key material of " + clientKey + " and " + serverKey;
    }
}
