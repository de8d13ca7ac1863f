package claviger.token;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Peer;
import claviger.cryptoki.Template;
import claviger.spki.Acl;
import claviger.spki.AclEntry;
import claviger.spki.Atom;
import claviger.spki.Authority;
import claviger.spki.Decision;
import claviger.spki.Principal;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import claviger.spki.VerifiedCredential;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a token would say to a request, for somebody who has read its ACLs and owner: the questions of {@link Grants}, asked
 * about anybody. Approvals do not count. Stateless.
 */
public final class Inquiry {
    private Inquiry() {
    }

    /** The attributes by which a request names an object. */
    public static Cka<?>[] names() {
        return new Cka<?>[] {Cka.CKA_CLASS, Cka.CKA_LABEL, Cka.CKA_ID, Cka.CKA_UNIQUE_ID};
    }

    /**
     * The request that stands in a tag: {@code (pkcs11 <token> <right> ..)}.
     *
     * @param object    its {@link #names}; empty for the token as a whole
     * @param mechanism empty for a right that needs none
     * @throws claviger.cryptoki.CkrException CKR_ARGUMENTS_BAD for a word that is no right
     */
    public static SexpList request(String token, String right, Optional<Template> object, Optional<Mechanism> mechanism) {
        Right wanted = right(right, known -> true);
        Request request = object.map(attributes -> {
            ObjectForm form = ObjectForm.of(attributes.get(Cka.CKA_UNIQUE_ID, ""), 0, attributes);
            return mechanism.map(used -> Request.of(wanted, form, used)).orElseGet(() -> Request.of(wanted, form));
        }).orElseGet(() -> Request.of(wanted));
        return request.sexp(Atom.of(token));
    }

    /**
     * That operators can approve such a use of a key.
     *
     * @throws claviger.cryptoki.CkrException CKR_ARGUMENTS_BAD for another word
     */
    public static void requireKeyUse(String word) {
        right(word, Right::isKeyUse);
    }

    private static Right right(String word, Predicate<Right> which) {
        return Arrays.stream(Right.values()).filter(which).filter(known -> known.word().equals(word)).findFirst()
            .orElseThrow(() -> CKR_ARGUMENTS_BAD.because("no such right; there are %s",
                Arrays.stream(Right.values()).filter(which).map(Right::word).collect(Collectors.joining(", "))));
    }

    /** Whether a request is allowed by an ACL of a token with that owner. */
    public static Decision decide(Acl acl, Principal owner, Collection<VerifiedCredential> credentials,
            Set<Principal> requestors, SexpList request, Instant when) {
        List<AclEntry> entries = new ArrayList<>(acl.entries());
        entries.add(new AclBook(0, owner, Optional.of(acl), Map.of()).owners());
        return Authority.of(entries, credentials).decide(requestors, request, when);
    }

    /** Whether everybody who has the user's PIN may edit an ACL, of a token with this label. */
    public static boolean mayEdit(Acl acl, Principal owner, String label) {
        return decide(acl, owner, List.of(), Set.of(AclBook.PIN_USER),
            request(label, Right.ADMIN_ACL.word(), Optional.empty(), Optional.empty()), Instant.now()).isAllowed();
    }

    /** What an application is whose user has logged in, whatever it shows besides. */
    public static Set<Principal> user(Peer peer) {
        Set<Principal> all = new HashSet<>(Requestors.of(peer));
        all.add(AclBook.PIN_USER);
        return all;
    }

    /** What holds where a token has no ACL, written as one. */
    public static Acl stock() {
        return Acl.read(Sexp.read("(acl (entry (subject (pin user)) (tag (pkcs11 (*)))))"));
    }
}
