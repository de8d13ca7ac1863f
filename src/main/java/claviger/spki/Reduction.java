package claviger.spki;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The tuple reduction of RFC 2693 section 6 from the entries of an ACL down to the last subjects (AC20 to AC30).
 *
 * <p>A grant is an entry as it has come so far: to a subject, met with every tag and validity on the way. A walk takes each
 * grant that it reaches further once; what a grant leads to does not depend on how it was reached, so circles end. The walk
 * from the ACL gives the result; each member of a threshold has a walk of its own, and a {@link Quorum} puts together what
 * those find. Walks and quorums are shared by all that start from the same grant, and news travels to whoever waits for
 * it, so thresholds within circles end too.
 */
final class Reduction {
    /** How many entries a computation comes to at most. */
    static final int MAX_ENTRIES = 100_000;
    /** How many steps a computation takes at most: comparing two parts of tags is one, reaching somebody is 32. */
    static final long MAX_STEPS = 20_000_000;

    private final Map<Principal, List<Credential.AuthCert>> byIssuer = new HashMap<>();
    private final Map<AclEntry, Walk> walks = new HashMap<>();
    private final Map<AclEntry, Quorum> quorums = new HashMap<>();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final Budget budget = new Budget(MAX_STEPS);
    private final Relevance relevance;
    private final NameClosure names;
    private final Set<Principal> requestors;
    private final boolean joint;

    /** All principals are resolved already. Several requestors act together; without any, all subjects are wanted. */
    Reduction(Collection<Credential> credentials, Set<Principal> requestors) {
        relevance = new Relevance(credentials, requestors);
        List<Credential.NameCert> nameCerts = new ArrayList<>();
        for (Credential credential : credentials) {
            if (credential instanceof Credential.NameCert cert) {
                nameCerts.add(cert);
            } else if (relevance.of(credential.subject())) {
                byIssuer.computeIfAbsent(credential.issuer(), none -> new ArrayList<>(1)).add((Credential.AuthCert) credential);
            }
        }
        names = new NameClosure(nameCerts, budget);
        this.requestors = requestors;
        joint = requestors.size() > 1;
    }

    /** Everything that follows from the entries of an ACL within what is requested. */
    Computation from(Collection<AclEntry> base, Tag authorization, Validity period) {
        Walk walk = new Walk();
        base.stream().filter(entry -> relevance.of(entry.subject()))
            .forEach(entry -> walk.reach(entry.subject(), entry.propagate(), entry, authorization, period));
        while (!work.isEmpty() && budget.keep()) {
            work.remove().run();
        }
        return new Computation(List.copyOf(walk.found), budget.truncated());
    }

    /** What has been found, each once, and who wants to hear of it. */
    private class Pool {
        final Set<DerivedEntry> found = new LinkedHashSet<>();
        private final List<Consumer<DerivedEntry>> listeners = new ArrayList<>();

        void find(DerivedEntry entry) {
            if (found.size() == MAX_ENTRIES && !found.contains(entry)) {
                budget.stop();
            } else if (found.add(entry)) {
                listeners.forEach(listener -> work.add(() -> listener.accept(entry)));
            }
        }

        void tell(Consumer<DerivedEntry> listener) {
            listeners.add(listener);
            found.forEach(entry -> work.add(() -> listener.accept(entry)));
        }
    }

    /** All that is reached from some grants. */
    private final class Walk extends Pool {
        private final Set<AclEntry> reached = new LinkedHashSet<>();

        void reach(AclEntry grant) {
            if (reached.add(grant)) {
                work.add(() -> goOn(grant));
            }
        }

        /** To the subject goes what the grant and another tag and validity have in common, if that is anything. */
        void reach(Principal subject, boolean propagate, AclEntry grant, Tag tag, Validity validity) {
            grant.validity().meet(validity).ifPresent(when -> meet(grant.tag(), tag).ifPresent(what ->
                reach(new AclEntry(subject, propagate, what, when))));
        }

        private void goOn(AclEntry grant) {
            if (grant.subject() instanceof Principal.Name name) {
                for (NameClosure.Meaning meaning : names.of(name)) {
                    reach(meaning.principal(), grant.propagate(), grant, grant.tag(), meaning.validity());
                }
            } else if (grant.subject() instanceof Principal.Threshold threshold) {
                quorum(grant, threshold).tell(this::find);
            } else {
                if (requestors.isEmpty() || requestors.contains(grant.subject())) {
                    find(new DerivedEntry(Set.of(grant.subject()), grant.propagate(), grant.tag(), grant.validity()));
                }
                if (grant.propagate()) {
                    // AC20: passed on is what both have in common, and it goes on if the certificate lets it (AC21)
                    byIssuer.getOrDefault(grant.subject(), List.of()).forEach(cert ->
                        reach(cert.subject(), cert.propagate(), grant, cert.tag(), cert.validity()));
                }
            }
        }
    }

    /** One per grant to a threshold, which is known before its members' walks begin: they may lead back to it. */
    private Quorum quorum(AclEntry grant, Principal.Threshold threshold) {
        Quorum quorum = quorums.get(grant);
        if (quorum == null) {
            List<Principal> members = threshold.members().stream().distinct().toList();
            quorum = new Quorum(threshold.k(), members.size());
            quorums.put(grant, quorum);
            for (int i = 0; i < members.size(); i++) {
                quorum.listen(i, walk(new AclEntry(members.get(i), grant.propagate(), grant.tag(), grant.validity())));
            }
        }
        return quorum;
    }

    private Walk walk(AclEntry start) {
        return walks.computeIfAbsent(start, none -> {
            Walk walk = new Walk();
            walk.reach(start);
            return walk;
        });
    }

    /**
     * Puts together what k different members of a threshold lead to (AC29): to the same subject, or with joint requestors to
     * several of them, with what the k have in common, to be passed on if each of the k may be.
     */
    private final class Quorum extends Pool {
        private final int k;
        private final List<Set<DerivedEntry>> members = new ArrayList<>();

        Quorum(int k, int size) {
            this.k = k;
            for (int i = 0; i < size; i++) {
                members.add(new LinkedHashSet<>());
            }
        }

        void listen(int member, Walk walk) {
            walk.tell(entry -> arrived(member, entry));
        }

        /** Every choice of k with this entry in it, the choices of equal worth taken as one. */
        private void arrived(int member, DerivedEntry entry) {
            members.get(member).add(entry);
            List<Set<DerivedEntry>> chosen = new ArrayList<>();
            for (int count = 0; count < k; count++) {
                chosen.add(new LinkedHashSet<>());
            }
            chosen.get(0).add(entry);
            for (int other = 0; other < members.size(); other++) {
                for (int count = k - 2; count >= 0 && other != member; count--) {
                    Set<DerivedEntry> more = chosen.get(count + 1);
                    for (DerivedEntry some : chosen.get(count)) {
                        members.get(other).forEach(one -> together(some, one).ifPresent(more::add));
                    }
                }
            }
            chosen.get(k - 1).forEach(this::find);
        }

        private Optional<DerivedEntry> together(DerivedEntry a, DerivedEntry b) {
            if (!joint && !a.holders().equals(b.holders()) || !budget.keep()) {
                return Optional.empty();
            }
            Set<Principal> holders = new LinkedHashSet<>(a.holders());
            holders.addAll(b.holders());
            return a.validity().meet(b.validity()).flatMap(validity -> meet(a.tag(), b.tag()).map(tag ->
                new DerivedEntry(holders, a.propagate() && b.propagate(), tag, validity)));
        }
    }

    /** A meet that can't be paid for, or is too large, is left out, and that is said: what is left out denies. */
    private Optional<Tag> meet(Tag a, Tag b) {
        if (a.equals(b)) {
            return a.equals(Tag.nothing()) ? Optional.empty() : Optional.of(a);
        }
        TagMeet meet = new TagMeet();
        Tag both = Tag.nothing();
        try {
            both = meet.of(a, b);
        } catch (SpkiException tooLarge) {
            budget.leaveOut();
        }
        return budget.spend(meet.steps()) && !both.equals(Tag.nothing()) ? Optional.of(both) : Optional.empty();
    }
}
