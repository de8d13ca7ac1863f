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
    Grants entries = Grants.NONE;
    /** The authorization certificates with this subject. */
    Grants credentials = Grants.NONE;
    /** The names that stand for this one. */
    List<Naming> names = List.of();
    /** Of a name of one word: what it stands for, by one certificate each. */
    List<Naming> meanings = List.of();
    /** The thresholds that it is a member of. */
    List<Node> thresholds = List.of();

    Node(int id, Principal principal, boolean isNobody, List<Node> members) {
        this.id = id;
        this.principal = principal;
        this.isNobody = isNobody;
        this.members = members;
        needed = principal instanceof Principal.Threshold threshold ? threshold.k() : 0;
    }

    // most nodes have one entry and nothing else, so nothing is made before it is needed

    void addEntry(Grant grant) {
        entries = entries == Grants.NONE ? new Grants() : entries;
        entries.add(grant);
    }

    void addCredential(Grant grant) {
        credentials = credentials == Grants.NONE ? new Grants() : credentials;
        credentials.add(grant);
    }

    void addName(Naming name) {
        names = names.isEmpty() ? new ArrayList<>(1) : names;
        names.add(name);
    }

    void addMeaning(Naming meaning) {
        meanings = meanings.isEmpty() ? new ArrayList<>(1) : meanings;
        meanings.add(meaning);
    }

    void addThreshold(Node threshold) {
        thresholds = thresholds.isEmpty() ? new ArrayList<>(1) : thresholds;
        thresholds.add(threshold);
    }

    /** Whether it may give names: a key, known or by a hash. */
    boolean givesNames() {
        return !isNobody && (principal instanceof Principal.Key || principal instanceof Principal.Hash
            || principal instanceof Principal.ObjectHash);
    }
}
