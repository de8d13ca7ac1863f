package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckk.CKK_SLH_DSA;

import claviger.cryptoki.Parameters;
import org.bouncycastle.crypto.params.SLHDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.SLHDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.SLHDSASigner;

/** CKM_SLH_DSA (FIPS 205, pure), by Bouncy Castle. The data comes in one piece. */
final class SlhDsa implements Algorithm {
    /** A session must not be able to fill the memory of the process. */
    private static final int MOST_DATA = 64 << 20;

    @Override public Computation.Signing sign(KeyMaterial key, Parameters parameters) {
        Hedge hedge = Hedge.of(parameters);
        SLHDSASigner signer = new SLHDSASigner();
        signer.init(true, hedge.inContext(hedge.signing(key.prepared(SLHDSAPrivateKeyParameters.class, material ->
            new SLHDSAPrivateKeyParameters(keys(material).parameters(), material.get(CKA_VALUE))))));
        return new MessageSigner(Message.once(MOST_DATA), set(key).resultBytes(), signer::generateSignature);
    }

    @Override public Computation.Verifying verify(KeyMaterial key, Parameters parameters) {
        SLHDSASigner signer = new SLHDSASigner();
        signer.init(false, Hedge.of(parameters).inContext(key.prepared(SLHDSAPublicKeyParameters.class, material ->
            new SLHDSAPublicKeyParameters(keys(material).parameters(), material.get(CKA_VALUE)))));
        int bytes = set(key).resultBytes();
        return new MessageVerifier(Message.once(MOST_DATA), length -> length == bytes, signer::verifySignature);
    }

    private static ParameterSet set(KeyMaterial key) {
        return ParameterSet.of(CKK_SLH_DSA, key.get(CKA_PARAMETER_SET));
    }

    private static SlhDsaKeys keys(KeyMaterial key) {
        return (SlhDsaKeys) set(key).keys();
    }
}
