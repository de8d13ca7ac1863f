package claviger.provider;

import java.security.PublicKey;
import java.util.Arrays;

/**
 * A public key for which no provider of this JVM has a class: its encoding and the name of its family, which is what
 * others need to read it. Immutable.
 */
final class EncodedPublicKey implements PublicKey {
    private static final long serialVersionUID = 1;

    private final String algorithm;
    private final byte[] info;

    EncodedPublicKey(String algorithm, byte[] info) {
        this.algorithm = algorithm;
        this.info = info.clone();
    }

    @Override public String getAlgorithm() {
        return algorithm;
    }

    @Override public String getFormat() {
        return "X.509";
    }

    @Override public byte[] getEncoded() {
        return info.clone();
    }

    @Override public boolean equals(Object other) {
        return other instanceof PublicKey key && "X.509".equals(key.getFormat())
            && Arrays.equals(key.getEncoded(), info);
    }

    @Override public int hashCode() {
        return Arrays.hashCode(info);
    }

    @Override public String toString() {
        return algorithm + " public key";
    }
}
