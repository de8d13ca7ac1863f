package claviger.mechanism;

/**
 * A running computation of one mechanism with one key: what an operation of a session holds. Each method may throw
 * CkrException, after which only {@link #close} is called. Input arrays are read during the call and not kept.
 */
public sealed interface Computation extends Savable, AutoCloseable {

    /**
     * Whether data may come in parts. A mechanism that does not takes it in one piece: one call of update before the
     * final method of a digest, signature or verification, or {@link Ciphering#last} alone.
     */
    boolean multiPart();

    /** Wipes what it holds. May be called at any time, more than once. */
    @Override void close();

    /** C_Digest*. */
    non-sealed interface Digesting extends Computation {
        int length();

        void update(byte[] part);

        byte[] digest();
    }

    /** C_Sign*, signatures and MACs. */
    non-sealed interface Signing extends Computation {
        /** The most bytes that a signature of this key can have. */
        int length();

        void update(byte[] part);

        byte[] sign();
    }

    /** C_Verify*. */
    non-sealed interface Verifying extends Computation {
        void update(byte[] part);

        /** @throws claviger.cryptoki.CkrException CKR_SIGNATURE_LEN_RANGE before CKR_SIGNATURE_INVALID (O8) */
        void verify(byte[] signature);
    }

    /** C_VerifyRecover. */
    non-sealed interface Recovering extends Computation {
        /**
         * The data that were signed. May be called again.
         *
         * @throws claviger.cryptoki.CkrException CKR_SIGNATURE_LEN_RANGE before CKR_SIGNATURE_INVALID (O8)
         */
        byte[] recover(byte[] signature);
    }

    /** C_Encrypt* and C_Decrypt*. */
    non-sealed interface Ciphering extends Computation {
        /** The most bytes that {@link #update} gives for so much input (B1). */
        long updateLength(int input);

        byte[] update(byte[] part);

        /** The most bytes that {@link #last} gives for so much input (B1). */
        long lastLength(int input);

        /** The last part, possibly empty, and the end. */
        byte[] last(byte[] part);
    }
}
