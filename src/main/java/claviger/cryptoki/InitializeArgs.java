package claviger.cryptoki;

import java.util.Set;

/**
 * CK_C_INITIALIZE_ARGS as far as it means anything here (A3).
 *
 * @param mutexCallbacks how many of the four mutex callbacks the caller gave
 * @param reserved       whether pReserved is not null, which is an error
 */
public record InitializeArgs(int mutexCallbacks, Set<InitializeFlag> flags, boolean reserved) {
}
