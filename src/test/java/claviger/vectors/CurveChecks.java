package claviger.vectors;

import claviger.vectors.Wycheproof.Group;
import claviger.vectors.Wycheproof.Vector;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** Agreement and signatures on elliptic curves, with keys in every form that the vectors have. */
record CurveChecks(TokenVectors token) {
    /** Too short for new secrets: the token verifies on it, and agrees on nothing. */
    private static final String VERIFIES_ONLY = "secp224r1";

    /** The two keys of a vector, encoded. */
    private interface Keys {
        byte[] of(Vector vector) throws GeneralSecurityException;
    }

    Check ecdh(Group group) {
        String curve = group.curve();
        if (!KeyForms.hasCurve(curve) || curve.equals(VERIFIES_ONLY)) {
            return Checks.noServiceFor("ECDH on " + curve);
        }
        return switch (group.type()) {
            case "EcdhPemTest" -> agrees("EC", "ECDH", CurveChecks::pemPublic, CurveChecks::pemPrivate);
            case "EcdhWebcryptoTest" -> agrees("EC", "ECDH", CurveChecks::jwkPublic, CurveChecks::jwkPrivate);
            default -> agrees("EC", "ECDH", vector -> group.text("encoding").equals("ecpoint")
                ? KeyForms.ecPublic(curve, vector.hex("public")) : vector.hex("public"),
                vector -> KeyForms.ecPrivate(curve, vector.hex("private")));
        };
    }

    Check xdh(Group group) {
        String curve = group.curve();
        if (!KeyForms.hasXdh(curve)) {
            return Checks.noServiceFor("XDH on " + curve);
        }
        String name = curve.replace("curve", "X");
        return switch (group.type()) {
            case "XdhPemComp" -> agrees(name, name, CurveChecks::pemPublic, CurveChecks::pemPrivate);
            case "XdhJwkComp" -> agrees(name, name, CurveChecks::jwkPublic, CurveChecks::jwkPrivate);
            case "XdhAsnComp" -> agrees(name, name, vector -> vector.hex("public"), vector -> vector.hex("private"));
            default -> agrees(name, name, vector -> KeyForms.xdhPublic(curve, vector.hex("public")),
                vector -> KeyForms.xdhPrivate(curve, vector.hex("private")));
        };
    }

    private static byte[] pemPublic(Vector vector) throws GeneralSecurityException {
        return KeyForms.pem(vector.json().path("public").asText());
    }

    private static byte[] pemPrivate(Vector vector) throws GeneralSecurityException {
        return KeyForms.pem(vector.json().path("private").asText());
    }

    private static byte[] jwkPublic(Vector vector) throws GeneralSecurityException {
        return KeyForms.jwkPublic(vector.json().path("public"));
    }

    private static byte[] jwkPrivate(Vector vector) throws GeneralSecurityException {
        return KeyForms.jwkPrivate(vector.json().path("private"));
    }

    private Check agrees(String keys, String name, Keys theirs, Keys ours) {
        return vector -> {
            PrivateKey mine = token.pkcs8(keys, ours.of(vector));
            try {
                PublicKey peer = token.publicKey(keys, theirs.of(vector));
                KeyAgreement agreement = KeyAgreement.getInstance(name, token.provider());
                agreement.init(mine);
                agreement.doPhase(peer, true);
                return Arrays.equals(vector.hex("shared"), agreement.generateSecret());
            } finally {
                SecretChecks.destroy(mine);
            }
        };
    }

    /** @param form what follows withECDSA in the name */
    Check ecdsa(Group group, String form) {
        String hash = group.text("sha");
        String name = SignatureChecks.inSignatures(hash) + "withECDSA" + form;
        return KeyForms.hasCurve(group.curve()) && token.has("Signature", name)
            ? new SignatureChecks(token).verify(group, "EC", name, null)
            : Checks.noServiceFor("ECDSA with " + hash + " on " + group.curve());
    }

    Check eddsa(Group group) {
        String name = group.curve().replace("edwards", "Ed");
        return token.has("Signature", name) ? new SignatureChecks(token).verify(group, name, name, null)
            : Checks.noServiceFor("EdDSA on " + group.curve());
    }
}
