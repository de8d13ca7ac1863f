package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.Use.CKF_DECRYPT;
import static claviger.cryptoki.Use.CKF_DIGEST;
import static claviger.cryptoki.Use.CKF_ENCRYPT;
import static claviger.cryptoki.Use.CKF_FIND_OBJECTS;
import static claviger.cryptoki.Use.CKF_MESSAGE_SIGN;
import static claviger.cryptoki.Use.CKF_SIGN;
import static claviger.cryptoki.Use.CKF_VERIFY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.cryptoki.Use;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** C_SessionCancel (O6). */
class SessionCancelTest {
    private static final Map<Operation, Use> FLAGS = Map.of(Operation.ENCRYPT, CKF_ENCRYPT, Operation.DECRYPT,
        CKF_DECRYPT, Operation.DIGEST, CKF_DIGEST, Operation.SIGN, CKF_SIGN, Operation.VERIFY, CKF_VERIFY);

    @InEveryWorld void whatIsNamedEnds(Token token) {   // O6
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        for (Operation operation : Operation.values()) {
            operation.begin(a, session);
            operation.update(a, session, new byte[16]);
            a.sessionCancel(session, Set.of(FLAGS.get(operation)));
            assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> operation.last(a, session));
            operation.begin(a, session);
            assertArrayEquals(operation.expected(), operation.single(a, session, Operation.DATA));
        }
        a.findObjectsInit(session, Template.EMPTY);
        a.sessionCancel(session, Set.of(CKF_FIND_OBJECTS));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.findObjects(session, 1));
    }

    @InEveryWorld void whatIsNotNamedGoesOn(Token token) {   // O6
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        for (Operation operation : Operation.values()) {
            operation.begin(a, session);
            a.sessionCancel(session, Set.of());
            a.sessionCancel(session, EnumSet.complementOf(EnumSet.of(FLAGS.get(operation))));
            assertArrayEquals(operation.expected(), operation.single(a, session, Operation.DATA));
        }
    }

    @InEveryWorld void whatIsIdleDoesNotMatter(Token token) {   // O6
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        a.sessionCancel(session, EnumSet.allOf(Use.class));
        a.sessionCancel(session, Set.of(CKF_MESSAGE_SIGN));
    }

    @InEveryWorld void otherSessionsKeepTheirOperations(Token token) {   // O6
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        SessionHandle other = token.rw(a);
        Operation.DIGEST.begin(a, other);
        a.sessionCancel(session, Set.of(CKF_DIGEST));
        assertArrayEquals(Operation.DIGEST.expected(), Operation.DIGEST.single(a, other, Operation.DATA));
    }
}
