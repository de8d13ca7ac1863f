package claviger.store;

/**
 * A token as it rests. Byte arrays are opaque to the store and are not copied.
 *
 * @param serial     16 characters, unique for ever
 * @param slot       the slot ID, unique in the store, below 2^31
 * @param label      at most 32 bytes of UTF-8
 * @param revision   set by the store, see {@link StoreReader#revision}
 * @param settings   policy and what else is fixed at initialisation, in the engine's encoding, authenticated by it
 * @param roleKeys   the master key under the role keys and the role keys under the master key (D17), sealed
 */
public record TokenRow(String serial, long slot, String label, long revision, byte[] settings, byte[] roleKeys) {
    @Override public String toString() {
        return "token " + serial + " at revision " + revision;
    }
}
