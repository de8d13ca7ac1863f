package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_ENCODING;

import java.util.Comparator;
import java.util.Set;

/**
 * A result of the computation (AC4): an ACL entry that holds here, under these inputs, and is no input itself. Not an
 * {@link AclEntry}, so that no computed result is ever taken for a grant; what is to count elsewhere is made a certificate
 * and signed by somebody with authority there (AC12). Immutable.
 *
 * @param holders who has it: one principal, or several of the requestors together
 * @param propagate whether the last tuple on the way lets it be passed on (AC21)
 */
public record DerivedEntry(Set<Principal> holders, boolean propagate, Tag tag, Validity validity) {
    public DerivedEntry {
        holders = Set.copyOf(holders);
    }

    /** The holder; several of them are a threshold that needs all. */
    public Principal subject() {
        return holders.size() == 1 ? holders.iterator().next()
            : new Principal.Threshold(holders.size(), holders.stream()
                .sorted(Comparator.comparing(holder -> Atom.of(holder.sexp().canonical()), Atom::compareBytes)).toList());
    }

    /** Whether it gives all that another one gives, and at least to the same. */
    public boolean covers(DerivedEntry other) {
        return other.holders.containsAll(holders) && (propagate || !other.propagate) && validity.covers(other.validity)
            && tag.covers(other.tag);
    }

    /** {@code (entry ..)}, for people: a tag that can't be expressed stands there as {@code (* and ..)}. */
    public SexpList sexp() {
        return SexpList.named("entry", Tuple.shown(subject(), propagate, tag, validity));
    }

    /**
     * The body of a certificate by which an issuer says the same. It is worth what the issuer's signature is worth at the
     * place it is brought to (AC12).
     *
     * @throws SpkiException CSSMERR_AC_INVALID_ENCODING if the tag has no form in a certificate (AC46)
     */
    public Credential.AuthCert certificate(Principal.Key issuer) {
        if (!tag.isExpressible()) {
            throw CSSMERR_AC_INVALID_ENCODING.because("the meet of these tags has no form in a certificate");
        }
        return new Credential.AuthCert(issuer, subject(), propagate, tag, validity);
    }
}
