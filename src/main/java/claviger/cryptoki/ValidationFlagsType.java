package claviger.cryptoki;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;

import java.util.stream.Stream;

/** CK_SESSION_VALIDATION_FLAGS_TYPE: which validation flags of a session are asked for (5.6 of PKCS#11 3.2). */
public enum ValidationFlagsType {
    /** Of the last operation of the session. */
    CKS_LAST_VALIDATION_OK(0x1);

    private final long code;

    ValidationFlagsType(long code) {
        this.code = code;
    }

    /** The number that the standard gives this value. */
    public long code() {
        return code;
    }

    /** The constant for a code from outside. @throws CkrException CKR_ARGUMENTS_BAD if there is none */
    public static ValidationFlagsType of(long code) {
        return Stream.of(values()).filter(value -> value.code == code).findFirst()
            .orElseThrow(() -> CKR_ARGUMENTS_BAD.because("no CKS_ has the code 0x%x", code));
    }
}
