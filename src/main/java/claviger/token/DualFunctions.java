package claviger.token;

import static claviger.token.OperationKind.DECRYPT;
import static claviger.token.OperationKind.DIGEST;
import static claviger.token.OperationKind.ENCRYPT;
import static claviger.token.OperationKind.SIGN;
import static claviger.token.OperationKind.VERIFY;

import claviger.cryptoki.Output;
import claviger.mechanism.Computation.Ciphering;
import claviger.mechanism.Computation.Digesting;
import claviger.mechanism.Computation.Signing;
import claviger.mechanism.Computation.Verifying;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The dual-function updates of section 5.17: a cipher and, beside it, what reads the plaintext (O12). The second is fed
 * only when output was delivered; an error ends both. Stateless.
 */
final class DualFunctions {
    private DualFunctions() {
    }

    static void digestEncryptUpdate(Session session, byte[] part, Output output) {
        Operation.Crypto<Digesting> digest = CryptoFunctions.running(session, DIGEST);
        update(session, ENCRYPT, DIGEST, part, output, (in, out) -> digest.computation().update(in));
    }

    static void decryptDigestUpdate(Session session, byte[] part, Output output) {
        Operation.Crypto<Digesting> digest = CryptoFunctions.running(session, DIGEST);
        update(session, DECRYPT, DIGEST, part, output, (in, out) -> digest.computation().update(out));
    }

    static void signEncryptUpdate(Session session, byte[] part, Output output) {
        Operation.Crypto<Signing> signing = CryptoFunctions.running(session, SIGN);
        update(session, ENCRYPT, SIGN, part, output, (in, out) -> signing.computation().update(in));
    }

    static void decryptVerifyUpdate(Session session, byte[] part, Output output) {
        Operation.Crypto<Verifying> verifying = CryptoFunctions.running(session, VERIFY);
        update(session, DECRYPT, VERIFY, part, output, (in, out) -> verifying.computation().update(out));
    }

    /** @param feed gives the second operation what it reads of the part that came in and the one that went out */
    private static void update(Session session, OperationKind first, OperationKind second, byte[] part, Output output,
            BiConsumer<byte[], byte[]> feed) {
        CryptoFunctions.requireData(output);
        Operation.Crypto<Ciphering> cipher = CryptoFunctions.running(session, first);
        Operation.Crypto<?> beside = CryptoFunctions.running(session, second);
        boolean savable = session.attachment().settings().savable();
        long need = endingBoth(session, first, second, () -> {
            CryptoFunctions.requireMultiPart(cipher, part);
            CryptoFunctions.requireMultiPart(beside, part);
            return cipher.computation().updateLength(part.length);
        });
        if (output.admits(need)) {
            endingBoth(session, first, second, () -> {
                cipher.requireAuthenticated();
                beside.requireAuthenticated();
                cipher.setMulti(savable);
                beside.setMulti(savable);
                byte[] result = cipher.computation().update(part);
                feed.accept(part, result);
                output.put(result);
                return null;
            });
        }
    }

    private static <R> R endingBoth(Session session, OperationKind first, OperationKind second, Supplier<R> work) {
        boolean ok = false;
        try {
            R result = work.get();
            ok = true;
            return result;
        } finally {
            if (!ok) {
                session.end(first);
                session.end(second);
            }
        }
    }
}
