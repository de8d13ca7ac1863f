package claviger.mechanism;

import static claviger.cryptoki.Ckk.CKK_SLH_DSA;
import static claviger.cryptoki.CkpParameterSet.CKP_ML_DSA_44;
import static claviger.cryptoki.CkpParameterSet.CKP_ML_DSA_65;
import static claviger.cryptoki.CkpParameterSet.CKP_ML_DSA_87;
import static claviger.cryptoki.CkpParameterSet.CKP_ML_KEM_1024;
import static claviger.cryptoki.CkpParameterSet.CKP_ML_KEM_512;
import static claviger.cryptoki.CkpParameterSet.CKP_ML_KEM_768;
import static claviger.cryptoki.CkpParameterSet.CKP_SLH_DSA_SHA2_128F;
import static claviger.cryptoki.CkpParameterSet.CKP_SLH_DSA_SHA2_128S;
import static claviger.cryptoki.CkpParameterSet.CKP_SLH_DSA_SHA2_192F;
import static claviger.cryptoki.CkpParameterSet.CKP_SLH_DSA_SHA2_192S;
import static claviger.cryptoki.CkpParameterSet.CKP_SLH_DSA_SHA2_256F;
import static claviger.cryptoki.CkpParameterSet.CKP_SLH_DSA_SHA2_256S;
import static claviger.cryptoki.CkpParameterSet.CKP_SLH_DSA_SHAKE_128F;
import static claviger.cryptoki.CkpParameterSet.CKP_SLH_DSA_SHAKE_128S;
import static claviger.cryptoki.CkpParameterSet.CKP_SLH_DSA_SHAKE_192F;
import static claviger.cryptoki.CkpParameterSet.CKP_SLH_DSA_SHAKE_192S;
import static claviger.cryptoki.CkpParameterSet.CKP_SLH_DSA_SHAKE_256F;
import static claviger.cryptoki.CkpParameterSet.CKP_SLH_DSA_SHAKE_256S;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.CkpParameterSet;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.SLHDSAParameters;

/**
 * The parameter sets of FIPS 203, 204 and 205: public key, private key, seed, and ciphertext or signature in bytes. The
 * seed of SLH-DSA is what its private key begins with, and is not kept apart.
 */
enum ParameterSet {
    ML_KEM_512(CKP_ML_KEM_512, NISTObjectIdentifiers.id_alg_ml_kem_512, 800, 1632, 64, 768,
        new MlKemKeys(MLKEMParameters.ml_kem_512)),
    ML_KEM_768(CKP_ML_KEM_768, NISTObjectIdentifiers.id_alg_ml_kem_768, 1184, 2400, 64, 1088,
        new MlKemKeys(MLKEMParameters.ml_kem_768)),
    ML_KEM_1024(CKP_ML_KEM_1024, NISTObjectIdentifiers.id_alg_ml_kem_1024, 1568, 3168, 64, 1568,
        new MlKemKeys(MLKEMParameters.ml_kem_1024)),
    ML_DSA_44(CKP_ML_DSA_44, NISTObjectIdentifiers.id_ml_dsa_44, 1312, 2560, 32, 2420,
        new MlDsaKeys(MLDSAParameters.ml_dsa_44)),
    ML_DSA_65(CKP_ML_DSA_65, NISTObjectIdentifiers.id_ml_dsa_65, 1952, 4032, 32, 3309,
        new MlDsaKeys(MLDSAParameters.ml_dsa_65)),
    ML_DSA_87(CKP_ML_DSA_87, NISTObjectIdentifiers.id_ml_dsa_87, 2592, 4896, 32, 4627,
        new MlDsaKeys(MLDSAParameters.ml_dsa_87)),
    SLH_DSA_SHA2_128S(CKP_SLH_DSA_SHA2_128S, NISTObjectIdentifiers.id_slh_dsa_sha2_128s, 32, 64, 48, 7856,
        new SlhDsaKeys(SLHDSAParameters.sha2_128s)),
    SLH_DSA_SHAKE_128S(CKP_SLH_DSA_SHAKE_128S, NISTObjectIdentifiers.id_slh_dsa_shake_128s, 32, 64, 48, 7856,
        new SlhDsaKeys(SLHDSAParameters.shake_128s)),
    SLH_DSA_SHA2_128F(CKP_SLH_DSA_SHA2_128F, NISTObjectIdentifiers.id_slh_dsa_sha2_128f, 32, 64, 48, 17088,
        new SlhDsaKeys(SLHDSAParameters.sha2_128f)),
    SLH_DSA_SHAKE_128F(CKP_SLH_DSA_SHAKE_128F, NISTObjectIdentifiers.id_slh_dsa_shake_128f, 32, 64, 48, 17088,
        new SlhDsaKeys(SLHDSAParameters.shake_128f)),
    SLH_DSA_SHA2_192S(CKP_SLH_DSA_SHA2_192S, NISTObjectIdentifiers.id_slh_dsa_sha2_192s, 48, 96, 72, 16224,
        new SlhDsaKeys(SLHDSAParameters.sha2_192s)),
    SLH_DSA_SHAKE_192S(CKP_SLH_DSA_SHAKE_192S, NISTObjectIdentifiers.id_slh_dsa_shake_192s, 48, 96, 72, 16224,
        new SlhDsaKeys(SLHDSAParameters.shake_192s)),
    SLH_DSA_SHA2_192F(CKP_SLH_DSA_SHA2_192F, NISTObjectIdentifiers.id_slh_dsa_sha2_192f, 48, 96, 72, 35664,
        new SlhDsaKeys(SLHDSAParameters.sha2_192f)),
    SLH_DSA_SHAKE_192F(CKP_SLH_DSA_SHAKE_192F, NISTObjectIdentifiers.id_slh_dsa_shake_192f, 48, 96, 72, 35664,
        new SlhDsaKeys(SLHDSAParameters.shake_192f)),
    SLH_DSA_SHA2_256S(CKP_SLH_DSA_SHA2_256S, NISTObjectIdentifiers.id_slh_dsa_sha2_256s, 64, 128, 96, 29792,
        new SlhDsaKeys(SLHDSAParameters.sha2_256s)),
    SLH_DSA_SHAKE_256S(CKP_SLH_DSA_SHAKE_256S, NISTObjectIdentifiers.id_slh_dsa_shake_256s, 64, 128, 96, 29792,
        new SlhDsaKeys(SLHDSAParameters.shake_256s)),
    SLH_DSA_SHA2_256F(CKP_SLH_DSA_SHA2_256F, NISTObjectIdentifiers.id_slh_dsa_sha2_256f, 64, 128, 96, 49856,
        new SlhDsaKeys(SLHDSAParameters.sha2_256f)),
    SLH_DSA_SHAKE_256F(CKP_SLH_DSA_SHAKE_256F, NISTObjectIdentifiers.id_slh_dsa_shake_256f, 64, 128, 96, 49856,
        new SlhDsaKeys(SLHDSAParameters.shake_256f));

    private final CkpParameterSet name;
    private final ASN1ObjectIdentifier oid;
    private final int publicBytes;
    private final int privateBytes;
    private final int seedBytes;
    private final int resultBytes;
    private final SetKeys keys;

    ParameterSet(CkpParameterSet name, ASN1ObjectIdentifier oid, int publicBytes, int privateBytes, int seedBytes, int resultBytes,
            SetKeys keys) {
        this.name = name;
        this.oid = oid;
        this.publicBytes = publicBytes;
        this.privateBytes = privateBytes;
        this.seedBytes = seedBytes;
        this.resultBytes = resultBytes;
        this.keys = keys;
    }

    /** The set of CKA_PARAMETER_SET. @throws claviger.cryptoki.CkrException CKR_PARAMETER_SET_NOT_SUPPORTED */
    static ParameterSet of(Ckk keyType, long code) {
        CkpParameterSet wanted = CkpParameterSet.of(keyType, code);
        return Stream.of(values()).filter(set -> set.name == wanted).findFirst().orElseThrow();
    }

    /** The set of an OID, if it is one of these. */
    static Optional<ParameterSet> of(ASN1ObjectIdentifier oid) {
        return Stream.of(values()).filter(set -> set.oid.equals(oid)).findFirst();
    }

    Ckk keyType() {
        return name.keyType();
    }

    /** The value of CKA_PARAMETER_SET. */
    long code() {
        return name.code();
    }

    AlgorithmIdentifier algorithm() {
        return new AlgorithmIdentifier(oid);
    }

    int publicBytes() {
        return publicBytes;
    }

    int privateBytes() {
        return privateBytes;
    }

    int seedBytes() {
        return seedBytes;
    }

    /** Whether the seed is an attribute of its own. */
    boolean keepsSeed() {
        return keyType() != CKK_SLH_DSA;
    }

    /** Of a ciphertext or a signature. */
    int resultBytes() {
        return resultBytes;
    }

    SetKeys keys() {
        return keys;
    }
}
