package claviger.seal;

/**
 * The ACLs of a token to sealed bytes and back, bound to the token and to the ACL revision: the token's row says under its
 * MAC which revision is in force, so that an older row is not taken for it (D29).
 *
 * @param serial   the token
 * @param revision counts the changes of the ACLs
 */
public record AclSeal(String serial, long revision) {
    /** Unlike that of any object: those are hexadecimal. */
    private static final String PURPOSE = "acl";

    public byte[] seal(byte[] acls, MasterKey master) {
        return Gcm.seal(master.object(PURPOSE), aad(master), acls);
    }

    /** @throws claviger.cryptoki.CkrException CKR_DEVICE_ERROR if the bytes are not what was sealed for this revision */
    public byte[] open(byte[] sealed, MasterKey master) {
        return Gcm.open(master.object(PURPOSE), aad(master), sealed);
    }

    private byte[] aad(MasterKey master) {
        return new Frame.Writer().text("claviger acl").text(serial).number(revision).number(master.epoch()).done();
    }
}
