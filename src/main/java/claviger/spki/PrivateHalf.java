package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SignatureException;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * A private key in the memory of this process: an operator's, or one that proves who an application is. Like
 * {@link VerificationKey} it asks no provider of the JVM, since the token may be among them. Immutable.
 */
final class PrivateHalf implements CertificateSigner.Signing {
    private final AsymmetricKeyParameter half;
    private final VerificationKey key;

    private PrivateHalf(AsymmetricKeyParameter half) {
        this.half = half;
        this.key = VerificationKey.of(publicHalf(half));
    }

    /** @throws SpkiException CSSMERR_AC_INVALID_TUPLE_CREDENTIALS if it is no key that signs certificates */
    static PrivateHalf of(byte[] pkcs8) {
        try {
            return new PrivateHalf(PrivateKeyFactory.createKey(pkcs8));
        } catch (IOException | IllegalArgumentException | ClassCastException e) {
            throw CSSMERR_AC_INVALID_TUPLE_CREDENTIALS.because("the private key can't be read");      // e may quote it
        }
    }

    VerificationKey key() {
        return key;
    }

    private static AsymmetricKeyParameter publicHalf(AsymmetricKeyParameter half) {
        if (half instanceof RSAPrivateCrtKeyParameters rsa) {
            return new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
        } else if (half instanceof ECPrivateKeyParameters ec) {
            return new ECPublicKeyParameters(
                new FixedPointCombMultiplier().multiply(ec.getParameters().getG(), ec.getD()), ec.getParameters());
        } else if (half instanceof Ed25519PrivateKeyParameters edwards) {
            return edwards.generatePublicKey();
        } else if (half instanceof MLDSAPrivateKeyParameters mlDsa) {
            return mlDsa.getPublicKeyParameters();
        }
        throw VerificationKey.refused("keys of this kind sign nothing here");
    }

    /** The algorithm is the one of {@link VerificationKey#signatureAlgorithm}: a key has one. */
    @Override public byte[] sign(String algorithm, byte[] octets) throws GeneralSecurityException {
        Signer signer = signer();
        signer.init(true, half);
        signer.update(octets, 0, octets.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new SignatureException("the private key does not sign", e);
        }
    }

    private Signer signer() {
        if (half instanceof RSAPrivateCrtKeyParameters) {
            return new RSADigestSigner(key.hash().running());
        } else if (half instanceof ECPrivateKeyParameters) {
            return new DSADigestSigner(new ECDSASigner(new HMacDSAKCalculator(key.hash().running())), key.hash().running(),
                PlainDSAEncoding.INSTANCE);
        }
        return half instanceof Ed25519PrivateKeyParameters ? new Ed25519Signer() : new MLDSASigner();
    }
}
