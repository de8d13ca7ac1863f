package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;

import claviger.cryptoki.Parameters;

/** The questions that algorithms ask about their parameter. */
final class Param {
    private Param() {
    }

    static void none(Parameters given) {
        if (!(given instanceof Parameters.None)) {
            throw CKR_MECHANISM_PARAM_INVALID.because("this mechanism has no parameter");
        }
    }

    static <P extends Parameters> P of(Class<P> wanted, Parameters given) {
        require(wanted.isInstance(given), "this mechanism needs its parameter");
        return wanted.cast(given);
    }

    /** An initialisation vector of that many bytes. */
    static byte[] iv(Parameters given, int length) {
        byte[] iv = of(Parameters.Iv.class, given).iv();
        require(iv.length == length, "the IV of this mechanism has " + length + " bytes");
        return iv;
    }

    static void require(boolean holds, String rule) {
        if (!holds) {
            throw CKR_MECHANISM_PARAM_INVALID.because(rule);
        }
    }
}
