package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_LEN_RANGE;

import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;

/**
 * The verification of a signature over a {@link Message}.
 *
 * @param lengthFits which lengths a signature of this key can have (O8)
 * @param arithmetic whether the signature, second, fits what the message gave, first
 */
record MessageVerifier(Message message, IntPredicate lengthFits, BiPredicate<byte[], byte[]> arithmetic)
    implements Computation.Verifying {

    @Override public boolean multiPart() {
        return message.multiPart();
    }

    @Override public void update(byte[] part) {
        message.update(part);
    }

    @Override public void verify(byte[] signature) {
        if (!lengthFits.test(signature.length)) {
            throw CKR_SIGNATURE_LEN_RANGE.because("no signature of this key has %d bytes", signature.length);
        }
        if (!arithmetic.test(message.finish(), signature)) {
            throw CKR_SIGNATURE_INVALID.because("the signature does not fit the data");
        }
    }

    @Override public void keepState() {
        message.keepState();
    }

    @Override public Optional<byte[]> state() {
        return message.state();
    }

    @Override public void resume(byte[] state) {
        message.resume(state);
    }

    @Override public void close() {
        message.close();
    }

    @Override public String toString() {
        return "verification in progress";
    }
}
