package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_EC_MONTGOMERY;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Ckr.CKR_PUBLIC_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_LEN_RANGE;

import claviger.cryptoki.Ckd;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import claviger.vectors.Check;
import claviger.vectors.KeyForms;
import claviger.vectors.Wycheproof.Group;
import claviger.vectors.Wycheproof.Vector;
import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.util.BigIntegers;

/** Agreement and signatures on elliptic curves. Reading keys from ASN.1, PEM and JSON is the caller's part, done here. */
record CurveVectors(MechanismVectors rows) {

    private interface Form {
        byte[] of(Vector vector) throws InvalidKeyException;
    }

    Check ecdh(Group group) {
        Optional<Curve> found = curve(group).filter(Curve::isForNewKeys);
        if (found.isEmpty()) {
            return MechanismVectors.noMechanism("ECDH on " + group.curve());
        }
        Curve curve = found.get();
        return switch (group.type()) {
            case "EcdhPemTest" -> agrees(curve, CurveVectors::pemPublic, CurveVectors::pemPrivate);
            case "EcdhWebcryptoTest" -> agrees(curve, vector -> KeyForms.jwkPublic(vector.json().path("public")),
                vector -> KeyForms.jwkPrivate(vector.json().path("private")));
            default -> vector -> agrees(key(curve, vector.hex("private")), group.text("encoding").equals("asn")
                ? point(curve, vector.hex("public")) : vector.hex("public"), vector);
        };
    }

    Check xdh(Group group) {
        Optional<Curve> found = Stream.of(Curve.X25519, Curve.X448)
            .filter(curve -> curve.jdkName().equals(group.curve())).findFirst();
        if (found.isEmpty()) {
            return MechanismVectors.noMechanism("XDH on " + group.curve());
        }
        Curve curve = found.get();
        return switch (group.type()) {
            case "XdhAsnComp" -> agrees(curve, vector -> vector.hex("public"), vector -> vector.hex("private"));
            case "XdhPemComp" -> agrees(curve, CurveVectors::pemPublic, CurveVectors::pemPrivate);
            case "XdhJwkComp" -> agrees(curve, vector -> KeyForms.jwkPublic(vector.json().path("public")),
                vector -> KeyForms.jwkPrivate(vector.json().path("private")));
            default -> vector -> agrees(key(curve, vector.hex("private")), vector.hex("public"), vector);
        };
    }

    private static byte[] pemPublic(Vector vector) throws InvalidKeyException {
        return KeyForms.pem(vector.json().path("public").asText());
    }

    private static byte[] pemPrivate(Vector vector) throws InvalidKeyException {
        return KeyForms.pem(vector.json().path("private").asText());
    }

    private Check agrees(Curve curve, Form theirs, Form ours) {
        return vector -> {
            try {
                return agrees(TestKeys.privateKey(ours.of(vector)), point(curve, theirs.of(vector)), vector);
            } catch (InvalidKeyException e) {
                throw CKR_PUBLIC_KEY_INVALID.because(e, "no key in this form");
            }
        };
    }

    private static KeyMaterial key(Curve curve, byte[] value) {
        return TestKeys.key(CKO_PRIVATE_KEY, curve.keyType() == CKK_EC ? CKK_EC : CKK_EC_MONTGOMERY, Template.EMPTY
            .with(CKA_EC_PARAMS, curve.params()).with(CKA_VALUE, value));
    }

    private boolean agrees(KeyMaterial key, byte[] peer, Vector vector) {
        return Arrays.equals(vector.hex("shared"), rows.algorithm(Ckm.CKM_ECDH1_DERIVE)
            .derive(key, new Parameters.Ecdh(Ckd.CKD_NULL, new byte[0], peer), -1));
    }

    /** The point of a key in the form of X.509. */
    private static byte[] point(Curve curve, byte[] spki) {
        return Der.parse(spki, CKR_PUBLIC_KEY_INVALID, der -> {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(der);
            AlgorithmIdentifier algorithm = info.getAlgorithm();
            Object named = curve.keyType() == CKK_EC ? algorithm.getParameters() : algorithm.getAlgorithm();
            if (!(named instanceof ASN1ObjectIdentifier oid) || !curve.oid().equals(oid)) {
                throw CKR_PUBLIC_KEY_INVALID.because("another curve");
            }
            return info.getPublicKeyData().getOctets();
        });
    }

    private static Optional<Curve> curve(Group group) {
        return Stream.of(Curve.values()).filter(curve -> curve.keyType() == CKK_EC)
            .filter(curve -> curve.jdkName().equals(group.curve())).findFirst();
    }

    Check ecdsa(Group group, boolean der) {
        Optional<Curve> found = curve(group);
        if (found.isEmpty()) {
            return MechanismVectors.noMechanism("ECDSA on " + group.curve());
        }
        int bytes = found.get().bytes();
        String hash = group.text("sha").equals("SHA-1") ? "SHA1" : MechanismVectors.named(group.text("sha"));
        return MechanismVectors.with("CKM_ECDSA_" + hash, type -> {
            KeyMaterial key = TestKeys.publicKey(group.publicKeyDer());
            return vector -> {
                byte[] signature = der ? plain(found.get(), vector.hex("sig")) : vector.hex("sig");
                if (signature.length < 2 * bytes) {
                    // Wycheproof refuses what 6.3.1 of PKCS#11 obliges a token to take: two shorter halves
                    throw CKR_SIGNATURE_LEN_RANGE.because("not a signature of IEEE P1363");
                }
                return rows.verified(type, key, Parameters.NONE, vector.hex("msg"), signature);
            };
        });
    }

    /** r and s of a DER signature; the provider's own conversion is tested with the provider. */
    private static byte[] plain(Curve curve, byte[] der) {
        try {
            BigInteger n = Weierstrass.of(curve).domain().getN();
            BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(n, der);
            byte[] signature = new byte[2 * curve.bytes()];
            BigIntegers.asUnsignedByteArray(rs[0], signature, 0, curve.bytes());
            BigIntegers.asUnsignedByteArray(rs[1], signature, curve.bytes(), curve.bytes());
            return signature;
        } catch (IOException | IllegalArgumentException | ClassCastException e) {
            throw CKR_SIGNATURE_INVALID.because(e, "not the DER form of a signature");
        }
    }

    Check eddsa(Group group) {
        if (Stream.of(Curve.ED25519, Curve.ED448).noneMatch(curve -> curve.jdkName().equals(group.curve()))) {
            return MechanismVectors.noMechanism("EdDSA on " + group.curve());
        }
        KeyMaterial key = TestKeys.publicKey(group.publicKeyDer());
        return vector -> rows.verified(Ckm.CKM_EDDSA, key, Parameters.NONE, vector.hex("msg"), vector.hex("sig"));
    }
}
