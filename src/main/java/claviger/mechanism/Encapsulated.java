package claviger.mechanism;

/** What an encapsulation gives: the secret, which the caller wipes, and the ciphertext for the other side. */
public record Encapsulated(byte[] secret, byte[] ciphertext) {
    @Override public String toString() {
        return "encapsulated secret";
    }
}
