package claviger.spki;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides who may do what: an ACL and verified credentials, taken together once and then asked often. Immutable, and safe
 * between threads.
 *
 * <p>The requestors act jointly (AC10): a threshold is met by different ones, and one more never takes anything away. Who
 * asks is a key, the hash of one, or any expression that others call a principal; a name and a threshold are nobody who asks. A
 * key and its hash are one, if the key is known from the inputs or asks itself; hashes that two keys may have, md5 and sha1 and
 * those that are not known here, are nobody's (D31). What needs an on-line test never holds (AC31). A request is taken
 * literally; one that a single chain does not cover is denied, even if several together do.
 *
 * <p>A decision takes time in proportion to the grants that it touches, and finds them by subject and by tag, so what others
 * may do costs nothing.
 */
public final class Authority {
    private final List<AclEntry> acl;
    private final List<VerifiedCredential> credentials;
    private final Set<Principal.Key> known;
    private final Graph graph;

    private Authority(List<AclEntry> acl, List<VerifiedCredential> credentials, Set<Principal.Key> known) {
        this.acl = acl;
        this.credentials = credentials;
        this.known = known;
        graph = new Graph(acl, credentials, known);
    }

    /**
     * The authority that an ACL gives, passed on by the credentials.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_TUPLE_CREDENTIALS if names of several words stand for too many keys (AC47)
     */
    public static Authority of(List<AclEntry> acl, Collection<VerifiedCredential> credentials) {
        return of(acl, credentials, Set.of());
    }

    /**
     * The same with keys that are known besides, wherever a hash of theirs stands.
     *
     * @throws SpkiException as the other
     */
    public static Authority of(List<AclEntry> acl, Collection<VerifiedCredential> credentials, Set<Principal.Key> known) {
        return new Authority(List.copyOf(acl), List.copyOf(credentials), Set.copyOf(known));
    }

    /**
     * Whether requestors jointly are somebody: a key or its hash, a name by certificates that hold, a threshold of such. No
     * grant makes them somebody else.
     */
    public static boolean satisfied(Principal subject, Set<Principal> requestors, Collection<VerifiedCredential> credentials,
            Instant when) {
        AclEntry entry = new AclEntry(subject, false, Tag.everything(), Validity.always());
        return of(List.of(entry), credentials).decide(requestors, SexpList.of(), when).isAllowed();
    }

    /** Decides whether those who ask may together do what they ask for at an instant. */
    public Decision decide(Set<Principal> requestors, Sexp request, Instant when) {
        Search search = new Search(request, when);
        for (Principal requestor : requestors) {
            List<Node> nodes = graph.of(requestor);
            if (nodes.size() > 1) {
                return withKeysOf(requestors).decide(requestors, request, when);
            }
            if (!nodes.isEmpty()) {
                search.ask(nodes.get(0), requestor);
            }
        }
        return search.succeeds() ? search.allowed(graph) : new Decision.Denied(search.miss());
    }

    /** The hashes of a requestor's key stand here as strangers; with the key they are one, and count once (AC29). */
    private Authority withKeysOf(Set<Principal> requestors) {
        Set<Principal.Key> keys = new LinkedHashSet<>(known);
        requestors.stream().filter(Principal.Key.class::isInstance).map(Principal.Key.class::cast).forEach(keys::add);
        return new Authority(acl, credentials, keys);
    }
}
