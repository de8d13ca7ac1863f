package claviger.token;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_OPERATION_ACTIVE;
import static claviger.token.OperationKind.DECRYPT;
import static claviger.token.OperationKind.DIGEST;
import static claviger.token.OperationKind.ENCRYPT;
import static claviger.token.OperationKind.SIGN;
import static claviger.token.OperationKind.VERIFY;

import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.mechanism.Computation;
import claviger.mechanism.Computation.Ciphering;
import claviger.mechanism.Computation.Digesting;
import claviger.mechanism.Computation.Signing;
import claviger.mechanism.Computation.Verifying;
import claviger.mechanism.KeyMaterial;
import claviger.mechanism.MechanismRow;
import claviger.mechanism.Mechanisms;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The functions of sections 5.8 to 5.15, for the session whose turn it is: the state machine of O1 to O5 and the
 * buffers of B1 to B4, once for all kinds. Stateless.
 */
final class CryptoFunctions {
    private CryptoFunctions() {
    }

    // Init

    static void encryptInit(Session session, Mechanism mechanism, ObjectHandle key) {
        init(session, ENCRYPT, KeyUse.ENCRYPT, mechanism, key, (row, material) ->
            row.algorithm().encrypt(material, mechanism.parameters()));
    }

    static void decryptInit(Session session, Mechanism mechanism, ObjectHandle key) {
        init(session, DECRYPT, KeyUse.DECRYPT, mechanism, key, (row, material) ->
            row.algorithm().decrypt(material, mechanism.parameters()));
    }

    static void signInit(Session session, Mechanism mechanism, ObjectHandle key) {
        init(session, SIGN, KeyUse.SIGN, mechanism, key, (row, material) ->
            row.algorithm().sign(material, mechanism.parameters()));
    }

    static void verifyInit(Session session, Mechanism mechanism, ObjectHandle key) {
        init(session, VERIFY, KeyUse.VERIFY, mechanism, key, (row, material) ->
            row.algorithm().verify(material, mechanism.parameters()));
    }

    static void digestInit(Session session, Mechanism mechanism) {
        if (mechanism == null) {
            session.end(DIGEST);      // O5
            return;
        }
        session.requireIdle(DIGEST);
        MechanismRow row = Mechanisms.row(mechanism.type());
        row.admit(DIGEST.use());
        Digesting digesting = row.algorithm().digest(mechanism.parameters());
        session.begin(DIGEST, Operation.Crypto.keyless(digesting, mechanism));
    }

    /** How an operation begins. */
    @FunctionalInterface
    interface Start {
        Computation apply(MechanismRow row, KeyMaterial key);
    }

    static void init(Session session, OperationKind kind, KeyUse use, Mechanism mechanism, ObjectHandle key,
            Start start) {
        if (mechanism == null) {
            session.end(kind);      // O5
            return;
        }
        session.requireIdle(kind);
        use.asked(session, mechanism, key, (admitted, row) -> {
            Token token = session.attachment().token();
            Operation operation = null;
            boolean started = false;
            try {
                Computation computation = admitted.grant().bound(start.apply(row, admitted.lease().material()), token);
                operation = Operation.Crypto.with(computation, mechanism, admitted);
                admitted.grant().spend(token);
                session.begin(kind, operation);
                started = true;
                return null;
            } finally {
                if (!started && operation != null) {
                    operation.close();
                } else if (!started) {
                    admitted.lease().close();
                }
            }
        });
    }

    // C_Encrypt*, C_Decrypt*

    static void cipher(Session session, OperationKind kind, byte[] data, Output output) {
        single(session, kind, Ciphering.class, data, output, ciphering -> ciphering.lastLength(data.length),
            ciphering -> ciphering.last(data));
    }

    static void cipherUpdate(Session session, OperationKind kind, byte[] part, Output output) {
        requireData(output);
        Operation.Crypto<Ciphering> operation = running(session, kind);
        endUnlessOk(session, kind, () -> {
            requireMultiPart(operation, part);
            return operation.computation().updateLength(part.length);
        }, need -> {
            if (output.admits(need)) {
                operation.setMulti(session.attachment().settings().savable());
                endUnlessOk(session, kind, () -> {
                    operation.requireAuthenticated();
                    return operation.computation().update(part);
                }, output::put);
            }
        });
    }

    static void cipherFinal(Session session, OperationKind kind, Output output) {
        requireData(output);
        Operation.Crypto<Ciphering> operation = running(session, kind);
        finish(session, kind, operation, output, operation.computation().lastLength(0),
            () -> operation.computation().last(new byte[0]));
    }

    // C_Digest*

    static void digest(Session session, byte[] data, Output output) {
        single(session, DIGEST, Digesting.class, data, output, Digesting::length, digesting -> {
            digesting.update(data);
            return digesting.digest();
        });
    }

    static void digestUpdate(Session session, byte[] part) {
        Operation.Crypto<Digesting> operation = running(session, DIGEST);
        update(session, DIGEST, operation, part, () -> operation.computation().update(part));
    }

    static void digestFinal(Session session, Output output) {
        requireData(output);
        Operation.Crypto<Digesting> operation = running(session, DIGEST);
        finish(session, DIGEST, operation, output, operation.computation().length(), operation.computation()::digest);
    }

    // C_Sign*

    static void sign(Session session, byte[] data, Output output) {
        single(session, SIGN, Signing.class, data, output, Signing::length, signing -> {
            signing.update(data);
            return signing.sign();
        });
    }

    static void signUpdate(Session session, byte[] part) {
        Operation.Crypto<Signing> operation = running(session, SIGN);
        update(session, SIGN, operation, part, () -> operation.computation().update(part));
    }

    static void signFinal(Session session, Output output) {
        requireData(output);
        Operation.Crypto<Signing> operation = running(session, SIGN);
        finish(session, SIGN, operation, output, operation.computation().length(), operation.computation()::sign);
    }

    // C_Verify*

    static void verify(Session session, byte[] data, byte[] signature) {
        Operation.Crypto<Verifying> operation = running(session, VERIFY);
        requireNotMulti(VERIFY, operation);
        verdict(session, VERIFY, () -> {
            requireData(data);
            requireData(signature);
            operation.requireStanding();
            operation.computation().update(data);
            operation.computation().verify(signature);
        });
    }

    static void verifyUpdate(Session session, byte[] part) {
        Operation.Crypto<Verifying> operation = running(session, VERIFY);
        update(session, VERIFY, operation, part, () -> operation.computation().update(part));
    }

    static void verifyFinal(Session session, byte[] signature) {
        Operation.Crypto<Verifying> operation = running(session, VERIFY);
        verdict(session, VERIFY, () -> {
            requireData(signature);
            operation.requireStanding();
            operation.computation().verify(signature);
        });
    }

    /** A verdict ends the operation, whatever it is (O3). */
    static void verdict(Session session, OperationKind kind, Runnable verify) {
        try {
            verify.run();
        } finally {
            session.end(kind);
        }
    }

    // the state machine

    @SuppressWarnings("unchecked")
    static <C extends Computation> Operation.Crypto<C> running(Session session, OperationKind kind) {
        return (Operation.Crypto<C>) session.running(kind);      // init put a computation of this kind there
    }

    /** ready → idle in one call; refused after an Update, which stays (O4). */
    static <C extends Computation> void single(Session session, OperationKind kind, Class<C> type, byte[] data,
            Output output, ToLongFunction<C> need, Function<C, byte[]> compute) {
        requireData(output);
        Operation.Crypto<?> operation = running(session, kind);
        requireNotMulti(kind, operation);
        C computation = type.cast(operation.computation());
        boolean ends = true;
        try {
            requireData(data);
            long length = need.applyAsLong(computation);
            ends = false;
            if (output.admits(length)) {
                ends = true;
                operation.requireAuthenticated();
                output.put(compute.apply(computation));
            }
        } finally {
            if (ends) {
                session.end(kind);
            }
        }
    }

    /**
     * The last call: a length query or too small a buffer changes nothing (B1, B2), anything else ends the operation.
     */
    private static void finish(Session session, OperationKind kind, Operation.Crypto<?> operation, Output output,
            long need, Supplier<byte[]> compute) {
        if (output.admits(need)) {
            try {
                operation.requireAuthenticated();
                output.put(compute.get());
            } finally {
                session.end(kind);
            }
        }
    }

    static void update(Session session, OperationKind kind, Operation.Crypto<?> operation, byte[] part,
            Runnable update) {
        endUnlessOk(session, kind, () -> {
            requireMultiPart(operation, part);
            operation.requireAuthenticated();
            operation.setMulti(session.attachment().settings().savable());
            update.run();
            return null;
        }, done -> { });
    }

    /**
     * Runs the first part; if it fails, the operation has ended (O3). Failures of the rest are the rest's to handle.
     */
    static <R> void endUnlessOk(Session session, OperationKind kind, Supplier<R> first, Consumer<R> rest) {
        R result = null;
        boolean ok = false;
        try {
            result = first.get();
            ok = true;
        } finally {
            if (!ok) {
                session.end(kind);
            }
        }
        rest.accept(result);
    }

    static void requireNotMulti(OperationKind kind, Operation.Crypto<?> operation) {
        if (operation.isMulti()) {
            throw CKR_OPERATION_ACTIVE.because("%s in one part after a part has been given", kind);
        }
    }

    static void requireMultiPart(Operation.Crypto<?> operation, byte[] part) {
        requireData(part);
        if (!operation.computation().multiPart()) {
            throw CKR_FUNCTION_NOT_SUPPORTED.because("this mechanism takes its data in one part");
        }
    }

    static void requireData(Object data) {
        if (data == null) {
            throw CKR_ARGUMENTS_BAD.because("null data, or nowhere to put the result");
        }
    }
}
