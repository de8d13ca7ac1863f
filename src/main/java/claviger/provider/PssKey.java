package claviger.provider;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Parameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jcajce.util.MessageDigestUtils;

/**
 * RSA public keys that are for RSASSA-PSS alone, and perhaps for one hash function, one mask and salts of some length or
 * longer (RFC 4055, 1.2 and 3.1). Stateless.
 */
final class PssKey {
    private PssKey() {
    }

    static boolean is(ASN1ObjectIdentifier algorithm) {
        return algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS);
    }

    /** What the token may do with such a key (CKA_ALLOWED_MECHANISMS). */
    static long[] mechanisms(AlgorithmIdentifier algorithm) throws InvalidKeyException {
        Optional<Mechanism> only = restriction(algorithm);
        return only.isPresent() ? new long[] {only.get().type().code()}
            : Stream.of(Hashes.values()).map(Hashes::pss).mapToLong(Ckm::code).toArray();
    }

    /** @throws InvalidKeyException if the key does not allow this signature */
    static void requireAllowed(Key publicKey, Mechanism wanted) throws InvalidKeyException {
        SubjectPublicKeyInfo info = PublicKeys.info(publicKey);
        if (info == null || !is(info.getAlgorithm().getAlgorithm())
                || !(wanted.parameters() instanceof Parameters.Pss given)) {
            return;      // of another signature than PSS the token refuses such a key
        }
        Optional<Mechanism> only = restriction(info.getAlgorithm());
        if (only.isPresent()) {
            Parameters.Pss key = (Parameters.Pss) only.get().parameters();
            if (given.hash() != key.hash() || given.mgf() != key.mgf() || given.saltLength() < key.saltLength()) {
                throw new InvalidKeyException("the key is for RSASSA-PSS with " + key.hash() + ", " + key.mgf()
                    + " and a salt of at least " + key.saltLength() + " bytes");
            }
        }
    }

    private static Optional<Mechanism> restriction(AlgorithmIdentifier algorithm) throws InvalidKeyException {
        ASN1Encodable parameters = algorithm.getParameters();
        if (parameters == null) {
            return Optional.empty();
        }
        RSASSAPSSparams pss = RSASSAPSSparams.getInstance(parameters);
        AlgorithmIdentifier mask = pss.getMaskGenAlgorithm();
        try {
            if (!mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)) {
                throw new InvalidAlgorithmParameterException("the mask generation function has to be MGF1");
            }
            return Optional.of(SignatureScheme.pss(null).mechanism(new PSSParameterSpec(name(pss.getHashAlgorithm()), "MGF1",
                new MGF1ParameterSpec(name(AlgorithmIdentifier.getInstance(mask.getParameters()))),
                pss.getSaltLength().intValueExact(), pss.getTrailerField().intValueExact())));
        } catch (InvalidAlgorithmParameterException e) {
            throw new InvalidKeyException("a key with parameters of RSASSA-PSS that the token cannot keep to", e);
        }
    }

    private static String name(AlgorithmIdentifier hash) {
        return MessageDigestUtils.getDigestName(hash.getAlgorithm());
    }
}
