package claviger.config;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SlotId;

/** Where the applications of a configuration come from. Safe between threads. */
interface Applications {
    /** A new application, initialized. The caller closes it. */
    Cryptoki application();

    /** Nobody needs this any more. */
    default void release() {
    }

    /** Whether a token that is not there is made. */
    default boolean isMemory() {
        return false;
    }

    default SlotId make(Cryptoki application, String label) {
        throw new IllegalStateException("only memory stores make tokens");
    }

    /** A user PIN that is about to log in. */
    default void claim(SlotId slot, byte[] userPin) {
    }
}
