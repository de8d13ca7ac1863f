package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_BASE_ACLS;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * An entry of an access control list (AC1): a tuple without an issuer, since whoever holds the list says it. The subject has
 * the tag while it is valid, and with {@code propagate} may pass it on. Immutable.
 */
public record AclEntry(Principal subject, boolean propagate, Tag tag, Validity validity) {
    private static final Set<String> FIELDS = Set.of("subject", "propagate", "tag");

    public AclEntry {
        Objects.requireNonNull(subject);
        Objects.requireNonNull(tag);
        Objects.requireNonNull(validity);
    }

    /**
     * Reads {@code (entry (subject s) (propagate)? (tag t)? (valid ..)?)}. Without a tag it grants everything (AC26). The
     * subject may also stand there first and bare, as older drafts have it (AC62).
     *
     * @throws SpkiException CSSMERR_AC_INVALID_BASE_ACLS, or CSSMERR_AC_INVALID_ENCODING for a tag
     */
    public static AclEntry read(Sexp entry) {
        if (!(entry instanceof SexpList list) || !list.name().equals("entry") || list.items().size() < 2) {
            throw CSSMERR_AC_INVALID_BASE_ACLS.because("an entry is written (entry (subject ..) ..)");
        }
        List<Sexp> parts = new ArrayList<>(list.rest());
        boolean wrapped = parts.stream().anyMatch(part -> part.name().equals("subject"));
        Sexp bare = wrapped ? null : parts.remove(0);
        Fields fields = new Fields(parts, FIELDS, CSSMERR_AC_INVALID_BASE_ACLS);
        Sexp subject = wrapped ? fields.only("subject") : bare;
        return new AclEntry(new PrincipalReader(null, CSSMERR_AC_INVALID_BASE_ACLS).read(subject), fields.propagate(),
            fields.has("tag") ? Tag.of(fields.only("tag")) : Tag.everything(), fields.validity());
    }

    /**
     * {@code (entry ..)}, the subject wrapped, the tag always there.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_ENCODING for a tag that can't be written (AC46)
     */
    public SexpList sexp() {
        return SexpList.named("entry", Tuple.fields(subject, propagate, tag, validity));
    }
}
