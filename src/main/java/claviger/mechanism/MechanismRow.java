package claviger.mechanism;

import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_EC_EDWARDS;
import static claviger.cryptoki.Ckk.CKK_EC_MONTGOMERY;
import static claviger.cryptoki.Ckk.CKK_RSA;
import static claviger.cryptoki.Ckm.CKM_ECDSA;
import static claviger.cryptoki.Ckm.CKM_HASH_ML_DSA;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS_PSS;
import static claviger.cryptoki.Ckm.CKM_RSA_X_509;
import static claviger.cryptoki.Ckm.CKM_SLH_DSA;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_KEY_SIZE_RANGE;
import static claviger.cryptoki.Ckr.CKR_KEY_TYPE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_UNWRAPPING_KEY_SIZE_RANGE;
import static claviger.cryptoki.Ckr.CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPING_KEY_SIZE_RANGE;
import static claviger.cryptoki.Ckr.CKR_WRAPPING_KEY_TYPE_INCONSISTENT;
import static claviger.cryptoki.Use.CKF_EC_CURVENAME;
import static claviger.cryptoki.Use.CKF_EC_F_P;
import static claviger.cryptoki.Use.CKF_EC_OID;
import static claviger.cryptoki.Use.CKF_EC_UNCOMPRESS;
import static claviger.cryptoki.Use.CKF_MESSAGE_SIGN;
import static claviger.cryptoki.Use.CKF_MESSAGE_VERIFY;
import static claviger.cryptoki.Use.CKF_MULTI_MESSAGE;
import static claviger.cryptoki.Use.CKF_SIGN;
import static claviger.cryptoki.Use.CKF_SIGN_RECOVER;
import static claviger.cryptoki.Use.CKF_VERIFY;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.MechanismInfo;
import claviger.cryptoki.Use;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * One mechanism of the token. The three {@code admit} methods are the questions of O10 that every C_*Init and every
 * wrap, unwrap and derive asks, to be asked in this order with the caller's own between them.
 *
 * @param keyTypes the types of key that it works with or makes; none for a digest
 * @param minKeySize in bits for RSA, DH and curves, in bytes for secret keys and, of the public half, for post-quantum ones
 * @param maxKeySize in the same unit
 * @param uses what it can be used for
 */
public record MechanismRow(
    Ckm type, Set<Ckk> keyTypes, long minKeySize, long maxKeySize, Set<Use> uses, Algorithm algorithm) {

    /** A shorter key verifies and decrypts what is old, and signs nothing new. */
    private static final long LEAST_RSA_BITS_TO_SIGN = 2048;
    private static final long LEAST_EC_BITS_TO_SIGN = 256;

    private static final Set<Use> SIGNING = EnumSet.of(CKF_SIGN, CKF_SIGN_RECOVER, CKF_MESSAGE_SIGN);

    /** What signs a block or a hash that somebody else has made, or reads its data more than once. */
    private static final Set<Ckm> IN_ONE_PART =
        EnumSet.of(CKM_RSA_PKCS, CKM_RSA_PKCS_PSS, CKM_RSA_X_509, CKM_ECDSA, CKM_HASH_ML_DSA, CKM_SLH_DSA);

    private static final Set<Use> OF_EC =
        Collections.unmodifiableSet(EnumSet.of(CKF_EC_F_P, CKF_EC_OID, CKF_EC_CURVENAME, CKF_EC_UNCOMPRESS));
    private static final Set<Use> OF_OTHER_CURVES =
        Collections.unmodifiableSet(EnumSet.of(CKF_EC_F_P, CKF_EC_OID, CKF_EC_CURVENAME));

    /** What signs or verifies does so with messages too (O14). */
    public MechanismRow {
        Set<Use> all = EnumSet.noneOf(Use.class);
        all.addAll(uses);
        if (uses.contains(CKF_SIGN)) {
            all.add(CKF_MESSAGE_SIGN);
        }
        if (uses.contains(CKF_VERIFY)) {
            all.add(CKF_MESSAGE_VERIFY);
            if (!IN_ONE_PART.contains(type)) {
                all.add(CKF_MULTI_MESSAGE);
            }
        }
        uses = Collections.unmodifiableSet(all);
    }

    /** CK_MECHANISM_INFO, with the CKF_EC_* bits where there are curves (C12). */
    public MechanismInfo info() {
        Set<Use> flags = EnumSet.copyOf(uses);
        if (keyTypes.contains(CKK_EC)) {
            flags.addAll(OF_EC);
        }
        if (keyTypes.contains(CKK_EC_EDWARDS) || keyTypes.contains(CKK_EC_MONTGOMERY)) {
            flags.addAll(OF_OTHER_CURVES);
        }
        return new MechanismInfo(minKeySize, maxKeySize, flags);
    }

    /** First: is this a use of the mechanism? @throws claviger.cryptoki.CkrException CKR_MECHANISM_INVALID */
    public void admit(Use use) {
        if (!uses.contains(use)) {
            throw CKR_MECHANISM_INVALID.because("%s is not for %s", type, use);
        }
    }

    /**
     * Then, after CKA_ALLOWED_MECHANISMS: does this kind of key fit?
     *
     * @throws claviger.cryptoki.CkrException CKR_KEY_TYPE_INCONSISTENT, or its form for wrapping or unwrapping keys
     */
    public void admit(Use use, Cko objectClass, Ckk keyType) {
        if (!keyTypes.contains(keyType) || objectClass != classFor(use, keyType)) {
            Ckr refusal = switch (use) {
                case CKF_WRAP -> CKR_WRAPPING_KEY_TYPE_INCONSISTENT;
                case CKF_UNWRAP, CKF_DECAPSULATE -> CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT;
                default -> CKR_KEY_TYPE_INCONSISTENT;
            };
            throw refusal.because("%s for %s does not take a %s of type %s", type, use, objectClass, keyType);
        }
    }

    /**
     * Last, after the usage flag: is the key of a size that is computed with?
     *
     * @param size in the unit of this row, see {@link KeyTypes#size}
     * @throws claviger.cryptoki.CkrException CKR_KEY_SIZE_RANGE, or its form for wrapping or unwrapping keys
     */
    public void admitSize(Use use, long size) {
        long least = !SIGNING.contains(use) ? minKeySize : Math.max(minKeySize,
            keyTypes.contains(CKK_RSA) ? LEAST_RSA_BITS_TO_SIGN : keyTypes.contains(CKK_EC) ? LEAST_EC_BITS_TO_SIGN : 0);
        if (size < least || size > maxKeySize) {
            Ckr refusal = switch (use) {
                case CKF_WRAP -> CKR_WRAPPING_KEY_SIZE_RANGE;
                case CKF_UNWRAP, CKF_DECAPSULATE -> CKR_UNWRAPPING_KEY_SIZE_RANGE;
                default -> CKR_KEY_SIZE_RANGE;
            };
            throw refusal.because("%s for %s takes keys of %d to %d, not %d", type, use, least, maxKeySize, size);
        }
    }

    private static Cko classFor(Use use, Ckk keyType) {
        if (KeyTypes.has(CKO_SECRET_KEY, keyType)) {
            return CKO_SECRET_KEY;
        }
        return switch (use) {
            case CKF_ENCRYPT, CKF_VERIFY, CKF_VERIFY_RECOVER, CKF_MESSAGE_VERIFY, CKF_WRAP, CKF_ENCAPSULATE ->
                CKO_PUBLIC_KEY;
            default -> CKO_PRIVATE_KEY;
        };
    }
}
