package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckm.CKM_AES_CMAC;
import static claviger.cryptoki.Ckr.CKR_KEY_SIZE_RANGE;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Parameters.Sp800108.Bytes;
import claviger.cryptoki.Parameters.Sp800108.Counter;
import claviger.cryptoki.Parameters.Sp800108.Iteration;
import claviger.cryptoki.Parameters.Sp800108.Length;
import claviger.cryptoki.Parameters.Sp800108.Piece;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import org.bouncycastle.crypto.MacDerivationFunction;
import org.bouncycastle.crypto.Mac;
import org.bouncycastle.crypto.generators.KDFCounterBytesGenerator;
import org.bouncycastle.crypto.generators.KDFFeedbackBytesGenerator;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KDFCounterParameters;
import org.bouncycastle.crypto.params.KDFFeedbackParameters;

/**
 * The key derivations of SP 800-108 in counter and in feedback mode, by Bouncy Castle. Counters are big-endian, of 8,
 * 16, 24 or 32 bits; in feedback mode what came out before is the first piece and a counter is the second, which is the
 * order of the SP. One key comes out.
 */
enum Sp800108 implements Algorithm {
    COUNTER,
    FEEDBACK;

    private static final int MOST = 1 << 16;
    private static final Set<Integer> COUNTER_BITS = Set.of(8, 16, 24, 32);

    @Override public byte[] derive(KeyMaterial baseKey, Parameters parameters, int length) {
        Parameters.Sp800108 given = Param.of(Parameters.Sp800108.class, parameters);
        Param.require(this == FEEDBACK || given.iv().length == 0, "an IV is for feedback mode");
        byte[] secret = baseKey.get(CKA_VALUE);
        Mac prf = prf(given.prf(), secret);
        Lengths.require(length, MOST);
        MacDerivationFunction kdf = this == COUNTER ? counter(prf, secret, given, length)
            : feedback(prf, secret, given, length);
        byte[] key = new byte[length];
        kdf.generateBytes(key, 0, length);
        return key;
    }

    private static Mac prf(Ckm type, byte[] secret) {
        if (type != CKM_AES_CMAC) {
            return new HMac(HashMechanisms.ofHmac(type).forConstructions());
        }
        if (!KeyTypes.isAesLength(secret.length)) {
            throw CKR_KEY_SIZE_RANGE.because("CKM_AES_CMAC does not take a base key of %d bytes", secret.length);
        }
        return new CMac(new AesBlock());
    }

    private static MacDerivationFunction counter(Mac prf, byte[] secret, Parameters.Sp800108 given, int length) {
        List<Piece> pieces = given.pieces();
        List<Piece> iterations = pieces.stream().filter(Iteration.class::isInstance).toList();
        Param.require(iterations.size() == 1, "counter mode has its counter once");
        Iteration iteration = (Iteration) iterations.get(0);
        requireCounter(iteration.littleEndian(), iteration.bits(), length, prf);
        int at = pieces.indexOf(iteration);
        KDFCounterBytesGenerator kdf = new KDFCounterBytesGenerator(prf);
        kdf.init(new KDFCounterParameters(secret, fixed(pieces.subList(0, at), prf, length),
            fixed(pieces.subList(at + 1, pieces.size()), prf, length), iteration.bits()));
        return kdf;
    }

    private static MacDerivationFunction feedback(Mac prf, byte[] secret, Parameters.Sp800108 given, int length) {
        List<Piece> pieces = given.pieces();
        Param.require(!pieces.isEmpty() && pieces.get(0) instanceof Iteration,
            "feedback mode begins with what came out before");
        KDFFeedbackBytesGenerator kdf = new KDFFeedbackBytesGenerator(prf);
        if (pieces.size() > 1 && pieces.get(1) instanceof Counter counter) {
            requireCounter(counter.littleEndian(), counter.bits(), length, prf);
            kdf.init(KDFFeedbackParameters.createWithCounter(
                secret, given.iv(), fixed(pieces.subList(2, pieces.size()), prf, length), counter.bits()));
        } else {
            kdf.init(KDFFeedbackParameters.createWithoutCounter(
                secret, given.iv(), fixed(pieces.subList(1, pieces.size()), prf, length)));
        }
        return kdf;
    }

    private static void requireCounter(boolean littleEndian, int bits, int length, Mac prf) {
        Param.require(!littleEndian && COUNTER_BITS.contains(bits), "a big-endian counter of 8, 16, 24 or 32 bits");
        Param.require(segments(length, prf) < 1L << bits, "a counter that suffices for the key");
    }

    private static long segments(int length, Mac prf) {
        return (length + prf.getMacSize() - 1) / prf.getMacSize();
    }

    /** The pieces that are the same in every round. */
    private static byte[] fixed(List<Piece> pieces, Mac prf, int length) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Piece piece : pieces) {
            if (piece instanceof Bytes bytes) {
                all.writeBytes(bytes.bytes());
            } else if (piece instanceof Length wanted) {
                long bytes = wanted.ofSegments() ? segments(length, prf) * prf.getMacSize() : length;
                all.writeBytes(number(bytes * Byte.SIZE, wanted));
            } else {
                Param.require(false, "a counter only where the mode has it");
            }
        }
        return all.toByteArray();
    }

    private static byte[] number(long value, Length form) {
        int width = form.bits() / Byte.SIZE;
        Param.require(form.bits() % Byte.SIZE == 0 && width >= 1 && width <= Long.BYTES
            && (width == Long.BYTES || value >>> form.bits() == 0), "a length field that the length fits in");
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[form.littleEndian() ? i : width - 1 - i] = (byte) (value >>> Byte.SIZE * i);
        }
        return bytes;
    }
}
