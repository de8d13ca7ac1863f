package claviger.provider;

import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_COEFFICIENT;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_EXPONENT_1;
import static claviger.cryptoki.Cka.CKA_EXPONENT_2;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_PRIME_1;
import static claviger.cryptoki.Cka.CKA_PRIME_2;
import static claviger.cryptoki.Cka.CKA_PRIVATE_EXPONENT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Cka.CKA_SEED;
import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.CkpParameterSet;
import claviger.cryptoki.Template;
import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import javax.crypto.SecretKey;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.DHParameter;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A key of another provider as the token wants it for C_CreateObject: its class, its type and the attributes of its
 * material. The maker wipes the template.
 */
record ForeignKey(Cko objectClass, Ckk type, String algorithm, Template material) {

    /** Reads a key by its encoding. @throws InvalidKeyException if it has none, or one that the token cannot take */
    static ForeignKey of(Key key) throws InvalidKeyException {
        if (key instanceof TokenKey) {
            throw new InvalidKeyException(key + " cannot leave its token");
        }
        byte[] encoded = key == null ? null : key.getEncoded();
        if (encoded == null) {
            throw new InvalidKeyException("the key has no encoding, so it cannot be imported");
        }
        try {
            if (key instanceof SecretKey) {
                return secret(key, encoded.clone());
            } else if (key instanceof PrivateKey && "PKCS#8".equals(key.getFormat())) {
                return privateKey(key, PrivateKeyInfo.getInstance(encoded));
            } else if (key instanceof PublicKey && "X.509".equals(key.getFormat())) {
                return publicKey(key, SubjectPublicKeyInfo.getInstance(encoded));
            }
            throw new InvalidKeyException("cannot import a key in the format " + key.getFormat());
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle's readers throw what they run into: ClassCastException, NullPointerException and others
            throw new InvalidKeyException("the encoding of the key is broken", e);
        } finally {
            if (!(key instanceof PublicKey)) {
                Arrays.fill(encoded, (byte) 0);
            }
        }
    }

    void wipe() {
        material.wipe();
    }

    private static ForeignKey secret(Key key, byte[] value) {
        return new ForeignKey(Cko.CKO_SECRET_KEY, SecretTypes.type(key.getAlgorithm()), key.getAlgorithm(),
            Template.EMPTY.with(CKA_VALUE, value));
    }

    private static ForeignKey privateKey(Key key, PrivateKeyInfo info) throws IOException, InvalidKeyException {
        AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
        Ckk type = type(algorithm.getAlgorithm());
        Template material = switch (type) {
            case CKK_RSA -> rsa(RSAPrivateKey.getInstance(info.parsePrivateKey()));
            case CKK_EC -> ec(algorithm, ECPrivateKey.getInstance(info.parsePrivateKey()));
            case CKK_DH -> group(algorithm)
                .with(CKA_VALUE, unsigned(ASN1Integer.getInstance(info.parsePrivateKey()).getValue()));
            case CKK_ML_KEM, CKK_ML_DSA -> seedOrValue(algorithm, info.parsePrivateKey());
            case CKK_SLH_DSA -> set(algorithm).with(CKA_VALUE, info.getPrivateKey().getOctets().clone());
            default -> curve(algorithm)
                .with(CKA_VALUE, ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets().clone());
        };
        return new ForeignKey(Cko.CKO_PRIVATE_KEY, type, key.getAlgorithm(), material);
    }

    private static ForeignKey publicKey(Key key, SubjectPublicKeyInfo info) throws IOException, InvalidKeyException {
        if (PssKey.is(info.getAlgorithm().getAlgorithm())) {
            return new ForeignKey(Cko.CKO_PUBLIC_KEY, Ckk.CKK_RSA, key.getAlgorithm(), rsa(info)
                .with(CKA_ALLOWED_MECHANISMS, PssKey.mechanisms(info.getAlgorithm())));
        }
        Ckk type = type(info.getAlgorithm().getAlgorithm());
        Template material;
        if (type == Ckk.CKK_RSA) {
            material = rsa(info);
        } else if (type == Ckk.CKK_DH) {
            material = group(info.getAlgorithm())
                .with(CKA_VALUE, unsigned(ASN1Integer.getInstance(info.parsePublicKey()).getValue()));
        } else if (ParameterSets.has(type)) {
            material = set(info.getAlgorithm()).with(CKA_VALUE, info.getPublicKeyData().getOctets().clone());
        } else {
            byte[] point = info.getPublicKeyData().getBytes();
            material = (type == Ckk.CKK_EC ? domain(info.getAlgorithm()) : curve(info.getAlgorithm()))
                .with(CKA_EC_POINT, type == Ckk.CKK_EC ? new DEROctetString(point).getEncoded() : point);
        }
        return new ForeignKey(Cko.CKO_PUBLIC_KEY, type, key.getAlgorithm(), material);
    }

    private static Template rsa(SubjectPublicKeyInfo info) throws IOException {
        RSAPublicKey rsa = RSAPublicKey.getInstance(info.parsePublicKey());
        return Template.EMPTY.with(CKA_MODULUS, unsigned(rsa.getModulus()))
            .with(CKA_PUBLIC_EXPONENT, unsigned(rsa.getPublicExponent()));
    }

    private static Ckk type(ASN1ObjectIdentifier oid) throws InvalidKeyException {
        if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return Ckk.CKK_RSA;
        } else if (oid.equals(PKCSObjectIdentifiers.dhKeyAgreement)) {
            return Ckk.CKK_DH;
        } else if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return Ckk.CKK_EC;
        } else if (oid.equals(EdECObjectIdentifiers.id_Ed25519) || oid.equals(EdECObjectIdentifiers.id_Ed448)) {
            return Ckk.CKK_EC_EDWARDS;
        } else if (oid.equals(EdECObjectIdentifiers.id_X25519) || oid.equals(EdECObjectIdentifiers.id_X448)) {
            return Ckk.CKK_EC_MONTGOMERY;
        }
        return ParameterSets.of(oid).map(CkpParameterSet::keyType)
            .orElseThrow(() -> new InvalidKeyException("the token has no keys of the type " + oid));
    }

    private static Template set(AlgorithmIdentifier algorithm) {
        return ParameterSets.material(ParameterSets.of(algorithm.getAlgorithm()).orElseThrow());
    }

    /** RFC 9881 and RFC 9935: [0] a seed, or the key, or both; which then have to agree is the token's to say (Z11). */
    private static Template seedOrValue(AlgorithmIdentifier algorithm, ASN1Encodable inside) {
        Template set = set(algorithm);
        if (inside instanceof ASN1TaggedObject tagged) {
            return set.with(CKA_SEED, ASN1OctetString.getInstance(tagged, false).getOctets().clone());
        } else if (inside instanceof ASN1Sequence both && both.size() == 2) {
            return set.with(CKA_SEED, ASN1OctetString.getInstance(both.getObjectAt(0)).getOctets().clone())
                .with(CKA_VALUE, ASN1OctetString.getInstance(both.getObjectAt(1)).getOctets().clone());
        }
        return set.with(CKA_VALUE, ASN1OctetString.getInstance(inside).getOctets().clone());
    }

    private static Template rsa(RSAPrivateKey key) {
        return Template.EMPTY.with(CKA_MODULUS, unsigned(key.getModulus()))
            .with(CKA_PUBLIC_EXPONENT, unsigned(key.getPublicExponent()))
            .with(CKA_PRIVATE_EXPONENT, unsigned(key.getPrivateExponent()))
            .with(CKA_PRIME_1, unsigned(key.getPrime1()))
            .with(CKA_PRIME_2, unsigned(key.getPrime2()))
            .with(CKA_EXPONENT_1, unsigned(key.getExponent1()))
            .with(CKA_EXPONENT_2, unsigned(key.getExponent2()))
            .with(CKA_COEFFICIENT, unsigned(key.getCoefficient()));
    }

    private static Template ec(AlgorithmIdentifier algorithm, ECPrivateKey key) throws IOException {
        return domain(algorithm).with(CKA_VALUE, unsigned(key.getKey()));
    }

    /** A Weierstrass curve is named by the parameters of the algorithm, an Edwards or Montgomery one by the algorithm. */
    private static Template domain(AlgorithmIdentifier algorithm) throws IOException {
        return Template.EMPTY.with(CKA_EC_PARAMS, algorithm.getParameters().toASN1Primitive().getEncoded("DER"));
    }

    private static Template curve(AlgorithmIdentifier algorithm) throws IOException {
        return Template.EMPTY.with(CKA_EC_PARAMS, algorithm.getAlgorithm().getEncoded("DER"));
    }

    private static Template group(AlgorithmIdentifier algorithm) {
        DHParameter group = DHParameter.getInstance(algorithm.getParameters());
        return DhGroups.components(group.getP(), group.getG());
    }

    private static byte[] unsigned(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return bytes[0] == 0 && bytes.length > 1 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    /** Prints the type, never the material. */
    @Override public String toString() {
        return "foreign " + type;
    }
}
