package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckk.CKK_ML_DSA;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;

import claviger.cryptoki.Parameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** CKM_ML_DSA (FIPS 204, pure), by Bouncy Castle. Data in parts is kept until the end. */
final class MlDsa implements Algorithm {

    @Override public Computation.Signing sign(KeyMaterial key, Parameters parameters) {
        Hedge hedge = Hedge.of(parameters);
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, hedge.inContext(hedge.signing(privateKey(key))));
        return new MessageSigner(Message.kept(), set(key).resultBytes(), message -> {
            signer.update(message, 0, message.length);
            return signed(signer::generateSignature);
        });
    }

    @Override public Computation.Verifying verify(KeyMaterial key, Parameters parameters) {
        MLDSASigner signer = new MLDSASigner();
        signer.init(false, Hedge.of(parameters).inContext(publicKey(key)));
        int bytes = set(key).resultBytes();
        return new MessageVerifier(Message.kept(), length -> length == bytes, (message, signature) -> {
            signer.update(message, 0, message.length);
            return signer.verifySignature(signature);
        });
    }

    interface Arithmetic {
        byte[] sign() throws CryptoException;
    }

    static byte[] signed(Arithmetic arithmetic) {
        try {
            return arithmetic.sign();
        } catch (CryptoException e) {
            throw CKR_FUNCTION_FAILED.because(e, "ML-DSA");
        }
    }

    static MLDSAPrivateKeyParameters privateKey(KeyMaterial key) {
        return key.prepared(MLDSAPrivateKeyParameters.class,
            material -> new MLDSAPrivateKeyParameters(keys(material).parameters(), material.get(CKA_VALUE)));
    }

    static MLDSAPublicKeyParameters publicKey(KeyMaterial key) {
        return key.prepared(MLDSAPublicKeyParameters.class,
            material -> new MLDSAPublicKeyParameters(keys(material).parameters(), material.get(CKA_VALUE)));
    }

    static ParameterSet set(KeyMaterial key) {
        return ParameterSet.of(CKK_ML_DSA, key.get(CKA_PARAMETER_SET));
    }

    private static MlDsaKeys keys(KeyMaterial key) {
        return (MlDsaKeys) set(key).keys();
    }
}
