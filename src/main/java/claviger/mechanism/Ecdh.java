package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckd.CKD_NULL;
import static claviger.cryptoki.Ckk.CKK_EC_MONTGOMERY;
import static claviger.cryptoki.Ckr.CKR_PUBLIC_KEY_INVALID;

import claviger.cryptoki.Parameters;
import java.security.PublicKey;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.generators.KDF2BytesGenerator;
import org.bouncycastle.crypto.params.KDFParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.crypto.params.X448PrivateKeyParameters;
import org.bouncycastle.crypto.params.X448PublicKeyParameters;
import org.bouncycastle.util.BigIntegers;

/**
 * CKM_ECDH1_DERIVE on P curves (never by Bouncy Castle) and on the others (by it), the result as it is or through the key
 * derivation of X9.63. The peer's point is validated, and one that leads to zero is refused (Z18).
 */
final class Ecdh implements Algorithm {
    private static final int MOST = 1 << 16;

    @Override public byte[] derive(KeyMaterial baseKey, Parameters parameters, int length) {
        Parameters.Ecdh ecdh = Param.of(Parameters.Ecdh.class, parameters);
        Param.require(ecdh.kdf() != CKD_NULL || ecdh.sharedData().length == 0,
            "without a key derivation there is no shared data");
        byte[] secret = baseKey.type() != CKK_EC_MONTGOMERY ? weierstrass(baseKey, ecdh.publicData())
            : Curve.of(CKK_EC_MONTGOMERY, baseKey.get(CKA_EC_PARAMS)) == Curve.X448
            ? x448(baseKey, ecdh.publicData()) : x25519(baseKey, ecdh.publicData());
        try {
            return ecdh.kdf() == CKD_NULL ? Lengths.truncated(secret, length) : derived(secret, ecdh, length);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static byte[] weierstrass(KeyMaterial baseKey, byte[] peer) {
        Weierstrass weierstrass = Weierstrass.of(baseKey);
        byte[] checked = weierstrass.point(peer, CKR_PUBLIC_KEY_INVALID);
        if (!weierstrass.isOfTheJdk()) {
            ECDHBasicAgreement agreement = new ECDHBasicAgreement();
            agreement.init(Weierstrass.privateKey(baseKey));
            return BigIntegers.asUnsignedByteArray(
                agreement.getFieldSize(), agreement.calculateAgreement(weierstrass.publicKey(checked)));
        }
        if (Arithmetic.ECDH_P.engine() == Engine.CORRETTO) {
            return CorrettoCurves.agree(baseKey, checked);
        }
        PublicKey point = weierstrass.jdkPublicKey(checked);
        return Jdk.compute(() -> {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH", Jdk.SUN_EC);
            agreement.init(Weierstrass.jdkPrivateKey(baseKey), Jdk.random());
            agreement.doPhase(point, true);
            return agreement.generateSecret();
        });
    }

    private static byte[] x25519(KeyMaterial baseKey, byte[] peer) {
        X25519PrivateKeyParameters own = baseKey.prepared(X25519PrivateKeyParameters.class,
            material -> new X25519PrivateKeyParameters(material.get(CKA_VALUE)));
        byte[] point = Points.unwrapped(peer, X25519PublicKeyParameters.KEY_SIZE, CKR_PUBLIC_KEY_INVALID);
        byte[] secret = new byte[X25519PrivateKeyParameters.SECRET_SIZE];
        try {
            own.generateSecret(new X25519PublicKeyParameters(point), secret, 0);
        } catch (IllegalStateException e) {
            throw CKR_PUBLIC_KEY_INVALID.because(e, "the peer's point leads to zero");
        }
        return secret;
    }

    private static byte[] x448(KeyMaterial baseKey, byte[] peer) {
        X448PrivateKeyParameters own = baseKey.prepared(X448PrivateKeyParameters.class,
            material -> new X448PrivateKeyParameters(material.get(CKA_VALUE)));
        byte[] point = Points.unwrapped(peer, X448PublicKeyParameters.KEY_SIZE, CKR_PUBLIC_KEY_INVALID);
        byte[] secret = new byte[X448PrivateKeyParameters.SECRET_SIZE];
        try {
            own.generateSecret(new X448PublicKeyParameters(point), secret, 0);
        } catch (IllegalStateException e) {
            throw CKR_PUBLIC_KEY_INVALID.because(e, "the peer's point leads to zero");
        }
        return secret;
    }

    private static byte[] derived(byte[] secret, Parameters.Ecdh ecdh, int length) {
        Lengths.require(length, MOST);
        // KDF2 of ISO 18033-2 is the one of X9.63: hash(secret, counter from 1, shared data)
        KDF2BytesGenerator kdf = new KDF2BytesGenerator(Hash.of(ecdh.kdf()).forConstructions());
        kdf.init(new KDFParameters(secret, ecdh.sharedData()));
        byte[] key = new byte[length];
        kdf.generateBytes(key, 0, length);
        return key;
    }
}
