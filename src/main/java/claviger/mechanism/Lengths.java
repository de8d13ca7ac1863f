package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;

/** The length of a key that a derivation can make in any length. */
final class Lengths {
    private Lengths() {
    }

    /** @param length wanted, or -1 if the template is silent */
    static void require(int length, int most) {
        if (length < 0) {
            throw CKR_TEMPLATE_INCOMPLETE.because("a key derivation gives any length, so the template has to tell it");
        }
        if (length > most) {
            throw CKR_TEMPLATE_INCONSISTENT.because("%d bytes wanted of at most %d", length, most);
        }
    }
}
