package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/**
 * Signs the bodies of certificates with one key, wherever that key is. Each signature is verified before it is given out.
 * As safe for use by several threads as what signs.
 */
public final class CertificateSigner {
    private final VerificationKey key;
    private final Signing signing;

    /**
     * Signs with whatever has the private half of this key.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_TUPLE_CREDENTIALS if certificates can't be signed with such a key
     */
    public CertificateSigner(PublicKey key, Signing signing) {
        this(VerificationKey.of(key), signing);
    }

    /** Signs with whatever has the private half of this key. */
    public CertificateSigner(VerificationKey key, Signing signing) {
        this.key = key;
        this.signing = signing;
    }

    /**
     * Signs with a private key in memory, by arithmetic of its own and not the JVM's providers.
     *
     * @param pkcs8 its PrivateKeyInfo; the caller wipes it
     * @throws SpkiException CSSMERR_AC_INVALID_TUPLE_CREDENTIALS if it is no key that signs certificates
     */
    public static CertificateSigner of(byte[] pkcs8) {
        PrivateHalf half = PrivateHalf.of(pkcs8);
        return new CertificateSigner(half.key(), half);
    }

    /** Signs with a key of the JCA, a token's for instance. */
    public static CertificateSigner of(PublicKey key, PrivateKey half) {
        return new CertificateSigner(key, (algorithm, octets) -> {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(half);
            signature.update(octets);
            return signature.sign();
        });
    }

    /** What computes a signature. */
    @FunctionalInterface
    public interface Signing {
        /** Signs the octets; the algorithm is a name of the JCA such as {@code SHA256withECDSAinP1363Format}. */
        byte[] sign(String algorithm, byte[] octets) throws GeneralSecurityException;
    }

    /** The issuer of what it signs. */
    public Principal.Key issuer() {
        return key.principal();
    }

    /**
     * {@code (sequence (cert ..) (signature ..))} of a credential whose issuer is this key, or a hash of it.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_TUPLE_CREDENTIALS if another is its issuer, or if it can't be written so that
     *     the same is read again
     * @throws GeneralSecurityException if what signs fails, or signs with another key
     */
    public SexpList sign(Credential credential) throws GeneralSecurityException {
        if (!key.isCalled(credential.issuer())) {
            throw CSSMERR_AC_INVALID_TUPLE_CREDENTIALS.because("somebody else is the issuer of what is to be signed");
        }
        SexpList certificate = credential.sexp();
        if (!Credential.read(certificate).equals(credential)) {
            throw CSSMERR_AC_INVALID_TUPLE_CREDENTIALS.because("the credential is read otherwise than it is written");
        }
        return SexpList.named("sequence", certificate, signed(certificate).sexp());
    }

    /**
     * {@code (signature ..)} of an expression that is no certificate, for {@link SignedBy}.
     *
     * @throws GeneralSecurityException if what signs fails, or signs with another key
     */
    public SexpList signature(Sexp expression) throws GeneralSecurityException {
        if (expression.name().equals("cert")) {
            throw CSSMERR_AC_INVALID_TUPLE_CREDENTIALS.because("a certificate is signed as one");
        }
        return signed(expression).sexp();
    }

    private SignatureObject signed(Sexp expression) throws GeneralSecurityException {
        byte[] octets = expression.canonical();
        byte[] value = signing.sign(key.signatureAlgorithm(), octets.clone());
        if (!key.verifies(key.hash(), octets, value)) {
            throw new SignatureException("what was to sign has signed something else, or with another key");
        }
        return new SignatureObject(key.hash(), key.hash().hash(octets), issuer(), Atom.of(value));
    }
}
