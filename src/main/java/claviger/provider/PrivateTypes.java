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
            case "EDDSA", "ED25519", "ED448" -> Ckk.CKK_EC_EDWARDS;
            case "XDH", "X25519", "X448" -> Ckk.CKK_EC_MONTGOMERY;
            default -> throw new NoSuchAlgorithmException("the token has no private keys of the type " + algorithm);
        };
    }
}
