package claviger.spki;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One decision: which principals the requestors together are, and whose grants reach them, from them up to the ACL. Every
 * rule that leads on only adds, and a request is within two tags if it is within each; so no tags are met here, and each
 * principal is reached once (Dowling and Gallier's way with Horn clauses). Linear in the grants that are touched.
 *
 * <p>Two rounds: first who is present without a certificate between, to whom a grant need not propagate (AC20), then the
 * others. So a principal is first reached in the better of two ways.
 */
final class Search implements Grants.Visitor {
    private final Sexp request;
    private final Instant when;
    /** Those who were reached, how, and from whom: by a requestor, a {@link Grant}, a {@link Naming}, or as a threshold. */
    private Node[] reached = new Node[8];
    private Object[] how = new Object[8];
    private int[] from = new int[8];
    private int count;
    /** Where those begin who were reached by a certificate. */
    private int delegated = Integer.MAX_VALUE;
    private final IntTable places = new IntTable();
    /** Of how many thresholds' members how many were reached. */
    private IntTable present;
    private final Misses misses;
    private int at;
    private Grant accepted;

    Search(Sexp request, Instant when) {
        this.request = request;
        this.when = when;
        misses = new Misses(request, when);
    }

    /** Begins at the node that a requestor is. */
    void ask(Node node, Principal requestor) {
        reach(node, requestor);
    }

    /** Whether an entry of the ACL is reached, from all who ask. */
    boolean succeeds() {
        for (at = 0; at < count; at++) {
            if (reached[at].entries.visit(request, when, this)) {
                return true;
            }
            goOn();
        }
        delegated = count;
        for (at = 0; at < count; at++) {
            if (at >= delegated) {
                if (reached[at].entries.visit(request, when, this)) {
                    return true;
                }
                goOn();
            }
            reached[at].credentials.visit(request, when, this);
        }
        return false;
    }

    /** By names and thresholds, which take no right to propagate (AC27). */
    private void goOn() {
        Node node = reached[at];
        for (int i = 0; i < node.names.size(); i++) {
            Naming naming = node.names.get(i);
            if (naming.span().contains(when)) {
                reach(naming.name(), naming);
            } else {
                misses.note(naming, node);
            }
        }
        for (int i = 0; i < node.thresholds.size(); i++) {
            Node threshold = node.thresholds.get(i);
            present = present == null ? new IntTable() : present;
            int members = present.get(threshold.id, 0) + 1;
            present.put(threshold.id, members);
            if (members == threshold.needed) {
                reach(threshold, threshold);
            }
        }
    }

    /** Follows a grant to who is reached; tells whether it is an entry of the ACL that grants the request. */
    @Override public boolean includes(Grant grant) {
        if (grant.issuer() != null && isReached(grant.issuer())) {
            return false;
        }
        if (at >= delegated && !grant.propagate()) {
            misses.note(NearestMiss.Reason.PROPAGATE, grant, reached[at]);
        } else if (!grant.span().contains(when)) {
            misses.noteTime(grant, reached[at]);
        } else if (grant.issuer() == null) {
            accepted = grant;
            return true;
        } else {
            reach(grant.issuer(), grant);
        }
        return false;
    }

    @Override public void excludes(Grant grant) {
        misses.note(NearestMiss.Reason.TAG, grant, reached[at]);
    }

    private boolean isReached(Node node) {
        return node.isNobody || places.get(node.id, -1) >= 0;
    }

    private void reach(Node node, Object by) {
        if (isReached(node)) {
            return;
        }
        if (count == reached.length) {
            reached = Arrays.copyOf(reached, 2 * count);
            how = Arrays.copyOf(how, 2 * count);
            from = Arrays.copyOf(from, 2 * count);
        }
        places.put(node.id, count);
        reached[count] = node;
        how[count] = by;
        from[count++] = at;
    }

    /** The proof of a search that succeeded, from its end to where it began. */
    Decision.Allowed allowed(Graph graph) {
        List<Proof.Hop> hops = new ArrayList<>();
        Set<Principal.Key> keys = new LinkedHashSet<>();
        boolean[] wanted = new boolean[at + 1];
        wanted[at] = true;
        Instant until = accepted.span().until();
        hops.add(new Proof.Granted(accepted.entry()));
        for (int i = at; i >= 0; i--) {
            if (!wanted[i]) {
                continue;
            }
            graph.addHashed(reached[i].principal, keys);
            if (how[i] instanceof Grant grant) {
                hops.add(new Proof.Delegated(grant.credential()));
                wanted[from[i]] = true;
                until = earlier(until, grant.span().until());
            } else if (how[i] instanceof Naming naming) {
                hops.addAll(naming.hops());
                wanted[from[i]] = true;
                until = earlier(until, naming.span().until());
            } else if (how[i] instanceof Node threshold) {
                hops.add(new Proof.Reached((Principal.Threshold) threshold.principal));
                wantMembers(threshold, i, wanted);
            } else {
                Principal requestor = (Principal) how[i];
                hops.add(new Proof.Asks(requestor));
                addKey(requestor, reached[i].principal, keys);
            }
        }
        return new Decision.Allowed(new Proof(hops, List.copyOf(keys)), until);
    }

    /** As many members as it takes, of those who were reached before the threshold was. */
    private void wantMembers(Node threshold, int place, boolean[] wanted) {
        int missing = threshold.needed;
        for (Node member : threshold.members) {
            int reachedAt = places.get(member.id, Integer.MAX_VALUE);
            if (missing > 0 && reachedAt < place) {
                wanted[reachedAt] = true;
                missing--;
            }
        }
    }

    /** A requestor who is written in another way than in the graph is a key there and a hash here, or the reverse. */
    private static void addKey(Principal requestor, Principal principal, Set<Principal.Key> keys) {
        if (!requestor.equals(principal)) {
            keys.add((Principal.Key) (requestor instanceof Principal.Key ? requestor : principal));
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** What came nearest in a search that did not succeed. */
    NearestMiss miss() {
        return misses.nearest(Arrays.copyOf(reached, count), count == 0 ? null : how[count - 1], present);
    }
}
