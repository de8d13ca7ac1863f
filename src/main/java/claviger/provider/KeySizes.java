package claviger.provider;

import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.XECKey;
import java.security.spec.NamedParameterSpec;
import javax.crypto.interfaces.DHKey;

/** How many bits a key counts as, for policies of the JDK. */
final class KeySizes {
    private static final int CURVE25519_BITS = 255;

    private static final int CURVE448_BITS = 448;

    private KeySizes() {
    }

    static int bits(PublicKey key) throws InvalidKeyException {
        if (key instanceof RSAKey rsa) {
            return rsa.getModulus().bitLength();
        } else if (key instanceof ECKey ec) {
            return ec.getParams().getOrder().bitLength();
        } else if (key instanceof DHKey dh) {
            return dh.getParams().getP().bitLength();
        } else if (key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().equals("XDH")) {
            return is448(key) ? CURVE448_BITS : CURVE25519_BITS;
        }
        throw new InvalidKeyException("no size is known for " + key.getAlgorithm());
    }

    private static boolean is448(PublicKey key) {
        return key instanceof EdECKey edwards && edwards.getParams().getName().equals("Ed448")
            || key instanceof XECKey montgomery && montgomery.getParams() instanceof NamedParameterSpec named
            && named.getName().equals("X448");
    }
}
