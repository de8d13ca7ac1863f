package claviger.store;

import java.util.List;

/**
 * A token object as it rests. Byte arrays are opaque to the store and are not copied.
 *
 * @param uniqueId    CKA_UNIQUE_ID
 * @param rowRevision 1 when created, one more with every change of this row
 * @param isPrivate   CKA_PRIVATE, in the clear so that a public reader can skip it
 * @param attributes  all attributes, plain or sealed, in the engine's encoding
 * @param mac         over everything else in this row, empty for a public object that nobody could authenticate (D19)
 * @param index       by what it is found
 */
public record ObjectRow(String uniqueId, long rowRevision, boolean isPrivate, byte[] attributes, byte[] mac,
        List<IndexEntry> index) {
    @Override public String toString() {
        return "object " + uniqueId + " at row revision " + rowRevision;
    }
}
