package claviger.seal;

import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.bouncycastle.crypto.ExtendedDigest;

/** SHA-256 of the JDK, which the processor computes, as the constructions of Bouncy Castle want it. For one thread. */
final class Sha256 implements ExtendedDigest {
    private static final int LENGTH = 32;
    private static final int BLOCK = 64;

    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256", "SUN");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }

    @Override public String getAlgorithmName() {
        return "SHA-256";
    }

    @Override public int getDigestSize() {
        return LENGTH;
    }

    @Override public int getByteLength() {
        return BLOCK;
    }

    @Override public void update(byte in) {
        digest.update(in);
    }

    @Override public void update(byte[] in, int from, int length) {
        digest.update(in, from, length);
    }

    @Override public int doFinal(byte[] out, int at) {
        try {
            return digest.digest(out, at, LENGTH);
        } catch (DigestException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override public void reset() {
        digest.reset();
    }
}
