package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_ENCODING;

import java.util.Optional;

/**
 * What is granted or asked for: an authorization tag (RFC 2693 section 6.3 and 7.3, rules AC40 to AC47). A tag stands for
 * a set of expressions: an atom for itself; a list for every list that begins with what its items stand for, so the
 * shorter list is the wider; {@code (*)} for everything; {@code (* set ..)}, {@code (* prefix ..)} and
 * {@code (* range ..)} for what they say. Immutable.
 *
 * <p>Reading puts a tag into a normal form: a set within a set is dissolved, an element is there once, a set of one is that
 * one, and what nothing can be in, such as a range whose limits cross, is the empty set {@link #nothing}.
 */
public sealed interface Tag permits TagEverything, TagAtom, TagList, TagSet, TagPrefix, TagRange, TagAnd {
    /** How deep a tag may be nested. */
    int MAX_DEPTH = 32;
    /** How many parts a tag may have, itself included. */
    int MAX_PARTS = 10_000;
    /** How long the canonical form of a tag may be. */
    int MAX_SIZE = 65_536;

    /** {@code (*)}. */
    static Tag everything() {
        return TagEverything.EVERYTHING;
    }

    /** The empty set: it grants nothing. */
    static Tag nothing() {
        return TagSet.NOTHING;
    }

    /**
     * Reads what stands in {@code (tag ..)}.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_ENCODING for an unknown form of {@code (* ..)}, and beyond the limits
     */
    static Tag of(Sexp expression) {
        return TagReader.read(expression);
    }

    /**
     * Reads {@code (tag x)}.
     *
     * @throws SpkiException as {@link #of}
     */
    static Tag read(Sexp field) {
        if (!(field instanceof SexpList list) || !list.name().equals("tag") || list.items().size() != 2) {
            throw CSSMERR_AC_INVALID_ENCODING.because("a tag is written (tag x)");
        }
        return of(list.items().get(1));
    }

    /** Whether an expression is in the set. The expression is taken literally, whatever is in it. */
    boolean includes(Sexp ground);

    /** What stands in {@code (tag ..)}. */
    Sexp sexp();

    /** How many parts it has, itself included. */
    int parts();

    /**
     * Whether it can be written into an ACL or a certificate. A meet such as that of a prefix and a numeric range has no
     * form there; only a result of the computation holds one, as {@code (* and a b)} (AC46).
     */
    default boolean isExpressible() {
        return true;
    }

    /**
     * What is in both sets (RFC 2693 section 6.3.2); none if that is nothing.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_ENCODING if it would go beyond the limits (AC47)
     */
    default Optional<Tag> meet(Tag other) {
        Tag meet = new TagMeet().of(this, other);
        return meet.equals(nothing()) ? Optional.empty() : Optional.of(meet);
    }

    /**
     * Whether all of another tag is seen to be in this one. A union that only two elements cover together, and a limit that
     * is written differently, are not seen, nor what is beyond the limits: then the answer is no.
     */
    default boolean covers(Tag other) {
        try {
            return new TagMeet().of(this, other).equals(other);
        } catch (SpkiException tooLarge) {
            return false;
        }
    }
}
