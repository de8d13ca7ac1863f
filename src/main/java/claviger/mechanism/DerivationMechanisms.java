package claviger.mechanism;

import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_CHACHA20;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckk.CKK_HKDF;
import static claviger.cryptoki.Ckm.CKM_AES_CBC_ENCRYPT_DATA;
import static claviger.cryptoki.Ckm.CKM_AES_ECB_ENCRYPT_DATA;
import static claviger.cryptoki.Ckm.CKM_CONCATENATE_BASE_AND_DATA;
import static claviger.cryptoki.Ckm.CKM_CONCATENATE_BASE_AND_KEY;
import static claviger.cryptoki.Ckm.CKM_CONCATENATE_DATA_AND_BASE;
import static claviger.cryptoki.Ckm.CKM_HKDF_DATA;
import static claviger.cryptoki.Ckm.CKM_HKDF_DERIVE;
import static claviger.cryptoki.Ckm.CKM_HKDF_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_PKCS5_PBKD2;
import static claviger.cryptoki.Ckm.CKM_SP800_108_COUNTER_KDF;
import static claviger.cryptoki.Ckm.CKM_SP800_108_FEEDBACK_KDF;
import static claviger.cryptoki.Ckm.CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE;
import static claviger.cryptoki.Ckm.CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH;
import static claviger.cryptoki.Ckm.CKM_TLS12_KDF;
import static claviger.cryptoki.Ckm.CKM_TLS12_KEY_AND_MAC_DERIVE;
import static claviger.cryptoki.Ckm.CKM_TLS12_KEY_SAFE_DERIVE;
import static claviger.cryptoki.Ckm.CKM_TLS12_MASTER_KEY_DERIVE;
import static claviger.cryptoki.Ckm.CKM_TLS12_MASTER_KEY_DERIVE_DH;
import static claviger.cryptoki.Ckm.CKM_TLS_KDF;
import static claviger.cryptoki.Use.CKF_DERIVE;
import static claviger.cryptoki.Use.CKF_GENERATE;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Use;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The part of the table where keys come from other keys, or from a password. Stateless. */
final class DerivationMechanisms {
    private static final Set<Ckk> HKDF = keyTypes(CKK_HKDF, CKK_GENERIC_SECRET);
    private static final Set<Ckk> SECRETS = keyTypes(CKK_GENERIC_SECRET, CKK_AES);
    private static final Set<Ckk> OF_PASSWORDS = keyTypes(CKK_GENERIC_SECRET, CKK_AES, CKK_CHACHA20, CKK_HKDF);
    private static final Set<Ckk> GENERIC = keyTypes(CKK_GENERIC_SECRET);

    private DerivationMechanisms() {
    }

    static List<MechanismRow> rows() {
        return List.of(
            row(CKM_HKDF_KEY_GEN,             keyTypes(CKK_HKDF), 16, CKF_GENERATE,
                new SecretKeyGeneration(CKK_HKDF, KeyTypes::isNewSecretLength)),
            row(CKM_HKDF_DERIVE,              HKDF,                1, CKF_DERIVE,   new Hkdf()),
            row(CKM_HKDF_DATA,                HKDF,                1, CKF_DERIVE,   new Hkdf()),
            row(CKM_SP800_108_COUNTER_KDF,    SECRETS,             1, CKF_DERIVE,   Sp800108.COUNTER),
            row(CKM_SP800_108_FEEDBACK_KDF,   SECRETS,             1, CKF_DERIVE,   Sp800108.FEEDBACK),
            row(CKM_PKCS5_PBKD2,              OF_PASSWORDS,       16, CKF_GENERATE, new Pbkdf2()),
            row(CKM_CONCATENATE_BASE_AND_KEY, GENERIC,             1, CKF_DERIVE,   Concatenation.BASE_AND_KEY),
            row(CKM_CONCATENATE_BASE_AND_DATA, GENERIC,            1, CKF_DERIVE,   Concatenation.BASE_AND_DATA),
            row(CKM_CONCATENATE_DATA_AND_BASE, GENERIC,            1, CKF_DERIVE,   Concatenation.DATA_AND_BASE),
            aes(CKM_AES_ECB_ENCRYPT_DATA,     EncryptedData.ECB),
            aes(CKM_AES_CBC_ENCRYPT_DATA,     EncryptedData.CBC),
            tls(CKM_TLS12_MASTER_KEY_DERIVE,             48,   48, Tls12MasterKey.RSA),
            tls(CKM_TLS12_MASTER_KEY_DERIVE_DH,           1, 4096, Tls12MasterKey.DH),
            tls(CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE,    48,   48, Tls12MasterKey.EXTENDED_RSA),
            tls(CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH,  1, 4096, Tls12MasterKey.EXTENDED_DH),
            tls(CKM_TLS12_KEY_AND_MAC_DERIVE,            48,   48, Tls12KeyMat.KEY_AND_MAC),
            tls(CKM_TLS12_KEY_SAFE_DERIVE,               48,   48, Tls12KeyMat.KEY_SAFE),
            tls(CKM_TLS_KDF,                             48,   48, new TlsKdf()),
            tls(CKM_TLS12_KDF,                           48,   48, new TlsKdf()));
    }

    private static MechanismRow row(Ckm type, Set<Ckk> keyTypes, long least, Use use, Algorithm algorithm) {
        return new MechanismRow(type, keyTypes, least, 4096, Set.of(use), algorithm);
    }

    private static MechanismRow aes(Ckm type, Algorithm algorithm) {
        return new MechanismRow(type, keyTypes(CKK_AES), 16, 32, Set.of(CKF_DERIVE), algorithm);
    }

    private static MechanismRow tls(Ckm type, long least, long most, Algorithm algorithm) {
        return new MechanismRow(type, GENERIC, least, most, Set.of(CKF_DERIVE), algorithm);
    }

    private static Set<Ckk> keyTypes(Ckk... types) {
        return Collections.unmodifiableSet(EnumSet.copyOf(List.of(types)));
    }
}
