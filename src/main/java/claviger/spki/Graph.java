package claviger.spki;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * An ACL and credentials by their subjects, for a search from those who ask up to the ACL. A known key and its hashes are one
 * node (AC25). Not changed once it is made, so safe between threads.
 */
final class Graph {
    private final KnownKeys known = new KnownKeys(HashAlgorithm.SOUND);
    /** By the principal as it is written, and as it is with keys for their hashes. */
    private final Map<Principal, Node> nodes;
    private final List<Node> inOrder = new ArrayList<>();
    private final NameMeanings meanings = new NameMeanings(this);
    /** The algorithms of the hashes here whose keys are not known. */
    private final Set<HashAlgorithm> unknown = EnumSet.noneOf(HashAlgorithm.class);
    private final Set<HashAlgorithm> unknownInfos = EnumSet.noneOf(HashAlgorithm.class);
    /** The keys here by their hashes, made when the first asks by such a hash. */
    private final Map<HashAlgorithm, Map<Principal, Node>> byHash = new ConcurrentHashMap<>();
    private final Map<HashAlgorithm, Map<Principal, Node>> byInfo = new ConcurrentHashMap<>();

    Graph(Collection<AclEntry> acl, Collection<VerifiedCredential> credentials, Collection<Principal.Key> keys) {
        nodes = new HashMap<>(2 * (acl.size() + credentials.size()) + 16);
        keys.forEach(known::note);
        acl.forEach(entry -> known.note(entry.subject()));
        for (VerifiedCredential verified : credentials) {
            known.note(verified.credential().issuer());
            known.note(verified.credential().subject());
        }
        known.match();
        acl.forEach(entry -> node(entry.subject()).addEntry(Grant.of(entry)));
        credentials.forEach(this::add);
        meanings.complete();
        for (Node node : inOrder) {
            node.entries.arrange();
            node.credentials.arrange();
        }
    }

    private void add(VerifiedCredential verified) {
        Node subject = node(verified.credential().subject());
        if (verified.credential() instanceof Credential.NameCert cert) {
            Node name = node(new Principal.Name(cert.issuer(), List.of(cert.name())));
            Naming naming = new Naming(name, subject, Span.of(cert.validity()), Naming.Chain.of(verified));
            subject.addName(naming);
            name.addMeaning(naming);
        } else {
            subject.addCredential(Grant.of(verified, node(verified.credential().issuer())));
        }
    }

    /** The node of a principal, made if there is none. */
    Node node(Principal written) {
        Node node = nodes.get(written);
        if (node == null) {
            Principal principal = known.resolve(written);
            node = principal == written ? null : nodes.get(principal);
            if (node == null) {
                node = make(principal);
            }
            if (principal != written) {
                nodes.put(written, node);
            }
        }
        return node;
    }

    private Node make(Principal principal) {
        List<Node> members = List.of();
        if (principal instanceof Principal.Threshold threshold) {
            Set<Node> different = new LinkedHashSet<>();
            threshold.members().forEach(member -> different.add(node(member)));
            members = List.copyOf(different);
        }
        Node node = new Node(inOrder.size(), principal, isNobody(principal), members);
        inOrder.add(node);
        nodes.put(principal, node);
        members.forEach(member -> member.addThreshold(node));
        if (principal instanceof Principal.Hash hash) {
            sound(hash).ifPresent(unknown::add);
        } else if (principal instanceof Principal.ObjectHash object) {
            sound(object.hash()).ifPresent(unknownInfos::add);
        } else if (principal instanceof Principal.Name name && name.names().size() > 1) {
            meanings.link(node);
        }
        return node;
    }

    private static boolean isNobody(Principal principal) {
        if (principal instanceof Principal.Name name) {
            return isNobody(name.root());
        }
        Principal who = principal instanceof Principal.ObjectHash object ? object.hash() : principal;
        return who instanceof Principal.Hash hash && !HashAlgorithm.isSound(hash.algorithm());
    }

    /**
     * The nodes that a requestor is. A key that nobody has written may be several, each by another hash; that all of them
     * are one is not in the graph. Names and thresholds are nobody who asks.
     */
    List<Node> of(Principal requestor) {
        if (requestor instanceof Principal.Name || requestor instanceof Principal.Threshold) {
            return List.of();
        }
        Node node = nodes.get(requestor);
        if (node != null) {
            return List.of(node);
        }
        if (requestor instanceof Principal.Key key) {
            return byHashes(key);
        }
        if (requestor instanceof Principal.Hash hash) {
            return sound(hash).map(algorithm -> byHash.computeIfAbsent(algorithm, this::keysByHash).get(hash)).stream().toList();
        }
        return requestor instanceof Principal.ObjectHash object ? sound(object.hash())
            .map(algorithm -> byInfo.computeIfAbsent(algorithm, this::keysByInfo).get(object)).stream().toList() : List.of();
    }

    private List<Node> byHashes(Principal.Key key) {
        List<Node> found = new ArrayList<>();
        unknown.forEach(algorithm -> found.add(nodes.get(algorithm.of(key.sexp()))));
        if (!unknownInfos.isEmpty()) {
            VerificationKey.find(key).map(VerificationKey::info).ifPresent(info -> unknownInfos.forEach(algorithm ->
                found.add(nodes.get(new Principal.ObjectHash(algorithm.hash(info))))));
        }
        found.removeIf(Objects::isNull);
        return found;
    }

    private Map<Principal, Node> keysByHash(HashAlgorithm algorithm) {
        Map<Principal, Node> keys = new HashMap<>();
        keys().forEach(key -> keys.put(algorithm.of(key.sexp()), nodes.get(key)));
        return keys;
    }

    /** Of two keys with one SubjectPublicKeyInfo the more usual one is meant, as in {@link KnownKeys}. */
    private Map<Principal, Node> keysByInfo(HashAlgorithm algorithm) {
        Map<Principal, Node> keys = new HashMap<>();
        keys().map(VerificationKey::find).flatMap(Optional::stream).sorted(Comparator.comparing(VerificationKey::algorithm))
            .forEach(key -> keys.putIfAbsent(new Principal.ObjectHash(algorithm.hash(key.info())), nodes.get(key.principal())));
        return keys;
    }

    private Stream<Principal.Key> keys() {
        return inOrder.stream().map(node -> node.principal).filter(Principal.Key.class::isInstance)
            .map(Principal.Key.class::cast);
    }

    private static Optional<HashAlgorithm> sound(Principal.Hash hash) {
        return HashAlgorithm.of(hash.algorithm()).filter(HashAlgorithm.SOUND::contains);
    }

    /** Adds those of the keys in a principal that stand there for hashes of theirs, or may. */
    void addHashed(Principal principal, Set<Principal.Key> keys) {
        if (principal instanceof Principal.Key key && known.isNamed(key)) {
            keys.add(key);
        } else if (principal instanceof Principal.Name name) {
            addHashed(name.root(), keys);
        } else if (principal instanceof Principal.Threshold threshold) {
            threshold.members().forEach(member -> addHashed(member, keys));
        }
    }
}
