package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_ALWAYS_AUTHENTICATE;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_PIN_INCORRECT;
import static claviger.cryptoki.Ckr.CKR_PIN_LOCKED;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_USER_ALREADY_LOGGED_IN;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static claviger.cryptoki.Ckr.CKR_USER_TYPE_INVALID;
import static claviger.cryptoki.Cks.CKS_RW_PUBLIC_SESSION;
import static claviger.cryptoki.Cks.CKS_RW_USER_FUNCTIONS;
import static claviger.cryptoki.Cku.CKU_CONTEXT_SPECIFIC;
import static claviger.cryptoki.Cku.CKU_USER;
import static claviger.cryptoki.TokenFlag.CKF_USER_PIN_COUNT_LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckd;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;

/** Keys that want the PIN at each use (L9 to L12), and users with a name (L8). */
class ReauthenticationTest {
    private static final byte[] WRONG = Token.utf8("wrong pin");
    private static final byte[] DATA = new byte[100];

    private static KeyPair pair(Cryptoki a, SessionHandle session) {
        return a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Template.EMPTY.with(CKA_SIGN, true).with(CKA_PRIVATE, true).with(CKA_ALWAYS_AUTHENTICATE, true)
                .with(CKA_DERIVE, true));
    }

    private static byte[] pin() {
        return Token.utf8(World.USER_PIN);
    }

    @InEveryWorld void suchAKeyIsPrivate(Token token) {   // L9
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        assertCkr(CKR_TEMPLATE_INCONSISTENT, () -> a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN,
            Templates.newP256PublicKey(), Templates.newPrivateKey().with(CKA_ALWAYS_AUTHENTICATE, true)));
    }

    @InEveryWorld void eachUseWaitsForThePin(Token token) {   // L9, L12
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = pair(a, session);
        for (int i = 0; i < 2; i++) {
            a.signInit(session, Templates.ECDSA_SHA_256, pair.privateKey());
            assertCkr(CKR_USER_NOT_LOGGED_IN, () -> a.sign(session, DATA));
            assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.sign(session, DATA));   // O3
            a.signInit(session, Templates.ECDSA_SHA_256, pair.privateKey());
            a.login(session, CKU_CONTEXT_SPECIFIC, pin());
            byte[] signature = a.sign(session, DATA);
            a.verifyInit(session, Templates.ECDSA_SHA_256, pair.publicKey());
            a.verify(session, DATA, signature);
        }
    }

    @InEveryWorld void thePinCountsForTheWholeOperationInParts(Token token) {   // L12
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = pair(a, session);
        a.signInit(session, Templates.ECDSA_SHA_256, pair.privateKey());
        a.login(session, CKU_CONTEXT_SPECIFIC, pin());
        a.signUpdate(session, DATA);
        a.signUpdate(session, DATA);
        assertEquals(64, a.signFinal(session).length);
        a.signInit(session, Templates.ECDSA_SHA_256, pair.privateKey());
        assertCkr(CKR_USER_NOT_LOGGED_IN, () -> a.signUpdate(session, DATA));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.signFinal(session));
        a.signInit(session, Templates.ECDSA_SHA_256, pair.privateKey());
        assertCkr(CKR_USER_NOT_LOGGED_IN, () -> a.signFinal(session));
    }

    @InEveryWorld void aRestoredOperationAsksForThePinAgain(Token token) {   // L12, V2
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        SessionHandle other = token.rw(a);
        KeyPair pair = pair(a, session);
        a.signInit(session, Templates.ECDSA_SHA_256, pair.privateKey());
        a.login(session, CKU_CONTEXT_SPECIFIC, pin());
        a.signUpdate(session, DATA);
        byte[] state = a.getOperationState(session);
        a.signFinal(session);
        for (SessionHandle into : new SessionHandle[] {session, other}) {
            a.setOperationState(into, state, ObjectHandle.NONE, pair.privateKey());
            assertCkr(CKR_USER_NOT_LOGGED_IN, () -> a.signFinal(into));
            a.setOperationState(into, state, ObjectHandle.NONE, pair.privateKey());
            assertCkr(CKR_USER_NOT_LOGGED_IN, () -> a.signUpdate(into, DATA));
            a.setOperationState(into, state, ObjectHandle.NONE, pair.privateKey());
            a.login(into, CKU_CONTEXT_SPECIFIC, pin());
            byte[] signature = a.signFinal(into);
            a.verifyInit(into, Templates.ECDSA_SHA_256, pair.publicKey());
            a.verify(into, DATA, signature);
        }
    }

    @InEveryWorld void aLengthQueryNeedsNoPin(Token token) {   // L9
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        a.signInit(session, Templates.ECDSA_SHA_256, pair(a, session).privateKey());
        Output query = Output.lengthQuery();
        a.sign(session, DATA, query);
        assertEquals(64, query.length());
        a.login(session, CKU_CONTEXT_SPECIFIC, pin());
        assertEquals(64, a.sign(session, DATA).length);
    }

    @InEveryWorld void thePinOfNoOperationIsRefused(Token token) {   // L10
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        SessionHandle other = token.rw(a);
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.login(session, CKU_CONTEXT_SPECIFIC, WRONG));
        a.digestInit(session, Templates.SHA_256);
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.login(session, CKU_CONTEXT_SPECIFIC, pin()));
        assertEquals(32, a.digest(session, DATA).length);
        a.signInit(session, Templates.ECDSA_SHA_256, pair(a, other).privateKey());
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.login(other, CKU_CONTEXT_SPECIFIC, pin()));
        a.login(session, CKU_CONTEXT_SPECIFIC, pin());
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.login(session, CKU_CONTEXT_SPECIFIC, pin()));
        assertFalse(token.flags().contains(CKF_USER_PIN_COUNT_LOW));
        assertEquals(64, a.sign(session, DATA).length);
    }

    @InEveryWorld void aWrongPinCountsAndLeavesTheOperationWaiting(Token token) {   // L11
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        a.signInit(session, Templates.ECDSA_SHA_256, pair(a, session).privateKey());
        assertCkr(CKR_PIN_INCORRECT, () -> a.login(session, CKU_CONTEXT_SPECIFIC, WRONG));
        assertTrue(token.flags().contains(CKF_USER_PIN_COUNT_LOW));
        assertEquals(CKS_RW_USER_FUNCTIONS, Token.state(a, session));
        assertCkr(CKR_PIN_INCORRECT, () -> a.login(session, CKU_CONTEXT_SPECIFIC, null));
        a.login(session, CKU_CONTEXT_SPECIFIC, pin());
        assertFalse(token.flags().contains(CKF_USER_PIN_COUNT_LOW));
        assertEquals(64, a.sign(session, DATA).length);
    }

    @InEveryWorld void theLastWrongPinLogsOut(Token token) {   // L11, L5
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = pair(a, session);
        a.signInit(session, Templates.ECDSA_SHA_256, pair.privateKey());
        int tries = 1;
        Ckr answer = Refusals.ckr(() -> a.login(session, CKU_CONTEXT_SPECIFIC, WRONG));
        while (answer == CKR_PIN_INCORRECT) {
            tries++;
            answer = Refusals.ckr(() -> a.login(session, CKU_CONTEXT_SPECIFIC, WRONG));
        }
        assertEquals(CKR_PIN_LOCKED, answer);
        assertEquals(10, tries);
        assertEquals(CKS_RW_PUBLIC_SESSION, Token.state(a, session));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.sign(session, DATA));
        assertCkr(Ckr.CKR_KEY_HANDLE_INVALID,
            () -> a.signInit(session, Templates.ECDSA_SHA_256, pair.privateKey()));
        assertCkr(CKR_PIN_LOCKED, () -> token.loginUser(a, session));
    }

    @InEveryWorld void whoseTriesAreGoneBySomebodyElseIsLoggedOutAtTheNextUse(Token token) {   // L11
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        a.signInit(session, Templates.ECDSA_SHA_256, pair(a, session).privateKey());
        SessionHandle ofB = token.rw(token.b());
        for (int i = 0; i < 10; i++) {
            assertCkr(CKR_PIN_INCORRECT, () -> token.b().login(ofB, CKU_USER, WRONG));
        }
        assertCkr(CKR_PIN_LOCKED, () -> a.login(session, CKU_CONTEXT_SPECIFIC, pin()));
        assertEquals(CKS_RW_PUBLIC_SESSION, Token.state(a, session));
    }

    @InEveryWorld void whatHasNoInitIsNotForSuchAKey(Token token) {   // L12
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = pair(a, session);
        byte[] point = a.attributes(session, pair.publicKey(), Cka.CKA_EC_POINT).require(Cka.CKA_EC_POINT);
        Mechanism ecdh = new Mechanism(Ckm.CKM_ECDH1_DERIVE,
            new Parameters.Ecdh(Ckd.CKD_NULL, new byte[0], point));
        assertCkr(CKR_USER_NOT_LOGGED_IN, () -> a.deriveKey(session, ecdh, pair.privateKey(), Template.EMPTY));
    }

    @InEveryWorld void usersHaveNoNames(Token token) {   // L8
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        assertCkr(CKR_USER_TYPE_INVALID, () -> a.loginUser(session, CKU_USER, WRONG, "alice"));
        assertFalse(token.flags().contains(CKF_USER_PIN_COUNT_LOW));
        assertCkr(CKR_PIN_INCORRECT, () -> a.loginUser(session, CKU_USER, WRONG, ""));
        a.loginUser(session, CKU_USER, pin(), "");
        assertEquals(CKS_RW_USER_FUNCTIONS, Token.state(a, session));
        assertCkr(CKR_USER_ALREADY_LOGGED_IN, () -> a.loginUser(session, CKU_USER, pin(), null));
    }
}
