package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_SAVED_STATE_INVALID;

import java.util.Optional;

/**
 * What data flow into part by part, and whose state between two parts may be carried to another one of the same key and
 * parameter: C_GetOperationState and C_SetOperationState (V4). As written here, nothing can be carried.
 */
public interface Savable {
    /**
     * Called before the first part by whoever may ask for the state later: what has a form that is fast and one whose
     * state can be told takes the second from here on.
     */
    default void keepState() {
    }

    /**
     * The state, with an empty array before the first part; nothing if it cannot leave. It holds no byte of the key, but
     * it is as secret as the data: the caller wipes it.
     */
    default Optional<byte[]> state() {
        return Optional.empty();
    }

    /** Goes on from a state, before the first part. Reads the array during the call only. */
    default void resume(byte[] state) {
        throw CKR_SAVED_STATE_INVALID.because("this mechanism has no state to go on from");
    }
}
