package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_AES_XTS;
import static claviger.cryptoki.Ckk.CKK_CHACHA20;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckk.CKK_HKDF;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_LEN_RANGE;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import claviger.vectors.Check;
import claviger.vectors.Wycheproof.Group;
import claviger.vectors.Wycheproof.Vector;
import java.util.Arrays;
import java.util.Optional;

/** Ciphers, MACs, key wrapping and derivation with secret keys. */
record SecretVectors(MechanismVectors rows) {
    private static final int AES_192 = 24;

    Check aead(Group group) {
        return switch (group.algorithm()) {
            case "AES-GCM" -> vector -> roundTrip(Ckm.CKM_AES_GCM, CKK_AES, vector, new Parameters.Gcm(
                vector.hex("iv"), vector.hex("aad"), group.number("tagSize")), joined(vector));
            case "AES-CCM" -> vector -> roundTrip(Ckm.CKM_AES_CCM, CKK_AES, vector, new Parameters.Ccm(
                vector.hex("msg").length, vector.hex("iv"), vector.hex("aad"), group.number("tagSize") / 8),
                joined(vector));
            case "CHACHA20-POLY1305" -> vector -> roundTrip(Ckm.CKM_CHACHA20_POLY1305, CKK_CHACHA20, vector,
                new Parameters.ChaCha20Poly1305(vector.hex("iv"), vector.hex("aad")), joined(vector));
            default -> null;
        };
    }

    private static byte[] joined(Vector vector) {
        return MechanismVectors.joined(vector.hex("ct"), vector.hex("tag"));
    }

    Check cipher(Group group) {
        boolean padded = group.algorithm().equals("AES-CBC-PKCS5");
        Check check = MechanismVectors.with(padded ? "CKM_AES_CBC_PAD" : "CKM_AES_XTS", type -> vector -> roundTrip(type,
            padded ? CKK_AES : CKK_AES_XTS, vector, new Parameters.Iv(padded ? vector.hex("iv") : number(vector)),
            vector.hex("ct")));
        return check.but(vector -> !padded && vector.hex("key").length == 2 * AES_192,
            "PKCS#11 has no key of 2 * 192 bits for XTS");
    }

    /** The files leave out the zeros after the number of a data unit. */
    private static byte[] number(Vector vector) {
        return Arrays.copyOf(vector.hex("iv"), AesBlock.LENGTH);
    }

    private boolean roundTrip(Ckm type, Ckk keyType, Vector vector, Parameters parameters, byte[] encrypted) {
        KeyMaterial key = TestKeys.secret(keyType, vector.hex("key"));
        Algorithm algorithm = rows.algorithm(type);
        return Arrays.equals(vector.hex("msg"), algorithm.decrypt(key, parameters).last(encrypted))
            && Arrays.equals(encrypted, algorithm.encrypt(key, parameters).last(vector.hex("msg")));
    }

    Check mac(Group group) {
        boolean cmac = group.algorithm().equals("AES-CMAC");
        String name = cmac ? "CKM_AES_CMAC" : group.algorithm().replaceFirst("^HMAC-?SHA1$", "HMACSHA_1")
            .replaceFirst("^HMAC-?SHA(.*)$", "CKM_SHA$1_HMAC").replace('-', '_').replace('/', '_');
        return MechanismVectors.with(name, whole -> vector -> {
            KeyMaterial key = TestKeys.secret(cmac ? CKK_AES : CKK_GENERIC_SECRET, vector.hex("key"));
            int length = group.number("tagSize") / 8;
            boolean cut = length < rows.algorithm(whole).sign(key, Parameters.NONE).length();
            return cut ? macFits(Ckm.valueOf(name + "_GENERAL"), key, new Parameters.MacGeneral(length), vector)
                : macFits(whole, key, Parameters.NONE, vector);
        });
    }

    Check gmac(Group group) {
        return vector -> {
            if (group.number("tagSize") != 8 * vector.hex("tag").length) {
                throw CKR_SIGNATURE_LEN_RANGE.because("not a tag of the length that was agreed on");
            }
            return macFits(Ckm.CKM_AES_GMAC, TestKeys.secret(CKK_AES, vector.hex("key")),
                new Parameters.Gcm(vector.hex("iv"), new byte[0], group.number("tagSize")), vector);
        };
    }

    private boolean macFits(Ckm type, KeyMaterial key, Parameters parameters, Vector vector) {
        byte[] message = vector.hex("msg");
        return rows.verified(type, key, parameters, message, vector.hex("tag"))
            && Arrays.equals(vector.hex("tag"), rows.signed(type, key, parameters, message));
    }

    Check keyWrap(Group group) {
        Ckm type = group.algorithm().endsWith("KWP") ? Ckm.CKM_AES_KEY_WRAP_KWP : Ckm.CKM_AES_KEY_WRAP;
        return vector -> {
            KeyMaterial key = TestKeys.secret(CKK_AES, vector.hex("key"));
            Algorithm algorithm = rows.algorithm(type);
            return Arrays.equals(vector.hex("msg"), algorithm.unwrap(key, Parameters.NONE, vector.hex("ct")))
                && Arrays.equals(vector.hex("ct"), algorithm.wrap(key, Parameters.NONE, vector.hex("msg")));
        };
    }

    Check hkdf(Group group) {
        String name = group.algorithm().replaceFirst("^HKDF-", "");
        return MechanismVectors.hash(name).map(hash -> (Check) vector -> {
            KeyMaterial key = TestKeys.secret(CKK_HKDF, vector.hex("ikm"));
            Parameters hkdf =
                new Parameters.Hkdf(true, true, hash, vector.hex("salt"), Optional.empty(), vector.hex("info"));
            int size = vector.json().path("size").asInt();
            return Arrays.equals(vector.hex("okm"), rows.algorithm(Ckm.CKM_HKDF_DERIVE).derive(key, hkdf, size))
                && Arrays.equals(vector.hex("okm"), rows.algorithm(Ckm.CKM_HKDF_DATA).derive(key, hkdf, size));
        }).orElseGet(() -> MechanismVectors.noMechanism(group.algorithm()));
    }

    Check pbkdf2(Group group) {
        String hmac = group.algorithm().replaceFirst("^PBKDF2-HMAC-?SHA-?", "CKM_SHA")
            .replaceFirst("SHA1$", "SHA_1") + "_HMAC";
        return MechanismVectors.with(hmac, prf -> vector -> {
            Parameters pbkdf2 = new Parameters.Pbkdf2(vector.hex("salt"),
                vector.json().path("iterationCount").asLong(), prf, vector.hex("password"));
            Template wanted = Template.EMPTY.with(CKA_VALUE_LEN, vector.json().path("dkLen").asLong());
            return Arrays.equals(vector.hex("dk"),
                rows.algorithm(Ckm.CKM_PKCS5_PBKD2).generateKey(pbkdf2, wanted).require(CKA_VALUE));
        });
    }
}
