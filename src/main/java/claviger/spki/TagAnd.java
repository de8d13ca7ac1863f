package claviger.spki;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is in each of these prefixes and ranges, no two of which can be written as one (AC46): two orders, or a prefix and
 * another order than alpha. A result of the computation; no form of a certificate has it, and none is read.
 */
record TagAnd(List<Tag> restrictions) implements Tag {
    @Override public boolean includes(Sexp ground) {
        return restrictions.stream().allMatch(restriction -> restriction.includes(ground));
    }

    @Override public Sexp sexp() {
        return SexpList.of(Stream.concat(Stream.of(Atom.of("*"), Atom.of("and")),
            restrictions.stream().map(Tag::sexp)).toList());
    }

    @Override public int parts() {
        return 2 + restrictions.stream().mapToInt(Tag::parts).sum();
    }

    @Override public boolean isExpressible() {
        return false;
    }
}
