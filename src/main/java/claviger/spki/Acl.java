package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_BASE_ACLS;

import java.util.ArrayList;
import java.util.List;

/** An access control list: the entries from which all authority here comes. Immutable. */
public record Acl(List<AclEntry> entries) {
    public Acl {
        entries = List.copyOf(entries);
    }

    /**
     * Reads {@code (acl (version "0")? (entry ..)*)}.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_BASE_ACLS, or CSSMERR_AC_INVALID_ENCODING for a tag
     */
    public static Acl read(Sexp acl) {
        if (!(acl instanceof SexpList list) || !list.name().equals("acl")) {
            throw CSSMERR_AC_INVALID_BASE_ACLS.because("an ACL is written (acl (entry ..) ..)");
        }
        List<AclEntry> entries = new ArrayList<>();
        for (Sexp item : list.rest()) {
            if (item.equals(SexpList.named("version", Atom.of("0"))) && entries.isEmpty()) {
                continue;
            }
            entries.add(AclEntry.read(item));
        }
        return new Acl(entries);
    }

    /** {@code (acl (entry ..) ..)}. */
    public SexpList sexp() {
        return SexpList.named("acl", entries.stream().map(AclEntry::sexp).toList());
    }
}
