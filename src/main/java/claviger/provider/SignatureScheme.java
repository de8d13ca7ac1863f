package claviger.provider;

import claviger.cryptoki.HedgeType;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Parameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;

/**
 * What makes one Signature algorithm differ from another.
 *
 * @param keyType   the type of its keys
 * @param mechanism the mechanism, or the one that stands for it where the parameters choose
 * @param hash      the hash of a PSS algorithm that has it in its name, else null
 * @param multiPart whether the token takes the data in parts
 * @param der       whether the signature is DER outside and r, s inside
 */
record SignatureScheme(Ckk keyType, Ckm mechanism, Hashes hash, boolean multiPart, boolean der) {

    static SignatureScheme rsa(Ckm mechanism) {
        return new SignatureScheme(Ckk.CKK_RSA, mechanism, null, mechanism != Ckm.CKM_RSA_PKCS, false);
    }

    /** RSASSA-PSS with a hash in its name, or null for the one that has to be given parameters. */
    static SignatureScheme pss(Hashes hash) {
        return new SignatureScheme(Ckk.CKK_RSA, Ckm.CKM_RSA_PKCS_PSS, hash, true, false);
    }

    static SignatureScheme ecdsa(Ckm mechanism, boolean der) {
        return new SignatureScheme(Ckk.CKK_EC, mechanism, null, mechanism != Ckm.CKM_ECDSA, der);
    }

    static SignatureScheme eddsa() {
        return new SignatureScheme(Ckk.CKK_EC_EDWARDS, Ckm.CKM_EDDSA, null, true, false);
    }

    /** ML-DSA, which takes parts, or SLH-DSA, which takes the whole. */
    static SignatureScheme postQuantum(Ckk type, Ckm mechanism) {
        return new SignatureScheme(type, mechanism, null, mechanism == Ckm.CKM_ML_DSA, false);
    }

    /** ML-DSA of a hash: the mechanism makes the hash, or CKM_HASH_ML_DSA is given that of SHA-512. */
    static SignatureScheme hashMlDsa(Ckm mechanism) {
        return new SignatureScheme(Ckk.CKK_ML_DSA, mechanism, null, mechanism != Ckm.CKM_HASH_ML_DSA, false);
    }

    /** Whether the token takes data of any length, but not in parts. */
    boolean takesTheWhole() {
        return mechanism == Ckm.CKM_SLH_DSA;
    }

    boolean isPss() {
        return mechanism == Ckm.CKM_RSA_PKCS_PSS;
    }

    /** The parameters before anybody sets some; null where there are none, or none may be assumed. */
    PSSParameterSpec defaults() {
        return hash == null ? null : new PSSParameterSpec(hash.javaName(), "MGF1",
            new MGF1ParameterSpec(hash.javaName()), hash.bytes(), PSSParameterSpec.TRAILER_FIELD_BC);
    }

    /** The mechanism for parameters, or null if some have to be set first. */
    Mechanism mechanism(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        if (isPss()) {
            return spec == null ? null : pss(spec);
        } else if (mechanism == Ckm.CKM_HASH_ML_DSA) {
            return new Mechanism(mechanism, new Parameters.HashSignContext(HedgeType.CKH_HEDGE_PREFERRED,
                spec == null ? new byte[0] : context(spec), Ckm.CKM_SHA512));
        } else if (spec == null) {
            return Mechanism.of(mechanism);
        } else if (mechanism == Ckm.CKM_EDDSA && spec instanceof EdDSAParameterSpec eddsa) {
            return new Mechanism(mechanism,
                new Parameters.Eddsa(eddsa.isPrehash(), eddsa.getContext().orElseGet(() -> new byte[0])));
        }
        if (ParameterSets.has(keyType)) {
            return new Mechanism(mechanism, new Parameters.SignContext(HedgeType.CKH_HEDGE_PREFERRED, context(spec)));
        }
        throw unknown(spec);
    }

    private static byte[] context(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        if (spec instanceof ContextParameterSpec context) {
            return context.getContext();
        }
        throw unknown(spec);
    }

    private static InvalidAlgorithmParameterException unknown(AlgorithmParameterSpec spec) {
        return new InvalidAlgorithmParameterException("this algorithm has no parameters of the kind "
            + spec.getClass().getSimpleName());
    }

    private Mechanism pss(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        if (!(spec instanceof PSSParameterSpec pss)) {
            throw new InvalidAlgorithmParameterException("RSASSA-PSS takes a PSSParameterSpec");
        }
        Hashes wanted = Hashes.named(pss.getDigestAlgorithm());
        if (hash != null && hash != wanted) {
            throw new InvalidAlgorithmParameterException("this algorithm hashes with " + hash.javaName());
        }
        if (pss.getTrailerField() != PSSParameterSpec.TRAILER_FIELD_BC) {
            throw new InvalidAlgorithmParameterException("the trailer field has to be 1");
        }
        return new Mechanism(wanted.pss(), new Parameters.Pss(wanted.digest(),
            Hashes.mgf(pss.getMGFAlgorithm(), pss.getMGFParameters()), pss.getSaltLength()));
    }
}
