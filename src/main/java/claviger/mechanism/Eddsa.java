package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;

import claviger.cryptoki.Parameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed25519ctxSigner;
import org.bouncycastle.crypto.signers.Ed25519phSigner;

/**
 * CKM_EDDSA with Ed25519, by Bouncy Castle: pure without a parameter, or with one that asks for nothing; with one,
 * Ed25519ph or Ed25519ctx of RFC 8032.
 */
final class Eddsa implements Algorithm {
    private static final int SIGNATURE_BYTES = 64;
    private static final int MOST_CONTEXT = 255;

    @Override public Computation.Signing sign(KeyMaterial key, Parameters parameters) {
        Signer signer = signer(parameters);
        signer.init(true, key.prepared(Ed25519PrivateKeyParameters.class,
            material -> new Ed25519PrivateKeyParameters(material.get(CKA_VALUE))));
        return new MessageSigner(Message.kept(), SIGNATURE_BYTES, message -> {
            signer.update(message, 0, message.length);
            try {
                return signer.generateSignature();
            } catch (CryptoException e) {
                throw CKR_FUNCTION_FAILED.because(e, "Ed25519");
            }
        });
    }

    @Override public Computation.Verifying verify(KeyMaterial key, Parameters parameters) {
        Signer signer = signer(parameters);
        signer.init(false, key.prepared(Ed25519PublicKeyParameters.class,
            material -> new Ed25519PublicKeyParameters(material.get(CKA_EC_POINT))));
        return new MessageVerifier(Message.kept(), length -> length == SIGNATURE_BYTES, (message, signature) -> {
            signer.update(message, 0, message.length);
            return signer.verifySignature(signature);
        });
    }

    private static Signer signer(Parameters parameters) {
        if (parameters instanceof Parameters.None) {
            return new Ed25519Signer();
        }
        Parameters.Eddsa eddsa = Param.of(Parameters.Eddsa.class, parameters);
        Param.require(eddsa.context().length <= MOST_CONTEXT, "a context has at most 255 bytes");
        if (eddsa.prehash()) {
            return new Ed25519phSigner(eddsa.context());
        }
        return eddsa.context().length == 0 ? new Ed25519Signer() : new Ed25519ctxSigner(eddsa.context());
    }
}
