package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_REQUESTOR;
import static claviger.spki.CssmError.CSSMERR_AC_INVALID_REQUEST_DESCRIPTOR;
import static claviger.spki.CssmError.CSSMERR_AC_INVALID_VALIDITY_PERIOD;

import java.util.List;

/** The parameters of AC_AuthCompute that say who requests what and when, in the forms that its page allows (AC7, AC8). */
public final class Requested {
    private Requested() {
    }

    /**
     * Who: a principal, matched and not interpreted.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_REQUESTOR for one of the known forms that is not complete
     */
    public static Principal requestor(Sexp requestor) {
        return new PrincipalReader(null, CSSMERR_AC_INVALID_REQUESTOR).read(requestor);
    }

    /**
     * When: {@code ((not-before d)(not-after d))}, either left out, perhaps with {@code valid} in front; {@code (d)} or
     * {@code (valid d)} for an instant; null, {@code ()}, {@code (valid)} or the word {@code valid} for all time.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_VALIDITY_PERIOD for anything else, and for ends that cross (AC11)
     */
    public static Validity period(Sexp period) {
        if (period == null || period instanceof Atom atom && atom.is("valid")) {
            return Validity.always();
        }
        if (!(period instanceof SexpList list)) {
            throw CSSMERR_AC_INVALID_VALIDITY_PERIOD.because("a period is a list");
        }
        List<Sexp> parts = list.name().equals("valid") ? list.rest() : list.items();
        if (parts.size() == 1 && parts.get(0) instanceof Atom date) {
            SpkiDate instant = Validity.date(date, CSSMERR_AC_INVALID_VALIDITY_PERIOD);
            return Validity.of(instant, instant, List.of());
        }
        return checked(Validity.read(parts, CSSMERR_AC_INVALID_VALIDITY_PERIOD));
    }

    /** A period to ask about: it is not void, and asks for no tests. */
    static Validity checked(Validity period) {
        if (period.isVoid()) {
            throw CSSMERR_AC_INVALID_VALIDITY_PERIOD.because("not-before is after not-after");
        }
        if (!period.tests().isEmpty()) {
            throw CSSMERR_AC_INVALID_VALIDITY_PERIOD.because("on-line tests belong to a credential");
        }
        return period;
    }

    /**
     * What: {@code (tag x)}; {@code (*)} and the word {@code *} stand for {@code (tag (*))}.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_REQUEST_DESCRIPTOR for anything else, CSSMERR_AC_INVALID_ENCODING for x
     */
    public static Tag authorization(Sexp authorization) {
        if (authorization == null) {
            throw CSSMERR_AC_INVALID_REQUEST_DESCRIPTOR.because("nothing is requested");
        }
        if (authorization instanceof Atom atom && atom.is("*") || authorization.equals(Tag.everything().sexp())) {
            return Tag.everything();
        }
        if (!(authorization instanceof SexpList list) || !list.name().equals("tag") || list.items().size() != 2) {
            throw CSSMERR_AC_INVALID_REQUEST_DESCRIPTOR.because("a request is written (tag x)");
        }
        return Tag.of(list.items().get(1));
    }
}
