package claviger.provider;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_TYPE_INVALID;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The public half of a private key: CKA_PUBLIC_KEY_INFO, which our tokens always have, or what foreign ones have instead, in
 * the key, the public key or the certificate with the same CKA_ID. Stateless but for the token.
 */
final class PublicHalves {
    /** What tells of a public key, of the object itself or of its private half. */
    static final Cka<?>[] READ = {CKA_MODULUS, CKA_PUBLIC_EXPONENT, CKA_EC_POINT, CKA_EC_PARAMS};

    private final Token token;

    PublicHalves(Token token) {
        this.token = token;
    }

    /** @param key what was read of the private key: CKA_PUBLIC_KEY_INFO, or else CKA_ID and {@link #READ} */
    PublicKey of(Template key) {
        byte[] info = key.get(CKA_PUBLIC_KEY_INFO, new byte[0]);
        if (info.length > 0) {
            return PublicKeys.of(info);
        }
        return rsa(key).or(() -> ec(key)).or(() -> ofPublicKey(key)).or(() -> ofCertificate(key)).orElseThrow(() ->
            CKR_ATTRIBUTE_TYPE_INVALID.because("no public key and no certificate belongs to the private key"));
    }

    private static Optional<PublicKey> rsa(Template key) {
        if (key.get(CKA_MODULUS).isEmpty() || key.get(CKA_PUBLIC_EXPONENT).isEmpty()) {
            return Optional.empty();
        }
        RSAPublicKey pair = new RSAPublicKey(new BigInteger(1, key.require(CKA_MODULUS)),
            new BigInteger(1, key.require(CKA_PUBLIC_EXPONENT)));
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        return Optional.of(PublicKeys.of(der(new SubjectPublicKeyInfo(algorithm, der(pair)))));
    }

    private Optional<PublicKey> ofPublicKey(Template key) {
        return sibling(key, Cko.CKO_PUBLIC_KEY).flatMap(half -> rsa(half).or(() -> ec(half)));
    }

    private static Optional<PublicKey> ec(Template half) {
        if (half.get(CKA_EC_POINT).isEmpty() || half.get(CKA_EC_PARAMS).isEmpty()) {
            return Optional.empty();
        }
        byte[] point = ASN1OctetString.getInstance(half.require(CKA_EC_POINT)).getOctets();
        AlgorithmIdentifier curve = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey,
            primitive(half.require(CKA_EC_PARAMS)));
        return Optional.of(PublicKeys.of(der(new SubjectPublicKeyInfo(curve, point))));
    }

    private Optional<PublicKey> ofCertificate(Template key) {
        Certificates certificates = new Certificates(token);
        return key.get(CKA_ID).filter(id -> id.length > 0).flatMap(id -> token.first(Template.EMPTY
            .with(CKA_CLASS, Cko.CKO_CERTIFICATE).with(CKA_TOKEN, true).with(CKA_ID, id), 1).stream().findFirst())
            .map(certificate -> certificates.read(certificate).getPublicKey());
    }

    private Optional<Template> sibling(Template key, Cko kind) {
        return key.get(CKA_ID).filter(id -> id.length > 0).flatMap(id -> token.read(
            Template.EMPTY.with(CKA_CLASS, kind).with(CKA_ID, id), READ).values().stream().findFirst());
    }

    private static byte[] der(ASN1Encodable object) {
        try {
            return object.toASN1Primitive().getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("memory", e);
        }
    }

    private static ASN1Primitive primitive(byte[] der) {
        try {
            return ASN1Primitive.fromByteArray(der);
        } catch (IOException e) {
            throw CKR_ATTRIBUTE_TYPE_INVALID.because(e, "CKA_EC_PARAMS is not DER");
        }
    }
}
