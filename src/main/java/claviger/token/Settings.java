package claviger.token;

import claviger.seal.KdfCost;

/**
 * How a {@link Library} behaves in this process. What belongs to a token and not to a process (its policy, the cost of
 * its PINs) is fixed when the token is made; {@code kdf} and {@code pinTries} are for tokens made through this library.
 *
 * @param emptySlot        whether there is a slot without a token, for C_InitToken (T3)
 * @param maxSessions      the most sessions of one application with one token (S5)
 * @param maxSessionObjects the most session objects of one application with one token
 * @param soReadOnlyPublic the reading of PKCS#11 3.2: a R/O session beside the SO is allowed and is public (S4)
 * @param findBesideCrypto whether a search may run beside a cryptographic operation of the same session (D23)
 * @param savable          whether operations compute so that C_GetOperationState can tell their state (V4): hashes in
 *                         parts are then several times slower. Who never asks switches it off
 * @param kdf              what a guess of a new token's PIN costs (D16)
 * @param pinTries         the failures that lock a new token's PINs (P4)
 * @param policy           of new tokens (D22)
 */
public record Settings(boolean emptySlot, int maxSessions, int maxSessionObjects, boolean soReadOnlyPublic,
        boolean findBesideCrypto, boolean savable, KdfCost kdf, int pinTries, Policy policy) {
    public static final Settings DEFAULT =
        new Settings(false, 4096, 1 << 16, false, false, true, KdfCost.DEFAULT, 10, Policy.SAFE);

    public Settings {
        if (maxSessions < 1 || maxSessionObjects < 1 || pinTries < 1 || pinTries > 255) {
            throw new IllegalArgumentException("at least one session and one object, and 1 to 255 tries");
        }
    }

    public Settings withEmptySlot(boolean there) {
        return new Settings(there, maxSessions, maxSessionObjects, soReadOnlyPublic,
            findBesideCrypto, savable, kdf, pinTries, policy);
    }

    public Settings withMaxSessions(int most) {
        return new Settings(emptySlot, most, maxSessionObjects, soReadOnlyPublic, findBesideCrypto, savable, kdf, pinTries, policy);
    }

    public Settings withMaxSessionObjects(int most) {
        return new Settings(emptySlot, maxSessions, most, soReadOnlyPublic, findBesideCrypto, savable, kdf, pinTries, policy);
    }

    public Settings withSoReadOnlyPublic(boolean allowed) {
        return new Settings(emptySlot, maxSessions, maxSessionObjects, allowed, findBesideCrypto, savable, kdf, pinTries, policy);
    }

    public Settings withFindBesideCrypto(boolean allowed) {
        return new Settings(emptySlot, maxSessions, maxSessionObjects, soReadOnlyPublic, allowed, savable, kdf, pinTries,
            policy);
    }

    public Settings withSavable(boolean told) {
        return new Settings(emptySlot, maxSessions, maxSessionObjects, soReadOnlyPublic,
            findBesideCrypto, told, kdf, pinTries, policy);
    }

    public Settings withKdf(KdfCost cost) {
        return new Settings(emptySlot, maxSessions, maxSessionObjects, soReadOnlyPublic,
            findBesideCrypto, savable, cost, pinTries, policy);
    }

    public Settings withPinTries(int tries) {
        return new Settings(emptySlot, maxSessions, maxSessionObjects, soReadOnlyPublic,
            findBesideCrypto, savable, kdf, tries, policy);
    }

    public Settings withPolicy(Policy ofNewTokens) {
        return new Settings(emptySlot, maxSessions, maxSessionObjects, soReadOnlyPublic,
            findBesideCrypto, savable, kdf, pinTries, ofNewTokens);
    }
}
