package claviger.provider;

import static claviger.cryptoki.Ckm.CKM_HASH_ML_DSA;
import static claviger.cryptoki.Ckm.CKM_HASH_ML_DSA_SHA256;
import static claviger.cryptoki.Ckm.CKM_HASH_ML_DSA_SHA384;
import static claviger.cryptoki.Ckm.CKM_HASH_ML_DSA_SHA512;
import static claviger.cryptoki.Ckm.CKM_HASH_ML_DSA_SHAKE128;
import static claviger.cryptoki.Ckm.CKM_HASH_ML_DSA_SHAKE256;
import static claviger.provider.ServiceRow.oid;
import static claviger.provider.ServiceRow.row;

import claviger.cryptoki.Ckm;
import java.util.List;

/**
 * The rows of HashML-DSA (FIPS 204, 5.4). Those with SHA-512 have the names and OIDs that Bouncy Castle has; the JDK has
 * none. The keys are those of ML-DSA.
 */
final class HashMlDsas {
    private static final String OID = "2.16.840.1.101.3.4.3.";

    private HashMlDsas() {
    }

    static List<ServiceRow> rows() {
        return List.of(
            signature("HASH-ML-DSA", CKM_HASH_ML_DSA_SHA512, "SHA512WITHMLDSA"),
            signature("ML-DSA-44-WITH-SHA512", CKM_HASH_ML_DSA_SHA512, oid(OID + "32")),
            signature("ML-DSA-65-WITH-SHA512", CKM_HASH_ML_DSA_SHA512, oid(OID + "33")),
            signature("ML-DSA-87-WITH-SHA512", CKM_HASH_ML_DSA_SHA512, oid(OID + "34")),
            signature("HASH-ML-DSA-EXTERNAL-HASH", CKM_HASH_ML_DSA),
            signature("HASH-ML-DSA-WITH-SHA256", CKM_HASH_ML_DSA_SHA256),
            signature("HASH-ML-DSA-WITH-SHA384", CKM_HASH_ML_DSA_SHA384),
            signature("HASH-ML-DSA-WITH-SHAKE128", CKM_HASH_ML_DSA_SHAKE128),
            signature("HASH-ML-DSA-WITH-SHAKE256", CKM_HASH_ML_DSA_SHAKE256));
    }

    private static ServiceRow signature(String name, Ckm mechanism, String... aliases) {
        return row("Signature", name, mechanism,
            (token, provider) -> new TokenSignature(token, name, SignatureScheme.hashMlDsa(mechanism)), aliases);
    }
}
