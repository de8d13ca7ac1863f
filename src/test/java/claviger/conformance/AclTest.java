package claviger.conformance;

import static claviger.conformance.Acls.LOGIN;
import static claviger.conformance.Acls.account;
import static claviger.conformance.Acls.anything;
import static claviger.conformance.Acls.date;
import static claviger.conformance.Acls.entry;
import static claviger.conformance.Acls.named;
import static claviger.conformance.Acls.set;
import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_CLAVIGER_ACL;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cks;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.spki.Sexp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** ACLs of tokens and objects (D28 to D30; sections 1 and 5 of the digest on authorization). */
class AclTest {
    private static final byte[] DATA = Acls.bytes("data");
    private static final Mechanism ECDSA_SHA_384 = Mechanism.of(Ckm.CKM_ECDSA_SHA384);

    private static ObjectHandle key(Cryptoki application, SessionHandle session, Template more) {
        return application.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Templates.newPrivateKey().with(Templates.TOKEN).with(Templates.PRIVATE).with(more)).privateKey();
    }

    private static void sign(Cryptoki application, SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        application.signInit(session, mechanism, key);
        application.sign(session, DATA);
    }

    private static List<ObjectHandle> found(Cryptoki application, SessionHandle session, String label) {
        return application.find(session, Templates.labelled(label));
    }

    @InEveryWorld void withoutAnAclThePinOpensEverything(Token token) {   // D28
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = key(a, session, Templates.labelled("k"));
        assertTrue(a.authorizations().acl(session, ObjectHandle.NONE).isEmpty());
        assertTrue(a.authorizations().acl(session, key).isEmpty());
        assertArrayEquals(Acls.canonical("(pin user)"), a.authorizations().owner(session));
        sign(a, session, Templates.ECDSA_SHA_256, key);
        assertEquals("", a.authorizations().denial(session));
    }

    @InEveryWorld void aGrantNarrowsWhatThePinOpens(Token token) {   // D28, D30, AC42
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle tls = key(a, session, Templates.labelled("tls-front"));
        ObjectHandle other = key(a, session, Templates.labelled("root"));
        set(a, session, entry("(pin user)", LOGIN, named("tls-", "find", "read-attr"),
            "(pkcs11 conformance sign private-key (obj (*) (* prefix tls-)) CKM_ECDSA_SHA256)"));
        sign(a, session, Templates.ECDSA_SHA_256, tls);
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.signInit(session, ECDSA_SHA_384, tls));
        assertTrue(a.authorizations().denial(session).startsWith("sign: "), a.authorizations().denial(session));
        assertEquals(List.of(tls), found(a, session, "tls-front"));
        assertEquals("tls-front", a.attributes(session, tls, CKA_LABEL).get(CKA_LABEL).orElseThrow());
        assertCkr(CKR_ACTION_PROHIBITED, () -> a.destroyObject(session, tls));
        assertCkr(CKR_ACTION_PROHIBITED, () -> a.createObject(session, Templates.data("new")));
        assertCkr(CKR_ACTION_PROHIBITED, () -> key(a, session, Template.EMPTY));
        // of the owner's rights the list is silent, and they stay; those do not include the use of a key
        assertEquals(List.of(other), found(a, session, "root"));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.signInit(session, Templates.ECDSA_SHA_256, other));
    }

    @InEveryWorld void whatSomebodyMayNotFindIsNotThere(Token token) {   // D30
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        key(a, session, Templates.labelled("tls-front"));
        key(a, session, Templates.labelled("root"));
        Cryptoki b = token.b();
        SessionHandle other = token.user(b);
        ObjectHandle front = found(b, other, "tls-front").get(0);
        ObjectHandle root = found(b, other, "root").get(0);
        giveAway(a, session);
        set(a, session, entry("(pin user)", LOGIN, named("tls-", "find", "sign")));
        assertEquals(List.of(front), found(b, other, "tls-front"));
        assertEquals(List.of(), found(b, other, "root"));
        assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> b.attributes(other, root, CKA_LABEL));
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> b.signInit(other, Templates.ECDSA_SHA_256, root));
        assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> b.destroyObject(other, root));
        assertTrue(b.findAttributes(other, Template.EMPTY, CKA_LABEL).isEmpty());      // found, and not read
        assertCkr(CKR_ACTION_PROHIBITED, () -> b.attributes(other, front, CKA_LABEL));
    }

    /** Makes somebody the owner who is not there any more, after a key has been made theirs and shown. */
    private static Keyholder giveAway(Cryptoki application, SessionHandle session) {
        Keyholder owner = new Keyholder();
        owner.present(application, session);
        application.authorizations().setOwner(session, Acls.canonical(owner.subject()));
        return owner;
    }

    @InEveryWorld void theAccountAtTheOtherEndIsARequestor(Token token) {   // AC10, section 5c
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = key(a, session, Templates.labelled("k"));
        set(a, session, entry(Acls.of(2, "(pin user)", account()), LOGIN, anything("find", "sign")));
        sign(a, session, Templates.ECDSA_SHA_256, key);
        set(a, session, entry(Acls.of(2, "(pin user)", "(unix user nobody-of-that-name)"), LOGIN, anything("find", "sign")));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> sign(a, session, Templates.ECDSA_SHA_256, key));
    }

    @InEveryWorld void aKeyThatHasSignedAChallengeIsARequestorUntilTheLogout(Token token) {   // section 5c
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = key(a, session, Templates.labelled("k"));
        Keyholder alice = new Keyholder();
        set(a, session, entry(Acls.of(2, "(pin user)", alice.subject()), anything("find", "sign")));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> sign(a, session, Templates.ECDSA_SHA_256, key));
        alice.present(a, session);
        sign(a, session, Templates.ECDSA_SHA_256, key);
        a.logout(session);
        token.loginUser(a, session);
        ObjectHandle again = found(a, session, "k").get(0);
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> sign(a, session, Templates.ECDSA_SHA_256, again));
        Cryptoki b = token.b();      // and what A shows is A's
        SessionHandle other = token.user(b);
        alice.present(a, session);
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> sign(b, other, Templates.ECDSA_SHA_256, found(b, other, "k").get(0)));
    }

    @InEveryWorld void aChallengeIsGoodForOneAnswer(Token token) {   // section 5c
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        Keyholder alice = new Keyholder();
        Sexp challenge = Sexp.canonical(a.authorizations().challenge(session));
        byte[] answer = Keyholder.sequence(List.of(challenge, alice.signature(challenge)));
        byte[] byAnother = Keyholder.sequence(List.of(challenge, new Keyholder().signature(Sexp.read("(x)"))));
        assertCkr(CKR_SIGNATURE_INVALID, () -> a.authorizations().present(session, byAnother));
        a.authorizations().present(session, answer);
        assertCkr(CKR_SIGNATURE_INVALID, () -> a.authorizations().present(session, answer));
        SessionHandle ofB = token.user(token.b());
        Sexp second = Sexp.canonical(a.authorizations().challenge(session));
        assertCkr(CKR_SIGNATURE_INVALID, () -> token.b().authorizations().present(ofB,
            Keyholder.sequence(List.of(second, alice.signature(second)))));
    }

    @InEveryWorld void rightsAreHandedOnByCertificates(Token token) {   // AC20, AC21
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = key(a, session, Templates.labelled("tls-1"));
        Keyholder root = new Keyholder();
        Keyholder team = new Keyholder();
        Keyholder bob = new Keyholder();
        set(a, session, "(entry (subject " + root.subject() + ") (propagate) " + Acls.tag(anything("find", "sign")) + ")");
        List<Sexp> toTeam = root.certificate(team.subject(), true, Acls.tag(named("tls-", "sign")));
        List<Sexp> toBob = team.certificate(bob.subject(), false, Acls.tag(anything("sign", "decrypt")));
        bob.present(a, session, toBob);
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> sign(a, session, Templates.ECDSA_SHA_256, key));
        bob.present(a, session, toTeam);
        sign(a, session, Templates.ECDSA_SHA_256, key);
    }

    @InEveryWorld void theEndOfAGrantEndsWhatRuns(Token token) throws Exception {   // section 5d
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = key(a, session, Templates.labelled("k"));
        Instant now = Instant.now();
        Instant end = now.plus(Duration.ofSeconds(2));
        set(a, session, "(entry (subject (pin user)) " + Acls.tag(anything("find", "sign")) + " (valid (not-before "
            + date(now.minusSeconds(5)) + ") (not-after " + date(end) + ")))");
        a.signInit(session, Templates.ECDSA_SHA_256, key);
        a.signUpdate(session, DATA);
        while (Instant.now().isBefore(end.plusMillis(50))) {
            Thread.sleep(20);
        }
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.signFinal(session));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.signInit(session, Templates.ECDSA_SHA_256, key));
        set(a, session, "(entry (subject (pin user)) " + Acls.tag(anything("find", "sign")) + " (valid (not-before "
            + date(end.plusSeconds(3600)) + ")))");
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.signInit(session, Templates.ECDSA_SHA_256, key));
    }

    @InEveryWorld void theOwnerCannotLockThemselvesOut(Token token) {   // D29
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = key(a, session, Templates.labelled("k"));
        set(a, session);
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> sign(a, session, Templates.ECDSA_SHA_256, key));
        a.logout(session);
        token.loginUser(a, session);
        assertArrayEquals(Acls.acl(), a.authorizations().acl(session, ObjectHandle.NONE).orElseThrow());
        a.authorizations().setAcl(session, ObjectHandle.NONE, Optional.empty());
        sign(a, session, Templates.ECDSA_SHA_256, found(a, session, "k").get(0));
    }

    @InEveryWorld void theOwnershipGoesOnlyToSomebodyWhoIsThere(Token token) {   // D29
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        Keyholder next = new Keyholder();
        byte[] subject = Acls.canonical(next.subject());
        assertCkr(CKR_ACTION_PROHIBITED, () -> a.authorizations().setOwner(session, subject));
        assertCkr(CKR_ARGUMENTS_BAD, () -> a.authorizations().setOwner(session, Acls.bytes("(k-of-n")));
        next.present(a, session);
        a.authorizations().setOwner(session, subject);
        a.authorizations().setAcl(session, ObjectHandle.NONE, Optional.of(Acls.acl(entry("(pin user)", anything("login-user")))));
        a.logout(session);
        token.loginUser(a, session);
        assertCkr(CKR_ACTION_PROHIBITED, () -> set(a, session));
        assertArrayEquals(subject, a.authorizations().owner(session));
        next.present(a, session);
        a.authorizations().setAcl(session, ObjectHandle.NONE, Optional.empty());
    }

    @InEveryWorld void whoMayNotLogInIsNotLoggedIn(Token token) {   // section 5b, [LOGIN]
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        giveAway(a, session);
        set(a, session, entry(Acls.of(2, "(pin user)", "(unix user somebody-else)"), LOGIN));
        a.logout(session);
        assertCkr(CKR_ACTION_PROHIBITED, () -> token.loginUser(a, session));
        assertEquals(Cks.CKS_RW_PUBLIC_SESSION, Token.state(a, session));
        token.loginSo(a, session);      // whom no ACL keeps out
        a.logout(session);
    }

    @InEveryWorld void anObjectsAclNarrowsWhatTheTokensAllows(Token token) {   // D28, RESOURCE_CONTROL_CONTEXT
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        Keyholder alice = new Keyholder();
        ObjectHandle key = key(a, session, Templates.labelled("k").with(CKA_CLAVIGER_ACL,
            Acls.acl(entry(alice.subject(), anything("find", "sign")))));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> sign(a, session, Templates.ECDSA_SHA_256, key));
        alice.present(a, session);
        sign(a, session, Templates.ECDSA_SHA_256, key);
        set(a, session, entry("(pin user)", anything("find")));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> sign(a, session, Templates.ECDSA_SHA_256, key));
        a.authorizations().setAcl(session, ObjectHandle.NONE, Optional.empty());
        set(a, session, key, entry("(pin user)", anything("find", "sign")));
        a.logout(session);
        token.loginUser(a, session);
        sign(a, session, Templates.ECDSA_SHA_256, found(a, session, "k").get(0));
    }

    @InEveryWorld void theAclOfAnObjectIsNoAttributeToChange(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = key(a, session, Templates.labelled("k"));
        Template acl = Template.EMPTY.with(CKA_CLAVIGER_ACL, Acls.acl());
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> a.setAttributeValue(session, key, acl));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> a.copyObject(session, key, acl));
        assertCkr(CKR_ATTRIBUTE_VALUE_INVALID, () ->
            a.createObject(session, Templates.data("d").with(CKA_CLAVIGER_ACL, Acls.bytes("(no acl)"))));
    }

    @InEveryWorld void anAclIsEditedByTheUserInAReadWriteSession(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        assertCkr(CKR_USER_NOT_LOGGED_IN, () -> set(a, session));
        SessionHandle readOnly = token.ro(a);
        token.loginUser(a, session);
        assertCkr(CKR_SESSION_READ_ONLY, () -> set(a, readOnly));
        assertCkr(CKR_ARGUMENTS_BAD, () ->
            a.authorizations().setAcl(session, ObjectHandle.NONE, Optional.of(Acls.canonical("(acl (entry))"))));
        assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> set(a, session, new ObjectHandle(4711)));
    }

    @InEveryWorld void nobodyWhoIsNotLoggedInSeesAnythingOnceThereIsAnAcl(Token token) {   // D29: it is sealed
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        a.createObject(session, Templates.data("open").with(Templates.TOKEN));
        set(a, session, entry("(pin user)", "(pkcs11 (*))"));
        Cryptoki b = token.b();
        SessionHandle other = token.rw(b);
        assertEquals(List.of(), found(b, other, "open"));
        assertCkr(CKR_USER_NOT_LOGGED_IN, () -> b.createObject(other, Templates.data("new")));
        assertCkr(CKR_USER_NOT_LOGGED_IN, () -> b.authorizations().acl(other, ObjectHandle.NONE));
        token.loginUser(b, other);
        assertEquals(1, found(b, other, "open").size());
    }

    @InEveryWorld void anObjectsAclLeavesTheOthersToThePublic(Token token) {   // D28
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        a.createObject(session, Templates.data("open").with(Templates.TOKEN));
        ObjectHandle listed = a.createObject(session, Templates.data("listed").with(Templates.TOKEN));
        set(a, session, listed, entry("(pin user)", "(pkcs11 (*))"));
        Cryptoki b = token.b();
        SessionHandle other = token.rw(b);
        assertEquals(1, found(b, other, "open").size());
        assertEquals(List.of(), found(b, other, "listed"));
        b.createObject(other, Templates.data("new"));
    }

    @InEveryWorld void thePinIsNotChangedByWhoMayNotLogIn(Token token) {   // D29: the owner is not locked out
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        giveAway(a, session);
        set(a, session, entry(Acls.of(2, "(pin user)", "(unix user somebody-else)"), LOGIN));
        Cryptoki b = token.b();
        SessionHandle other = token.rw(b);
        assertCkr(CKR_USER_NOT_LOGGED_IN, () -> b.setPin(other, Token.utf8(World.USER_PIN), Token.utf8("another pin")));
        assertCkr(CKR_ACTION_PROHIBITED, () -> token.loginUser(b, other));
    }

    @InEveryWorld void anAclThatGrowsBeyondItsBoundsIsRefused(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = key(a, session, Templates.labelled("k"));
        byte[] bare = Acls.bytes("(3:acl" + "(5:entry1:a)".repeat(9_000) + ")");      // each is kept with a tag of its own
        assertCkr(CKR_ARGUMENTS_BAD, () -> a.authorizations().setAcl(session, key, Optional.of(bare)));
        sign(a, session, Templates.ECDSA_SHA_256, key);
    }

    @InEveryWorld void whatIsPresentedAddsUpAndIsCountedOnce(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = key(a, session, Templates.labelled("k"));
        Keyholder root = new Keyholder();
        Keyholder bob = new Keyholder();
        set(a, session, "(entry (subject " + root.subject() + ") (propagate) " + Acls.tag(anything("find", "sign")) + ")");
        for (int i = 0; i < 16; i++) {      // each of another 2 KB
            a.authorizations().present(session, Keyholder.sequence(
                root.certificate("(unix user u" + i + ")", false, "(tag (x " + "y".repeat(2_000) + "))")));
        }
        bob.present(a, session, root.certificate(bob.subject(), false, Acls.tag(anything("sign"))));
        sign(a, session, Templates.ECDSA_SHA_256, key);
    }

    @InEveryWorld void whatIsPresentedHasBounds(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        Keyholder alice = new Keyholder();
        Sexp unknown = Sexp.read("(proof (token x) (nonce #00#))");
        assertCkr(CKR_SIGNATURE_INVALID, () -> a.authorizations().present(session,
            Keyholder.sequence(List.of(unknown, alice.signature(unknown)))));
        String wide = "(tag (x " + "y".repeat(60_000) + "))";
        Ckr last = Ckr.CKR_OK;
        for (int i = 0; i < 20 && last == Ckr.CKR_OK; i++) {
            byte[] more = Keyholder.sequence(alice.certificate("(unix user u" + i + ")", false, wide));
            last = Refusals.ckr(() -> a.authorizations().present(session, more));
        }
        assertEquals(Ckr.CKR_DEVICE_MEMORY, last);
    }

    @InEveryWorld void aChangeIsInForceForTheOtherApplicationAtItsNextCall(Token token) {   // D12, D14
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = key(a, session, Templates.labelled("k"));
        Cryptoki b = token.b();
        SessionHandle other = token.user(b);
        ObjectHandle same = found(b, other, "k").get(0);
        sign(b, other, Templates.ECDSA_SHA_256, same);
        set(a, session, entry("(pin user)", anything("find")));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> sign(b, other, Templates.ECDSA_SHA_256, same));
        a.authorizations().setAcl(session, ObjectHandle.NONE, Optional.empty());
        sign(b, other, Templates.ECDSA_SHA_256, same);
        set(a, session, key, entry("(pin user)", anything("find")));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> sign(b, other, Templates.ECDSA_SHA_256, same));
    }
}
