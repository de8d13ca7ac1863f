package claviger.token;

import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;

import claviger.seal.KdfCost;
import claviger.seal.MasterKey;
import claviger.store.TokenRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * What is fixed when a token is made, in the token's row: its policy, and what its PINs cost and allow; with a MAC that
 * ties it to serial, slot, label and role keys. The MAC is checked at each login, the first moment at which it can be,
 * and before it is renewed.
 *
 * @param kdf   what a guess of a PIN costs (D16)
 * @param tries the failures that lock a PIN (P4), 1 to 255
 */
record Traits(Policy policy, KdfCost kdf, int tries) {
    private static final byte FORMAT = 1;
    private static final int HEAD = 3 + 3 * Integer.BYTES;

    static Traits of(Settings settings) {
        return new Traits(settings.policy(), settings.kdf(), settings.pinTries());
    }

    byte[] encoded(String serial, long slot, String label, byte[] roleKeys, MasterKey master) {
        byte[] head = ByteBuffer.allocate(HEAD).put(FORMAT).put((byte) policy.ordinal()).put((byte) tries)
            .putInt(kdf.memoryKib()).putInt(kdf.iterations()).putInt(kdf.lanes()).array();
        byte[] mac = mac(head, serial, slot, label, roleKeys, master);
        return ByteBuffer.allocate(HEAD + mac.length).put(head).put(mac).array();
    }

    /** Without looking at the MAC. */
    static Traits decoded(byte[] settings) {
        if (settings.length < HEAD || settings[0] != FORMAT || (settings[1] & 0xff) >= Policy.values().length) {
            throw CKR_DEVICE_ERROR.because("token settings of a format that this version does not know");
        }
        ByteBuffer in = ByteBuffer.wrap(settings, 1, HEAD - 1);
        Policy policy = Policy.values()[in.get()];
        int tries = in.get() & 0xff;
        return new Traits(policy, KdfCost.ofRow(in.getInt(), in.getInt(), in.getInt()), tries);
    }

    /** @throws claviger.cryptoki.CkrException CKR_DEVICE_ERROR if the token's row was changed outside of it */
    static void verify(TokenRow row, MasterKey master) {
        byte[] settings = row.settings();
        decoded(settings);
        byte[] expected = mac(Arrays.copyOf(settings, HEAD), row.serial(), row.slot(), row.label(), row.roleKeys(), master);
        if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(settings, HEAD, settings.length))) {
            throw CKR_DEVICE_ERROR.because("the row of token %s was changed outside of it", row.serial());
        }
    }

    private static byte[] mac(byte[] head, String serial, long slot, String label, byte[] roleKeys, MasterKey master) {
        byte[] text = ("claviger token\0" + serial + '\0' + slot + '\0' + label).getBytes(StandardCharsets.UTF_8);
        return master.mac(ByteBuffer.allocate(head.length + Integer.BYTES + text.length + roleKeys.length)
            .put(head).putInt(text.length).put(text).put(roleKeys).array());
    }
}
