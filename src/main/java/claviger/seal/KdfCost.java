package claviger.seal;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;

/**
 * What one guess of a PIN costs: the parameters of Argon2id (RFC 9106). Chosen when a token is made and kept in its
 * PIN rows; bounded both ways, and checked before any memory is taken (D16).
 *
 * @param memoryKib  KiB of memory
 * @param iterations passes over it
 * @param lanes      p of RFC 9106
 */
public record KdfCost(int memoryKib, int iterations, int lanes) {
    private static final int LEAST_MEMORY_KIB = 19 * 1024;
    private static final int LEAST_ITERATIONS = 2;
    private static final int LEAST_LANES = 1;
    private static final int MOST_MEMORY_KIB = 1024 * 1024;
    private static final int MOST_ITERATIONS = 16;
    private static final int MOST_LANES = 16;

    public static final KdfCost DEFAULT = new KdfCost(64 * 1024, 3, 4);
    public static final KdfCost FLOOR = new KdfCost(LEAST_MEMORY_KIB, LEAST_ITERATIONS, LEAST_LANES);

    /** @throws claviger.cryptoki.CkrException CKR_ARGUMENTS_BAD if a parameter is out of bounds */
    public KdfCost {
        if (!isWithinBounds(memoryKib, iterations, lanes)) {
            throw CKR_ARGUMENTS_BAD.because("Argon2id %d KiB, %d passes, %d lanes: not within %d,%d,%d and %d,%d,%d",
                memoryKib, iterations, lanes, LEAST_MEMORY_KIB, LEAST_ITERATIONS, LEAST_LANES, MOST_MEMORY_KIB,
                MOST_ITERATIONS, MOST_LANES);
        }
    }

    /** The cost that a row names, checked before any memory is taken. CKR_DEVICE_ERROR if it is out of bounds. */
    public static KdfCost ofRow(long memoryKib, long iterations, long lanes) {
        if (!isWithinBounds(memoryKib, iterations, lanes)) {
            throw CKR_DEVICE_ERROR.because("a row with a PIN cost that is out of bounds");
        }
        return new KdfCost((int) memoryKib, (int) iterations, (int) lanes);
    }

    private static boolean isWithinBounds(long memoryKib, long iterations, long lanes) {
        return memoryKib >= LEAST_MEMORY_KIB && memoryKib <= MOST_MEMORY_KIB && iterations >= LEAST_ITERATIONS
            && iterations <= MOST_ITERATIONS && lanes >= LEAST_LANES && lanes <= MOST_LANES;
    }
}
