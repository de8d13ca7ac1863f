package claviger.mechanism;

import static claviger.cryptoki.Ckk.CKK_EC;

import claviger.cryptoki.Ckr;
import java.math.BigInteger;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PublicKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X448PrivateKeyParameters;

/** What the forms of public and of private curve keys share. */
final class CurveForm {
    private CurveForm() {
    }

    static AlgorithmIdentifier algorithm(Curve curve) {
        return curve.keyType() == CKK_EC
            ? new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.oid())
            : new AlgorithmIdentifier(curve.oid());
    }

    /** The raw form of a point from outside, which is on the curve. */
    static byte[] point(Curve curve, byte[] given, Ckr refusal) {
        return switch (curve) {
            case ED25519, ED448 -> edwardsPoint(curve, Points.unwrapped(given, curve.bytes(), refusal), refusal);
            case X25519, X448 -> Points.unwrapped(given, curve.bytes(), refusal);
            default -> {
                Points.refuseCompressed(given, curve.bytes());
                yield Weierstrass.of(curve).point(given, refusal);
            }
        };
    }

    private static byte[] edwardsPoint(Curve curve, byte[] raw, Ckr refusal) {
        try {
            return curve == Curve.ED448 ? new Ed448PublicKeyParameters(raw).getEncoded()
                : new Ed25519PublicKeyParameters(raw).getEncoded();
        } catch (IllegalArgumentException e) {
            throw refusal.because(e, "not a point of %s", curve);
        }
    }

    /** The raw form of the point that belongs to a private value. */
    static byte[] pointOf(Curve curve, byte[] value) {
        return switch (curve) {
            case ED25519 -> new Ed25519PrivateKeyParameters(value).generatePublicKey().getEncoded();
            case ED448 -> new Ed448PrivateKeyParameters(value).generatePublicKey().getEncoded();
            case X25519 -> new X25519PrivateKeyParameters(value).generatePublicKey().getEncoded();
            case X448 -> new X448PrivateKeyParameters(value).generatePublicKey().getEncoded();
            default -> Weierstrass.of(curve).pointOf(new BigInteger(1, value));
        };
    }

    /** CKA_EC_POINT as the standard wants it. */
    static byte[] dressed(Curve curve, byte[] raw) {
        return curve.keyType() == CKK_EC ? Points.wrapped(raw) : raw;
    }

    static byte[] publicKeyInfo(Curve curve, byte[] raw) {
        return Der.encoded(new SubjectPublicKeyInfo(algorithm(curve), raw));
    }
}
