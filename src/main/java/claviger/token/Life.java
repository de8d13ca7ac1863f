package claviger.token;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_CANT_LOCK;
import static claviger.cryptoki.Ckr.CKR_NEED_TO_CREATE_THREADS;
import static claviger.cryptoki.InitializeFlag.CKF_LIBRARY_CANT_CREATE_OS_THREADS;
import static claviger.cryptoki.InitializeFlag.CKF_OS_LOCKING_OK;

import claviger.cryptoki.InitializeArgs;

/** What an application has from C_Initialize to C_Finalize. */
record Life(Sessions sessions, SlotEvents events) {
    private static final int ALL_CALLBACKS = 4;

    /** C_Initialize (A3). */
    static Life begin(InitializeArgs args, Slots slots, Settings settings) {
        if (args.reserved() || args.mutexCallbacks() != 0 && args.mutexCallbacks() != ALL_CALLBACKS) {
            throw CKR_ARGUMENTS_BAD.because("pReserved, or some of the mutex callbacks");
        }
        if (args.mutexCallbacks() == ALL_CALLBACKS && !args.flags().contains(CKF_OS_LOCKING_OK)) {
            throw CKR_CANT_LOCK.because("mutex callbacks cannot be used");
        }
        if (args.flags().contains(CKF_LIBRARY_CANT_CREATE_OS_THREADS)) {
            throw CKR_NEED_TO_CREATE_THREADS.because("leases are renewed by a thread");
        }
        return new Life(new Sessions(settings), new SlotEvents(slots));
    }

    /** C_Finalize: ends whoever waits for a slot event (A5), and every session after the call that runs in it (A4). */
    void end() {
        events.end();
        sessions.end();
    }
}
