package claviger.token;

import static claviger.cryptoki.Ckr.CKR_DEVICE_MEMORY;

import claviger.spki.Principal;
import claviger.spki.VerifiedCredential;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an application has shown of itself since its login or its first session: certificates, and keys that have signed a
 * challenge. Immutable.
 *
 * @param bytes how much it was, as it was presented
 */
record Presented(Set<VerifiedCredential> credentials, Set<Principal> keys, long bytes) {
    private static final long MOST_BYTES = 1 << 20;
    static final int MOST_KEYS = 64;

    static final Presented NOTHING = new Presented(Set.of(), Set.of(), 0);

    Presented {
        credentials = Set.copyOf(credentials);
        keys = Set.copyOf(keys);
    }

    /** @throws claviger.cryptoki.CkrException CKR_DEVICE_MEMORY if that is more than anybody needs */
    Presented and(Presented more) {
        Set<VerifiedCredential> allCredentials = new LinkedHashSet<>(credentials);
        boolean anew = allCredentials.addAll(more.credentials);
        Set<Principal> allKeys = new HashSet<>(keys);
        allKeys.addAll(more.keys);
        long all = anew ? bytes + more.bytes : bytes;
        if (all > MOST_BYTES || allKeys.size() > MOST_KEYS) {
            throw CKR_DEVICE_MEMORY.because("credentials of more than %d bytes, or more than %d keys", MOST_BYTES, MOST_KEYS);
        }
        return new Presented(allCredentials, allKeys, all);
    }

    /** The keys, which stand wherever a hash of theirs does. */
    Set<Principal.Key> knownKeys() {
        return keys.stream().filter(Principal.Key.class::isInstance).map(Principal.Key.class::cast)
            .collect(Collectors.toUnmodifiableSet());
    }
}
