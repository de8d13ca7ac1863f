package claviger.cryptoki;

import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;

import java.util.stream.Stream;

/** CK_HEDGE_TYPE: whether a signature is mixed with fresh randomness, by the codes of {@code pkcs11t.h} 3.2. */
public enum HedgeType {
    CKH_HEDGE_PREFERRED(0),
    CKH_HEDGE_REQUIRED(1),
    CKH_DETERMINISTIC_REQUIRED(2);

    private final long code;

    HedgeType(long code) {
        this.code = code;
    }

    /** The number that the standard gives this value. */
    public long code() {
        return code;
    }

    /** The constant for a code from outside. @throws CkrException CKR_MECHANISM_PARAM_INVALID if there is none */
    public static HedgeType of(long code) {
        return Stream.of(values()).filter(value -> value.code == code).findFirst()
            .orElseThrow(() -> CKR_MECHANISM_PARAM_INVALID.because("no CKH_ has the code 0x%x", code));
    }
}
