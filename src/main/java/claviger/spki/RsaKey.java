package claviger.spki;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.RSADigestSigner;

/** {@code (rsa-pkcs1-sha256 (e #010001#) (n #00..#))}: RSASSA-PKCS1-v1_5; numbers as in Java, with a sign bit. */
final class RsaKey extends VerificationKey {
    private static final int LEAST_BITS = 2048;
    private static final int MOST_BITS = 4096;
    private static final int MOST_EXPONENT_BITS = 64;
    /**
     * Bouncy Castle is not to test whether the modulus is a prime: that costs as much as a hundred verifications and takes
     * chance from a provider, and a key that is weak by design is its owner's affair, like one whose half is published.
     */
    private static final boolean AS_IT_IS = true;

    private final BigInteger modulus;
    private final BigInteger exponent;

    private RsaKey(KeyAlgorithm algorithm, BigInteger modulus, BigInteger exponent) {
        super(algorithm);
        if (modulus.bitLength() < LEAST_BITS || modulus.bitLength() > MOST_BITS
                || exponent.bitLength() < 2 || exponent.bitLength() > MOST_EXPONENT_BITS) {
            throw refused("RSA verifies with 2048 to 4096 bits, and an exponent of at most 64");
        }
        if (!modulus.testBit(0) || !exponent.testBit(0)) {
            throw refused("the numbers of RSA are odd");
        }
        this.modulus = modulus;
        this.exponent = exponent;
    }

    /** A key of the JCA signs with SHA-256. */
    static VerificationKey of(RSAKeyParameters key) {
        return new RsaKey(KeyAlgorithm.RSA_PKCS1_SHA256, key.getModulus(), key.getExponent());
    }

    static VerificationKey read(KeyAlgorithm algorithm, List<Sexp> fields) {
        List<Atom> values = values(fields, "e", "n");
        return new RsaKey(algorithm, number(values.get(1)), number(values.get(0)));
    }

    /** Too long a number is refused before anything is computed with it. */
    private static BigInteger number(Atom octets) {
        if (octets.length() == 0 || octets.length() > MOST_BITS / 8 + 1 || octets.at(0) < 0) {
            throw refused("a number of RSA is positive and has at most 4096 bits");
        }
        return new BigInteger(octets.bytes());
    }

    @Override List<SexpList> fields() {
        return List.of(SexpList.named("e", Atom.of(exponent.toByteArray())),
            SexpList.named("n", Atom.of(modulus.toByteArray())));
    }

    @Override SubjectPublicKeyInfo subjectPublicKeyInfo() throws IOException {
        return new SubjectPublicKeyInfo(new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            new RSAPublicKey(modulus, exponent));
    }

    @Override public String signatureAlgorithm() {
        return hash() + "withRSA";
    }

    @Override HashAlgorithm hash() {
        return switch (algorithm()) {
            case RSA_PKCS1_SHA384 -> HashAlgorithm.SHA384;
            case RSA_PKCS1_SHA512 -> HashAlgorithm.SHA512;
            default -> HashAlgorithm.SHA256;
        };
    }

    @Override boolean verifies(HashAlgorithm hash, byte[] octets, byte[] signature) {
        boolean free = algorithm() == KeyAlgorithm.RSA_PKCS1;
        if (!free && hash != hash() || signature.length != (modulus.bitLength() + 7) / 8) {
            return false;
        }
        RSADigestSigner verifier = new RSADigestSigner(hash.running());
        verifier.init(false, new RSAKeyParameters(false, modulus, exponent, AS_IT_IS));
        verifier.update(octets, 0, octets.length);
        return verifier.verifySignature(signature);
    }
}
