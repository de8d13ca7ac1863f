package claviger.spki;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers a question by trying everything again until nothing new comes up, from the requestors towards the ACL. It shares no
 * code with the computation: tags are read from their text by {@link Denotation}, dates are compared as instants.
 */
final class BruteForce {
    private final Inputs inputs;
    private final Map<Principal, Principal> keys = new HashMap<>();
    private final Map<List<Object>, Set<Principal>> names = new HashMap<>();
    /** All names and thresholds there are. */
    private final Set<Principal> together = new HashSet<>();
    /** Who is satisfied by the requestors themselves, and who by those and by what it has passed on. */
    private final Set<Principal> themselves = new HashSet<>();
    private final Set<Principal> anyhow = new HashSet<>();

    private BruteForce(Inputs inputs) {
        this.inputs = inputs;
        inputs.credentials().forEach(credential -> List.of(credential.issuer(), credential.subject()).forEach(this::meet));
        inputs.base().forEach(entry -> meet(entry.subject()));
        inputs.requestors().forEach(this::meet);
        Set<Principal> wholes = together.stream().map(this::one).collect(Collectors.toSet());
        together.clear();
        together.addAll(wholes);
    }

    static boolean allows(Inputs inputs) {
        return new BruteForce(inputs).allows();
    }

    private boolean allows() {
        while (nameSomebody()) {
            continue;
        }
        inputs.requestors().forEach(requestor -> themselves.add(one(requestor)));
        anyhow.addAll(themselves);
        while (putTogether(themselves) | putTogether(anyhow) | passOn()) {
            continue;
        }
        return inputs.base().stream().anyMatch(entry -> counts(entry.tag(), entry.validity())
            && reaches(entry.subject(), entry.propagate()));
    }

    private boolean passOn() {
        boolean news = false;
        for (Credential credential : inputs.credentials()) {
            if (credential instanceof Credential.AuthCert cert && counts(cert.tag(), cert.validity())
                    && reaches(cert.subject(), cert.propagate())) {
                news |= anyhow.add(one(cert.issuer()));
            }
        }
        return news;
    }

    private boolean reaches(Principal subject, boolean propagate) {
        return themselves.contains(one(subject)) || propagate && anyhow.contains(one(subject));
    }

    /** Names and thresholds that are satisfied by what is in the set now. */
    private boolean putTogether(Set<Principal> satisfied) {
        boolean news = false;
        for (Principal whole : together) {
            boolean holds = whole instanceof Principal.Name name ? meanings(name).stream().anyMatch(satisfied::contains)
                : ((Principal.Threshold) whole).members().stream().distinct().filter(satisfied::contains).count()
                    >= ((Principal.Threshold) whole).k();
            news |= holds && satisfied.add(whole);
        }
        return news;
    }

    private boolean nameSomebody() {
        boolean news = false;
        for (Credential credential : inputs.credentials()) {
            if (credential instanceof Credential.NameCert cert && holds(cert.validity())) {
                Set<Principal> meanings = cert.subject() instanceof Principal.Name name ? meanings(name)
                    : Set.of(one(cert.subject()));
                news |= names.computeIfAbsent(List.of(one(cert.issuer()), cert.name()), none -> new HashSet<>()).addAll(meanings);
            }
        }
        return news;
    }

    private Set<Principal> meanings(Principal.Name name) {
        Set<Principal> here = Set.of(one(name.root()));
        for (Atom word : name.names()) {
            here = here.stream().flatMap(root -> names.getOrDefault(List.of(root, word), Set.of()).stream())
                .collect(Collectors.toSet());
        }
        return here;
    }

    private boolean counts(Tag tag, Validity validity) {
        return holds(validity) && Denotation.member(tag.sexp(), inputs.request());
    }

    private boolean holds(Validity validity) {
        Instant when = inputs.when();
        return validity.tests().isEmpty() && validity.notBefore().stream().noneMatch(date -> when.isBefore(date.instant()))
            && validity.notAfter().stream().noneMatch(date -> when.isAfter(date.instant()));
    }

    private void meet(Principal principal) {
        if (principal instanceof Principal.Key key) {
            keys.put(HashAlgorithm.SHA256.of(key.sexp()), key);
        } else if (principal instanceof Principal.Name name) {
            together.add(name);
            meet(name.root());
        } else if (principal instanceof Principal.Threshold threshold) {
            together.add(threshold);
            threshold.members().forEach(this::meet);
        }
    }

    /** The same principal always in the same form. */
    private Principal one(Principal principal) {
        if (principal instanceof Principal.Name name) {
            return new Principal.Name(one(name.root()), name.names());
        }
        if (principal instanceof Principal.Threshold threshold) {
            return new Principal.Threshold(threshold.k(), threshold.members().stream().map(this::one).toList());
        }
        return keys.getOrDefault(principal, principal);
    }
}
