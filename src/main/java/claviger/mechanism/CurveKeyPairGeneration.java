package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckr.CKR_CURVE_NOT_SUPPORTED;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X448PrivateKeyParameters;
import org.bouncycastle.util.BigIntegers;

/** The three generators of curve key pairs, each for the curves of its key type. */
record CurveKeyPairGeneration(Ckk keyType) implements Algorithm {

    @Override public GeneratedPair generateKeyPair(Parameters parameters, Template wanted) {
        Param.none(parameters);
        byte[] params = wanted.require(CKA_EC_PARAMS);
        Curve curve = Curve.of(keyType, params);
        if (!curve.isForNewKeys()) {
            throw CKR_CURVE_NOT_SUPPORTED.because("%s is too short for new keys", curve);
        }
        byte[] value = switch (curve) {
            case ED25519 -> new Ed25519PrivateKeyParameters(Jdk.random()).getEncoded();
            case ED448 -> new Ed448PrivateKeyParameters(Jdk.random()).getEncoded();
            case X25519 -> new X25519PrivateKeyParameters(Jdk.random()).getEncoded();
            case X448 -> new X448PrivateKeyParameters(Jdk.random()).getEncoded();
            default -> weierstrassValue(Weierstrass.of(curve));
        };
        byte[] point = CurveForm.pointOf(curve, value);
        byte[] info = CurveForm.publicKeyInfo(curve, point);
        Template shared = Template.EMPTY.with(CKA_EC_PARAMS, params).with(CKA_PUBLIC_KEY_INFO, info);
        return new GeneratedPair(
            shared.with(CKA_EC_POINT, CurveForm.dressed(curve, point)), shared.with(CKA_VALUE, value));
    }

    private static byte[] weierstrassValue(Weierstrass weierstrass) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(weierstrass.domain(), Jdk.random()));
        ECPrivateKeyParameters key = (ECPrivateKeyParameters) generator.generateKeyPair().getPrivate();
        return BigIntegers.asUnsignedByteArray(weierstrass.curve().bytes(), key.getD());
    }
}
