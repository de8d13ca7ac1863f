package claviger.vectors;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc7748.X448;
import org.bouncycastle.util.BigIntegers;

/** ECDH and XDH with keys in ASN.1, as points, in PEM and in JSON. */
record GeneratedAgreements(Path folder) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Map<String, String> JWK_NAMES =
        Map.of("secp256r1", "P-256", "secp384r1", "P-384", "secp521r1", "P-521", "secp256k1", "P-256K");

    void write() throws Exception {
        for (String curve : new String[] {"secp256r1", "secp384r1", "secp521r1", "secp256k1", "brainpoolP256r1",
            "brainpoolP512r1", "secp224r1"}) {
            ecdh(curve);
        }
        xdh("curve25519", "X25519", 32);
        xdh("curve448", "X448", 56);
    }

    private void ecdh(String curve) throws Exception {
        X9ECParameters domain = ECNamedCurveTable.getByName(curve);
        int bytes = (domain.getCurve().getFieldSize() + 7) / 8;
        BigInteger d = BigIntegers.createRandomInRange(BigInteger.TWO, domain.getN().subtract(BigInteger.ONE), RANDOM);
        ECPoint theirs = domain.getG().multiply(BigIntegers.createRandomInRange(BigInteger.TWO,
            domain.getN().subtract(BigInteger.ONE), RANDOM)).normalize();
        byte[] shared = BigIntegers.asUnsignedByteArray(bytes,
            theirs.multiply(d).normalize().getAffineXCoord().toBigInteger());
        byte[] point = theirs.getEncoded(false);
        byte[] off = GeneratedVectors.changed(point, -1);
        byte[] secret = d.toByteArray();

        new VectorWriter(folder, "ecdh_" + curve + "_ecpoint_test.json", "ECDH")
            .group("EcdhEcpointTest", "curve", curve, "encoding", "ecpoint")
            .valid("normal", "public", point, "private", secret, "shared", shared)
            .acceptable("compressed", "public", theirs.getEncoded(true), "private", secret, "shared", shared)
            .invalid("not on the curve", "public", off, "private", secret, "shared", "")
            .invalid("infinity", "public", "00", "private", secret, "shared", "")
            .invalid("empty", "public", "", "private", secret, "shared", "")
            .invalid("cut", "public", Arrays.copyOf(point, point.length - 1), "private", secret, "shared", "")
            .invalid("longer", "public", Arrays.copyOf(point, point.length + 1), "private", secret, "shared", "")
            .invalid("zero", "public", new byte[point.length], "private", secret, "shared", "").write();

        VectorWriter asn = new VectorWriter(folder, "ecdh_" + curve + "_test.json", "ECDH")
            .group("EcdhTest", "curve", curve, "encoding", "asn");
        byte[] info = KeyForms.ecPublic(curve, point);
        asn.valid("normal", "public", info, "private", secret, "shared", shared)
            .invalid("not on the curve", "public", KeyForms.ecPublic(curve, off), "private", secret, "shared", "")
            .invalid("infinity", "public", KeyForms.ecPublic(curve, new byte[1]), "private", secret, "shared", "")
            .invalid("empty", "public", "", "private", secret, "shared", "")
            .invalid("cut", "public", Arrays.copyOf(info, info.length / 2), "private", secret, "shared", "")
            .invalid("no parameters", "public", new SubjectPublicKeyInfo(new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey), point).getEncoded(), "private", secret, "shared", "")
            .invalid("unknown curve", "public", new SubjectPublicKeyInfo(new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey, new ASN1ObjectIdentifier("1.2.3.4")), point).getEncoded(),
                "private", secret, "shared", "")
            .invalid("RSA for an algorithm", "public", new SubjectPublicKeyInfo(new AlgorithmIdentifier(
                new ASN1ObjectIdentifier("1.2.840.113549.1.1.1")), point).getEncoded(), "private", secret, "shared", "")
            .acceptable("explicit parameters", "public", new SubjectPublicKeyInfo(new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey, domain), point).getEncoded(), "private", secret, "shared", shared);
        String other = curve.equals("secp256r1") ? "secp256k1" : "secp256r1";
        asn.invalid("another curve's point", "public",
            KeyForms.ecPublic(other, ECNamedCurveTable.getByName(other).getG().getEncoded(false)), "private", secret,
            "shared", "");
        for (int at = 0; at < info.length; at += bytes / 16) {
            // an acceptable vector may be refused in any way that is promised, but never give another secret
            byte[] changed = info.clone();
            changed[at] ^= (byte) (1 << at % 8);
            asn.acceptable("byte " + at + " changed", "public", changed, "private", secret, "shared", shared);
        }
        asn.write();
        pem(curve, info, off, secret, shared);
        if (JWK_NAMES.containsKey(curve)) {
            jwk(curve, bytes, theirs, secret, shared);
        }
    }

    private void pem(String curve, byte[] info, byte[] off, byte[] secret, byte[] shared) throws Exception {
        String ours = pem("PRIVATE KEY", KeyForms.ecPrivate(curve, secret));
        new VectorWriter(folder, "ecdh_" + curve + "_pem_test.json", "ECDH")
            .group("EcdhPemTest", "curve", curve, "encoding", "pem")
            .valid("normal", "public", pem("PUBLIC KEY", info), "private", ours, "shared", shared)
            .invalid("not on the curve", "public", pem("PUBLIC KEY", KeyForms.ecPublic(curve, off)), "private", ours,
                "shared", "")
            .invalid("empty", "public", pem("PUBLIC KEY", new byte[0]), "private", ours, "shared", "")
            .invalid("no base64", "public", "-----BEGIN PUBLIC KEY-----\n????\n-----END PUBLIC KEY-----", "private",
                ours, "shared", "").write();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
            + "-----\n";
    }

    private void jwk(String curve, int bytes, ECPoint theirs, byte[] secret, byte[] shared) throws Exception {
        String x = url(theirs.getAffineXCoord().getEncoded());
        String y = url(theirs.getAffineYCoord().getEncoded());
        String name = JWK_NAMES.get(curve);
        Map<String, String> ours = Map.of("kty", "EC", "crv", name, "d", url(secret));
        new VectorWriter(folder, "ecdh_" + curve + "_webcrypto_test.json", "ECDH")
            .group("EcdhWebcryptoTest", "curve", curve, "encoding", "webcrypto")
            .valid("normal", "public", Map.of("kty", "EC", "crv", name, "x", x, "y", y), "private", ours, "shared",
                shared)
            .invalid("not on the curve", "public", Map.of("kty", "EC", "crv", name, "x", x, "y", x), "private", ours,
                "shared", "")
            .invalid("no y", "public", Map.of("kty", "EC", "crv", name, "x", x), "private", ours, "shared", "")
            .invalid("unknown curve", "public", Map.of("kty", "EC", "crv", "P-1", "x", x, "y", y), "private", ours,
                "shared", "")
            .invalid("zero", "public", Map.of("kty", "EC", "crv", name, "x", url(new byte[bytes]), "y",
                url(new byte[bytes])), "private", ours, "shared", "").write();
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void xdh(String curve, String name, int bytes) throws Exception {
        byte[] ours = new byte[bytes];
        byte[] other = new byte[bytes];
        RANDOM.nextBytes(ours);
        RANDOM.nextBytes(other);
        byte[] theirs = new byte[bytes];
        byte[] shared = new byte[bytes];
        if (bytes == 32) {
            X25519.scalarMultBase(other, 0, theirs, 0);
            X25519.calculateAgreement(ours, 0, theirs, 0, shared, 0);
        } else {
            X448.scalarMultBase(other, 0, theirs, 0);
            X448.calculateAgreement(ours, 0, theirs, 0, shared, 0);
        }
        byte[] zero = new byte[bytes];
        byte[] spki = KeyForms.xdhPublic(curve, theirs);
        byte[] pkcs8 = KeyForms.xdhPrivate(curve, ours);
        byte[] longer = KeyForms.xdhPublic(curve, Arrays.copyOf(theirs, bytes + 1));
        String otherCurve = bytes == 32 ? "X448" : "X25519";
        byte[] wrong = KeyForms.xdhPublic(otherCurve, Arrays.copyOf(theirs, 88 - bytes));
        new VectorWriter(folder, name + "_asn_test.json", "XDH").group("XdhAsnComp", "curve", curve)
            .valid("normal", "public", spki, "private", pkcs8, "shared", shared)
            .acceptable("low order", "public", KeyForms.xdhPublic(curve, zero), "private", pkcs8, "shared", zero)
            .invalid("too long", "public", longer, "private", pkcs8, "shared", "")
            .invalid("too short", "public", KeyForms.xdhPublic(curve, new byte[bytes - 1]), "private", pkcs8, "shared",
                "")
            .invalid("another curve", "public", wrong, "private", pkcs8, "shared", "")
            .invalid("empty", "public", "", "private", pkcs8, "shared", "").write();
        new VectorWriter(folder, name + "_pem_test.json", "XDH").group("XdhPemComp", "curve", curve)
            .valid("normal", "public", pem("PUBLIC KEY", spki), "private", pem("PRIVATE KEY", pkcs8), "shared", shared)
            .invalid("another curve", "public", pem("PUBLIC KEY", wrong), "private", pem("PRIVATE KEY", pkcs8),
                "shared", "").write();
        Map<String, String> mine = Map.of("kty", "OKP", "crv", name, "d", url(ours));
        new VectorWriter(folder, name + "_jwk_test.json", "XDH").group("XdhJwkComp", "curve", curve)
            .valid("normal", "public", Map.of("kty", "OKP", "crv", name, "x", url(theirs)), "private", mine, "shared",
                shared)
            .invalid("another curve", "public", Map.of("kty", "OKP", "crv", otherCurve, "x", url(theirs)), "private",
                mine, "shared", "")
            .invalid("too long", "public", Map.of("kty", "OKP", "crv", name, "x", url(Arrays.copyOf(theirs, bytes + 1))),
                "private", mine, "shared", "").write();
        new VectorWriter(folder, name + "_test.json", "XDH").group("XdhComp", "curve", curve)
            .valid("normal", "public", theirs, "private", ours, "shared", shared)
            .acceptable("low order", "public", zero, "private", ours, "shared", zero).write();
    }
}
