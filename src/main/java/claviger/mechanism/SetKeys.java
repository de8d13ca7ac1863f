package claviger.mechanism;

/**
 * The arithmetic of keys with one parameter set, by Bouncy Castle. The lengths of what comes in have been checked;
 * whatever else is wrong is an IllegalArgumentException.
 */
interface SetKeys {
    /** The private key that comes from this seed. */
    byte[] expanded(byte[] seed);

    /** The public key in a private one. */
    byte[] publicOf(byte[] privateKey);

    /** Whether a private key that came without its seed is one (Z11). */
    boolean isWhole(byte[] privateKey);

    /** Refuses what no public key is. */
    void requirePublic(byte[] publicKey);
}
