package claviger.spki;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An ACL and credentials as a test writes them, and questions to the authority that they make. */
final class Says {
    static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    final List<AclEntry> acl = new ArrayList<>();
    final List<VerifiedCredential> credentials = new ArrayList<>();

    static Sexp read(String text) {
        return Sexp.read(expand(text));
    }

    static Principal who(String text) {
        return Principal.of(read(text));
    }

    static Set<Principal> all(String... requestors) {
        Set<Principal> all = new LinkedHashSet<>();
        for (String requestor : requestors) {
            all.add(who(requestor));
        }
        return all;
    }

    /** An upper-case word stands for the key of that name: K for (public-key k). */
    private static String expand(String text) {
        return text.replaceAll("(?<![\\w\"|#])([A-Z])(?![\\w\"|#])", "(public-key $1)");
    }

    static AclEntry entry(String fields) {
        return AclEntry.read(read("(entry " + fields + ")"));
    }

    static VerifiedCredential cert(String fields) {
        return new VerifiedCredential(Credential.read(read("(cert " + fields + ")")));
    }

    Says acl(String fields) {
        acl.add(entry(fields));
        return this;
    }

    Says and(String fields) {
        credentials.add(cert(fields));
        return this;
    }

    Authority authority() {
        return Authority.of(acl, credentials);
    }

    Decision decide(String request, String... requestors) {
        return authority().decide(all(requestors), read(request), NOW);
    }

    /** Whether it is allowed; if so the proof has to be good. */
    boolean allows(String request, String... requestors) {
        Decision decision = decide(request, requestors);
        if (decision instanceof Decision.Allowed allowed
                && !ProofChecker.check(allowed.proof(), acl, all(requestors), read(request), NOW)) {
            throw new AssertionError("no proof: " + allowed.proof());
        }
        return decision.isAllowed();
    }

    Decision.Allowed allowed(String request, String... requestors) {
        return (Decision.Allowed) decide(request, requestors);
    }

    NearestMiss miss(String request, String... requestors) {
        return ((Decision.Denied) decide(request, requestors)).miss();
    }

    /** The hash of the key of that name as a principal. */
    static String hash(HashAlgorithm algorithm, String key) {
        return algorithm.of(read(key)).sexp().advanced();
    }
}
