package claviger.spki;

/** One atom, the same to the octet and in its display hint (AC40). */
record TagAtom(Atom atom) implements Tag {
    @Override public boolean includes(Sexp ground) {
        return atom.equals(ground);
    }

    @Override public Sexp sexp() {
        return atom;
    }

    @Override public int parts() {
        return 1;
    }
}
