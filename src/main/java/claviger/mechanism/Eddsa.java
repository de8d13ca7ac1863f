package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckk.CKK_EC_EDWARDS;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;

import claviger.cryptoki.Parameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed25519ctxSigner;
import org.bouncycastle.crypto.signers.Ed25519phSigner;
import org.bouncycastle.crypto.signers.Ed448Signer;
import org.bouncycastle.crypto.signers.Ed448phSigner;

/**
 * CKM_EDDSA with Ed25519 and Ed448, by Bouncy Castle: pure without a parameter, or with one that asks for nothing; with
 * one, what RFC 8032 calls Ed25519ph, Ed25519ctx and Ed448ph, and Ed448 with a context.
 */
final class Eddsa implements Algorithm {
    private static final byte[] NO_CONTEXT = new byte[0];
    private static final int MOST_CONTEXT = 255;

    @Override public Computation.Signing sign(KeyMaterial key, Parameters parameters) {
        Curve curve = Curve.of(CKK_EC_EDWARDS, key.get(CKA_EC_PARAMS));
        Signer signer = signer(curve, parameters);
        signer.init(true, key.prepared(AsymmetricKeyParameter.class, material -> curve == Curve.ED448
            ? new Ed448PrivateKeyParameters(material.get(CKA_VALUE))
            : new Ed25519PrivateKeyParameters(material.get(CKA_VALUE))));
        return new MessageSigner(Message.kept(), 2 * curve.bytes(), message -> {
            signer.update(message, 0, message.length);
            try {
                return signer.generateSignature();
            } catch (CryptoException e) {
                throw CKR_FUNCTION_FAILED.because(e, "%s", curve);
            }
        });
    }

    @Override public Computation.Verifying verify(KeyMaterial key, Parameters parameters) {
        Curve curve = Curve.of(CKK_EC_EDWARDS, key.get(CKA_EC_PARAMS));
        Signer signer = signer(curve, parameters);
        signer.init(false, key.prepared(AsymmetricKeyParameter.class, material -> curve == Curve.ED448
            ? new Ed448PublicKeyParameters(material.get(CKA_EC_POINT))
            : new Ed25519PublicKeyParameters(material.get(CKA_EC_POINT))));
        return new MessageVerifier(Message.kept(), length -> length == 2 * curve.bytes(), (message, signature) -> {
            signer.update(message, 0, message.length);
            return signer.verifySignature(signature);
        });
    }

    private static Signer signer(Curve curve, Parameters parameters) {
        Parameters.Eddsa eddsa = parameters instanceof Parameters.None
            ? new Parameters.Eddsa(false, NO_CONTEXT) : Param.of(Parameters.Eddsa.class, parameters);
        byte[] context = eddsa.context();
        Param.require(context.length <= MOST_CONTEXT, "a context has at most 255 bytes");
        if (curve == Curve.ED448) {
            return eddsa.prehash() ? new Ed448phSigner(context) : new Ed448Signer(context);
        } else if (eddsa.prehash()) {
            return new Ed25519phSigner(context);
        }
        return context.length == 0 ? new Ed25519Signer() : new Ed25519ctxSigner(context);
    }
}
