package claviger.token;

import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;

import claviger.seal.MasterKey;
import claviger.store.TokenRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * What is fixed when a token is initialised, in the token's row: format, policy, and a MAC that ties them to serial,
 * slot, label and role keys. The MAC is checked at each login, the first moment at which it can be, and before it is
 * renewed.
 */
record Traits(Policy policy) {
    private static final byte FORMAT = 1;
    private static final int HEAD = 2;

    byte[] encoded(String serial, long slot, String label, byte[] roleKeys, MasterKey master) {
        byte[] head = {FORMAT, (byte) policy.ordinal()};
        byte[] mac = mac(head, serial, slot, label, roleKeys, master);
        return ByteBuffer.allocate(HEAD + mac.length).put(head).put(mac).array();
    }

    /** Without looking at the MAC. */
    static Traits decoded(byte[] settings) {
        if (settings.length < HEAD || settings[0] != FORMAT || settings[1] < 0 || settings[1] >= Policy.values().length) {
            throw CKR_DEVICE_ERROR.because("token settings of a format that this version does not know");
        }
        return new Traits(Policy.values()[settings[1]]);
    }

    /** @throws claviger.cryptoki.CkrException CKR_DEVICE_ERROR if the token's row was changed outside of it */
    static void verify(TokenRow row, MasterKey master) {
        decoded(row.settings());
        byte[] head = Arrays.copyOf(row.settings(), HEAD);
        byte[] expected = mac(head, row.serial(), row.slot(), row.label(), row.roleKeys(), master);
        if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(row.settings(), HEAD, row.settings().length))) {
            throw CKR_DEVICE_ERROR.because("the row of token %s was changed outside of it", row.serial());
        }
    }

    private static byte[] mac(byte[] head, String serial, long slot, String label, byte[] roleKeys, MasterKey master) {
        byte[] text = ("claviger token\0" + serial + '\0' + slot + '\0' + label).getBytes(StandardCharsets.UTF_8);
        return master.mac(ByteBuffer.allocate(head.length + Integer.BYTES + text.length + roleKeys.length)
            .put(head).putInt(text.length).put(text).put(roleKeys).array());
    }
}
