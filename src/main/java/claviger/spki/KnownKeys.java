package claviger.spki;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys among the inputs, by their hashes: what is granted to the hash of a key is granted to the key (AC25, AC63). A
 * hash stays a hash if no key is known that has it, or two are, or if its algorithm is not one of those allowed here.
 */
final class KnownKeys {
    private final Set<HashAlgorithm> allowed;
    private final Set<Principal.Key> keys = new HashSet<>();
    private final Map<HashAlgorithm, Set<Principal.Hash>> wanted = new EnumMap<>(HashAlgorithm.class);
    private final Map<HashAlgorithm, Set<Principal.ObjectHash>> wantedInfos = new EnumMap<>(HashAlgorithm.class);
    private final Map<Principal, Optional<Principal.Key>> named = new HashMap<>();
    private final Set<Principal.Key> byHash = new HashSet<>();

    KnownKeys(Set<HashAlgorithm> allowed) {
        this.allowed = allowed;
    }

    /** Takes note of the keys and the hashes that a principal is made of. All are noted before the first is resolved. */
    void note(Principal principal) {
        if (principal instanceof Principal.Key key) {
            keys.add(key);
        } else if (principal instanceof Principal.Hash hash) {
            HashAlgorithm.of(hash.algorithm()).filter(allowed::contains)
                .ifPresent(algorithm -> wanted.computeIfAbsent(algorithm, none -> new HashSet<>()).add(hash));
        } else if (principal instanceof Principal.ObjectHash object) {
            HashAlgorithm.of(object.hash().algorithm()).filter(allowed::contains)
                .ifPresent(algorithm -> wantedInfos.computeIfAbsent(algorithm, none -> new HashSet<>()).add(object));
        } else if (principal instanceof Principal.Name name) {
            note(name.root());
        } else if (principal instanceof Principal.Threshold threshold) {
            threshold.members().forEach(this::note);
        }
    }

    /** Hashes the keys, once each for every algorithm that is asked for. */
    void match() {
        wanted.forEach((algorithm, hashes) -> keys.forEach(key -> {
            Principal.Hash hash = algorithm.of(key.sexp());
            if (hashes.contains(hash)) {
                named.merge(hash, Optional.of(key), (one, other) -> Optional.empty());
                byHash.add(key);
            }
        }));
        if (!wantedInfos.isEmpty()) {
            matchInfos();
        }
    }

    /** A SubjectPublicKeyInfo does not tell the hash that RSA signs with: of two such keys the more usual one is meant. */
    private void matchInfos() {
        List<VerificationKey> readable = keys.stream().map(VerificationKey::find).flatMap(Optional::stream)
            .sorted(Comparator.comparing(VerificationKey::algorithm)).toList();
        wantedInfos.forEach((algorithm, objects) -> readable.forEach(key -> {
            Principal.ObjectHash object = new Principal.ObjectHash(algorithm.hash(key.info()));
            if (objects.contains(object)) {
                named.putIfAbsent(object, Optional.of(key.principal()));
                byHash.add(key.principal());
            }
        }));
    }

    /** Whether a hash of the key is among the inputs. */
    boolean isNamed(Principal.Key key) {
        return byHash.contains(key);
    }

    /** The principal with every hash of a known key replaced by the key. */
    Principal resolve(Principal principal) {
        if (principal instanceof Principal.Name name) {
            return new Principal.Name(resolve(name.root()), name.names());
        }
        if (principal instanceof Principal.Threshold threshold) {
            return new Principal.Threshold(threshold.k(), threshold.members().stream().map(this::resolve).toList());
        }
        return named.getOrDefault(principal, Optional.empty()).<Principal>map(key -> key).orElse(principal);
    }
}
