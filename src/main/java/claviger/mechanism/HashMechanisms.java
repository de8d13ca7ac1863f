package claviger.mechanism;

import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckk.CKK_SHA224_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA256_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA384_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA3_224_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA3_256_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA3_384_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA3_512_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA512_224_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA512_256_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA512_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA_1_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA224;
import static claviger.cryptoki.Ckm.CKM_SHA224_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA224_HMAC_GENERAL;
import static claviger.cryptoki.Ckm.CKM_SHA224_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_SHA256;
import static claviger.cryptoki.Ckm.CKM_SHA256_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA256_HMAC_GENERAL;
import static claviger.cryptoki.Ckm.CKM_SHA256_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_SHA384;
import static claviger.cryptoki.Ckm.CKM_SHA384_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA384_HMAC_GENERAL;
import static claviger.cryptoki.Ckm.CKM_SHA384_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_SHA3_224;
import static claviger.cryptoki.Ckm.CKM_SHA3_224_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA3_224_HMAC_GENERAL;
import static claviger.cryptoki.Ckm.CKM_SHA3_224_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_SHA3_256;
import static claviger.cryptoki.Ckm.CKM_SHA3_256_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA3_256_HMAC_GENERAL;
import static claviger.cryptoki.Ckm.CKM_SHA3_256_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_SHA3_384;
import static claviger.cryptoki.Ckm.CKM_SHA3_384_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA3_384_HMAC_GENERAL;
import static claviger.cryptoki.Ckm.CKM_SHA3_384_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_SHA3_512;
import static claviger.cryptoki.Ckm.CKM_SHA3_512_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA3_512_HMAC_GENERAL;
import static claviger.cryptoki.Ckm.CKM_SHA3_512_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_SHA512;
import static claviger.cryptoki.Ckm.CKM_SHA512_224;
import static claviger.cryptoki.Ckm.CKM_SHA512_224_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA512_224_HMAC_GENERAL;
import static claviger.cryptoki.Ckm.CKM_SHA512_224_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_SHA512_256;
import static claviger.cryptoki.Ckm.CKM_SHA512_256_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA512_256_HMAC_GENERAL;
import static claviger.cryptoki.Ckm.CKM_SHA512_256_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_SHA512_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA512_HMAC_GENERAL;
import static claviger.cryptoki.Ckm.CKM_SHA512_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_SHA_1;
import static claviger.cryptoki.Ckm.CKM_SHA_1_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA_1_HMAC_GENERAL;
import static claviger.cryptoki.Ckm.CKM_SHA_1_KEY_GEN;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Use.CKF_DIGEST;
import static claviger.cryptoki.Use.CKF_GENERATE;
import static claviger.cryptoki.Use.CKF_SIGN;
import static claviger.cryptoki.Use.CKF_VERIFY;
import static claviger.mechanism.Hash.SHA3_224;
import static claviger.mechanism.Hash.SHA3_256;
import static claviger.mechanism.Hash.SHA3_384;
import static claviger.mechanism.Hash.SHA3_512;
import static claviger.mechanism.Hash.SHA_1;
import static claviger.mechanism.Hash.SHA_224;
import static claviger.mechanism.Hash.SHA_256;
import static claviger.mechanism.Hash.SHA_384;
import static claviger.mechanism.Hash.SHA_512;
import static claviger.mechanism.Hash.SHA_512_224;
import static claviger.mechanism.Hash.SHA_512_256;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The part of the table that every hash function has alike: digest, HMAC, cut HMAC and the keys for them. Stateless. */
final class HashMechanisms {
    private static final long MOST = 4096;
    /** A key that is made here has at least 128 bits (Z7). */
    private static final long LEAST_NEW = 16;

    private static final List<Family> FAMILIES = List.of(
        new Family(SHA_1, CKM_SHA_1, CKM_SHA_1_HMAC, CKM_SHA_1_HMAC_GENERAL,
            CKM_SHA_1_KEY_GEN, CKK_SHA_1_HMAC),
        new Family(SHA_224, CKM_SHA224, CKM_SHA224_HMAC, CKM_SHA224_HMAC_GENERAL,
            CKM_SHA224_KEY_GEN, CKK_SHA224_HMAC),
        new Family(SHA_256, CKM_SHA256, CKM_SHA256_HMAC, CKM_SHA256_HMAC_GENERAL,
            CKM_SHA256_KEY_GEN, CKK_SHA256_HMAC),
        new Family(SHA_384, CKM_SHA384, CKM_SHA384_HMAC, CKM_SHA384_HMAC_GENERAL,
            CKM_SHA384_KEY_GEN, CKK_SHA384_HMAC),
        new Family(SHA_512, CKM_SHA512, CKM_SHA512_HMAC, CKM_SHA512_HMAC_GENERAL,
            CKM_SHA512_KEY_GEN, CKK_SHA512_HMAC),
        new Family(SHA_512_224, CKM_SHA512_224, CKM_SHA512_224_HMAC, CKM_SHA512_224_HMAC_GENERAL,
            CKM_SHA512_224_KEY_GEN, CKK_SHA512_224_HMAC),
        new Family(SHA_512_256, CKM_SHA512_256, CKM_SHA512_256_HMAC, CKM_SHA512_256_HMAC_GENERAL,
            CKM_SHA512_256_KEY_GEN, CKK_SHA512_256_HMAC),
        new Family(SHA3_224, CKM_SHA3_224, CKM_SHA3_224_HMAC, CKM_SHA3_224_HMAC_GENERAL,
            CKM_SHA3_224_KEY_GEN, CKK_SHA3_224_HMAC),
        new Family(SHA3_256, CKM_SHA3_256, CKM_SHA3_256_HMAC, CKM_SHA3_256_HMAC_GENERAL,
            CKM_SHA3_256_KEY_GEN, CKK_SHA3_256_HMAC),
        new Family(SHA3_384, CKM_SHA3_384, CKM_SHA3_384_HMAC, CKM_SHA3_384_HMAC_GENERAL,
            CKM_SHA3_384_KEY_GEN, CKK_SHA3_384_HMAC),
        new Family(SHA3_512, CKM_SHA3_512, CKM_SHA3_512_HMAC, CKM_SHA3_512_HMAC_GENERAL,
            CKM_SHA3_512_KEY_GEN, CKK_SHA3_512_HMAC));

    private HashMechanisms() {
    }

    /** @param keyType the type that a key for this HMAC alone has; a CKK_GENERIC_SECRET does as well */
    private record Family(Hash hash, Ckm digest, Ckm hmac, Ckm general, Ckm keyGen, Ckk keyType) {

        private Stream<MechanismRow> rows() {
            Set<Ckk> keyTypes = Collections.unmodifiableSet(EnumSet.of(keyType, CKK_GENERIC_SECRET));
            return Stream.of(
                new MechanismRow(digest, Set.of(), 0, 0, Set.of(CKF_DIGEST), new Digests(hash)),
                new MechanismRow(hmac, keyTypes, 1, MOST, Set.of(CKF_SIGN, CKF_VERIFY), Macs.hmac(hash)),
                new MechanismRow(general, keyTypes, 1, MOST, Set.of(CKF_SIGN, CKF_VERIFY), Macs.hmacGeneral(hash)),
                new MechanismRow(keyGen, Set.of(keyType), LEAST_NEW, MOST, Set.of(CKF_GENERATE),
                    new SecretKeyGeneration(keyType, KeyTypes::isNewSecretLength, hash.length())));
        }
    }

    /** The hash function of an HMAC mechanism. @throws claviger.cryptoki.CkrException CKR_MECHANISM_PARAM_INVALID */
    static Hash ofHmac(Ckm hmac) {
        return FAMILIES.stream().filter(family -> family.hmac == hmac).map(Family::hash).findFirst()
            .orElseThrow(() -> CKR_MECHANISM_PARAM_INVALID.because("%s is no HMAC", hmac));
    }

    static List<MechanismRow> rows() {
        return FAMILIES.stream().flatMap(Family::rows).toList();
    }
}
