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
 * What a token's row says of it: its policy, and what its PINs cost and allow, which are fixed when it is made, and which
 * revision of its ACLs is in force; with a MAC that ties it to serial, slot, label and role keys. The MAC is checked at each
 * login, the first moment at which it can be, whenever the row changes under somebody who is logged in, and before it is
 * renewed.
 *
 * @param kdf         what a guess of a PIN costs (D16)
 * @param tries       the failures that lock a PIN (P4), 1 to 255
 * @param aclRevision 0 while nobody has changed an ACL of the token or of an object that was made without one (D29)
 * @param hasAcl      whether the token itself has one
 */
record Traits(Policy policy, KdfCost kdf, int tries, long aclRevision, boolean hasAcl) {
    /** Without a revision of ACLs, as all tokens are made. */
    private static final byte STOCK = 1;
    private static final byte WITH_ACLS = 2;
    private static final int STOCK_HEAD = 3 + 3 * Integer.BYTES;

    static Traits of(Settings settings) {
        return new Traits(settings.policy(), settings.kdf(), settings.pinTries(), 0, false);
    }

    Traits withAcls(long revision, boolean ofToken) {
        return new Traits(policy, kdf, tries, revision, ofToken);
    }

    byte[] encoded(String serial, long slot, String label, byte[] roleKeys, MasterKey master) {
        byte format = aclRevision == 0 ? STOCK : WITH_ACLS;
        ByteBuffer head = ByteBuffer.allocate(head(format)).put(format).put((byte) policy.ordinal()).put((byte) tries)
            .putInt(kdf.memoryKib()).putInt(kdf.iterations()).putInt(kdf.lanes());
        if (format == WITH_ACLS) {
            head.putLong(aclRevision).put((byte) (hasAcl ? 1 : 0));
        }
        byte[] mac = mac(head.array(), serial, slot, label, roleKeys, master);
        return ByteBuffer.allocate(head.capacity() + mac.length).put(head.array()).put(mac).array();
    }

    private static int head(byte format) {
        return format == STOCK ? STOCK_HEAD : STOCK_HEAD + Long.BYTES + 1;
    }

    /** Without looking at the MAC. */
    static Traits decoded(byte[] settings) {
        if (settings.length < STOCK_HEAD || settings[0] != STOCK && settings[0] != WITH_ACLS
                || settings.length < head(settings[0]) || (settings[1] & 0xff) >= Policy.values().length) {
            throw CKR_DEVICE_ERROR.because("token settings of a format that this version does not know");
        }
        ByteBuffer in = ByteBuffer.wrap(settings, 1, settings.length - 1);
        Policy policy = Policy.values()[in.get()];
        int tries = in.get() & 0xff;
        KdfCost kdf = KdfCost.ofRow(in.getInt(), in.getInt(), in.getInt());
        boolean withAcls = settings[0] == WITH_ACLS;
        return new Traits(policy, kdf, tries, withAcls ? in.getLong() : 0, withAcls && in.get() == 1);
    }

    /** @throws claviger.cryptoki.CkrException CKR_DEVICE_ERROR if the token's row was changed outside of it */
    static void verify(TokenRow row, MasterKey master) {
        byte[] settings = row.settings();
        decoded(settings);
        int head = head(settings[0]);
        byte[] expected = mac(Arrays.copyOf(settings, head), row.serial(), row.slot(), row.label(), row.roleKeys(), master);
        if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(settings, head, settings.length))) {
            throw CKR_DEVICE_ERROR.because("the row of token %s was changed outside of it", row.serial());
        }
    }

    private static byte[] mac(byte[] head, String serial, long slot, String label, byte[] roleKeys, MasterKey master) {
        byte[] text = ("claviger token\0" + serial + '\0' + slot + '\0' + label).getBytes(StandardCharsets.UTF_8);
        return master.mac(ByteBuffer.allocate(head.length + Integer.BYTES + text.length + roleKeys.length)
            .put(head).putInt(text.length).put(text).put(roleKeys).array());
    }
}
