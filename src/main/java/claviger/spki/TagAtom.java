package claviger.spki;

/** One atom, the same to the octet and in its display hint (AC40). */
record TagAtom(Atom atom) implements Tag {
    private static final int WORDS = 512;
    private static final int LONGEST_WORD = 32;
    /** Words that were read lately, since the same few stand in all tags of a list; a race loses one and does no harm. */
    private static final TagAtom[] LATELY = new TagAtom[WORDS];

    /** The tag of an atom. */
    static TagAtom of(Atom atom) {
        if (atom.length() > LONGEST_WORD) {
            return new TagAtom(atom);
        }
        int place = (atom.hashCode() ^ atom.hashCode() >>> 16) & WORDS - 1;
        TagAtom known = LATELY[place];
        if (known == null || !known.atom.equals(atom)) {
            known = new TagAtom(atom);
            LATELY[place] = known;
        }
        return known;
    }

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
