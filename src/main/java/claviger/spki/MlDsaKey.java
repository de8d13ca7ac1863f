package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/**
 * {@code (ml-dsa-65 (p #..#))}, FIPS 204 without a context; it signs the certificate itself, and the hash just tells which
 * one.
 */
final class MlDsaKey extends VerificationKey {
    private static final Map<KeyAlgorithm, MLDSAParameters> SETS = Map.of(
        KeyAlgorithm.ML_DSA_44, MLDSAParameters.ml_dsa_44,
        KeyAlgorithm.ML_DSA_65, MLDSAParameters.ml_dsa_65,
        KeyAlgorithm.ML_DSA_87, MLDSAParameters.ml_dsa_87);
    private static final Map<KeyAlgorithm, Integer> OCTETS = Map.of(
        KeyAlgorithm.ML_DSA_44, 1312,
        KeyAlgorithm.ML_DSA_65, 1952,
        KeyAlgorithm.ML_DSA_87, 2592);

    private final MLDSAPublicKeyParameters key;

    MlDsaKey(MLDSAPublicKeyParameters key) {
        super(SETS.keySet().stream().filter(set -> SETS.get(set) == key.getParameters()).findFirst()
            .orElseThrow(() -> refused("ML-DSA verifies without a hash before it")));
        this.key = key;
    }

    static VerificationKey read(KeyAlgorithm algorithm, List<Sexp> fields) {
        byte[] octets = values(fields, "p").get(0).bytes();
        if (octets.length != OCTETS.get(algorithm)) {
            throw refused("a key of " + algorithm.word() + " has " + OCTETS.get(algorithm) + " octets");
        }
        try {
            return new MlDsaKey(new MLDSAPublicKeyParameters(SETS.get(algorithm), octets));
        } catch (IllegalArgumentException e) {
            throw CSSMERR_AC_INVALID_TUPLE_CREDENTIALS.because(e, "not a key of %s", algorithm.word());
        }
    }

    @Override List<SexpList> fields() {
        return List.of(SexpList.named("p", Atom.of(key.getEncoded())));
    }

    @Override SubjectPublicKeyInfo subjectPublicKeyInfo() throws IOException {
        return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key);
    }

    @Override public String signatureAlgorithm() {
        return "ML-DSA";
    }

    @Override HashAlgorithm hash() {
        return HashAlgorithm.SHA256;
    }

    @Override boolean verifies(HashAlgorithm hash, byte[] octets, byte[] signature) {
        MLDSASigner verifier = new MLDSASigner();
        verifier.init(false, key);
        verifier.update(octets, 0, octets.length);
        return verifier.verifySignature(signature);
    }
}
