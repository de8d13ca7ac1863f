package claviger.cryptoki;

import static claviger.cryptoki.Ckk.CKK_ML_DSA;
import static claviger.cryptoki.Ckk.CKK_ML_KEM;
import static claviger.cryptoki.Ckk.CKK_SLH_DSA;
import static claviger.cryptoki.Ckr.CKR_PARAMETER_SET_NOT_SUPPORTED;

import java.util.stream.Stream;

/** The values of CKA_PARAMETER_SET, by the codes of {@code pkcs11t.h} 3.2; each key type counts from one. */
public enum CkpParameterSet {
    CKP_ML_KEM_512(CKK_ML_KEM, 1),
    CKP_ML_KEM_768(CKK_ML_KEM, 2),
    CKP_ML_KEM_1024(CKK_ML_KEM, 3),
    CKP_ML_DSA_44(CKK_ML_DSA, 1),
    CKP_ML_DSA_65(CKK_ML_DSA, 2),
    CKP_ML_DSA_87(CKK_ML_DSA, 3),
    CKP_SLH_DSA_SHA2_128S(CKK_SLH_DSA, 1),
    CKP_SLH_DSA_SHAKE_128S(CKK_SLH_DSA, 2),
    CKP_SLH_DSA_SHA2_128F(CKK_SLH_DSA, 3),
    CKP_SLH_DSA_SHAKE_128F(CKK_SLH_DSA, 4),
    CKP_SLH_DSA_SHA2_192S(CKK_SLH_DSA, 5),
    CKP_SLH_DSA_SHAKE_192S(CKK_SLH_DSA, 6),
    CKP_SLH_DSA_SHA2_192F(CKK_SLH_DSA, 7),
    CKP_SLH_DSA_SHAKE_192F(CKK_SLH_DSA, 8),
    CKP_SLH_DSA_SHA2_256S(CKK_SLH_DSA, 9),
    CKP_SLH_DSA_SHAKE_256S(CKK_SLH_DSA, 10),
    CKP_SLH_DSA_SHA2_256F(CKK_SLH_DSA, 11),
    CKP_SLH_DSA_SHAKE_256F(CKK_SLH_DSA, 12);

    private final Ckk keyType;
    private final long code;

    CkpParameterSet(Ckk keyType, long code) {
        this.keyType = keyType;
        this.code = code;
    }

    /** The type of the keys that have this parameter set. */
    public Ckk keyType() {
        return keyType;
    }

    /** The number that the standard gives this value among those of its key type. */
    public long code() {
        return code;
    }

    /** The constant for a code from outside. @throws CkrException CKR_PARAMETER_SET_NOT_SUPPORTED if there is none */
    public static CkpParameterSet of(Ckk keyType, long code) {
        return Stream.of(values()).filter(value -> value.keyType == keyType && value.code == code).findFirst()
            .orElseThrow(() -> CKR_PARAMETER_SET_NOT_SUPPORTED.because("no %s has the parameter set %d", keyType, code));
    }
}
