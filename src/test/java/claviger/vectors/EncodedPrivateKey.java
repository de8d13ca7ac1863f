package claviger.vectors;

import java.security.PrivateKey;

/** A private key in PKCS#8, as any provider may have it: its encoding and nothing else. */
record EncodedPrivateKey(String algorithm, byte[] pkcs8) implements PrivateKey {
    @Override public String getAlgorithm() {
        return algorithm;
    }

    @Override public String getFormat() {
        return "PKCS#8";
    }

    @Override public byte[] getEncoded() {
        return pkcs8.clone();
    }
}
