package claviger.cryptoki;

/** What C_EncapsulateKey gives: the new secret key, and the ciphertext from which the other side gets the same. */
public record Encapsulation(ObjectHandle key, byte[] ciphertext) {
}
