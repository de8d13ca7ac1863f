package claviger.provider;

import java.security.InvalidKeyException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc7748.X448;

/**
 * The point of a peer's public key. The token refuses a bad one when it derives, but generateSecret() has no exception
 * for that: callers, JSSE among them, expect an InvalidKeyException from doPhase.
 */
final class PeerPoint {
    private PeerPoint() {
    }

    /** The point, if a secret can be agreed on with it. */
    static byte[] of(SubjectPublicKeyInfo key) throws InvalidKeyException {
        byte[] point = key.getPublicKeyData().getBytes();
        ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
        boolean bad = algorithm.equals(EdECObjectIdentifiers.id_X25519) ? isOfLowOrder(point)
            : algorithm.equals(EdECObjectIdentifiers.id_X448) ? isOfLowOrderIn448(point) : !isOnCurve(key, point);
        if (bad) {
            throw new InvalidKeyException("the peer's public key is not a point that may be used");
        }
        return point;
    }

    /** Any scalar is clamped to a multiple of 8, which takes exactly the points of low order to zero. */
    private static boolean isOfLowOrder(byte[] u) {
        return u.length != X25519.POINT_SIZE || !X25519.calculateAgreement(
            new byte[X25519.SCALAR_SIZE], 0, u, 0, new byte[X25519.POINT_SIZE], 0);
    }

    /** There, to a multiple of 4. */
    private static boolean isOfLowOrderIn448(byte[] u) {
        return u.length != X448.POINT_SIZE || !X448.calculateAgreement(
            new byte[X448.SCALAR_SIZE], 0, u, 0, new byte[X448.POINT_SIZE], 0);
    }

    private static boolean isOnCurve(SubjectPublicKeyInfo key, byte[] encoded) {
        try {
            ASN1ObjectIdentifier curve = ASN1ObjectIdentifier.getInstance(key.getAlgorithm().getParameters());
            X9ECParameters parameters = NamedCurves.parameters(curve);
            if (parameters == null) {
                return false;
            }
            ECPoint point = parameters.getCurve().decodePoint(encoded);
            return !point.isInfinity() && point.isValid();
        } catch (IllegalArgumentException notAPoint) {
            return false;
        }
    }
}
