package claviger.provider;

import java.io.IOException;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.jcajce.provider.asymmetric.ec.KeyFactorySpi;

/**
 * The curves that keys are made on. Of secp256k1 and those of Brainpool, and of P-224, which is there to read what is old,
 * the JDK since 16 knows at most the name; public keys on them are Bouncy Castle's.
 */
final class NamedCurves {
    /** Those that tokens have and every JDK computes on. */
    static final List<ASN1ObjectIdentifier> OF_THE_JDK =
        List.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1);

    private static final List<ASN1ObjectIdentifier> FOR_NEW_KEYS = List.of(
        SECObjectIdentifiers.secp256k1,
        TeleTrusTObjectIdentifiers.brainpoolP256r1, TeleTrusTObjectIdentifiers.brainpoolP256t1,
        TeleTrusTObjectIdentifiers.brainpoolP320r1, TeleTrusTObjectIdentifiers.brainpoolP320t1,
        TeleTrusTObjectIdentifiers.brainpoolP384r1, TeleTrusTObjectIdentifiers.brainpoolP384t1,
        TeleTrusTObjectIdentifiers.brainpoolP512r1, TeleTrusTObjectIdentifiers.brainpoolP512t1);

    private NamedCurves() {
    }

    /** CKA_EC_PARAMS of the curve that a spec names or describes, if it is one that keys are made on. */
    static Optional<byte[]> parameters(AlgorithmParameterSpec spec) {
        return FOR_NEW_KEYS.stream().filter(curve -> spec instanceof ECGenParameterSpec named ? isNamed(curve, named)
            : spec instanceof ECParameterSpec given && isSame(given, parameters(curve))).findFirst().map(NamedCurves::encoded);
    }

    private static boolean isNamed(ASN1ObjectIdentifier curve, ECGenParameterSpec named) {
        return named.getName().equals(curve.getId())
            || named.getName().equalsIgnoreCase(ECNamedCurveTable.getName(curve));
    }

    private static boolean isSame(ECParameterSpec given, X9ECParameters curve) {
        ECPoint generator = given.getGenerator();
        return given.getCurve().getField() instanceof ECFieldFp field
            && field.getP().equals(curve.getCurve().getField().getCharacteristic())
            && given.getCurve().getA().equals(curve.getCurve().getA().toBigInteger())
            && given.getCurve().getB().equals(curve.getCurve().getB().toBigInteger())
            && generator.getAffineX().equals(curve.getG().getAffineXCoord().toBigInteger())
            && generator.getAffineY().equals(curve.getG().getAffineYCoord().toBigInteger())
            && given.getOrder().equals(curve.getN()) && given.getCofactor() == curve.getH().intValueExact();
    }

    private static byte[] encoded(ASN1ObjectIdentifier curve) {
        try {
            return curve.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("an object identifier without an encoding", e);
        }
    }

    /** Any curve that Bouncy Castle knows; null if it is none. */
    static X9ECParameters parameters(ASN1ObjectIdentifier curve) {
        X9ECParameters custom = CustomNamedCurves.getByOID(curve);
        return custom != null ? custom : ECNamedCurveTable.getByOID(curve);
    }

    /** The public key on a curve of these, for which a JVM may have no provider. */
    static Optional<PublicKey> publicKey(byte[] encoded) {
        try {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(encoded);
            if (!info.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                    || !(info.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve)
                    || !curve.equals(SECObjectIdentifiers.secp224r1) && !FOR_NEW_KEYS.contains(curve)) {
                return Optional.empty();
            }
            return Optional.of(new KeyFactorySpi.EC().generatePublic(info));
        } catch (IOException | RuntimeException notAKey) {
            // Bouncy Castle's readers throw what they run into; whoever comes next says what is wrong
            return Optional.empty();
        }
    }
}
