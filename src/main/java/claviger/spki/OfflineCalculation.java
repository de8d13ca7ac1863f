package claviger.spki;

import java.util.List;
import java.util.Set;

/**
 * {@link AuthCompute} on tuples whose signatures nobody has checked (D31): what would follow if they were signed. For old
 * data it matches the hashes md5 and sha1 as well, for which somebody may have made two keys with one hash. Its results are
 * for reading; no decision takes them. Without state; safe between threads.
 */
public final class OfflineCalculation {
    private OfflineCalculation() {
    }

    /**
     * As {@link AuthCompute#compute}; null tuples for none.
     *
     * @throws SpkiException as there
     */
    public static Computation compute(List<AclEntry> base, UnsignedTuples tuples, Set<Principal> requestors,
            Requestors mode, Validity period, Tag authorization) {
        KnownKeys keys = new KnownKeys(HashAlgorithm.ANY);
        List<Credential> credentials = tuples == null ? List.of() : tuples.credentials();
        if (tuples != null) {
            tuples.known().forEach(keys::note);
        }
        return AuthCompute.compute(base, credentials, keys, requestors, mode, period, authorization);
    }
}
