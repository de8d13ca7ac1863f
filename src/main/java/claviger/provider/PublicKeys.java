package claviger.provider;

import claviger.cryptoki.CkpParameterSet;
import java.security.Key;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Public keys outside the token: those of the JDK, made by any provider but ours; of post-quantum ones, for which a JVM
 * may have no provider, also {@link EncodedPublicKey}.
 */
final class PublicKeys {
    private static final Map<ASN1ObjectIdentifier, String> ALGORITHMS = Map.of(
        PKCSObjectIdentifiers.rsaEncryption, "RSA",
        PKCSObjectIdentifiers.dhKeyAgreement, "DH",
        X9ObjectIdentifiers.id_ecPublicKey, "EC",
        EdECObjectIdentifiers.id_Ed25519, "EdDSA",
        EdECObjectIdentifiers.id_Ed448, "EdDSA",
        EdECObjectIdentifiers.id_X25519, "XDH",
        EdECObjectIdentifiers.id_X448, "XDH");

    private PublicKeys() {
    }

    /** The public key of a SubjectPublicKeyInfo, which is what CKA_PUBLIC_KEY_INFO holds. */
    static PublicKey of(byte[] info) {
        ASN1ObjectIdentifier oid = SubjectPublicKeyInfo.getInstance(info).getAlgorithm().getAlgorithm();
        try {
            return generated(ALGORITHMS.getOrDefault(oid, oid.getId()), new X509EncodedKeySpec(info));
        } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
            Optional<CkpParameterSet> set = ParameterSets.of(oid);
            if (set.isPresent()) {
                return new EncodedPublicKey(ParameterSets.family(set.get().keyType()), info);
            }
            throw new ProviderException("no provider of this JVM can make the public key " + oid, e);
        }
    }

    /** A public key from a spec: another provider's, or on a curve that none of them may have, {@link NamedCurves}. */
    static PublicKey generated(String algorithm, KeySpec spec) throws NoSuchAlgorithmException, InvalidKeySpecException {
        try {
            return factory(algorithm).generatePublic(spec);
        } catch (InvalidKeySpecException e) {
            Optional<PublicKey> rare = spec instanceof X509EncodedKeySpec encoded
                ? NamedCurves.publicKey(encoded.getEncoded()) : Optional.empty();
            return rare.orElseThrow(() -> e);
        }
    }

    /** A key factory of another provider. */
    static KeyFactory factory(String algorithm) throws NoSuchAlgorithmException {
        for (Provider provider : Security.getProviders()) {
            if (!(provider instanceof ClavigerProvider) && provider.getService("KeyFactory", algorithm) != null) {
                return KeyFactory.getInstance(algorithm, provider);
            }
        }
        throw new NoSuchAlgorithmException("no other provider has a KeyFactory for " + algorithm);
    }

    /** The SubjectPublicKeyInfo of a key, or null if the key does not give one. */
    static SubjectPublicKeyInfo info(Key key) {
        byte[] encoded = "X.509".equals(key.getFormat()) ? key.getEncoded() : null;
        return encoded == null ? null : SubjectPublicKeyInfo.getInstance(encoded);
    }
}
