package claviger.spki;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads principals; a name without a root belongs to the issuer, where there is one (AC27). */
final class PrincipalReader {
    /** So that two algorithms with the same text are the same octets. */
    private static final Pattern ALGORITHM = Pattern.compile("[A-Za-z0-9._/+-]{1,64}");

    private final Principal issuer;
    private final CssmError blame;

    /** Reads for a certificate of this issuer, or for nobody's, which is null. */
    PrincipalReader(Principal issuer, CssmError blame) {
        this.issuer = issuer;
        this.blame = blame;
    }

    Principal read(Sexp expression) {
        if (expression instanceof Atom) {
            return new Principal.Other(expression);
        }
        SexpList list = (SexpList) expression;
        return switch (list.name()) {
            case "public-key" -> key(list);
            case "hash" -> hash(list);
            case "object-hash" -> objectHash(list);
            case "name" -> name(list.rest());
            case "k-of-n" -> threshold(list.rest());
            default -> other(list);
        };
    }

    private Principal key(SexpList list) {
        if (list.items().size() < 2) {
            throw blame.because("a public key has something in it");
        }
        return new Principal.Key(list);
    }

    private Principal.Hash hash(SexpList list) {
        List<Sexp> parts = list.rest();
        if (parts.size() < 2 || !parts.stream().allMatch(part -> part instanceof Atom atom && atom.hint().isEmpty())) {
            throw blame.because("a hash is written (hash alg octets place*)");
        }
        String algorithm = ((Atom) parts.get(0)).text();
        if (!ALGORITHM.matcher(algorithm).matches()) {
            throw blame.because("the algorithm of a hash is a word");
        }
        List<Atom> places = parts.subList(2, parts.size()).stream().map(Atom.class::cast).toList();
        return new Principal.Hash(algorithm, (Atom) parts.get(1), places);
    }

    private Principal objectHash(SexpList list) {
        if (list.items().size() != 2 || !list.items().get(1).name().equals("hash")) {
            throw blame.because("the hash of an object is written (object-hash (hash alg octets))");
        }
        return new Principal.ObjectHash(hash((SexpList) list.items().get(1)));
    }

    /** A name of a name is one longer name. */
    private Principal name(List<Sexp> parts) {
        boolean rooted = !parts.isEmpty() && parts.get(0) instanceof SexpList;
        List<Sexp> words = rooted ? parts.subList(1, parts.size()) : parts;
        if (words.isEmpty() || !words.stream().allMatch(Atom.class::isInstance)) {
            throw blame.because("a name is written (name key n1 n2 ..)");
        }
        if (!rooted && issuer == null) {
            throw blame.because("a name without a key means something in a certificate only");
        }
        Principal root = rooted ? read(parts.get(0)) : issuer;
        List<Atom> names = new ArrayList<>();
        if (root instanceof Principal.Name inner) {
            names.addAll(inner.names());
            root = inner.root();
        }
        words.forEach(word -> names.add((Atom) word));
        if (root instanceof Principal.Threshold || root instanceof Principal.Other) {
            throw blame.because("only keys give names");
        }
        return new Principal.Name(root, names);
    }

    private Principal threshold(List<Sexp> parts) {
        int n = parts.size() - 2;
        if (n < 1 || n > Principal.MAX_MEMBERS) {
            throw blame.because("a threshold is written (k-of-n k n m1 .. mn) and has at most %d members",
                Principal.MAX_MEMBERS);
        }
        int k = kOf(parts.get(0), parts.get(1), n);
        return new Principal.Threshold(k, parts.subList(2, parts.size()).stream().map(this::read).toList());
    }

    /**
     * Binary integers, or both in decimal digits (AC29). Digits that are read as a binary integer are always more than those
     * read as a decimal number, so the number of members tells which of the two is meant.
     */
    private int kOf(Sexp k, Sexp n, int members) {
        BigInteger size = BigInteger.valueOf(members);
        boolean binary = size.equals(binary(n));
        BigInteger needed = binary ? binary(k) : size.equals(decimal(n)) ? decimal(k) : BigInteger.ZERO;
        if (needed.signum() == 0 || needed.compareTo(size) > 0) {
            throw blame.because("a threshold asks for at least one and at most all of its members");
        }
        return needed.intValueExact();
    }

    private static BigInteger binary(Sexp number) {
        return number instanceof Atom atom && atom.length() <= 4 ? new BigInteger(1, atom.bytes()) : BigInteger.ZERO;
    }

    private static BigInteger decimal(Sexp number) {
        return number instanceof Atom atom && atom.text().matches("[0-9]{1,9}") ? new BigInteger(atom.text())
            : BigInteger.ZERO;
    }

    private Principal other(SexpList list) {
        if (list.items().isEmpty()) {
            throw blame.because("an empty list is nobody");
        }
        return new Principal.Other(list);
    }
}
