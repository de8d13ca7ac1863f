package claviger.seal;

import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.SecureRandom;

/**
 * The source of random numbers of everything in this process that makes keys. Taken from the JDK by name, so that a
 * provider installed in front, such as our own, is never asked. Safe between threads.
 */
public final class Randomness {
    public static final SecureRandom SOURCE = source();

    private Randomness() {
    }

    /** So many fresh random bytes. */
    public static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        SOURCE.nextBytes(bytes);
        return bytes;
    }

    private static SecureRandom source() {
        for (String algorithm : new String[] {"NativePRNGNonBlocking", "Windows-PRNG"}) {
            try {
                return SecureRandom.getInstance(algorithm, algorithm.startsWith("Windows") ? "SunMSCAPI" : "SUN");
            } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
                // the other operating system's: the next row, or the DRBG that every JDK has
                continue;
            }
        }
        try {
            return SecureRandom.getInstance("DRBG", "SUN");
        } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
            throw new IllegalStateException("this JVM has no source of random numbers", e);
        }
    }
}
