package claviger.spki;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks a proof again, without the engine that found it: by what tags include, when validities hold, and who is equal, where a
 * key is equal to its hashes (AC25). It trusts nothing in the proof but that credentials are verified (AC13).
 */
public final class ProofChecker {
    private final KnownKeys keys = new KnownKeys(HashAlgorithm.SOUND);
    private final Sexp request;
    private final Instant when;
    /** Those who make the request, and whether it takes a certificate to get from them to those who ask. */
    private final Map<Principal, Boolean> present = new HashMap<>();

    private ProofChecker(Sexp request, Instant when) {
        this.request = request;
        this.when = when;
    }

    /** Whether a proof shows that the requestors together may make the request at the instant, by an ACL with such entries. */
    public static boolean check(Proof proof, Collection<AclEntry> acl, Set<Principal> requestors, Sexp request, Instant when) {
        ProofChecker checker = new ProofChecker(request, when);
        Stream.of(proof.keys().stream(), requestors.stream(), proof.hops().stream().flatMap(ProofChecker::principals))
            .flatMap(principals -> principals).forEach(checker.keys::note);
        checker.keys.match();
        return checker.holds(proof.hops(), acl, requestors);
    }

    private static Stream<Principal> principals(Proof.Hop hop) {
        if (hop instanceof Proof.Granted granted) {
            return Stream.of(granted.entry().subject());
        } else if (hop instanceof Proof.Delegated delegated) {
            return principals(delegated.credential().credential());
        } else if (hop instanceof Proof.Named named) {
            return Stream.concat(Stream.of(named.name()), principals(named.credential().credential()));
        }
        return Stream.of(hop instanceof Proof.Reached reached ? reached.threshold() : ((Proof.Asks) hop).requestor());
    }

    private static Stream<Principal> principals(Credential credential) {
        return Stream.of(credential.issuer(), credential.subject());
    }

    private boolean holds(List<Proof.Hop> hops, Collection<AclEntry> acl, Set<Principal> requestors) {
        Set<Principal> asking = new HashSet<>();
        requestors.forEach(requestor -> asking.add(keys.resolve(requestor)));
        for (int i = hops.size() - 1; i > 0; i--) {
            if (!follows(hops.get(i), asking)) {
                return false;
            }
        }
        return !hops.isEmpty() && hops.get(0) instanceof Proof.Granted granted && acl.contains(granted.entry())
            && grants(granted.entry().subject(), granted.entry().propagate(), granted.entry().tag(),
                granted.entry().validity());
    }

    private boolean follows(Proof.Hop hop, Set<Principal> asking) {
        if (hop instanceof Proof.Asks asks) {
            boolean asksItself = !(asks.requestor() instanceof Principal.Name || asks.requestor() instanceof Principal.Threshold);
            return asksItself && asking.contains(keys.resolve(asks.requestor())) && add(asks.requestor(), false);
        } else if (hop instanceof Proof.Named named && named.credential().credential() instanceof Credential.NameCert cert) {
            Principal.Name name = named.name();
            Principal next = next(cert.subject(), name.names().subList(1, name.names().size()));
            return keys.resolve(cert.issuer()).equals(keys.resolve(name.root())) && cert.name().equals(name.names().get(0))
                && cert.validity().contains(when) && isPresent(next) && add(name, isDelegated(next));
        } else if (hop instanceof Proof.Delegated step && step.credential().credential() instanceof Credential.AuthCert cert) {
            return grants(cert.subject(), cert.propagate(), cert.tag(), cert.validity()) && add(cert.issuer(), true);
        }
        return hop instanceof Proof.Reached reached && reaches(reached.threshold());
    }

    private boolean grants(Principal subject, boolean propagate, Tag tag, Validity validity) {
        return isPresent(subject) && (propagate || !isDelegated(subject)) && tag.includes(request) && validity.contains(when);
    }

    /** Whom a name stands for if its first word stands for the meaning: the rest, as that one's; null if that gives none. */
    private static Principal next(Principal meaning, List<Atom> rest) {
        if (rest.isEmpty()) {
            return meaning;
        } else if (meaning instanceof Principal.Name name) {
            return new Principal.Name(name.root(), Stream.concat(name.names().stream(), rest.stream()).toList());
        }
        return meaning instanceof Principal.Threshold || meaning instanceof Principal.Other ? null
            : new Principal.Name(meaning, rest);
    }

    /** Different members, and without a certificate if enough of them are. */
    private boolean reaches(Principal.Threshold threshold) {
        Set<Principal> members = new HashSet<>();
        threshold.members().stream().filter(this::isPresent).forEach(member -> members.add(keys.resolve(member)));
        boolean delegated = members.stream().filter(member -> !isDelegated(member)).count() < threshold.k();
        return members.size() >= threshold.k() && add(threshold, delegated);
    }

    private boolean isPresent(Principal principal) {
        return principal != null && present.containsKey(keys.resolve(principal));
    }

    private boolean isDelegated(Principal principal) {
        return present.get(keys.resolve(principal));
    }

    /** Nobody is known by a hash that two keys may have, nor gives names (D31). */
    private boolean add(Principal principal, boolean delegated) {
        Principal root = principal instanceof Principal.Name name ? name.root() : principal;
        Principal who = root instanceof Principal.ObjectHash object ? object.hash() : root;
        if (who instanceof Principal.Hash hash && !HashAlgorithm.isSound(hash.algorithm())) {
            return false;
        }
        present.merge(keys.resolve(principal), delegated, Boolean::logicalAnd);
        return true;
    }
}
