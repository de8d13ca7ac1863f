package claviger.bench.authorization;

import claviger.spki.AclEntry;
import claviger.spki.AsIfVerified;
import claviger.spki.Atom;
import claviger.spki.Authority;
import claviger.spki.Credential;
import claviger.spki.Principal;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import claviger.spki.Tag;
import claviger.spki.Validity;
import claviger.spki.VerifiedCredential;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Entries of an ACL, certificates for chains, certificates of names for groups, labels that begin with the folder. */
final class ClavigerJudge implements Judge {
    /** As an object's sign request has it: token, operation, class, object. */
    private static final String TAG = "(pkcs11 prod sign private-key (obj ";
    private static final Principal ROOT = user("root");

    private final List<AclEntry> acl = new ArrayList<>();
    private final List<VerifiedCredential> credentials = new ArrayList<>();
    private final Instant when = Instant.now();
    private Authority authority;

    private record Question(Set<Principal> requestors, Sexp request) {
    }

    @Override public void load(Shape shape) {
        for (int i = 0; i < shape.size(); i++) {
            switch (shape) {
                case CHAIN_10 -> chain(i);
                case GRAPH_50K_DENIED -> edges(shape, i);
                case GROUPS -> member(i);
                default -> grant(user(shape.user(i)), "k" + i);
            }
        }
        for (int i = 0; shape == Shape.GROUPS && i < Shape.TEN; i++) {
            Principal group = new Principal.Name(ROOT, List.of(Atom.of(Shape.group(i))));
            acl.add(new AclEntry(group, false, tag("(*) (* prefix " + Shape.folder(i) + "-)"), Validity.always()));
        }
        authority = Authority.of(acl, credentials);
    }

    private void grant(Principal user, String key) {
        acl.add(new AclEntry(user, true, tag(key), Validity.always()));
    }

    private void chain(int chain) {
        grant(user(Shape.member(chain, 0)), "k" + chain);
        for (int place = 0; place < Shape.TEN; place++) {
            pass(Shape.member(chain, place), Shape.member(chain, place + 1));
        }
    }

    /** To everybody, so all that is passed on comes back to everybody, from nobody who has it. */
    private void edges(Shape shape, int from) {
        for (int to = 0; to < shape.size(); to++) {
            pass("u" + from, "u" + to);
        }
    }

    private void pass(String from, String to) {
        credentials.add(AsIfVerified.of(
            new Credential.AuthCert(user(from), user(to), true, Tag.of(Sexp.read("(pkcs11)")), Validity.always())));
    }

    private void member(int i) {
        credentials.add(AsIfVerified.of(
            new Credential.NameCert(ROOT, Atom.of(Shape.group(i)), user("u" + i), Validity.always())));
    }

    @Override public Object question(Shape shape, int i) {
        String object = shape == Shape.GROUPS ? "id" + i + " " + shape.key(i) : shape.key(i) + " label";
        return new Question(Set.of(user(shape.user(i))), Sexp.read(TAG + object + ") CKM_ECDSA)"));
    }

    @Override public boolean allows(Object question) {
        return authority.decide(((Question) question).requestors(), ((Question) question).request(), when).isAllowed();
    }

    List<AclEntry> acl() {
        return acl;
    }

    private static Tag tag(String object) {
        return Tag.of(Sexp.read(TAG + object + "))"));
    }

    /** A key with octets like those of an Ed25519 key. */
    static Principal user(String name) {
        byte[] octets = new byte[32];
        new Random(name.hashCode()).nextBytes(octets);
        return new Principal.Key(SexpList.named("public-key",
            SexpList.named("ed25519", SexpList.named("q", Atom.of(octets)))));
    }
}
