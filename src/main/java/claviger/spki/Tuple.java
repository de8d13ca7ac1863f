package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_ENCODING;

import java.util.ArrayList;
import java.util.List;

/** How the fields that entries and certificates share are written, in their order (AC62). */
final class Tuple {
    private Tuple() {
    }

    /** Those of something that may be read again: CSSMERR_AC_INVALID_ENCODING for a tag that has no form there (AC46). */
    static List<Sexp> fields(Principal subject, boolean propagate, Tag tag, Validity validity) {
        if (!tag.isExpressible()) {
            throw CSSMERR_AC_INVALID_ENCODING.because("the meet of these tags has no form in an ACL or a certificate");
        }
        return shown(subject, propagate, tag, validity);
    }

    /** Those of a result for people, with whatever tag. */
    static List<Sexp> shown(Principal subject, boolean propagate, Tag tag, Validity validity) {
        List<Sexp> fields = new ArrayList<>();
        fields.add(SexpList.named("subject", subject.sexp()));
        if (propagate) {
            fields.add(SexpList.named("propagate"));
        }
        fields.add(SexpList.named("tag", tag.sexp()));
        validity.sexp().ifPresent(fields::add);
        return fields;
    }
}
