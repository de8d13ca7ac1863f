package claviger.token;

import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_DEVICE_MEMORY;

import claviger.cryptoki.Authorizations;
import claviger.cryptoki.Ckr;
import claviger.spki.Acl;
import claviger.spki.AclEntry;
import claviger.spki.Atom;
import claviger.spki.Principal;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import claviger.spki.SpkiException;
import claviger.spki.Tag;
import claviger.spki.Validity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All that is kept of a token's authorizations, as of one revision (D29). Immutable.
 *
 * @param revision counts the changes; 0 where there has been none
 * @param owner    who may always log in, look at everything and edit the ACLs, whatever they say
 * @param acl      of the token; empty where nothing but PKCS#11's own rule holds: the user's PIN opens it
 * @param edited   the objects whose own ACL was edited after they were made, by unique id, with the revision of the row
 *                 that holds it: an older row of theirs is not taken for the present one
 */
record AclBook(long revision, Principal owner, Optional<Acl> acl, Map<String, Long> edited) {
    static final Principal PIN_USER = Principal.of(Sexp.read("(pin user)"));
    static final Principal PIN_SO = Principal.of(Sexp.read("(pin so)"));

    /** The book of a token that nobody has given any. */
    static final AclBook STOCK = new AclBook(0, PIN_USER, Optional.empty(), Map.of());

    /** The owner cannot lock themselves out. */
    private static final Tag OWNERS =
        Tag.of(Sexp.read("(pkcs11 (*) (* set login-user find read-attr admin-acl admin-owner))"));

    private static final int MANY_EDITED = 4_096;
    private static final int MOST_EDITED = 8_192;

    AclBook {
        edited = Map.copyOf(edited);
    }

    /** The entry that no edit removes. It delegates: an owner may hand a certificate for these rights to somebody else. */
    AclEntry owners() {
        return new AclEntry(owner, true, OWNERS, Validity.always());
    }

    AclBook with(Optional<Acl> changed) {
        return new AclBook(revision + 1, owner, changed, edited);
    }

    AclBook ownedBy(Principal successor) {
        return new AclBook(revision + 1, successor, acl, edited);
    }

    AclBook edited(String uniqueId, long rowRevision) {
        Map<String, Long> now = new HashMap<>(edited);
        now.put(uniqueId, rowRevision);
        return new AclBook(revision + 1, owner, acl, now);
    }

    /**
     * With room for more: of very many, those that are gone are forgotten, and not before, since a row that was taken out could
     * be put back.
     *
     * @throws claviger.cryptoki.CkrException CKR_DEVICE_MEMORY if there is none
     */
    AclBook withRoom(Predicate<String> isThere) {
        if (edited.size() <= MANY_EDITED) {
            return this;
        }
        Map<String, Long> now = new HashMap<>(edited);
        now.keySet().removeIf(isThere.negate());
        if (now.size() > MOST_EDITED) {
            throw CKR_DEVICE_MEMORY.because("the ACLs of more than %d objects were edited", MOST_EDITED);
        }
        return new AclBook(revision, owner, acl, now);
    }

    /** Whether this is a row from before the object's ACL was edited, which somebody has put back. */
    boolean isOutdated(ObjectForm object) {
        Long least = edited.get(object.uniqueId());
        return least != null && object.revision() < least;
    }

    byte[] encoded() {
        List<Sexp> parts = new ArrayList<>();
        parts.add(SexpList.named("owner", owner.sexp()));
        acl.ifPresent(given -> parts.add(given.sexp()));
        List<Sexp> rows = edited.entrySet().stream().<Sexp>map(row ->
            SexpList.of(Atom.of(row.getKey()), Atom.of(Long.toString(row.getValue())))).toList();
        parts.add(SexpList.named("edited", rows));
        return SexpList.named("authorizations", parts).canonical();
    }

    /** @throws claviger.cryptoki.CkrException CKR_DEVICE_ERROR if it is nothing that was written by {@link #encoded} */
    static AclBook decoded(long revision, byte[] encoded) {
        try {
            Principal owner = null;
            Optional<Acl> acl = Optional.empty();
            Map<String, Long> edited = new HashMap<>();
            for (Sexp part : ((SexpList) Sexp.canonical(encoded)).rest()) {
                SexpList list = (SexpList) part;
                switch (list.name()) {
                    case "owner" -> owner = Principal.of(list.items().get(1));
                    case "acl" -> acl = Optional.of(Acl.read(list));
                    case "edited" -> list.rest().stream().map(SexpList.class::cast).forEach(row ->
                        edited.put(text(row.items().get(0)), Long.parseLong(text(row.items().get(1)))));
                    default -> throw CKR_DEVICE_ERROR.because("authorizations with %s", list.name());
                }
            }
            if (owner == null) {
                throw CKR_DEVICE_ERROR.because("authorizations without an owner");
            }
            return new AclBook(revision, owner, acl, edited);
        } catch (SpkiException | ClassCastException | IndexOutOfBoundsException | NumberFormatException e) {
            throw CKR_DEVICE_ERROR.because(e, "authorizations of a format that this version does not know");
        }
    }

    /** An ACL as it is given. @param refusal what to refuse one with that is none */
    static Acl acl(byte[] canonical, Ckr refusal) {
        if (canonical.length > Authorizations.ACL_BYTES) {
            throw refusal.because("an ACL of more than %d bytes", Authorizations.ACL_BYTES);
        }
        try {
            Acl acl = Acl.read(Sexp.canonical(canonical));
            if (acl.sexp().size() > Authorizations.ACL_BYTES) {      // as it is kept, which may be longer than it was given
                throw refusal.because("an ACL of more than %d bytes", Authorizations.ACL_BYTES);
            }
            return acl;
        } catch (SpkiException e) {
            throw refusal.because(e, "no ACL: %s", e.getMessage());
        }
    }

    private static String text(Sexp atom) {
        return ((Atom) atom).text();
    }
}
