package claviger.store;

/**
 * What a role's PIN opens, and how often it was wrong.
 *
 * @param wrapped  the role key under the PIN, with the KDF and its cost, in the engine's encoding (D16, D17)
 * @param failures failed tries since the last success, with expired reservations counted in
 * @param limit    the failures that lock the PIN
 */
public record PinRow(byte[] wrapped, int failures, int limit) {
    @Override public String toString() {
        return "PIN with " + failures + " of " + limit + " failures";
    }
}
