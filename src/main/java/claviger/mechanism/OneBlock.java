package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;

import claviger.cryptoki.Ckr;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/**
 * Encryption or decryption of one piece of data, as RSA does it.
 *
 * @param fits which lengths the data can have
 * @param misfit the code for others
 * @param most the most bytes that come out
 */
record OneBlock(IntPredicate fits, Ckr misfit, int most, UnaryOperator<byte[]> arithmetic)
    implements Computation.Ciphering {

    static OneBlock encrypting(int mostPlain, int encrypted, UnaryOperator<byte[]> arithmetic) {
        return new OneBlock(length -> length <= mostPlain, CKR_DATA_LEN_RANGE, encrypted, arithmetic);
    }

    static OneBlock decrypting(int encrypted, int mostPlain, UnaryOperator<byte[]> arithmetic) {
        return new OneBlock(length -> length == encrypted, CKR_ENCRYPTED_DATA_LEN_RANGE, mostPlain, arithmetic);
    }

    @Override public boolean multiPart() {
        return false;
    }

    @Override public long updateLength(int input) {
        return 0;
    }

    @Override public byte[] update(byte[] part) {
        throw CKR_FUNCTION_NOT_SUPPORTED.because("this mechanism takes its data in one piece");
    }

    @Override public long lastLength(int input) {
        return most;
    }

    @Override public byte[] last(byte[] data) {
        if (!fits.test(data.length)) {
            throw misfit.because("%d bytes do not fit this key", data.length);
        }
        return arithmetic.apply(data);
    }

    @Override public void close() {
        // holds nothing between calls
    }
}
