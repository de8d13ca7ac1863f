package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.conformance.Refusals.ckr;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_CANT_LOCK;
import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_ALREADY_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SESSION_HANDLE_INVALID;
import static claviger.cryptoki.InitializeFlag.CKF_OS_LOCKING_OK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cks;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.InitializeArgs;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** The life of an application (A). */
class InitializeTest {
    @InEveryWorld void nothingWorksBeforeInitialize(Token token) {   // A1
        assertNothingWorks(token.application());
    }

    @InEveryWorld void nothingWorksAfterFinalize(Token token) {   // A1
        token.rw(token.a());
        token.a().finalizeCryptoki();
        assertNothingWorks(token.a());
        token.a().initialize();
        assertEquals(Cks.CKS_RW_PUBLIC_SESSION, Token.state(token.a(), token.rw(token.a())));
    }

    @InEveryWorld void aSecondInitializeIsRefusedAndLeavesTheStateAlone(Token token) {   // A2
        SessionHandle session = token.user(token.a());
        assertCkr(CKR_CRYPTOKI_ALREADY_INITIALIZED, token.a()::initialize);
        assertEquals(Cks.CKS_RW_USER_FUNCTIONS, Token.state(token.a(), session));
    }

    @InEveryWorld void theArgumentsOfInitializeAreChecked(Token token) {   // A3
        Cryptoki application = token.application();
        assertCkr(CKR_ARGUMENTS_BAD,
            () -> application.initialize(new InitializeArgs(0, Set.of(CKF_OS_LOCKING_OK), true)));
        IntStream.rangeClosed(1, 3).forEach(some -> assertCkr(CKR_ARGUMENTS_BAD,
            () -> application.initialize(new InitializeArgs(some, Set.of(CKF_OS_LOCKING_OK), false))));
        assertCkr(CKR_CANT_LOCK, () -> application.initialize(new InitializeArgs(4, Set.of(), false)));
        assertCkr(CKR_CRYPTOKI_NOT_INITIALIZED, application::getInfo);
        application.initialize(new InitializeArgs(4, Set.of(CKF_OS_LOCKING_OK), false));
        application.finalizeCryptoki();
        application.initialize(new InitializeArgs(0, Set.of(), false));
        application.getInfo();
    }

    @InEveryWorld void finalizeEndsTheSessionsObjectsAndLoginOfItsApplicationAlone(Token token) {   // A4, A9
        Cryptoki a = token.a();
        SessionHandle ofA = token.user(a);
        SessionHandle ofB = token.user(token.b());
        a.createObject(ofA, Templates.data("of A"));
        ObjectHandle objectOfB = token.b().createObject(ofB, Templates.data("of B").with(Cka.CKA_PRIVATE, true));
        a.finalizeCryptoki();
        a.initialize();
        assertCkr(CKR_SESSION_HANDLE_INVALID, () -> a.getSessionInfo(ofA));
        SessionHandle anew = token.rw(a);
        assertEquals(Cks.CKS_RW_PUBLIC_SESSION, Token.state(a, anew));
        assertEquals(List.of(), a.find(anew, Templates.labelled("of A")));
        assertEquals(Cks.CKS_RW_USER_FUNCTIONS, Token.state(token.b(), ofB));
        assertEquals("of B", token.b().attributes(ofB, objectOfB, Cka.CKA_LABEL).require(Cka.CKA_LABEL));
    }

    @InEveryWorld void closingIsFinalizingAndCanBeRepeated(Token token) {   // A4
        Cryptoki application = token.initialized();
        application.close();
        assertCkr(CKR_CRYPTOKI_NOT_INITIALIZED, application::getInfo);
        application.close();
        assertCkr(CKR_CRYPTOKI_NOT_INITIALIZED, application::finalizeCryptoki);
    }

    @InEveryWorld void aThreadThatWaitsForASlotIsSentHomeByFinalize(Token token)   // A5
            throws InterruptedException, ExecutionException, TimeoutException {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Ckr> answer = thread.submit(() -> ckr(() -> token.a().waitForSlotEvent(false)));
            TimeUnit.MILLISECONDS.sleep(50);
            token.a().finalizeCryptoki();
            assertEquals(CKR_CRYPTOKI_NOT_INITIALIZED, answer.get(10, TimeUnit.SECONDS));
        } finally {
            thread.shutdownNow();
        }
    }

    @InEveryWorld void threadsOfOneApplicationShareOneSessionWithoutHarm(Token token) throws Exception {   // A8
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        byte[] expected = a.generateRandom(session, 32);
        ObjectHandle object = a.createObject(session, Templates.data("shared").with(Cka.CKA_VALUE, expected));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Map<Ckr, Integer>>> answers = IntStream.range(0, 4).mapToObj(thread -> threads.submit(() -> {
                Map<Ckr, Integer> seen = new TreeMap<>();
                for (int i = 0; i < 100; i++) {
                    seen.merge(ckr(() -> a.digestInit(session, Templates.SHA_256)), 1, Integer::sum);
                    seen.merge(ckr(() -> a.digest(session, expected)), 1, Integer::sum);
                    assertArrayEquals(expected, a.attributes(session, object, Cka.CKA_VALUE).require(Cka.CKA_VALUE));
                }
                return seen;
            })).toList();
            for (Future<Map<Ckr, Integer>> answer : answers) {
                Set<Ckr> seen = answer.get(30, TimeUnit.SECONDS).keySet();
                assertTrue(Set.of(Ckr.CKR_OK, Ckr.CKR_OPERATION_ACTIVE, Ckr.CKR_OPERATION_NOT_INITIALIZED)
                    .containsAll(seen), seen::toString);
            }
        } finally {
            threads.shutdownNow();
        }
        assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> a.getObjectSize(session, new ObjectHandle(0)));
    }

    private static void assertNothingWorks(Cryptoki application) {
        List<Method> functions = SessionFunctions.all().toList();
        assertTrue(functions.size() > 60, "only " + functions.size() + " functions");
        Map<String, Ckr> others = new TreeMap<>();
        for (Method function : functions) {
            Ckr answer = ckr(() -> SessionFunctions.call(application, function, new SessionHandle(1)));
            if (answer != CKR_CRYPTOKI_NOT_INITIALIZED) {
                others.put(function.toGenericString(), answer);
            }
        }
        assertEquals(Map.of(), others);
    }
}
