package claviger.cryptoki;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_CANT_LOCK;
import static claviger.cryptoki.Ckr.CKR_NEED_TO_CREATE_THREADS;
import static claviger.cryptoki.InitializeFlag.CKF_LIBRARY_CANT_CREATE_OS_THREADS;
import static claviger.cryptoki.InitializeFlag.CKF_OS_LOCKING_OK;

import java.util.Set;

/**
 * CK_C_INITIALIZE_ARGS as far as it means anything here (A3).
 *
 * @param mutexCallbacks how many of the four mutex callbacks the caller gave
 * @param reserved       whether pReserved is not null, which is an error
 */
public record InitializeArgs(int mutexCallbacks, Set<InitializeFlag> flags, boolean reserved) {
    private static final int ALL_CALLBACKS = 4;

    /**
     * What C_Initialize looks at before anything else (A3), at the end where the application is: these do not travel.
     *
     * @throws CkrException CKR_ARGUMENTS_BAD, CKR_CANT_LOCK, CKR_NEED_TO_CREATE_THREADS
     */
    public void check() {
        if (reserved || mutexCallbacks != 0 && mutexCallbacks != ALL_CALLBACKS) {
            throw CKR_ARGUMENTS_BAD.because("pReserved, or some of the mutex callbacks");
        }
        if (mutexCallbacks == ALL_CALLBACKS && !flags.contains(CKF_OS_LOCKING_OK)) {
            throw CKR_CANT_LOCK.because("mutex callbacks cannot be used");
        }
        if (flags.contains(CKF_LIBRARY_CANT_CREATE_OS_THREADS)) {
            throw CKR_NEED_TO_CREATE_THREADS.because("leases are renewed by a thread");
        }
    }
}
