package claviger.store;

import java.util.Arrays;

/**
 * By what an object is found: an attribute and a digest of its value, blind for private objects (D18).
 *
 * @param attribute the CKA_ number
 */
public record IndexEntry(long attribute, byte[] digest) {
    @Override public boolean equals(Object other) {
        return other instanceof IndexEntry entry && entry.attribute == attribute && Arrays.equals(entry.digest, digest);
    }

    @Override public int hashCode() {
        return Long.hashCode(attribute) * 31 + Arrays.hashCode(digest);
    }
}
