package claviger.store;

/**
 * The ACL of a token and who may edit it, sealed by the engine (D29). Opaque to the store.
 *
 * @param revision counts its changes, in the engine's way: the store only keeps it
 */
public record AclRow(long revision, byte[] sealed) {
    @Override public String toString() {
        return "ACL " + revision;
    }
}
