package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;

import java.util.Set;

/** Reads the bodies of certificates; that the issuer is a name tells those for names from those for authorization. */
final class CredentialReader {
    private static final Set<String> FIELDS = Set.of("version", "issuer", "subject", "propagate", "tag");

    private CredentialReader() {
    }

    /** A missing tag is refused, or for a calculation on old data it stands for {@code (*)}, as in an ACL (AC26). */
    static Credential read(Sexp cert, boolean tagMayBeMissing) {
        CssmError blame = CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;
        if (!(cert instanceof SexpList list) || !list.name().equals("cert")) {
            throw blame.because("a certificate is written (cert (issuer ..) (subject ..) ..)");
        }
        Fields fields = new Fields(list.rest(), FIELDS, blame);
        fields.version();
        Principal said = new PrincipalReader(null, blame).read(fields.only("issuer"));
        Principal issuer = said instanceof Principal.Name name ? name.root() : said;
        if (issuer instanceof Principal.Threshold || issuer instanceof Principal.Other) {
            throw blame.because("only a key, or its hash, issues certificates");
        }
        Principal subject = new PrincipalReader(issuer, blame).read(fields.only("subject"));
        if (said instanceof Principal.Name name) {
            if (name.names().size() != 1 || fields.has("tag") || fields.has("propagate")) {
                throw blame.because("a certificate for a name is for one name, and has neither tag nor propagate");
            }
            return new Credential.NameCert(issuer, name.names().get(0), subject, fields.validity());
        }
        Tag tag = tagMayBeMissing && !fields.has("tag") ? Tag.everything() : Tag.of(fields.only("tag"));
        return new Credential.AuthCert(issuer, subject, fields.propagate(), tag, fields.validity());
    }
}
