package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.conformance.Refusals.ckr;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_OK;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_PIN_INCORRECT;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY_EXISTS;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_WRITE_SO_EXISTS;
import static claviger.cryptoki.Ckr.CKR_USER_ALREADY_LOGGED_IN;
import static claviger.cryptoki.Ckr.CKR_USER_ANOTHER_ALREADY_LOGGED_IN;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static claviger.cryptoki.Ckr.CKR_USER_PIN_NOT_INITIALIZED;
import static claviger.cryptoki.Cks.CKS_RO_PUBLIC_SESSION;
import static claviger.cryptoki.Cks.CKS_RO_USER_FUNCTIONS;
import static claviger.cryptoki.Cks.CKS_RW_PUBLIC_SESSION;
import static claviger.cryptoki.Cks.CKS_RW_SO_FUNCTIONS;
import static claviger.cryptoki.Cks.CKS_RW_USER_FUNCTIONS;
import static claviger.cryptoki.Cku.CKU_SO;
import static claviger.cryptoki.Cku.CKU_USER;
import static claviger.cryptoki.TokenFlag.CKF_SO_PIN_COUNT_LOW;
import static claviger.cryptoki.TokenFlag.CKF_USER_PIN_COUNT_LOW;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cks;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Login and logout (S, L). */
class LoginTest {
    /** What can happen to an application that has one session. */
    private enum Event { LOGIN_USER, LOGIN_SO, LOGOUT, CLOSE_LAST, CLOSE_ALL, FINALIZE, OTHERS }

    /** In the state, the event returns the code and leaves the application's sessions in the other state. */
    private record Row(Cks from, Event event, Ckr answer, Cks to) {
    }

    /** The table of section 3, all of it. After a close, the state is that of a new session of the same kind. */
    private static final List<Row> TABLE = List.of(
        new Row(CKS_RO_PUBLIC_SESSION, Event.LOGIN_USER, CKR_OK,                             CKS_RO_USER_FUNCTIONS),
        new Row(CKS_RO_PUBLIC_SESSION, Event.LOGIN_SO,   CKR_SESSION_READ_ONLY_EXISTS,       CKS_RO_PUBLIC_SESSION),
        new Row(CKS_RO_PUBLIC_SESSION, Event.LOGOUT,     CKR_USER_NOT_LOGGED_IN,             CKS_RO_PUBLIC_SESSION),
        new Row(CKS_RO_PUBLIC_SESSION, Event.CLOSE_LAST, CKR_OK,                             CKS_RO_PUBLIC_SESSION),
        new Row(CKS_RO_PUBLIC_SESSION, Event.CLOSE_ALL,  CKR_OK,                             CKS_RO_PUBLIC_SESSION),
        new Row(CKS_RO_PUBLIC_SESSION, Event.FINALIZE,   CKR_OK,                             CKS_RO_PUBLIC_SESSION),
        new Row(CKS_RO_PUBLIC_SESSION, Event.OTHERS,     CKR_OK,                             CKS_RO_PUBLIC_SESSION),

        new Row(CKS_RO_USER_FUNCTIONS, Event.LOGIN_USER, CKR_USER_ALREADY_LOGGED_IN,         CKS_RO_USER_FUNCTIONS),
        new Row(CKS_RO_USER_FUNCTIONS, Event.LOGIN_SO,   CKR_SESSION_READ_ONLY_EXISTS,       CKS_RO_USER_FUNCTIONS),
        new Row(CKS_RO_USER_FUNCTIONS, Event.LOGOUT,     CKR_OK,                             CKS_RO_PUBLIC_SESSION),
        new Row(CKS_RO_USER_FUNCTIONS, Event.CLOSE_LAST, CKR_OK,                             CKS_RO_PUBLIC_SESSION),
        new Row(CKS_RO_USER_FUNCTIONS, Event.CLOSE_ALL,  CKR_OK,                             CKS_RO_PUBLIC_SESSION),
        new Row(CKS_RO_USER_FUNCTIONS, Event.FINALIZE,   CKR_OK,                             CKS_RO_PUBLIC_SESSION),
        new Row(CKS_RO_USER_FUNCTIONS, Event.OTHERS,     CKR_OK,                             CKS_RO_USER_FUNCTIONS),

        new Row(CKS_RW_PUBLIC_SESSION, Event.LOGIN_USER, CKR_OK,                             CKS_RW_USER_FUNCTIONS),
        new Row(CKS_RW_PUBLIC_SESSION, Event.LOGIN_SO,   CKR_OK,                             CKS_RW_SO_FUNCTIONS),
        new Row(CKS_RW_PUBLIC_SESSION, Event.LOGOUT,     CKR_USER_NOT_LOGGED_IN,             CKS_RW_PUBLIC_SESSION),
        new Row(CKS_RW_PUBLIC_SESSION, Event.CLOSE_LAST, CKR_OK,                             CKS_RW_PUBLIC_SESSION),
        new Row(CKS_RW_PUBLIC_SESSION, Event.CLOSE_ALL,  CKR_OK,                             CKS_RW_PUBLIC_SESSION),
        new Row(CKS_RW_PUBLIC_SESSION, Event.FINALIZE,   CKR_OK,                             CKS_RW_PUBLIC_SESSION),
        new Row(CKS_RW_PUBLIC_SESSION, Event.OTHERS,     CKR_OK,                             CKS_RW_PUBLIC_SESSION),

        new Row(CKS_RW_USER_FUNCTIONS, Event.LOGIN_USER, CKR_USER_ALREADY_LOGGED_IN,         CKS_RW_USER_FUNCTIONS),
        new Row(CKS_RW_USER_FUNCTIONS, Event.LOGIN_SO,   CKR_USER_ANOTHER_ALREADY_LOGGED_IN, CKS_RW_USER_FUNCTIONS),
        new Row(CKS_RW_USER_FUNCTIONS, Event.LOGOUT,     CKR_OK,                             CKS_RW_PUBLIC_SESSION),
        new Row(CKS_RW_USER_FUNCTIONS, Event.CLOSE_LAST, CKR_OK,                             CKS_RW_PUBLIC_SESSION),
        new Row(CKS_RW_USER_FUNCTIONS, Event.CLOSE_ALL,  CKR_OK,                             CKS_RW_PUBLIC_SESSION),
        new Row(CKS_RW_USER_FUNCTIONS, Event.FINALIZE,   CKR_OK,                             CKS_RW_PUBLIC_SESSION),
        new Row(CKS_RW_USER_FUNCTIONS, Event.OTHERS,     CKR_OK,                             CKS_RW_USER_FUNCTIONS),

        new Row(CKS_RW_SO_FUNCTIONS,   Event.LOGIN_USER, CKR_USER_ANOTHER_ALREADY_LOGGED_IN, CKS_RW_SO_FUNCTIONS),
        new Row(CKS_RW_SO_FUNCTIONS,   Event.LOGIN_SO,   CKR_USER_ALREADY_LOGGED_IN,         CKS_RW_SO_FUNCTIONS),
        new Row(CKS_RW_SO_FUNCTIONS,   Event.LOGOUT,     CKR_OK,                             CKS_RW_PUBLIC_SESSION),
        new Row(CKS_RW_SO_FUNCTIONS,   Event.CLOSE_LAST, CKR_OK,                             CKS_RW_PUBLIC_SESSION),
        new Row(CKS_RW_SO_FUNCTIONS,   Event.CLOSE_ALL,  CKR_OK,                             CKS_RW_PUBLIC_SESSION),
        new Row(CKS_RW_SO_FUNCTIONS,   Event.FINALIZE,   CKR_OK,                             CKS_RW_PUBLIC_SESSION),
        new Row(CKS_RW_SO_FUNCTIONS,   Event.OTHERS,     CKR_OK,                             CKS_RW_SO_FUNCTIONS));

    @Test void theTableHasEveryStateWithEveryEvent() {
        assertEquals(Stream.of(Cks.values())
            .flatMap(state -> Stream.of(Event.values()).map(event -> state + " " + event)).sorted().toList(),
            TABLE.stream().map(row -> row.from() + " " + row.event()).sorted().toList());
    }

    @InEveryWorld void theStatesMoveAsTheTableSays(Token token) {   // S3, S4, S7, L2
        List<String> wrong = new ArrayList<>();
        for (Row row : TABLE) {
            Cryptoki application = token.initialized();
            SessionHandle session = token.enter(application, row.from());
            assertEquals(row.from(), Token.state(application, session));
            Ckr answer = ckr(() -> happen(token, application, session, row.event()));
            Cks state = switch (row.event()) {
                case CLOSE_LAST, CLOSE_ALL, FINALIZE ->
                    Token.state(application, anotherOfItsKind(token, application, row));
                case LOGIN_USER, LOGIN_SO, LOGOUT, OTHERS -> Token.state(application, session);
            };
            if (answer != row.answer() || state != row.to()) {
                wrong.add(row + " but was " + answer + ", " + state);
            }
            application.close();
        }
        assertEquals(List.of(), wrong);
    }

    private static void happen(Token token, Cryptoki application, SessionHandle session, Event event) {
        switch (event) {
            case LOGIN_USER -> token.loginUser(application, session);
            case LOGIN_SO -> token.loginSo(application, session);
            case LOGOUT -> application.logout(session);
            case CLOSE_LAST -> application.closeSession(session);
            case CLOSE_ALL -> application.closeAllSessions(token.slot());
            case FINALIZE -> {
                application.finalizeCryptoki();
                application.initialize();
            }
            case OTHERS -> {
                SessionHandle other = token.user(token.b());
                token.b().logout(other);
                token.loginSo(token.b(), other);
                token.b().closeSession(other);
            }
        }
    }

    private static SessionHandle anotherOfItsKind(Token token, Cryptoki application, Row row) {
        return row.to() == CKS_RO_PUBLIC_SESSION ? token.ro(application) : token.rw(application);
    }

    @InEveryWorld void theSoKeepsReadOnlySessionsOut(Token token) {   // S4
        SessionHandle so = token.so(token.a());
        assertCkr(CKR_SESSION_READ_WRITE_SO_EXISTS, () -> token.ro(token.a()));
        assertEquals(CKS_RW_SO_FUNCTIONS, Token.state(token.a(), token.rw(token.a())));
        token.ro(token.b());
        token.a().logout(so);
        token.ro(token.a());
    }

    @InEveryWorld void aReadOnlySessionOfAnotherApplicationIsNoMatterForTheSo(Token token) {   // S4
        token.ro(token.b());
        token.so(token.a());
    }

    @InEveryWorld void inTheNewReadingReadOnlySessionsBesideTheSoArePublic(World world) {   // S4, PKCS#11 3.2
        try (Token token = world.token(settings -> settings.withSoReadOnlyPublic(true))) {
            SessionHandle so = token.so(token.a());
            SessionHandle ro = token.ro(token.a());
            assertEquals(CKS_RO_PUBLIC_SESSION, Token.state(token.a(), ro));
            assertEquals(CKS_RW_SO_FUNCTIONS, Token.state(token.a(), so));
        }
    }

    @InEveryWorld void oneLoginMovesAllSessionsAndNewOnesJoin(Token token) {   // S3, L1
        Cryptoki a = token.a();
        SessionHandle ro = token.ro(a);
        SessionHandle rw = token.rw(a);
        token.loginUser(a, ro);
        assertEquals(CKS_RW_USER_FUNCTIONS, Token.state(a, rw));
        assertEquals(CKS_RO_USER_FUNCTIONS, Token.state(a, token.ro(a)));
        a.logout(rw);
        assertEquals(CKS_RO_PUBLIC_SESSION, Token.state(a, ro));
    }

    @InEveryWorld void whoIsLoggedInIsNotAskedForThePin(Token token) {   // L2
        SessionHandle session = token.user(token.a());
        byte[] wrong = Token.utf8("wrong pin");
        assertCkr(CKR_USER_ALREADY_LOGGED_IN, () -> token.a().login(session, CKU_USER, wrong));
        assertCkr(CKR_USER_ANOTHER_ALREADY_LOGGED_IN, () -> token.a().login(session, CKU_SO, wrong));
        assertFalse(token.flags().contains(CKF_USER_PIN_COUNT_LOW));
    }

    @InEveryWorld void anSoLoginThatMayNotBeDoesNotAskForThePinEither(Token token) {   // step 4 of the example
        SessionHandle ro = token.ro(token.a());
        assertCkr(CKR_SESSION_READ_ONLY_EXISTS, () -> token.a().login(ro, CKU_SO, Token.utf8("wrong pin")));
        assertFalse(token.flags().contains(CKF_SO_PIN_COUNT_LOW));
    }

    @InEveryWorld void aUserPinThatWasNeverSetIsItsOwnError(World world) {   // L3
        try (Token token = world.blank()) {
            token.a().initToken(Token.emptySlot(token.a()), Token.utf8(World.SO_PIN), World.LABEL);
            SessionHandle session = token.rw(token.a());
            assertCkr(CKR_USER_PIN_NOT_INITIALIZED, () -> token.loginUser(token.a(), session));
        }
    }

    @InEveryWorld void aNullPinIsAWrongOne(Token token) {   // L7: CKF_PROTECTED_AUTHENTICATION_PATH is not set
        SessionHandle session = token.rw(token.a());
        assertCkr(CKR_PIN_INCORRECT, () -> token.a().login(session, CKU_USER, null));
        assertEquals(CKS_RW_PUBLIC_SESSION, Token.state(token.a(), session));
    }

    @InEveryWorld void anImpossiblePinIsAWrongOne(Token token) {   // P8
        SessionHandle session = token.rw(token.a());
        assertCkr(CKR_PIN_INCORRECT, () -> token.a().login(session, CKU_USER, new byte[0]));
        assertCkr(CKR_PIN_INCORRECT, () -> token.a().login(session, CKU_USER, new byte[3]));
        assertCkr(CKR_PIN_INCORRECT, () -> token.a().login(session, CKU_USER, new byte[300]));
        token.loginUser(token.a(), session);
    }

    @InEveryWorld void logoutKillsPrivateHandlesAndPrivateSessionObjects(Token token) {   // L5
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle kept =
            a.createObject(session, Templates.data("kept").with(Templates.TOKEN).with(Templates.PRIVATE));
        ObjectHandle gone = a.createObject(session, Templates.data("gone").with(Templates.PRIVATE));
        ObjectHandle open = a.createObject(session, Templates.data("open"));
        a.logout(session);
        assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> a.getObjectSize(session, kept));
        assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> a.getObjectSize(session, gone));
        assertEquals("open", a.attributes(session, open, Cka.CKA_LABEL).require(Cka.CKA_LABEL));
        token.loginUser(a, session);
        assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> a.getObjectSize(session, kept));
        List<ObjectHandle> found = a.find(session, Templates.labelled("kept"));
        assertEquals(1, found.size());
        assertNotEquals(kept, found.get(0));
        assertEquals(List.of(), a.find(session, Templates.labelled("gone")));
    }

    @InEveryWorld void logoutCancelsOperationsWithAPrivateKeyAndNoOthers(Token token) {   // L6
        Cryptoki a = token.a();
        SessionHandle withPrivate = token.user(a);
        SessionHandle withPublic = token.rw(a);
        SessionHandle withNone = token.rw(a);
        ObjectHandle secret = a.createObject(withPrivate, Templates.aes(Templates.AES_128).with(Templates.PRIVATE));
        ObjectHandle open = a.createObject(withPublic, Templates.aes(Templates.AES_128));
        a.encryptInit(withPrivate, Templates.ECB, secret);
        a.encryptInit(withPublic, Templates.ECB, open);
        a.digestInit(withNone, Templates.SHA_256);
        a.logout(withNone);
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.encrypt(withPrivate, new byte[16]));
        assertEquals(16, a.encrypt(withPublic, new byte[16]).length);
        assertEquals(32, a.digest(withNone, new byte[0]).length);
    }

    @InEveryWorld void loginLeavesOperationsAlone(Token token) {   // L6
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        a.digestInit(session, Templates.SHA_256);
        a.digestUpdate(session, Token.utf8("a"));
        token.loginUser(a, session);
        a.digestUpdate(session, Token.utf8("bc"));
        assertArrayEquals(Templates.hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            a.digestFinal(session));
    }
}
