package claviger.seal;

import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;


/**
 * How the roles of a token reach its master key (D17): the master key under each role key, and each role key under the
 * master key, so that either role can re-key. Immutable; its byte form is a column of the token's row.
 *
 * @param epoch          counts the master keys that the token has had
 * @param userGeneration counts the user role keys: a reset by the SO makes a new one, which ends all user logins (D20)
 */
public record RoleKeys(long epoch, long userGeneration, byte[] masterUnderSo, byte[] masterUnderUser,
        byte[] soUnderMaster, byte[] userUnderMaster) {
    private static final int FORMAT = 1;
    private static final byte[] NONE = new byte[0];

    /** A role of the token, as the PIN rows know it. */
    public enum Role {
        SO, USER
    }

    /** Fresh keys for a token: only the SO has a role key yet. */
    public static RoleKeys forSo(String serial, long epoch, long userGeneration, MasterKey master, byte[] soKey) {
        return new RoleKeys(epoch, userGeneration,
            Gcm.seal(Gcm.key(soKey), aad(serial, epoch, "master", Role.SO), master.bytes()), NONE,
            Gcm.seal(master.wrapping(), aad(serial, epoch, "role", Role.SO), soKey), NONE);
    }

    /** The same with a new user role key, which makes every earlier one useless. */
    public RoleKeys withUser(String serial, MasterKey master, byte[] userKey) {
        return new RoleKeys(epoch, userGeneration + 1, masterUnderSo,
            Gcm.seal(Gcm.key(userKey), aad(serial, epoch, "master", Role.USER), master.bytes()), soUnderMaster,
            Gcm.seal(master.wrapping(), aad(serial, epoch, "role", Role.USER), userKey));
    }

    /**
     * The same without a user: after C_InitToken.
     *
     * @param master the master key that stays, or a new one under a new epoch
     */
    public RoleKeys withoutUser(String serial, long newEpoch, MasterKey master, byte[] soKey) {
        return forSo(serial, newEpoch, userGeneration + 1, master, soKey);
    }

    /** The master key by a role key. @throws claviger.cryptoki.CkrException CKR_DEVICE_ERROR if they do not fit */
    public MasterKey master(String serial, Role role, byte[] roleKey) {
        byte[] sealed = role == Role.SO ? masterUnderSo : masterUnderUser;
        return new MasterKey(serial, epoch, Gcm.open(Gcm.key(roleKey), aad(serial, epoch, "master", role), sealed));
    }

    public boolean hasUser() {
        return masterUnderUser.length > 0;
    }

    public byte[] encoded() {
        return new Frame.Writer().small(FORMAT).number(epoch).number(userGeneration).bytes(masterUnderSo)
            .bytes(masterUnderUser).bytes(soUnderMaster).bytes(userUnderMaster).done();
    }

    /** @throws claviger.cryptoki.CkrException CKR_DEVICE_ERROR if the bytes are no role keys */
    public static RoleKeys decoded(byte[] bytes) {
        Frame.Reader in = new Frame.Reader(bytes);
        if (in.small() != FORMAT) {
            throw CKR_DEVICE_ERROR.because("role keys of a format that this version does not know");
        }
        RoleKeys keys = new RoleKeys(in.number(), in.number(), in.bytes(), in.bytes(), in.bytes(), in.bytes());
        in.end();
        return keys;
    }

    private static byte[] aad(String serial, long epoch, String what, Role role) {
        return new Frame.Writer().text("claviger role").text(serial).number(epoch).text(what).text(role.name()).done();
    }

    @Override public String toString() {
        return "role keys of epoch " + epoch;
    }
}
