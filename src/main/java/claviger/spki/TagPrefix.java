package claviger.spki;

import java.util.Arrays;

/** {@code (* prefix p)}: the atoms that begin with these octets and have the same display hint, or none (AC43, AC40). */
record TagPrefix(Atom prefix) implements Tag {
    @Override public boolean includes(Sexp ground) {
        return ground instanceof Atom atom && atom.startsWith(prefix) && sameHint(atom);
    }

    /** The longer of two that are nested. */
    Tag meetPrefix(TagPrefix other) {
        if (!sameHint(other.prefix)) {
            return TagSet.NOTHING;
        }
        return other.prefix.startsWith(prefix) ? other : prefix.startsWith(other.prefix) ? this : TagSet.NOTHING;
    }

    /** The same atoms as a range in the order alpha: from the prefix to before the next one of its length. */
    Tag asAlphaRange() {
        if (prefix.hint().isPresent()) {
            return TagSet.NOTHING;
        }
        return TagRange.of(TagOrder.ALPHA, TagRange.Limit.of(TagOrder.ALPHA, prefix, true), next());
    }

    @Override public Sexp sexp() {
        return SexpList.named("*", Atom.of("prefix"), prefix);
    }

    @Override public int parts() {
        return 3;
    }

    private boolean sameHint(Atom atom) {
        return atom.hint().map(Atom::of).equals(prefix.hint().map(Atom::of));
    }

    /** The limit behind all atoms with the prefix; null if there is none, since the prefix is all ones. */
    private TagRange.Limit next() {
        byte[] bytes = prefix.bytes();
        int last = bytes.length - 1;
        while (last >= 0 && bytes[last] == (byte) 0xFF) {
            last--;
        }
        if (last < 0) {
            return null;
        }
        byte[] next = Arrays.copyOf(bytes, last + 1);
        next[last]++;
        return TagRange.Limit.of(TagOrder.ALPHA, Atom.of(next), false);
    }
}
