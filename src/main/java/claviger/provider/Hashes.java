package claviger.provider;

import claviger.cryptoki.Ckg;
import claviger.cryptoki.Ckm;
import java.security.InvalidAlgorithmParameterException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Locale;
import java.util.stream.Stream;

/** The hash functions by their Java name, as digest, as mask generation and inside PSS. */
enum Hashes {
    SHA1("SHA-1", 20, Ckm.CKM_SHA_1, Ckg.CKG_MGF1_SHA1, Ckm.CKM_SHA1_RSA_PKCS_PSS),
    SHA224("SHA-224", 28, Ckm.CKM_SHA224, Ckg.CKG_MGF1_SHA224, Ckm.CKM_SHA224_RSA_PKCS_PSS),
    SHA256("SHA-256", 32, Ckm.CKM_SHA256, Ckg.CKG_MGF1_SHA256, Ckm.CKM_SHA256_RSA_PKCS_PSS),
    SHA384("SHA-384", 48, Ckm.CKM_SHA384, Ckg.CKG_MGF1_SHA384, Ckm.CKM_SHA384_RSA_PKCS_PSS),
    SHA512("SHA-512", 64, Ckm.CKM_SHA512, Ckg.CKG_MGF1_SHA512, Ckm.CKM_SHA512_RSA_PKCS_PSS),
    SHA3_224("SHA3-224", 28, Ckm.CKM_SHA3_224, Ckg.CKG_MGF1_SHA3_224, Ckm.CKM_SHA3_224_RSA_PKCS_PSS),
    SHA3_256("SHA3-256", 32, Ckm.CKM_SHA3_256, Ckg.CKG_MGF1_SHA3_256, Ckm.CKM_SHA3_256_RSA_PKCS_PSS),
    SHA3_384("SHA3-384", 48, Ckm.CKM_SHA3_384, Ckg.CKG_MGF1_SHA3_384, Ckm.CKM_SHA3_384_RSA_PKCS_PSS),
    SHA3_512("SHA3-512", 64, Ckm.CKM_SHA3_512, Ckg.CKG_MGF1_SHA3_512, Ckm.CKM_SHA3_512_RSA_PKCS_PSS);

    private final String javaName;
    private final int bytes;
    private final Ckm digest;
    private final Ckg mgf;
    private final Ckm pss;

    Hashes(String javaName, int bytes, Ckm digest, Ckg mgf, Ckm pss) {
        this.javaName = javaName;
        this.bytes = bytes;
        this.digest = digest;
        this.mgf = mgf;
        this.pss = pss;
    }

    /** The hash of a Java name, with or without its dash. */
    static Hashes named(String name) throws InvalidAlgorithmParameterException {
        String plain = name.toUpperCase(Locale.ROOT).replace("-", "");
        return Stream.of(values()).filter(hash -> hash.name().replace("_", "").equals(plain)).findFirst()
            .orElseThrow(() -> new InvalidAlgorithmParameterException("the token has no hash " + name));
    }

    /** The mask generation function of a parameter, which has to be MGF1. */
    static Ckg mgf(String function, AlgorithmParameterSpec parameters) throws InvalidAlgorithmParameterException {
        if (!function.equalsIgnoreCase("MGF1") || !(parameters instanceof MGF1ParameterSpec mgf1)) {
            throw new InvalidAlgorithmParameterException("the mask generation function has to be MGF1");
        }
        return named(mgf1.getDigestAlgorithm()).mgf;
    }

    /** The name in the name of a signature, which has a dash in SHA3-256 and none in SHA256. */
    String inSignatures() {
        return name().replace('_', '-');
    }

    String javaName() {
        return javaName;
    }

    int bytes() {
        return bytes;
    }

    Ckm digest() {
        return digest;
    }

    Ckm pss() {
        return pss;
    }
}
