package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Ckr.CKR_KEY_TYPE_INCONSISTENT;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;

/** ECDSA and ECDH on the P curves by {@link Corretto}, in times that do not depend on the secret. Stateless. */
final class CorrettoCurves {
    private static final Object SIGNS = "ECDSA signs";
    private static final Object VERIFIES = "ECDSA verifies";

    private CorrettoCurves() {
    }

    /** A key in native memory. */
    private record NativeKey(Key key) implements Erasable {
        @Override public void erase() {
            Corretto.release(key);
        }
    }

    /** A Signature with its key in it. The key is erased by itself, the hash is no secret. */
    private record Kept(Signature signature) implements Erasable {
        @Override public void erase() {
            // nothing is left in it
        }
    }

    /** r and s of a hash, each of so many bytes. */
    static byte[] sign(KeyMaterial key, byte[] hash, int half) {
        Kept before = (Kept) key.take(SIGNS);
        return Jdk.compute(() -> {
            Kept kept = before != null ? before : signing(key);
            kept.signature.update(hash);
            byte[] signature = kept.signature.sign();
            key.keep(SIGNS, kept);
            return sideBySide(signature, half);
        });
    }

    /** Whether r and s sign a hash. */
    static boolean verify(KeyMaterial key, byte[] hash, BigInteger r, BigInteger s) {
        BigInteger order = Weierstrass.of(key).domain().getN();
        if (!isBelow(r, order) || !isBelow(s, order)) {
            return false;
        }
        Kept before = (Kept) key.take(VERIFIES);
        return Jdk.compute(() -> {
            Kept kept = before != null ? before : verifying(key);
            kept.signature.update(hash);
            boolean right = kept.signature.verify(signature(r, s));
            key.keep(VERIFIES, kept);
            return right;
        });
    }

    /** The first coordinate of the shared point. @param point the peer's in 04 form, checked */
    static byte[] agree(KeyMaterial key, byte[] point) {
        Curve curve = Weierstrass.of(key).curve();
        return Jdk.compute(() -> {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH", Corretto.provider());
            agreement.init(privateKey(key));
            agreement.doPhase(publicKey(curve, point), true);
            return agreement.generateSecret();
        });
    }

    private static boolean isBelow(BigInteger number, BigInteger order) {
        return number.signum() > 0 && number.compareTo(order) < 0;
    }

    /**
     * r and s of the form that the JCA knows, a SEQUENCE of two INTEGERs. For what the engine has just made alone; a parser
     * for what comes from elsewhere takes a twentieth of the time of a signature on P-256.
     */
    static byte[] sideBySide(byte[] der, int half) {
        byte[] both = new byte[2 * half];
        int at = der[1] < 0 ? 3 : 2;      // on P-521 the length of the SEQUENCE takes two bytes
        for (int end = half; end <= both.length; end += half) {
            int next = at + 2 + der[at + 1];
            int length = Math.min(half, der[at + 1]);      // one more is the zero before a high bit
            System.arraycopy(der, next - length, both, end - length, length);
            at = next;
        }
        return both;
    }

    private static byte[] signature(BigInteger r, BigInteger s) {
        return Der.encoded(new DERSequence(new ASN1Encodable[] {new ASN1Integer(r), new ASN1Integer(s)}));
    }

    private static Kept signing(KeyMaterial key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("NONEwithECDSA", Corretto.provider());
        signature.initSign(privateKey(key));
        return new Kept(signature);
    }

    private static Kept verifying(KeyMaterial key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("NONEwithECDSA", Corretto.provider());
        Key point = key.prepared(NativeKey.class, Engine.CORRETTO, material -> {
            Weierstrass weierstrass = Weierstrass.of(material);
            byte[] checked = weierstrass.point(material.get(CKA_EC_POINT), CKR_KEY_TYPE_INCONSISTENT);
            return new NativeKey(Jdk.compute(() -> publicKey(weierstrass.curve(), checked)));
        }).key;
        signature.initVerify((PublicKey) point);
        return new Kept(signature);
    }

    private static PublicKey publicKey(Curve curve, byte[] point) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC", Corretto.provider())
            .generatePublic(new X509EncodedKeySpec(CurveForm.publicKeyInfo(curve, point)));
    }

    /** Brought in as bytes: for numbers the provider would ask the JVM's list of providers for the curve. */
    private static PrivateKey privateKey(KeyMaterial key) {
        return (PrivateKey) key.prepared(NativeKey.class, Engine.CORRETTO, material -> {
            byte[] pkcs8 = KeyTypes.wrappedForm(material);
            try {
                return new NativeKey(Jdk.compute(() -> KeyFactory.getInstance("EC", Corretto.provider())
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8))));
            } finally {
                Arrays.fill(pkcs8, (byte) 0);
            }
        }).key;
    }
}
