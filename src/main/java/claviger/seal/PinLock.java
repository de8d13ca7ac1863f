package claviger.seal;

import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_CANCELED;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A role key under a PIN: {@code format, cost, salt, GCM(Argon2id(PIN, salt, cost), role key)}, bound to the token, the
 * role, the cost and the salt. Safe between threads; at most two run at once in a process, since each takes the memory
 * that its cost says (D16).
 */
public final class PinLock {
    private static final int FORMAT = 1;
    private static final int SALT = 16;
    private static final Semaphore AT_ONCE = new Semaphore(2, true);

    private PinLock() {
    }

    /** Locks a role key. @param context names the token and the role @param pin UTF-8, wiped by the caller */
    public static byte[] lock(String context, byte[] pin, byte[] roleKey, KdfCost cost) {
        byte[] salt = Randomness.bytes(SALT);
        byte[] head = head(cost, salt);
        byte[] sealed = inTurn(() -> withPinKey(pin, salt, cost, key -> Gcm.seal(key, aad(context, head), roleKey)));
        return new Frame.Writer().bytes(head).bytes(sealed).done();
    }

    /**
     * Runs the check of a PIN when it is this thread's turn: at most two run at once in a process. Whatever the check
     * holds in the store it takes inside, so that it is not held while others compute.
     */
    public static <R> R inTurn(Supplier<R> check) {
        try {
            AT_ONCE.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CKR_FUNCTION_CANCELED.because(e, "interrupted while waiting to check a PIN");
        }
        try {
            return check.get();
        } finally {
            AT_ONCE.release();
        }
    }

    /**
     * The role key, or empty if the PIN is wrong. To be called within {@link #inTurn}.
     *
     * @throws claviger.cryptoki.CkrException CKR_DEVICE_ERROR if the bytes are no lock, or their cost is out of bounds
     */
    public static Optional<byte[]> open(String context, byte[] pin, byte[] lock) {
        Frame.Reader outer = new Frame.Reader(lock);
        byte[] head = outer.bytes();
        byte[] sealed = outer.bytes();
        outer.end();
        Frame.Reader in = new Frame.Reader(head);
        if (in.small() != FORMAT) {
            throw CKR_DEVICE_ERROR.because("a PIN row of a format that this version does not know");
        }
        KdfCost cost = KdfCost.ofRow(in.number(), in.number(), in.number());
        byte[] salt = in.bytes();
        in.end();
        return withPinKey(pin, salt, cost, key -> Gcm.tryOpen(key, aad(context, head), sealed));
    }

    /** The cost that a lock names, so that a new PIN can be given the same. */
    public static KdfCost cost(byte[] lock) {
        Frame.Reader in = new Frame.Reader(new Frame.Reader(lock).bytes());
        in.small();
        return KdfCost.ofRow(in.number(), in.number(), in.number());
    }

    private static byte[] head(KdfCost cost, byte[] salt) {
        return new Frame.Writer().small(FORMAT).number(cost.memoryKib()).number(cost.iterations()).number(cost.lanes())
            .bytes(salt).done();
    }

    private static byte[] aad(String context, byte[] head) {
        return new Frame.Writer().text("claviger PIN").text(context).bytes(head).done();
    }

    private static <R> R withPinKey(byte[] pin, byte[] salt, KdfCost cost, Function<SecretKey, R> work) {
        byte[] key = new byte[Hkdf.LENGTH];
        try {
            Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
            argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(
                Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(cost.memoryKib()).withIterations(cost.iterations())
                .withParallelism(cost.lanes()).withSalt(salt).build());
            argon2.generateBytes(pin, key);
            return work.apply(Gcm.key(key));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
