package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.conformance.Refusals.ckr;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_SESSION_ASYNC_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_DEVICE_MEMORY;
import static claviger.cryptoki.Ckr.CKR_SESSION_COUNT;
import static claviger.cryptoki.Ckr.CKR_SESSION_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SESSION_PARALLEL_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY;
import static claviger.cryptoki.SessionFlag.CKF_ASYNC_SESSION;
import static claviger.cryptoki.SessionFlag.CKF_RW_SESSION;
import static claviger.cryptoki.SessionFlag.CKF_SERIAL_SESSION;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cks;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.cryptoki.ValidationFlagsType;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sessions (S). The states and their transitions are in {@link LoginTest}. */
class SessionTest {
    @InEveryWorld void aParallelSessionIsNotSupported(Token token) {   // S1
        assertCkr(CKR_SESSION_PARALLEL_NOT_SUPPORTED, () -> token.a().openSession(token.slot(), Set.of()));
        assertCkr(CKR_SESSION_PARALLEL_NOT_SUPPORTED,
            () -> token.a().openSession(token.slot(), Set.of(CKF_RW_SESSION)));
    }

    @InEveryWorld void anAsynchronousSessionIsNotSupported(Token token) {   // S9
        assertCkr(CKR_SESSION_ASYNC_NOT_SUPPORTED,
            () -> token.a().openSession(token.slot(), Set.of(CKF_SERIAL_SESSION, CKF_ASYNC_SESSION)));
    }

    @InEveryWorld void aSessionTellsItsSlotAndFlags(Token token) {   // S2
        assertEquals(Set.of(CKF_SERIAL_SESSION), token.a().getSessionInfo(token.ro(token.a())).flags());
        assertEquals(Set.of(CKF_SERIAL_SESSION, CKF_RW_SESSION), token.a().getSessionInfo(token.rw(token.a())).flags());
        assertEquals(token.slot(), token.a().getSessionInfo(token.rw(token.a())).slot());
    }

    @InEveryWorld void readOnlyConcernsTokenObjectsOnly(Token token) {   // S2
        Cryptoki a = token.a();
        SessionHandle ro = token.ro(a);
        ObjectHandle object = a.createObject(ro, Templates.data("session object"));
        a.setAttributeValue(ro, object, Templates.labelled("changed"));
        a.destroyObject(ro, object);
        assertCkr(CKR_SESSION_READ_ONLY, () -> a.createObject(ro, Templates.data("x").with(Templates.TOKEN)));
    }

    @InEveryWorld void anApplicationHasSoManySessionObjectsAtTheMost(World world) {   // S5, for objects
        try (Token token = world.token(settings -> settings.withMaxSessionObjects(3))) {
            Cryptoki a = token.a();
            SessionHandle session = token.rw(a);
            ObjectHandle first = a.createObject(session, Templates.data("1"));
            a.createObject(session, Templates.data("2"));
            a.createObject(session, Templates.data("3"));
            assertCkr(CKR_DEVICE_MEMORY, () -> a.createObject(session, Templates.data("4")));
            a.setAttributeValue(session, first, Templates.labelled("still"));
            token.b().createObject(token.rw(token.b()), Templates.data("another application has its own"));
            a.destroyObject(session, first);
            a.createObject(session, Templates.data("4"));
        }
    }

    @InEveryWorld void thereIsALimitForEachApplication(World world) {   // S5
        try (Token token = world.token(settings -> settings.withMaxSessions(2))) {
            Cryptoki a = token.a();
            SessionHandle first = token.rw(a);
            token.ro(a);
            assertCkr(CKR_SESSION_COUNT, () -> token.ro(a));
            token.rw(token.b());
            a.closeSession(first);
            token.rw(a);
            assertCkr(CKR_SESSION_COUNT, () -> token.rw(a));
            assertEquals(2, a.getTokenInfo(token.slot()).maxSessions());
        }
    }

    @InEveryWorld void aSessionTakesItsOwnObjectsWithIt(Token token) {   // S6
        Cryptoki a = token.a();
        SessionHandle first = token.rw(a);
        SessionHandle second = token.ro(a);
        ObjectHandle ofFirst = a.createObject(first, Templates.data("of the first"));
        ObjectHandle ofSecond = a.createObject(second, Templates.data("of the second"));
        assertEquals(List.of(ofFirst), a.find(second, Templates.labelled("of the first")));
        a.closeSession(first);
        assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> a.getObjectSize(second, ofFirst));
        assertEquals(List.of(), a.find(second, Templates.labelled("of the first")));
        assertEquals("of the second", a.attributes(second, ofSecond, Cka.CKA_LABEL).require(Cka.CKA_LABEL));
    }

    @InEveryWorld void anOperationOutlivesTheKeyThatDiesWithItsSession(Token token) {   // S6, O13
        Cryptoki a = token.a();
        SessionHandle owner = token.rw(a);
        SessionHandle user = token.rw(a);
        ObjectHandle key = a.createObject(owner, Templates.aes(Templates.AES_128));
        a.encryptInit(user, Templates.ECB, key);
        a.closeSession(owner);
        assertArrayEquals(Templates.hex("c6a13b37878f5b826f4f8162a1c8d879"), a.encrypt(user, new byte[16]));
        assertCkr(Ckr.CKR_KEY_HANDLE_INVALID, () -> a.encryptInit(user, Templates.ECB, key));
    }

    @InEveryWorld void theLastSessionTakesTheLoginWithIt(Token token) {   // S7
        Cryptoki a = token.a();
        SessionHandle first = token.user(a);
        SessionHandle second = token.ro(a);
        a.closeSession(first);
        assertEquals(Cks.CKS_RO_USER_FUNCTIONS, Token.state(a, second));
        a.closeSession(second);
        assertEquals(Cks.CKS_RW_PUBLIC_SESSION, Token.state(a, token.rw(a)));
    }

    @InEveryWorld void closingAllSessionsIsForOneApplication(Token token) {   // S7
        SessionHandle first = token.user(token.a());
        SessionHandle second = token.ro(token.a());
        SessionHandle other = token.user(token.b());
        token.a().closeAllSessions(token.slot());
        assertCkr(CKR_SESSION_HANDLE_INVALID, () -> token.a().getSessionInfo(first));
        assertCkr(CKR_SESSION_HANDLE_INVALID, () -> token.a().getSessionInfo(second));
        assertEquals(Cks.CKS_RW_PUBLIC_SESSION, Token.state(token.a(), token.rw(token.a())));
        assertEquals(Cks.CKS_RW_USER_FUNCTIONS, Token.state(token.b(), other));
        token.b().closeAllSessions(token.slot());
        token.b().closeAllSessions(token.slot());
    }

    @InEveryWorld void everyFunctionRefusesAHandleThatIsNoSession(Token token) {   // S8, E1, H1
        SessionHandle closed = token.rw(token.a());
        token.a().closeSession(closed);
        SessionHandle foreign = token.rw(token.b());
        assertNotEquals(closed, foreign);
        assertEverythingRefuses(token.a(), new SessionHandle(0));
        assertEverythingRefuses(token.a(), closed);
        assertEverythingRefuses(token.a(), foreign);
    }

    @InEveryWorld void anUnknownOperationOfAKnownSessionIsAnotherMatter(Token token) {   // O1
        SessionHandle session = token.rw(token.a());
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> token.a().digest(session, new byte[1]));
    }

    @InEveryWorld void sessionHandlesAreNotZeroAndNeverUsedAgain(Token token) {   // H1, H4
        Cryptoki a = token.a();
        Set<SessionHandle> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            SessionHandle session = token.ro(a);
            assertTrue(session.value() > 0 && seen.add(session), session::toString);
            a.closeSession(session);
        }
    }

    private static void assertEverythingRefuses(Cryptoki application, SessionHandle handle) {
        List<Method> functions = SessionFunctions.ofSessions().toList();
        assertTrue(functions.size() > 50, "only " + functions.size() + " functions");
        Map<String, Ckr> others = new TreeMap<>();
        for (Method function : functions) {
            Ckr answer = ckr(() -> SessionFunctions.call(application, function, handle));
            if (answer != CKR_SESSION_HANDLE_INVALID) {
                others.put(function.toGenericString(), answer);
            }
        }
        assertEquals(Map.of(), others);
    }

    @InEveryWorld void noSessionIsAsynchronous(Token token) {   // S9, O16
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        assertCkr(CKR_FUNCTION_NOT_SUPPORTED, () -> a.asyncComplete(session, "C_Sign"));
        assertCkr(CKR_FUNCTION_NOT_SUPPORTED, () -> a.asyncGetId(session, "C_Sign"));
        assertCkr(CKR_FUNCTION_NOT_SUPPORTED, () -> a.asyncJoin(session, "C_Sign", 1));
    }

    @InEveryWorld void nobodyHasValidatedTheToken(Token token) {   // C11: no object of the class, so no flag either
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        assertEquals(0, a.getSessionValidationFlags(session, ValidationFlagsType.CKS_LAST_VALIDATION_OK));
        assertCkr(CKR_ARGUMENTS_BAD, () -> a.getSessionValidationFlags(session, null));
        assertEquals(List.of(), a.find(session, Template.EMPTY.with(CKA_CLASS, Cko.CKO_VALIDATION)));
    }
}
