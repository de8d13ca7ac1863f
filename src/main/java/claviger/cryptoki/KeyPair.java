package claviger.cryptoki;

/** The two objects of C_GenerateKeyPair. */
public record KeyPair(ObjectHandle publicKey, ObjectHandle privateKey) {
}
