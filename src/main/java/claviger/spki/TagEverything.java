package claviger.spki;

/** {@code (*)}: every expression. */
record TagEverything() implements Tag {
    static final Tag EVERYTHING = new TagEverything();

    @Override public boolean includes(Sexp ground) {
        return true;
    }

    @Override public Sexp sexp() {
        return SexpList.named("*");
    }

    @Override public int parts() {
        return 1;
    }
}
