package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Links names of several words, while a {@link Graph} is made: (name k a b) stands for what (name k2 b) does, for each key k2
 * that (name k a) stands for (AC28). Only names that begin such a name are followed to their keys; the word that is replaced
 * is gone, so circles of names end. A key may be reached by several chains of certificates; those are kept of which none
 * holds whenever another does.
 */
final class NameMeanings {
    /** How many keys names that begin others stand for, by how many chains, and how often two chains are compared. */
    static final int MAX_STEPS = 10_000_000;

    /** A key that a name stands for, while these certificates hold. */
    private record Meaning(Node key, Span span, Naming.Chain chain) {
    }

    /** What a name has been found to stand for, and who wants to know. */
    private static final class Meanings {
        private final Map<Node, List<Meaning>> found = new HashMap<>();
        private final List<Consumer<Meaning>> listeners = new ArrayList<>();
    }

    private final Graph graph;
    private final Map<Node, Meanings> asked = new HashMap<>();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private int steps;

    NameMeanings(Graph graph) {
        this.graph = graph;
    }

    /** Links a name of several words, once all certificates are in the graph. */
    void link(Node name) {
        work.add(() -> follow(name, (first, rest) -> rest.addName(new Naming(name, rest, first.span(), first.chain()))));
    }

    /** Does all the work there is. */
    void complete() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
        asked.clear();
    }

    private interface Step {
        void take(Meaning first, Node rest);
    }

    /** For each key that the first word of a name stands for: the rest of the name, as that key's. */
    private void follow(Node node, Step step) {
        Principal.Name name = (Principal.Name) node.principal;
        List<Atom> rest = name.names().subList(1, name.names().size());
        ask(graph.node(new Principal.Name(name.root(), name.names().subList(0, 1))), first ->
            step.take(first, graph.node(new Principal.Name(first.key().principal, rest))));
    }

    private void ask(Node name, Consumer<Meaning> listener) {
        Meanings meanings = asked.get(name);
        if (meanings == null) {
            meanings = new Meanings();
            asked.put(name, meanings);
            work.add(() -> find(name));
        }
        meanings.listeners.add(listener);
        meanings.found.values().forEach(all -> all.forEach(one -> work.add(() -> listener.accept(one))));
    }

    private void find(Node node) {
        if (((Principal.Name) node.principal).names().size() > 1) {
            follow(node, (first, rest) -> ask(rest, last -> found(node, last.key(), first.span().meet(last.span()),
                Naming.Chain.of(first.chain(), last.chain()))));
            return;
        }
        for (Naming naming : node.meanings) {
            if (naming.meaning().givesNames()) {
                found(node, naming.meaning(), naming.span(), naming.chain());
            } else if (naming.meaning().principal instanceof Principal.Name) {
                ask(naming.meaning(), last -> found(node, last.key(), naming.span().meet(last.span()),
                    Naming.Chain.of(naming.chain(), last.chain())));
            }
        }
    }

    private void found(Node name, Node key, Span span, Naming.Chain chain) {
        Meanings meanings = asked.get(name);
        List<Meaning> here = meanings.found.computeIfAbsent(key, none -> new ArrayList<>(1));
        steps += 1 + here.size();
        if (steps > MAX_STEPS) {
            throw CSSMERR_AC_INVALID_TUPLE_CREDENTIALS.because("following names takes more than %d steps", MAX_STEPS);
        }
        if (span.isNever() || here.stream().anyMatch(one -> one.span().covers(span))) {
            return;
        }
        here.removeIf(one -> span.covers(one.span()));
        Meaning meaning = new Meaning(key, span, chain);
        here.add(meaning);
        meanings.listeners.forEach(listener -> work.add(() -> listener.accept(meaning)));
    }
}
