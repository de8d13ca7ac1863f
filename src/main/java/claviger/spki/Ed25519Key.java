package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;

import java.io.IOException;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** {@code (ed25519 (q #..#))}, RFC 8032; it signs the certificate itself, and the hash just tells which one. */
final class Ed25519Key extends VerificationKey {
    private final Ed25519PublicKeyParameters key;

    Ed25519Key(Ed25519PublicKeyParameters key) {
        super(KeyAlgorithm.ED25519);
        this.key = key;
    }

    static VerificationKey read(KeyAlgorithm algorithm, List<Sexp> fields) {
        byte[] point = values(fields, "q").get(0).bytes();
        if (point.length != Ed25519PublicKeyParameters.KEY_SIZE) {
            throw refused("a key of Ed25519 has 32 octets");
        }
        try {
            return new Ed25519Key(new Ed25519PublicKeyParameters(point));
        } catch (IllegalArgumentException e) {
            throw CSSMERR_AC_INVALID_TUPLE_CREDENTIALS.because(e, "not a point of Ed25519");
        }
    }

    @Override List<SexpList> fields() {
        return List.of(SexpList.named("q", Atom.of(key.getEncoded())));
    }

    @Override SubjectPublicKeyInfo subjectPublicKeyInfo() throws IOException {
        return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key);
    }

    @Override public String signatureAlgorithm() {
        return "Ed25519";
    }

    @Override HashAlgorithm hash() {
        return HashAlgorithm.SHA256;
    }

    @Override boolean verifies(HashAlgorithm hash, byte[] octets, byte[] signature) {
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, key);
        verifier.update(octets, 0, octets.length);
        return verifier.verifySignature(signature);
    }
}
