package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckr.CKR_KEY_TYPE_INCONSISTENT;

import claviger.cryptoki.Ckr;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** The points and numbers of the Weierstrass curves, as both libraries want them. Safe between threads. */
final class Weierstrass {
    private static final int UNCOMPRESSED = 4;
    private static final Set<Curve> OF_THE_JDK = EnumSet.of(Curve.P_256, Curve.P_384, Curve.P_521);
    /** Each made when it is first asked for: most tokens use one, and a program that signs once does not wait for all. */
    private static final Map<Curve, Weierstrass> MADE = new ConcurrentHashMap<>();

    private final Curve curve;
    private final ECDomainParameters domain;
    /** Null where the JDK does not have the curve. */
    private final ECParameterSpec jdkDomain;

    private Weierstrass(Curve curve) {
        this.curve = curve;
        X9ECParameters custom = CustomNamedCurves.getByOID(curve.oid());
        this.domain = new ECDomainParameters(custom == null ? ECNamedCurveTable.getByOID(curve.oid()) : custom);
        this.jdkDomain = !OF_THE_JDK.contains(curve) ? null : Jdk.compute(() -> {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC", Jdk.SUN_EC);
            parameters.init(new ECGenParameterSpec(curve.jdkName()));
            return parameters.getParameterSpec(ECParameterSpec.class);
        });
    }

    static Weierstrass of(Curve curve) {
        Weierstrass made = MADE.get(curve);
        return made != null ? made : MADE.computeIfAbsent(curve, Weierstrass::new);
    }

    static Weierstrass of(KeyMaterial key) {
        return of(Curve.of(CKK_EC, key.get(CKA_EC_PARAMS)));
    }

    /** A private key for Bouncy Castle. */
    static ECPrivateKeyParameters privateKey(KeyMaterial key) {
        return key.prepared(ECPrivateKeyParameters.class,
            material -> new ECPrivateKeyParameters(new BigInteger(1, material.get(CKA_VALUE)), of(material).domain));
    }

    /** A public key for Bouncy Castle. */
    static ECPublicKeyParameters publicKey(KeyMaterial key) {
        return key.prepared(ECPublicKeyParameters.class, material -> {
            Weierstrass weierstrass = of(material);
            byte[] point = weierstrass.point(material.get(CKA_EC_POINT), CKR_KEY_TYPE_INCONSISTENT);
            return weierstrass.publicKey(point);
        });
    }

    /** The public key of a point for Bouncy Castle. @param point in 04 form, checked */
    ECPublicKeyParameters publicKey(byte[] point) {
        return new ECPublicKeyParameters(domain.getCurve().decodePoint(point), domain);
    }

    /** A private key for the JDK. */
    static PrivateKey jdkPrivateKey(KeyMaterial key) {
        return key.prepared(PrivateKey.class, material -> Jdk.compute(() -> KeyFactory.getInstance("EC", Jdk.SUN_EC)
            .generatePrivate(new ECPrivateKeySpec(
                new BigInteger(1, material.get(CKA_VALUE)), of(material).jdkDomain))));
    }

    /** A public key for the JDK. @param point in 04 form, checked */
    PublicKey jdkPublicKey(byte[] point) {
        int n = curve.bytes();
        ECPoint affine = new ECPoint(new BigInteger(1, point, 1, n), new BigInteger(1, point, 1 + n, n));
        return Jdk.compute(() ->
            KeyFactory.getInstance("EC", Jdk.SUN_EC).generatePublic(new ECPublicKeySpec(affine, jdkDomain)));
    }

    Curve curve() {
        return curve;
    }

    /** Whether the JDK computes on this curve, too. */
    boolean isOfTheJdk() {
        return jdkDomain != null;
    }

    ECDomainParameters domain() {
        return domain;
    }

    /**
     * The 04 form of a point, given in it or as a DER OCTET STRING of it.
     *
     * @param refusal the code for bytes that are no point of this curve
     */
    byte[] point(byte[] given, Ckr refusal) {
        byte[] raw = Points.unwrapped(given, 1 + 2 * curve.bytes(), refusal);
        if (raw[0] != UNCOMPRESSED) {
            throw refusal.because("not an uncompressed point of %s", curve);
        }
        try {
            return domain.validatePublicPoint(domain.getCurve().decodePoint(raw)).getEncoded(false);
        } catch (IllegalArgumentException e) {
            throw refusal.because(e, "not a point of %s", curve);
        }
    }

    /** Whether a number can be a private value. */
    boolean isPrivateValue(BigInteger d) {
        return d.signum() > 0 && d.compareTo(domain.getN()) < 0;
    }

    /** The 04 form of the point that belongs to a private value. */
    byte[] pointOf(BigInteger d) {
        return new FixedPointCombMultiplier().multiply(domain.getG(), d).normalize().getEncoded(false);
    }
}
