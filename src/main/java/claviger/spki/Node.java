package claviger.spki;

import java.util.ArrayList;
import java.util.List;

/** A principal in a {@link Graph}, with what follows for others if it is present. Not changed once the graph is made. */
final class Node {
    final int id;
    final Principal principal;
    /** Never present: known by a hash that two keys may have (D31), or a name that such a one gives. */
    final boolean isNobody;
    /** Of a threshold: the different members, and how many of them it takes. */
    final List<Node> members;
    final int needed;
    /** The entries of the ACL with this subject. */
    final Grants entries = new Grants();
    /** The authorization certificates with this subject. */
    final Grants credentials = new Grants();
    /** The names that stand for this one. */
    final List<Naming> names = new ArrayList<>(0);
    /** Of a name of one word: what it stands for, by one certificate each. */
    final List<Naming> meanings = new ArrayList<>(0);
    /** The thresholds that it is a member of. */
    final List<Node> thresholds = new ArrayList<>(0);

    Node(int id, Principal principal, boolean isNobody, List<Node> members) {
        this.id = id;
        this.principal = principal;
        this.isNobody = isNobody;
        this.members = members;
        needed = principal instanceof Principal.Threshold threshold ? threshold.k() : 0;
    }

    /** Whether it may give names: a key, known or by a hash. */
    boolean givesNames() {
        return !isNobody && (principal instanceof Principal.Key || principal instanceof Principal.Hash
            || principal instanceof Principal.ObjectHash);
    }
}
