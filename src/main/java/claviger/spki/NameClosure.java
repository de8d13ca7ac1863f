package claviger.spki;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whom names stand for, and when (AC27, AC28). A name has any number of meanings. The first word of a name is replaced by
 * its meanings and the rest goes on from there, so what is still to do only gets shorter and circles of names end: the
 * closure of Clarke, Elien, Ellison, Fredette, Morcos and Rivest (Journal of Computer Security 9, 2001). Only names that
 * somebody asks for are worked on. Resolving a name takes no right to propagate.
 */
final class NameClosure {
    /** A principal that a name stands for, never a name itself. */
    record Meaning(Principal principal, Validity validity) {
    }

    /** Who waits for the meanings of a word, to go on with the rest of the words. */
    private record Waiting(Principal.Name target, List<Atom> rest, Validity validity) {
    }

    private final Map<Principal.Name, List<Credential.NameCert>> certs = new HashMap<>();
    private final Map<Principal.Name, Set<Meaning>> meanings = new HashMap<>();
    private final Map<Principal.Name, Set<Waiting>> waiting = new HashMap<>();
    private final Set<Principal.Name> asked = new HashSet<>();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final Budget budget;

    NameClosure(Collection<Credential.NameCert> certs, Budget budget) {
        this.budget = budget;
        for (Credential.NameCert cert : certs) {
            Principal.Name name = new Principal.Name(cert.issuer(), List.of(cert.name()));
            this.certs.computeIfAbsent(name, none -> new ArrayList<>()).add(cert);
        }
    }

    /** All meanings of a name; none, if it leads nowhere. */
    Set<Meaning> of(Principal.Name name) {
        ask(name);
        while (!work.isEmpty() && budget.keep()) {
            work.remove().run();
        }
        return meanings.getOrDefault(name, Set.of());
    }

    private void ask(Principal.Name name) {
        if (asked.add(name)) {
            if (name.names().size() > 1) {
                walk(name, name, Validity.always());
            } else {
                certs.getOrDefault(name, List.of()).forEach(cert -> walk(name, cert.subject(), cert.validity()));
            }
        }
    }

    /** The target stands for whatever this stands for, while the validity lasts. */
    private void walk(Principal.Name target, Principal here, Validity validity) {
        if (validity.isVoid()) {
            return;
        }
        if (here instanceof Principal.Name name) {
            Principal.Name first = new Principal.Name(name.root(), name.names().subList(0, 1));
            Waiting rest = new Waiting(target, name.names().subList(1, name.names().size()), validity);
            if (waiting.computeIfAbsent(first, none -> new LinkedHashSet<>()).add(rest)) {
                meanings.getOrDefault(first, Set.of()).forEach(meaning -> work.add(() -> goOn(rest, meaning)));
                work.add(() -> ask(first));
            }
            return;
        }
        Meaning meaning = new Meaning(here, validity);
        if (meanings.computeIfAbsent(target, none -> new LinkedHashSet<>()).add(meaning)) {
            waiting.getOrDefault(target, Set.of()).forEach(rest -> work.add(() -> goOn(rest, meaning)));
        }
    }

    private void goOn(Waiting waiting, Meaning meaning) {
        Principal here = meaning.principal();
        if (!waiting.rest().isEmpty() && (here instanceof Principal.Threshold || here instanceof Principal.Other)) {
            return; // only keys give names
        }
        Principal next = waiting.rest().isEmpty() ? here : new Principal.Name(here, waiting.rest());
        meaning.validity().meet(waiting.validity()).ifPresent(validity -> walk(waiting.target(), next, validity));
    }
}
