package claviger.spki;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** That a name stands for somebody, because of certificates: whoever proves to be the one has proved to be the other. */
record Naming(Node name, Node meaning, Span span, Chain chain) {
    /** Name certificates in the order in which they replace the first word of a name: one, or those of two chains. */
    record Chain(VerifiedCredential one, Chain first, Chain second) {
        static Chain of(VerifiedCredential one) {
            return new Chain(one, null, null);
        }

        static Chain of(Chain first, Chain second) {
            return new Chain(null, first, second);
        }

        List<VerifiedCredential> credentials() {
            List<VerifiedCredential> all = new ArrayList<>();
            Deque<Chain> rest = new ArrayDeque<>(List.of(this));
            while (!rest.isEmpty()) {
                Chain chain = rest.pop();
                if (chain.one != null) {
                    all.add(chain.one);
                } else {
                    rest.push(chain.second);
                    rest.push(chain.first);
                }
            }
            return all;
        }
    }

    /** The hops from the name to its meaning: each certificate replaces the first word of what there is by then. */
    List<Proof.Hop> hops() {
        List<Proof.Hop> hops = new ArrayList<>();
        Principal.Name here = (Principal.Name) name.principal;
        for (VerifiedCredential credential : chain.credentials()) {
            hops.add(new Proof.Named(here, credential));
            Principal subject = credential.credential().subject();
            List<Atom> words = new ArrayList<>();
            if (subject instanceof Principal.Name inner) {
                words.addAll(inner.names());
            }
            words.addAll(here.names().subList(1, here.names().size()));
            if (!words.isEmpty()) {
                here = new Principal.Name(subject instanceof Principal.Name inner ? inner.root() : subject, words);
            }
        }
        return hops;
    }
}
