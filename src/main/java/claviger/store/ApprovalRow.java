package claviger.store;

import java.time.Instant;

/**
 * A request that operators approve, and how often it was used (D30). Opaque to the store but for these columns.
 *
 * @param nonce    names it within its token, for ever
 * @param uniqueId the object that it is for; empty for the token itself
 * @param expires  by the store's clock
 */
public record ApprovalRow(String nonce, String uniqueId, byte[] approval, int used, Instant expires) {
    @Override public String toString() {
        return "approval " + nonce + ", used " + used + " times";
    }
}
