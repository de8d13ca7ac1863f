package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.conformance.Refusals.ckr;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_PARALLEL;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_OK;
import static claviger.cryptoki.Ckr.CKR_OPERATION_ACTIVE;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The state machine of an operation, the same for every kind (O). */
class OperationTest {
    @InEveryWorld void theSinglePartCallGivesTheResultAndEndsTheOperation(Token token) {   // O
        SessionHandle session = token.rw(token.a());
        for (Operation operation : Operation.values()) {
            operation.begin(token.a(), session);
            assertArrayEquals(operation.expected(), operation.single(token.a(), session, Operation.DATA));
            assertIdle(token, session, operation);
        }
    }

    @InEveryWorld void partsGiveWhatTheWholeGives(Token token) {   // O, B4
        SessionHandle session = token.rw(token.a());
        for (Operation operation : Operation.values()) {
            for (int cut : new int[] {0, 1, 15, 16, 17, 31, 32}) {
                operation.begin(token.a(), session);
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                all.writeBytes(operation.update(token.a(), session, new byte[cut]));
                all.writeBytes(operation.update(token.a(), session, new byte[Operation.DATA.length - cut]));
                all.writeBytes(operation.last(token.a(), session));
                assertArrayEquals(operation.expected(), all.toByteArray(), operation + " cut at " + cut);
                assertIdle(token, session, operation);
            }
        }
    }

    @InEveryWorld void nothingWorksWithoutAnInit(Token token) {   // O1
        SessionHandle session = token.rw(token.a());
        for (Operation operation : Operation.values()) {
            assertIdle(token, session, operation);
        }
    }

    @InEveryWorld void aSecondInitIsRefusedAndHarmsNothing(Token token) {   // O2
        SessionHandle session = token.rw(token.a());
        for (Operation operation : Operation.values()) {
            operation.begin(token.a(), session);
            operation.update(token.a(), session, new byte[0]);
            assertCkr(CKR_OPERATION_ACTIVE, () -> operation.begin(token.a(), session));
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(operation.update(token.a(), session, Operation.DATA));
            all.writeBytes(operation.last(token.a(), session));
            assertArrayEquals(operation.expected(), all.toByteArray(), operation::toString);
        }
    }

    @InEveryWorld void kindsThatAreNoPairDoNotRunTogether(Token token) {   // O2, O12
        Cryptoki a = token.a();
        List<Operation> ciphers = List.of(Operation.ENCRYPT, Operation.DECRYPT);
        List<Operation> signatures = List.of(Operation.SIGN, Operation.VERIFY);
        for (List<Operation> two : List.of(ciphers, signatures)) {
            SessionHandle session = token.rw(a);
            two.get(0).begin(a, session);
            assertCkr(CKR_OPERATION_ACTIVE, () -> two.get(1).begin(a, session));
            assertArrayEquals(two.get(0).expected(), two.get(0).single(a, session, Operation.DATA));
        }
    }

    @InEveryWorld void sessionsDoNotShareOperations(Token token) {   // O
        SessionHandle first = token.rw(token.a());
        SessionHandle second = token.rw(token.a());
        for (Operation operation : Operation.values()) {
            operation.begin(token.a(), first);
            assertIdle(token, second, operation);
            operation.begin(token.a(), second);
            assertArrayEquals(operation.expected(), operation.single(token.a(), first, Operation.DATA));
            assertArrayEquals(operation.expected(), operation.single(token.a(), second, Operation.DATA));
        }
    }

    @InEveryWorld void anInitThatFailsLeavesTheSessionIdle(Token token) {   // O3
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        for (Operation operation : Operation.values()) {
            Mechanism wrong = operation == Operation.DIGEST ? Templates.ECB : Templates.SHA_256;
            ObjectHandle key = operation.key(a, session);
            assertCkr(CKR_MECHANISM_INVALID, () -> operation.init(a, session, wrong, key));
            assertIdle(token, session, operation);
            operation.begin(a, session);
            assertArrayEquals(operation.expected(), operation.single(a, session, Operation.DATA));
        }
    }

    @InEveryWorld void aSinglePartCallAfterAnUpdateIsRefusedAndTheOperationGoesOn(Token token) {   // O4
        SessionHandle session = token.rw(token.a());
        for (Operation operation : Operation.values()) {
            operation.begin(token.a(), session);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(operation.update(token.a(), session, new byte[16]));
            assertCkr(CKR_OPERATION_ACTIVE, () -> operation.single(token.a(), session, Operation.DATA));
            all.writeBytes(operation.update(token.a(), session, new byte[16]));
            all.writeBytes(operation.last(token.a(), session));
            assertArrayEquals(operation.expected(), all.toByteArray(), operation::toString);
        }
    }

    @InEveryWorld void aNullMechanismCancels(Token token) {   // O5
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        for (Operation operation : Operation.values()) {
            operation.begin(a, session);
            operation.update(a, session, new byte[16]);
            operation.init(a, session, null, new ObjectHandle(0));
            assertIdle(token, session, operation);
            operation.init(a, session, null, new ObjectHandle(0));   // nothing is active: fine as well
        }
    }

    @InEveryWorld void otherFunctionsWorkBesideAnOperation(Token token) {   // O11
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        for (Operation operation : Operation.values()) {
            operation.begin(a, session);
            a.generateRandom(session, 8);
            a.generateKey(session, Templates.AES_KEY_GEN, Templates.newAes(16));
            a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(), Template.EMPTY);
            a.createObject(session, Templates.data("x"));
            assertArrayEquals(operation.expected(), operation.single(a, session, Operation.DATA));
        }
    }

    @InEveryWorld void aSearchAndACryptographicOperationExcludeEachOther(Token token) {   // D23
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        for (Operation operation : Operation.values()) {
            operation.begin(a, session);
            assertCkr(CKR_OPERATION_ACTIVE, () -> a.findObjectsInit(session, Template.EMPTY));
            assertArrayEquals(operation.expected(), operation.single(a, session, Operation.DATA));
            a.findObjectsInit(session, Template.EMPTY);
            assertCkr(CKR_OPERATION_ACTIVE, () -> operation.begin(a, session));
            a.findObjects(session, 1);
            a.findObjectsFinal(session);
        }
    }

    @InEveryWorld void aSwitchLetsThemRunTogether(World world) {   // D23
        try (Token token = world.token(settings -> settings.withFindBesideCrypto(true))) {
            SessionHandle session = token.rw(token.a());
            for (Operation operation : Operation.values()) {
                operation.begin(token.a(), session);
                token.a().find(session, Template.EMPTY);
                assertArrayEquals(operation.expected(), operation.single(token.a(), session, Operation.DATA));
            }
        }
    }

    @InEveryWorld void nobodyRunsInParallelAnyMore(Token token) {   // O16
        SessionHandle session = token.rw(token.a());
        assertCkr(CKR_FUNCTION_NOT_PARALLEL, () -> token.a().getFunctionStatus(session));
        assertCkr(CKR_FUNCTION_NOT_PARALLEL, () -> token.a().cancelFunction(session));
    }

    @InEveryWorld void anEmptyMessageIsAMessage(Token token) {   // O7, Final straight after Init
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        List<byte[]> results = new ArrayList<>();
        for (Operation operation : List.of(Operation.DIGEST, Operation.SIGN)) {
            operation.begin(a, session);
            byte[] single = operation.single(a, session, new byte[0]);
            operation.begin(a, session);
            assertArrayEquals(single, operation.last(a, session));
            results.add(single);
        }
        assertArrayEquals(Templates.hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            results.get(0));
        Operation.ENCRYPT.begin(a, session);
        assertEquals(0, Operation.ENCRYPT.last(a, session).length);
    }

    private static void assertIdle(Token token, SessionHandle session, Operation operation) {
        Cryptoki a = token.a();
        List<Ckr> answers = List.of(
            ckr(() -> operation.single(a, session, Operation.DATA)),
            ckr(() -> operation.update(a, session, Operation.DATA)),
            ckr(() -> operation.last(a, session)));
        assertEquals(List.of(CKR_OPERATION_NOT_INITIALIZED, CKR_OPERATION_NOT_INITIALIZED,
            CKR_OPERATION_NOT_INITIALIZED), answers, operation::toString);
        assertEquals(CKR_OK, ckr(() -> a.getSessionInfo(session)));
    }
}
