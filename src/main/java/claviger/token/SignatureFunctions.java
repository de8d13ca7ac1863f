package claviger.token;

import static claviger.token.CryptoFunctions.endUnlessOk;
import static claviger.token.CryptoFunctions.init;
import static claviger.token.CryptoFunctions.requireData;
import static claviger.token.CryptoFunctions.running;
import static claviger.token.OperationKind.SIGN_RECOVER;
import static claviger.token.OperationKind.VERIFY_RECOVER;
import static claviger.token.OperationKind.VERIFY_SIGNATURE;

import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.mechanism.Computation.Recovering;
import claviger.mechanism.Computation.Signing;

/**
 * Signatures that carry their data (C_SignRecover, C_VerifyRecover) and verification of a signature that is known from
 * the start (C_VerifySignature, 3.2), for the session whose turn it is. Stateless.
 */
final class SignatureFunctions {
    private SignatureFunctions() {
    }

    // C_SignRecover*

    static void signRecoverInit(Session session, Mechanism mechanism, ObjectHandle key) {
        init(session, SIGN_RECOVER, KeyUse.SIGN_RECOVER, mechanism, key, (row, material) ->
            row.algorithm().signRecover(material, mechanism.parameters()));
    }

    static void signRecover(Session session, byte[] data, Output output) {
        CryptoFunctions.single(session, SIGN_RECOVER, Signing.class, data, output, Signing::length, signing -> {
            signing.update(data);
            return signing.sign();
        });
    }

    // C_VerifyRecover*

    static void verifyRecoverInit(Session session, Mechanism mechanism, ObjectHandle key) {
        init(session, VERIFY_RECOVER, KeyUse.VERIFY_RECOVER, mechanism, key, (row, material) ->
            row.algorithm().verifyRecover(material, mechanism.parameters()));
    }

    /** The signature is looked at first: that it is wrong outranks that there is no room for its data (B7). */
    static void verifyRecover(Session session, byte[] signature, Output output) {
        requireData(output);
        Operation.Crypto<Recovering> operation = running(session, VERIFY_RECOVER);
        endUnlessOk(session, VERIFY_RECOVER, () -> {
            requireData(signature);
            operation.requireStanding();
            return operation.computation().recover(signature);
        }, data -> {
            if (output.admits(data.length)) {
                session.end(VERIFY_RECOVER);
                output.put(data);
            }
        });
    }

    // C_VerifySignature*

    static void verifySignatureInit(Session session, Mechanism mechanism, ObjectHandle key, byte[] signature) {
        init(session, VERIFY_SIGNATURE, KeyUse.VERIFY, mechanism, key, (row, material) -> {
            requireData(signature);
            return new Given(row.algorithm().verify(material, mechanism.parameters()), signature);
        });
    }

    static void verifySignature(Session session, byte[] data) {
        Operation.Crypto<Given> operation = running(session, VERIFY_SIGNATURE);
        CryptoFunctions.requireNotMulti(VERIFY_SIGNATURE, operation);
        CryptoFunctions.verdict(session, VERIFY_SIGNATURE, () -> {
            requireData(data);
            operation.requireStanding();
            operation.computation().update(data);
            operation.computation().verify();
        });
    }

    static void verifySignatureUpdate(Session session, byte[] part) {
        Operation.Crypto<Given> operation = running(session, VERIFY_SIGNATURE);
        CryptoFunctions.update(session, VERIFY_SIGNATURE, operation, part, () -> operation.computation().update(part));
    }

    static void verifySignatureFinal(Session session) {
        Operation.Crypto<Given> operation = running(session, VERIFY_SIGNATURE);
        CryptoFunctions.verdict(session, VERIFY_SIGNATURE, () -> {
            operation.requireStanding();
            operation.computation().verify();
        });
    }
}
