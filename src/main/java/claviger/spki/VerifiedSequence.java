package claviger.spki;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a sequence proves: the credentials that their issuers signed, in its order, and the keys that stood in it by
 * themselves or with a signature, which are known from then on wherever their hash stands (D31). Immutable.
 */
public record VerifiedSequence(List<VerifiedCredential> credentials, Set<Principal.Key> keys) {
    public VerifiedSequence {
        credentials = List.copyOf(credentials);
        keys = Collections.unmodifiableSet(new LinkedHashSet<>(keys));
    }
}
