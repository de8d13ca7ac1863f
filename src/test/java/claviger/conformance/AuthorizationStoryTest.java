package claviger.conformance;

import static claviger.conformance.Acls.LOGIN;
import static claviger.conformance.Acls.anything;
import static claviger.conformance.Acls.date;
import static claviger.conformance.Acls.entry;
import static claviger.conformance.Acls.named;
import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.spki.Sexp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One token for a certification authority: its root key signs when two of three operators approve, a TLS front signs this
 * month, with one mechanism and keys of one name, and an auditor looks at everything and uses nothing. All have the PIN; which
 * of them somebody is, a key of their own says.
 */
class AuthorizationStoryTest {
    private static final byte[] DATA = Acls.bytes("to be signed");
    private static final Mechanism ECDSA_SHA_384 = Mechanism.of(Ckm.CKM_ECDSA_SHA384);

    private final Keyholder owner = new Keyholder();
    private final Keyholder front = new Keyholder();
    private final Keyholder auditor = new Keyholder();
    private final Keyholder ceremony = new Keyholder();
    private final List<Keyholder> operators = List.of(new Keyholder(), new Keyholder(), new Keyholder());

    private static void pair(Cryptoki application, SessionHandle session, String label) {
        Template token = Templates.labelled(label).with(Templates.TOKEN);
        application.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey().with(token),
            Templates.newPrivateKey().with(Templates.PRIVATE).with(token));
    }

    /** Makes the keys, becomes the owner and says who may do what. */
    private void setUp(Token token) {
        Cryptoki cryptoki = token.a();
        SessionHandle session = token.user(cryptoki);
        pair(cryptoki, session, "root");
        pair(cryptoki, session, "tls-www");
        owner.present(cryptoki, session);
        cryptoki.authorizations().setOwner(session, Acls.canonical(owner.subject()));
        Instant now = Instant.now();
        Acls.set(cryptoki, session,
            entry("(pin user)", LOGIN),
            entry(Acls.of(2, operators.stream().map(Keyholder::subject).toArray(String[]::new)),
                "(pkcs11 (*) sign private-key (obj (*) root) CKM_ECDSA_SHA384)"),
            entry(ceremony.subject(), "(pkcs11 (*) (* set find read-attr) (*) (obj (*) root))"),
            "(entry (subject " + front.subject() + ") " + Acls.tag(named("tls-", "find", "read-attr"),
                "(pkcs11 (*) sign private-key (obj (*) (* prefix tls-)) CKM_ECDSA_SHA256)") + " (valid (not-before "
                + date(now.minus(Duration.ofDays(15))) + ") (not-after " + date(now.plus(Duration.ofDays(15))) + ")))",
            entry(auditor.subject(), anything("find", "read-attr")));
        cryptoki.logout(session);
    }

    private record Actor(Cryptoki cryptoki, SessionHandle session) {
        ObjectHandle privateKey(String label) {
            return cryptoki.find(session, Templates.labelled(label).with(CKA_CLASS,
                CKO_PRIVATE_KEY)).get(0);
        }

        Set<String> labels() {
            Set<String> labels = new TreeSet<>();
            cryptoki.findAttributes(session, Template.EMPTY, CKA_LABEL).values()
                .forEach(object -> labels.add(object.get(CKA_LABEL, "")));
            return labels;
        }

        void sign(Mechanism mechanism, String label) {
            cryptoki.signInit(session, mechanism, privateKey(label));
            cryptoki.sign(session, DATA);
        }
    }

    private static Actor actor(Token token, Keyholder somebody) {
        Cryptoki cryptoki = token.initialized();
        SessionHandle session = token.user(cryptoki);
        somebody.present(cryptoki, session);
        return new Actor(cryptoki, session);
    }

    @InEveryWorld void everybodyDoesTheirPart(Token token) {   // D28, D30, AC29
        setUp(token);

        Actor tls = actor(token, front);
        assertEquals(Set.of("tls-www"), tls.labels());
        tls.sign(Templates.ECDSA_SHA_256, "tls-www");
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> tls.sign(ECDSA_SHA_384, "tls-www"));
        assertCkr(CKR_ACTION_PROHIBITED, () -> pair(tls.cryptoki(), tls.session(), "tls-own"));

        Actor audit = actor(token, auditor);
        assertEquals(Set.of("root", "tls-www"), audit.labels());
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> audit.sign(Templates.ECDSA_SHA_256, "tls-www"));
        assertCkr(CKR_ACTION_PROHIBITED, () -> audit.cryptoki().destroyObject(audit.session(), audit.privateKey("root")));

        Actor root = actor(token, ceremony);
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> root.sign(ECDSA_SHA_384, "root"));
        Sexp request = request(token, root);
        approve(root, request, operators.get(0));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> root.sign(ECDSA_SHA_384, "root"));
        approve(audit, request, operators.get(2));      // whoever brings it
        root.sign(ECDSA_SHA_384, "root");
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> root.sign(ECDSA_SHA_384, "root"));
    }

    private static Sexp request(Token token, Actor actor) {
        String uniqueId = actor.cryptoki().attributes(actor.session(), actor.privateKey("root"), CKA_UNIQUE_ID)
            .get(CKA_UNIQUE_ID).orElseThrow();
        return Sexp.read("(request (token \"" + actor.cryptoki().getTokenInfo(token.slot()).serial() + "\") (object \""
            + uniqueId + "\") (right sign) (mechanism CKM_ECDSA_SHA384) (uses \"1\") (not-after "
            + date(Instant.now().plus(Duration.ofHours(1))) + ") (nonce #000102030405060708090a0b0c0d0e0f#))");
    }

    private static void approve(Actor actor, Sexp request, Keyholder operator) {
        actor.cryptoki().authorizations().approve(actor.session(),
            Keyholder.sequence(List.of(request, operator.signature(request))));
    }
}
