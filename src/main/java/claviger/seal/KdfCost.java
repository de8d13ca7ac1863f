package claviger.seal;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;

/**
 * What one guess of a PIN costs: the parameters of Argon2id (RFC 9106). Chosen when a token is made and kept in its
 * PIN rows; bounded both ways, and checked before any memory is taken (D16).
 *
 * @param memoryKib  KiB of memory
 * @param iterations passes over it
 * @param lanes      p of RFC 9106
 */
public record KdfCost(int memoryKib, int iterations, int lanes) {
    public static final KdfCost DEFAULT = new KdfCost(64 * 1024, 3, 4);
    public static final KdfCost FLOOR = new KdfCost(19 * 1024, 2, 1);
    private static final int MOST_MEMORY_KIB = 1024 * 1024;
    private static final int MOST_ITERATIONS = 16;
    private static final int MOST_LANES = 16;

    /** @throws claviger.cryptoki.CkrException CKR_ARGUMENTS_BAD if a parameter is out of bounds */
    public KdfCost {
        if (memoryKib < 19 * 1024 || memoryKib > MOST_MEMORY_KIB || iterations < 2 || iterations > MOST_ITERATIONS
                || lanes < 1 || lanes > MOST_LANES) {
            throw CKR_ARGUMENTS_BAD.because("Argon2id %d KiB, %d passes, %d lanes is not within 19 MiB,2,1 and 1 GiB,%d,%d",
                memoryKib, iterations, lanes, MOST_ITERATIONS, MOST_LANES);
        }
    }
}
