package claviger.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import claviger.cryptoki.CkrException;
import claviger.cryptoki.Ckr;

/** Asks what a call returns, as C would. */
final class Refusals {
    /** A call of a function. */
    interface Call {
        void run();
    }

    private Refusals() {
    }

    /** The call returns exactly this, which is not CKR_OK. */
    static void assertCkr(Ckr expected, Call call) {
        CkrException refusal = assertThrows(CkrException.class, call::run, () -> "expected " + expected);
        assertEquals(expected, refusal.ckr(), refusal.getMessage());
    }

    /** What the call returns. */
    static Ckr ckr(Call call) {
        try {
            call.run();
            return Ckr.CKR_OK;
        } catch (CkrException refusal) {
            return refusal.ckr();
        }
    }
}
