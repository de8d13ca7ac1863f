package claviger.seal;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The random key of a token, and the keys that come from it by HKDF: one per object, one for blind indexes, one for row
 * MACs, one that wraps role keys (D17 to D19). Held while somebody of this process is logged in; safe between threads
 * until {@link #wipe}.
 */
public final class MasterKey {
    private final String serial;
    private final long epoch;
    private final byte[] bytes;
    private final byte[] indexKey;
    private final byte[] macKey;

    MasterKey(String serial, long epoch, byte[] bytes) {
        this.serial = serial;
        this.epoch = epoch;
        this.bytes = bytes;
        this.indexKey = Hkdf.derive(bytes, "index", serial);
        this.macKey = Hkdf.derive(bytes, "row", serial);
    }

    /** A new random master key for a token. */
    public static MasterKey fresh(String serial, long epoch) {
        return new MasterKey(serial, epoch, Randomness.bytes(Hkdf.LENGTH));
    }

    /** A new random role key. */
    public static byte[] freshRoleKey() {
        return Randomness.bytes(Hkdf.LENGTH);
    }

    String serial() {
        return serial;
    }

    /** Counts the master keys that the token has had. */
    public long epoch() {
        return epoch;
    }

    byte[] bytes() {
        return bytes;
    }

    SecretKey wrapping() {
        return key("role", serial);
    }

    SecretKey object(String uniqueId) {
        return key("object", uniqueId);
    }

    private SecretKey key(String purpose, String context) {
        byte[] derived = Hkdf.derive(bytes, purpose, context);
        try {
            return Gcm.key(derived);
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /** HMAC-SHA256 over a row, with this token's row key. */
    public byte[] mac(byte[] row) {
        return hmac(macKey, row);
    }

    /** The blind form of an attribute's value: HMAC-SHA256(index key, attribute || value). */
    byte[] blind(byte[] attributeAndValue) {
        return hmac(indexKey, attributeAndValue);
    }

    /** Overwrites the keys with zeros. Nobody may use this object afterwards. */
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(indexKey, (byte) 0);
        Arrays.fill(macKey, (byte) 0);
    }

    @Override public String toString() {
        return "master key of token " + serial;
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        return hmac(key).doFinal(data);
    }

    static Mac hmac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256", "SunJCE");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256", e);
        }
    }
}
