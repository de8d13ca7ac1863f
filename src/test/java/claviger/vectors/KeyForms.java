package claviger.vectors;

import claviger.vectors.Wycheproof.Group;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DigestAlgorithmIdentifierFinder;

/** The forms that vectors have keys in, and how they become SubjectPublicKeyInfo and PKCS#8: what a caller would do. */
public final class KeyForms {
    private static final Map<String, ASN1ObjectIdentifier> CURVES = Map.ofEntries(
        Map.entry("secp224r1", SECObjectIdentifiers.secp224r1),
        Map.entry("secp256r1", SECObjectIdentifiers.secp256r1),
        Map.entry("secp384r1", SECObjectIdentifiers.secp384r1),
        Map.entry("secp521r1", SECObjectIdentifiers.secp521r1),
        Map.entry("secp256k1", SECObjectIdentifiers.secp256k1),
        Map.entry("brainpoolP256r1", TeleTrusTObjectIdentifiers.brainpoolP256r1),
        Map.entry("brainpoolP320r1", TeleTrusTObjectIdentifiers.brainpoolP320r1),
        Map.entry("brainpoolP384r1", TeleTrusTObjectIdentifiers.brainpoolP384r1),
        Map.entry("brainpoolP512r1", TeleTrusTObjectIdentifiers.brainpoolP512r1));
    private static final Map<String, ASN1ObjectIdentifier> XDH = Map.of(
        "X25519", EdECObjectIdentifiers.id_X25519, "curve25519", EdECObjectIdentifiers.id_X25519,
        "X448", EdECObjectIdentifiers.id_X448, "curve448", EdECObjectIdentifiers.id_X448);
    private static final Map<String, String> JWK_CURVES = Map.of("P-256", "secp256r1", "P-384", "secp384r1",
        "P-521", "secp521r1", "P-256K", "secp256k1", "secp256k1", "secp256k1");
    private static final Map<String, Integer> JWK_BYTES = Map.of("P-256", 32, "P-384", 48, "P-521", 66,
        "P-256K", 32, "secp256k1", 32);
    private static final Map<String, ASN1ObjectIdentifier> SETS = Map.of(
        "ML-KEM-512", NISTObjectIdentifiers.id_alg_ml_kem_512,
        "ML-KEM-768", NISTObjectIdentifiers.id_alg_ml_kem_768,
        "ML-KEM-1024", NISTObjectIdentifiers.id_alg_ml_kem_1024,
        "ML-DSA-44", NISTObjectIdentifiers.id_ml_dsa_44,
        "ML-DSA-65", NISTObjectIdentifiers.id_ml_dsa_65,
        "ML-DSA-87", NISTObjectIdentifiers.id_ml_dsa_87);

    private static final DigestAlgorithmIdentifierFinder HASHES = new DefaultDigestAlgorithmIdentifierFinder();

    /** A shorter RSA key verifies and decrypts what is old. */
    private static final int LEAST_BITS_TO_SIGN = 2048;

    private KeyForms() {
    }

    static boolean hasCurve(String name) {
        return CURVES.containsKey(name);
    }

    static boolean hasXdh(String name) {
        return XDH.containsKey(name);
    }

    static boolean hasSet(String name) {
        return SETS.containsKey(name);
    }

    /** The DER inside PEM. */
    public static byte[] pem(String text) throws InvalidKeyException {
        return base64(text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""), Base64.getDecoder());
    }

    /** The SubjectPublicKeyInfo of a point on a curve. */
    public static byte[] ecPublic(String curve, byte[] point) {
        return der(new SubjectPublicKeyInfo(ec(CURVES.get(curve)), point));
    }

    /** The PKCS#8 of a private number on a curve. */
    public static byte[] ecPrivate(String curve, byte[] number) {
        byte[] padded = number.length == 0 ? new byte[1] : number;
        return made(() -> new PrivateKeyInfo(ec(CURVES.get(curve)),
            new ECPrivateKey(8 * padded.length, new BigInteger(1, padded))));
    }

    /** The RSA public key of a group, without the parameters of PSS that some name in their keys: the group has them. */
    public static byte[] rsaPublicKey(Group group) {
        return group.type().equals("RsassaPssWithParametersVerify") ? made(() -> new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            RSAPublicKey.getInstance(group.hex("publicKeyAsn")))) : group.publicKeyDer();
    }

    /** A key that is for RSASSA-PSS with these parameters alone. */
    static byte[] pssPublicKey(String hash, String mask, int salt, byte[] key) {
        return made(() -> new SubjectPublicKeyInfo(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS,
            new RSASSAPSSparams(HASHES.find(hash), new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, HASHES.find(mask)),
                new ASN1Integer(salt), RSASSAPSSparams.DEFAULT_TRAILER_FIELD)), RSAPublicKey.getInstance(key)));
    }

    /** More than two, for which PKCS#11 has no attributes. */
    public static boolean hasMorePrimes(Group group) {
        return group.json().path("privateKey").path("otherPrimeInfos").size() > 0;
    }

    public static byte[] xdhPublic(String curve, byte[] u) {
        return der(new SubjectPublicKeyInfo(new AlgorithmIdentifier(XDH.get(curve)), u));
    }

    public static byte[] xdhPrivate(String curve, byte[] scalar) {
        return made(() -> new PrivateKeyInfo(new AlgorithmIdentifier(XDH.get(curve)), new DEROctetString(scalar)));
    }

    /** A JSON web key of the type EC or OKP as SubjectPublicKeyInfo. */
    public static byte[] jwkPublic(JsonNode key) throws InvalidKeyException {
        String curve = key.path("crv").asText();
        byte[] x = base64(key.path("x").asText(), Base64.getUrlDecoder());
        if (XDH.containsKey(curve)) {
            return xdhPublic(curve, x);
        }
        byte[] y = base64(key.path("y").asText(), Base64.getUrlDecoder());
        int bytes = JWK_BYTES.getOrDefault(curve, 0);
        if (!key.path("kty").asText().equals("EC") || x.length != bytes || y.length != bytes) {
            throw new InvalidKeyException("not a JSON web key on a curve that is known here");
        }
        byte[] point = new byte[1 + 2 * bytes];
        point[0] = 4;
        System.arraycopy(x, 0, point, 1, bytes);
        System.arraycopy(y, 0, point, 1 + bytes, bytes);
        return ecPublic(JWK_CURVES.get(curve), point);
    }

    /** A JSON web key of the type EC or OKP as PKCS#8. */
    public static byte[] jwkPrivate(JsonNode key) throws InvalidKeyException {
        String curve = key.path("crv").asText();
        byte[] d = base64(key.path("d").asText(), Base64.getUrlDecoder());
        if (XDH.containsKey(curve)) {
            return xdhPrivate(curve, d);
        } else if (!JWK_CURVES.containsKey(curve)) {
            throw new InvalidKeyException("not a JSON web key on a curve that is known here");
        }
        return ecPrivate(JWK_CURVES.get(curve), d);
    }

    /** A public key of ML-KEM or ML-DSA. */
    static byte[] setPublic(String set, byte[] key) {
        return der(new SubjectPublicKeyInfo(new AlgorithmIdentifier(SETS.get(set)), key));
    }

    /** The seed of a key of ML-KEM or ML-DSA (RFC 9935, RFC 9881). */
    static byte[] setSeed(String set, byte[] seed) {
        return made(() -> new PrivateKeyInfo(new AlgorithmIdentifier(SETS.get(set)),
            new DERTaggedObject(false, 0, new DEROctetString(seed))));
    }

    /** A private key of ML-KEM or ML-DSA without its seed. */
    static byte[] setPrivate(String set, byte[] key) {
        return made(() -> new PrivateKeyInfo(new AlgorithmIdentifier(SETS.get(set)), new DEROctetString(key)));
    }

    private static AlgorithmIdentifier ec(ASN1ObjectIdentifier curve) {
        return new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve);
    }

    private static byte[] base64(String text, Base64.Decoder decoder) throws InvalidKeyException {
        try {
            return decoder.decode(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException("not base64", e);
        }
    }

    private interface Structure {
        ASN1Encodable make() throws IOException;
    }

    private static byte[] made(Structure structure) {
        try {
            return der(structure.make());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] der(ASN1Encodable structure) {
        try {
            return structure.toASN1Primitive().getEncoded("DER");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why new signatures are refused that would be right, or null. */
    public static String signsNoMore(Group group) {
        return group.number("keySize") < LEAST_BITS_TO_SIGN ? "RSA keys of " + group.number("keySize") + " bits sign nothing new"
            : null;
    }
}
