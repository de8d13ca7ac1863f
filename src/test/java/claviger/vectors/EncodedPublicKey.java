package claviger.vectors;

import java.security.PublicKey;

/** A SubjectPublicKeyInfo, as any provider may have it: its encoding and nothing else. */
record EncodedPublicKey(String algorithm, byte[] info) implements PublicKey {
    @Override public String getAlgorithm() {
        return algorithm;
    }

    @Override public String getFormat() {
        return "X.509";
    }

    @Override public byte[] getEncoded() {
        return info.clone();
    }
}
