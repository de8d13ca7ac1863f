package claviger.spki;

import java.util.ArrayList;
import java.util.List;

/**
 * What a certificate says, once it is read: its issuer grants something to a subject ({@link AuthCert}) or calls it by a
 * name ({@link NameCert}). Nobody has checked that the issuer signed it: that makes a {@link VerifiedCredential} (AC13).
 * Names in it without a key are the issuer's (AC27). Immutable.
 */
public sealed interface Credential {
    /** The key, or the hash of the key, that says so. */
    Principal issuer();

    /** Whom it speaks of. */
    Principal subject();

    /** When it holds. */
    Validity validity();

    /**
     * {@code (cert ..)}, as the body of a certificate.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_ENCODING for a tag that can't be written (AC46)
     */
    SexpList sexp();

    /** The issuer grants the subject what the tag says, and with {@code propagate} lets it pass that on (AC20). */
    record AuthCert(Principal issuer, Principal subject, boolean propagate, Tag tag, Validity validity)
            implements Credential {
        @Override public SexpList sexp() {
            List<Sexp> fields = new ArrayList<>(List.of(SexpList.named("issuer", issuer.sexp())));
            fields.addAll(Tuple.fields(subject, propagate, tag, validity));
            return SexpList.named("cert", fields);
        }
    }

    /** The issuer calls the subject, among others, by the name; that grants nothing (AC27). */
    record NameCert(Principal issuer, Atom name, Principal subject, Validity validity) implements Credential {
        @Override public SexpList sexp() {
            Principal.Name named = new Principal.Name(issuer, List.of(name));
            List<Sexp> fields = new ArrayList<>(List.of(SexpList.named("issuer", named.sexp()),
                SexpList.named("subject", subject.sexp())));
            validity.sexp().ifPresent(fields::add);
            return SexpList.named("cert", fields);
        }
    }

    /**
     * Reads {@code (cert (issuer ..) (subject ..) (propagate)? (tag ..) (valid ..)?)}, or with {@code (issuer (name k n))}
     * a name certificate, which has neither tag nor propagate. The two dates may stand there without {@code valid} (AC8).
     *
     * @throws SpkiException CSSMERR_AC_INVALID_TUPLE_CREDENTIALS, also for a field that is not known and for a missing tag
     *     (AC26); CSSMERR_AC_INVALID_ENCODING for a tag
     */
    static Credential read(Sexp cert) {
        return CredentialReader.read(cert, false);
    }
}
