package claviger.cryptoki;

import static claviger.cryptoki.Ckr.CKR_USER_TYPE_INVALID;

import java.util.stream.Stream;

/** CK_USER_TYPE, who logs in (5.6.8 of PKCS#11 3.2). */
public enum Cku {
    CKU_SO(0),
    CKU_USER(1),
    CKU_CONTEXT_SPECIFIC(2);

    private final long code;

    Cku(long code) {
        this.code = code;
    }

    /** The number that the standard gives this value. */
    public long code() {
        return code;
    }

    /** The constant for a code from outside. @throws CkrException CKR_USER_TYPE_INVALID if there is none (L3) */
    public static Cku of(long code) {
        return Stream.of(values()).filter(value -> value.code == code).findFirst()
            .orElseThrow(() -> CKR_USER_TYPE_INVALID.because("no CKU_ has the code 0x%x", code));
    }
}
