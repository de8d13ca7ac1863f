package claviger.provider;

import claviger.cryptoki.Ckk;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** The Java names of private keys and their CKK_. */
final class PrivateTypes {
    private PrivateTypes() {
    }

    static Ckk type(String algorithm) throws NoSuchAlgorithmException {
        return switch (algorithm.toUpperCase(Locale.ROOT)) {
            case "RSA" -> Ckk.CKK_RSA;
            case "EC" -> Ckk.CKK_EC;
            case "DH", "DIFFIEHELLMAN" -> Ckk.CKK_DH;
            case "EDDSA", "ED25519", "ED448" -> Ckk.CKK_EC_EDWARDS;
            case "XDH", "X25519", "X448" -> Ckk.CKK_EC_MONTGOMERY;
            case "ML-KEM", "ML-KEM-512", "ML-KEM-768", "ML-KEM-1024" -> Ckk.CKK_ML_KEM;
            case "ML-DSA", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87" -> Ckk.CKK_ML_DSA;
            case "SLH-DSA" -> Ckk.CKK_SLH_DSA;
            default -> throw new NoSuchAlgorithmException("the token has no private keys of the type " + algorithm);
        };
    }
}
