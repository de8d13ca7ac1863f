package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;

import java.util.Arrays;

/** The length of a key that is derived. */
final class Lengths {
    private Lengths() {
    }

    /** Where any length can be had. @param length wanted, or -1 if the template is silent */
    static void require(int length, int most) {
        if (length < 0) {
            throw CKR_TEMPLATE_INCOMPLETE.because("a key derivation gives any length, so the template has to tell it");
        }
        if (length > most) {
            throw CKR_TEMPLATE_INCONSISTENT.because("%d bytes wanted of at most %d", length, most);
        }
    }

    /** Where there is one length. @param length wanted, or -1 */
    static void requireExactly(int length, int only) {
        if (length >= 0 && length != only) {
            throw CKR_TEMPLATE_INCONSISTENT.because("%d bytes wanted where there are always %d", length, only);
        }
    }

    /** Of a secret that two sides agree on the standard drops leading bytes (6.3.17, 6.4.10). @param length or -1 */
    static byte[] truncated(byte[] secret, int length) {
        if (length > secret.length) {
            throw CKR_TEMPLATE_INCONSISTENT.because("%d bytes wanted of %d", length, secret.length);
        }
        return Arrays.copyOfRange(secret, length < 0 ? 0 : secret.length - length, secret.length);
    }
}
