package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** {@code (ecdsa (curve P-256) (q #04..#))}; a signature is r and s in as many octets as the curve's order has. */
final class EcdsaKey extends VerificationKey {
    private static final byte UNCOMPRESSED = 4;

    /** The curves of FIPS 186-5, each with the hash that is as strong. */
    private enum Curve {
        P_256("P-256", SECObjectIdentifiers.secp256r1, HashAlgorithm.SHA256),
        P_384("P-384", SECObjectIdentifiers.secp384r1, HashAlgorithm.SHA384),
        P_521("P-521", SECObjectIdentifiers.secp521r1, HashAlgorithm.SHA512);

        private final String word;
        private final ECNamedDomainParameters domain;
        private final HashAlgorithm hash;

        Curve(String word, ASN1ObjectIdentifier oid, HashAlgorithm hash) {
            this.word = word;
            this.domain = new ECNamedDomainParameters(oid, CustomNamedCurves.getByOID(oid));
            this.hash = hash;
        }

        private int octets() {
            return (domain.getN().bitLength() + 7) / 8;
        }
    }

    private final Curve curve;
    private final ECPublicKeyParameters key;

    EcdsaKey(ECPublicKeyParameters key) {
        super(KeyAlgorithm.ECDSA);
        this.key = key;
        this.curve = Stream.of(Curve.values()).filter(known -> key.getParameters() instanceof ECNamedDomainParameters named
            && named.getName().equals(known.domain.getName())).findFirst()
            .orElseThrow(() -> refused("ECDSA verifies on the curves P-256, P-384 and P-521"));
    }

    static VerificationKey read(KeyAlgorithm algorithm, List<Sexp> fields) {
        List<Atom> values = values(fields, "curve", "q");
        Curve curve = Stream.of(Curve.values()).filter(known -> values.get(0).is(known.word)).findFirst()
            .orElseThrow(() -> refused("ECDSA verifies on the curves P-256, P-384 and P-521"));
        byte[] point = values.get(1).bytes();
        if (point.length == 0 || point[0] != UNCOMPRESSED) {
            throw refused("a point is written without compression");
        }
        try {
            return new EcdsaKey(new ECPublicKeyParameters(curve.domain.getCurve().decodePoint(point), curve.domain));
        } catch (IllegalArgumentException e) {
            throw CSSMERR_AC_INVALID_TUPLE_CREDENTIALS.because(e, "not a point of %s", curve.word);
        }
    }

    @Override List<SexpList> fields() {
        return List.of(SexpList.named("curve", Atom.of(curve.word)),
            SexpList.named("q", Atom.of(key.getQ().getEncoded(false))));
    }

    @Override SubjectPublicKeyInfo subjectPublicKeyInfo() throws IOException {
        return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key);
    }

    @Override public String signatureAlgorithm() {
        return hash() + "withECDSAinP1363Format";
    }

    @Override HashAlgorithm hash() {
        return curve.hash;
    }

    @Override boolean verifies(HashAlgorithm hash, byte[] octets, byte[] signature) {
        int half = curve.octets();
        if (signature.length != 2 * half) {
            return false;
        }
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, key);
        return verifier.verifySignature(hash.digest(octets), new BigInteger(1, Arrays.copyOf(signature, half)),
            new BigInteger(1, Arrays.copyOfRange(signature, half, 2 * half)));
    }
}
