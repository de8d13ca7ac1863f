package claviger.provider;

import static claviger.cryptoki.Ckm.CKM_AES_CMAC;
import static claviger.cryptoki.Ckm.CKM_HKDF_DERIVE;
import static claviger.cryptoki.Ckm.CKM_HKDF_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_PKCS5_PBKD2;
import static claviger.cryptoki.Ckm.CKM_SP800_108_COUNTER_KDF;
import static claviger.cryptoki.Ckm.CKM_SP800_108_FEEDBACK_KDF;
import static claviger.provider.ServiceRow.oid;
import static claviger.provider.ServiceRow.row;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rows that derive keys: {@code javax.crypto.KDF}, which JDK 25 has, and SecretKeyFactory under the names that Amazon's
 * Corretto provider gave HKDF and SP 800-108, and those of the JDK for PBKDF2.
 */
final class Derivations {
    private static final String KDF_MAKER = "claviger.provider.TokenKdf$Maker";
    private static final String HKDF_OID = "1.2.840.113549.1.9.16.3.";
    private static final Map<String, String> OF_THE_JDK =
        Map.of("SHA256", HKDF_OID + "28", "SHA384", HKDF_OID + "29", "SHA512", HKDF_OID + "30");

    private Derivations() {
    }

    static List<ServiceRow> rows() {
        List<ServiceRow> rows = new ArrayList<>();
        rows.add(row("KeyGenerator", "HKDF", CKM_HKDF_KEY_GEN,
            (token, provider) -> new TokenKeyGenerator(token, "HKDF", CKM_HKDF_KEY_GEN, 256, Template.EMPTY)));
        rows.add(row("SecretKeyFactory", "HKDF", CKM_HKDF_DERIVE,
            (token, provider) -> new TokenSecretKeyFactory(token, "HKDF")));
        for (HmacHash hash : HmacHash.values()) {
            ofHash(rows, hash);
        }
        for (Ckm mode : List.of(CKM_SP800_108_COUNTER_KDF, CKM_SP800_108_FEEDBACK_KDF)) {
            rows.add(factory(modeName(mode) + "WithAESCMAC", mode, CKM_AES_CMAC));
        }
        return rows;
    }

    private static void ofHash(List<ServiceRow> rows, HmacHash hash) {
        String hmac = hash.hmacName();
        if (OF_THE_JDK.containsKey(hash.name()) && NewerApi.isHere("javax.crypto.KDF", KDF_MAKER)) {
            String name = "HKDF-" + hash.name();
            rows.add(row("KDF", name, CKM_HKDF_DERIVE, NewerApi.maker(KDF_MAKER, name), oid(OF_THE_JDK.get(hash.name()))));
        }
        rows.add(factory("HkdfWith" + hmac, CKM_HKDF_DERIVE, hash.digest()));
        rows.add(factory("CounterKdfWith" + hmac, CKM_SP800_108_COUNTER_KDF, hash.hmac()));
        rows.add(factory("FeedbackKdfWith" + hmac, CKM_SP800_108_FEEDBACK_KDF, hash.hmac()));
        String pbkdf2 = "PBKDF2With" + hmac;
        rows.add(row("SecretKeyFactory", pbkdf2, CKM_PKCS5_PBKD2,
            (token, provider) -> new PasswordFactory(token, pbkdf2, hash.hmac())));
    }

    private static String modeName(Ckm mode) {
        return mode == CKM_SP800_108_COUNTER_KDF ? "CounterKdf" : "FeedbackKdf";
    }

    private static ServiceRow factory(String name, Ckm mechanism, Ckm hash) {
        return row("SecretKeyFactory", name, mechanism,
            (token, provider) -> new DerivationFactory(token, name, mechanism, hash));
    }
}
