package claviger.spki;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who can lead to a requestor at all, whatever the tags, the dates, the rights to propagate and the numbers of thresholds say.
 * An ACL is for many and a question about few, so most of it is left out by this before anything is met with anything.
 */
final class Relevance {
    /** Names are told apart by their last word alone, which is that of whoever the name stands for in the end. */
    private record LastWord(Atom word) {
    }

    private final boolean everybody;
    /** Principals and last words. */
    private final Set<Object> relevant = new HashSet<>();

    /** Without requestors everybody is relevant. */
    Relevance(Collection<Credential> credentials, Set<Principal> requestors) {
        everybody = requestors.isEmpty();
        if (!everybody) {
            Map<Object, List<Object>> origins = new HashMap<>();
            credentials.forEach(credential -> noneOf(credential.subject(), end -> {
                origins.computeIfAbsent(end, none -> new ArrayList<>(1)).add(origin(credential));
                return false;
            }));
            Deque<Object> news = new ArrayDeque<>(requestors);
            while (!news.isEmpty()) {
                Object next = news.remove();
                if (relevant.add(next)) {
                    news.addAll(origins.getOrDefault(next, List.of()));
                }
            }
        }
    }

    boolean of(Principal subject) {
        return everybody || !noneOf(subject, relevant::contains);
    }

    private static Object origin(Credential credential) {
        return credential instanceof Credential.NameCert cert ? new LastWord(cert.name()) : credential.issuer();
    }

    /** Whether none of what a subject ends in, which are several for a threshold, is like this. */
    private static boolean noneOf(Principal subject, Predicate<Object> like) {
        if (subject instanceof Principal.Threshold threshold) {
            return threshold.members().stream().allMatch(member -> noneOf(member, like));
        }
        return !like.test(subject instanceof Principal.Name name ? new LastWord(name.names().get(name.names().size() - 1))
            : subject);
    }
}
