package claviger.provider;

import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Ckm.CKM_AES_CBC;
import static claviger.cryptoki.Ckm.CKM_AES_CBC_PAD;
import static claviger.cryptoki.Ckm.CKM_AES_CCM;
import static claviger.cryptoki.Ckm.CKM_AES_CMAC;
import static claviger.cryptoki.Ckm.CKM_AES_CTR;
import static claviger.cryptoki.Ckm.CKM_AES_CTS;
import static claviger.cryptoki.Ckm.CKM_AES_ECB;
import static claviger.cryptoki.Ckm.CKM_AES_GCM;
import static claviger.cryptoki.Ckm.CKM_AES_GMAC;
import static claviger.cryptoki.Ckm.CKM_AES_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_AES_KEY_WRAP;
import static claviger.cryptoki.Ckm.CKM_AES_KEY_WRAP_KWP;
import static claviger.cryptoki.Ckm.CKM_AES_XTS;
import static claviger.cryptoki.Ckm.CKM_AES_XTS_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_CHACHA20_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_CHACHA20_POLY1305;
import static claviger.cryptoki.Ckm.CKM_DH_PKCS_DERIVE;
import static claviger.cryptoki.Ckm.CKM_DH_PKCS_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_ECDH1_DERIVE;
import static claviger.cryptoki.Ckm.CKM_ECDSA;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA1;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA224;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA256;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA384;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA3_224;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA3_256;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA3_384;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA3_512;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA512;
import static claviger.cryptoki.Ckm.CKM_EC_EDWARDS_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_EC_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_EC_MONTGOMERY_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_GENERIC_SECRET_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_ML_DSA;
import static claviger.cryptoki.Ckm.CKM_ML_DSA_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_ML_KEM_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_RSA_AES_KEY_WRAP;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS_OAEP;
import static claviger.cryptoki.Ckm.CKM_SHA1_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA224;
import static claviger.cryptoki.Ckm.CKM_SHA224_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA224_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA256;
import static claviger.cryptoki.Ckm.CKM_SHA256_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA256_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA256_RSA_PKCS_PSS;
import static claviger.cryptoki.Ckm.CKM_SHA384;
import static claviger.cryptoki.Ckm.CKM_SHA384_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA384_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA3_224;
import static claviger.cryptoki.Ckm.CKM_SHA3_224_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA3_224_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA3_256;
import static claviger.cryptoki.Ckm.CKM_SHA3_256_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA3_256_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA3_384;
import static claviger.cryptoki.Ckm.CKM_SHA3_384_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA3_384_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA3_512;
import static claviger.cryptoki.Ckm.CKM_SHA3_512_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA3_512_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA512;
import static claviger.cryptoki.Ckm.CKM_SHA512_224;
import static claviger.cryptoki.Ckm.CKM_SHA512_224_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA512_256;
import static claviger.cryptoki.Ckm.CKM_SHA512_256_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA512_HMAC;
import static claviger.cryptoki.Ckm.CKM_SHA512_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA_1;
import static claviger.cryptoki.Ckm.CKM_SHA_1_HMAC;
import static claviger.cryptoki.Ckm.CKM_SLH_DSA;
import static claviger.cryptoki.Ckm.CKM_SLH_DSA_KEY_PAIR_GEN;
import static claviger.provider.ServiceRow.oid;
import static claviger.provider.ServiceRow.row;

import claviger.config.Configuration;
import claviger.config.Option;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.CkpParameterSet;
import claviger.cryptoki.Template;
import java.util.ArrayList;
import java.util.List;

/** The table of the provider's services. A row is offered if the token lists its mechanism and the configuration wants it. */
final class Services {
    private static final String AES_OID = "2.16.840.1.101.3.4.1.";
    private static final String HMAC_OID = "1.2.840.113549.2.";
    private static final String NIST_OID = "2.16.840.1.101.3.4.";
    private static final String DH_OID = "1.2.840.113549.1.3.1";
    private static final String RSA_OID = "1.2.840.113549.1.1.";
    private static final String ECDSA_OID = "1.2.840.10045.4.";
    private static final Template FOR_MACS = Template.EMPTY.with(CKA_SIGN, true).with(CKA_VERIFY, true);

    private Services() {
    }

    /** The rows that a configuration wants. */
    static List<ServiceRow> wanted(Configuration configuration) {
        List<ServiceRow> rows = new ArrayList<>();
        rows.add(row("KeyStore", "CLAVIGER", null, (token, provider) -> new TokenKeyStore(token)));
        if (configuration.is(Option.KEYSTORE_TYPE_PKCS11)) {
            rows.add(row("KeyStore", "PKCS11", null, (token, provider) -> new TokenKeyStore(token)));
        }
        rsaSignatures(rows);
        curveSignatures(rows);
        rsaCiphers(rows);
        aesCiphers(rows);
        macs(rows);
        pairs(rows);
        keyAgreements(rows);
        postQuantum(rows);
        rows.addAll(Kems.rows());
        rows.addAll(HashMlDsas.rows());
        rows.addAll(Derivations.rows());
        if (configuration.is(Option.MESSAGE_DIGEST)) {
            digests(rows);
        }
        if (configuration.is(Option.SECURE_RANDOM)) {
            rows.add(row("SecureRandom", "CLAVIGER", null, (token, provider) -> new TokenRandom(token)));
        }
        return rows;
    }

    private static void rsaSignatures(List<ServiceRow> rows) {
        rows.add(signature("NONEwithRSA", SignatureScheme.rsa(CKM_RSA_PKCS)));
        rows.add(signature("SHA1withRSA", SignatureScheme.rsa(CKM_SHA1_RSA_PKCS), oid(RSA_OID + "5")));
        rows.add(signature("SHA224withRSA", SignatureScheme.rsa(CKM_SHA224_RSA_PKCS), oid(RSA_OID + "14")));
        rows.add(signature("SHA256withRSA", SignatureScheme.rsa(CKM_SHA256_RSA_PKCS), oid(RSA_OID + "11")));
        rows.add(signature("SHA384withRSA", SignatureScheme.rsa(CKM_SHA384_RSA_PKCS), oid(RSA_OID + "12")));
        rows.add(signature("SHA512withRSA", SignatureScheme.rsa(CKM_SHA512_RSA_PKCS), oid(RSA_OID + "13")));
        rows.add(signature("SHA3-224withRSA", SignatureScheme.rsa(CKM_SHA3_224_RSA_PKCS), oid(NIST_OID + "3.13")));
        rows.add(signature("SHA3-256withRSA", SignatureScheme.rsa(CKM_SHA3_256_RSA_PKCS), oid(NIST_OID + "3.14")));
        rows.add(signature("SHA3-384withRSA", SignatureScheme.rsa(CKM_SHA3_384_RSA_PKCS), oid(NIST_OID + "3.15")));
        rows.add(signature("SHA3-512withRSA", SignatureScheme.rsa(CKM_SHA3_512_RSA_PKCS), oid(NIST_OID + "3.16")));
        rows.add(row("Signature", "RSASSA-PSS", CKM_SHA256_RSA_PKCS_PSS,
            (token, provider) -> new SettledSignature(token, "RSASSA-PSS",
                new TokenSignature(token, "RSASSA-PSS", SignatureScheme.pss(null))), oid(RSA_OID + "10", "PSS")));
        for (Hashes hash : Hashes.values()) {
            String name = hash.inSignatures() + "withRSASSA-PSS";
            rows.add(row("Signature", name, hash.pss(),
                (token, provider) -> new TokenSignature(token, name, SignatureScheme.pss(hash)),
                hash.inSignatures() + "withRSAandMGF1", hash.inSignatures() + "withRSA/PSS"));
        }
    }

    private static void curveSignatures(List<ServiceRow> rows) {
        ecdsa(rows, "NONEwithECDSA", CKM_ECDSA);
        ecdsa(rows, "SHA1withECDSA", CKM_ECDSA_SHA1, oid(ECDSA_OID + "1"));
        ecdsa(rows, "SHA224withECDSA", CKM_ECDSA_SHA224, oid(ECDSA_OID + "3.1"));
        ecdsa(rows, "SHA256withECDSA", CKM_ECDSA_SHA256, oid(ECDSA_OID + "3.2"));
        ecdsa(rows, "SHA384withECDSA", CKM_ECDSA_SHA384, oid(ECDSA_OID + "3.3"));
        ecdsa(rows, "SHA512withECDSA", CKM_ECDSA_SHA512, oid(ECDSA_OID + "3.4"));
        ecdsa(rows, "SHA3-224withECDSA", CKM_ECDSA_SHA3_224, oid(NIST_OID + "3.9"));
        ecdsa(rows, "SHA3-256withECDSA", CKM_ECDSA_SHA3_256, oid(NIST_OID + "3.10"));
        ecdsa(rows, "SHA3-384withECDSA", CKM_ECDSA_SHA3_384, oid(NIST_OID + "3.11"));
        ecdsa(rows, "SHA3-512withECDSA", CKM_ECDSA_SHA3_512, oid(NIST_OID + "3.12"));
        rows.add(signature("EdDSA", SignatureScheme.eddsa()));
        rows.add(signature("Ed25519", SignatureScheme.eddsa(), oid("1.3.101.112")));
        rows.add(signature("Ed448", SignatureScheme.eddsa(), oid("1.3.101.113")));
    }

    private static void ecdsa(List<ServiceRow> rows, String name, Ckm mechanism, String... aliases) {
        rows.add(signature(name, SignatureScheme.ecdsa(mechanism, true), aliases));
        rows.add(signature(name + "inP1363Format", SignatureScheme.ecdsa(mechanism, false)));
    }

    private static ServiceRow signature(String name, SignatureScheme scheme, String... aliases) {
        return row("Signature", name, scheme.mechanism(),
            (token, provider) -> new TokenSignature(token, name, scheme), aliases);
    }

    private static void rsaCiphers(List<ServiceRow> rows) {
        rows.add(rsaCipher("RSA/ECB/PKCS1Padding", CKM_RSA_PKCS, null, "RSA"));
        rows.add(rsaCipher("RSA/ECB/OAEPPadding", CKM_RSA_PKCS_OAEP, "SHA-1"));
        rows.add(rsaCipher("RSAAESWrap/ECB/OAEPPadding", CKM_RSA_AES_KEY_WRAP, "SHA-1"));
        rows.add(rsaCipher("RSA/ECB/OAEPWithSHA1AndMGF1Padding", CKM_RSA_PKCS_OAEP, "SHA-1"));
        for (Hashes hash : Hashes.values()) {
            String name = "RSA/ECB/OAEPWith" + hash.javaName() + "AndMGF1Padding";
            rows.add(rsaCipher(name, CKM_RSA_PKCS_OAEP, hash.javaName()));
            rows.add(rsaCipher("RSAAESWrap" + name.substring("RSA".length()), CKM_RSA_AES_KEY_WRAP, hash.javaName()));
        }
    }

    private static ServiceRow rsaCipher(String name, Ckm mechanism, String oaepHash, String... aliases) {
        return row("Cipher", name, mechanism, (token, provider) -> new RsaCipher(token, name, mechanism, oaepHash), aliases);
    }

    private static void aesCiphers(List<ServiceRow> rows) {
        aes(rows, "AES", 0);
        for (int i = 0; i < 3; i++) {
            aes(rows, "AES_" + (128 + 64 * i), 16 + 8 * i);
        }
        rows.add(block("AES/ECB/PKCS5Padding", CKM_AES_ECB, true, 0, "AES"));
        rows.add(block("AES/CBC/PKCS5Padding", CKM_AES_CBC_PAD, false, 0));
        rows.add(block("AES/CTR/NoPadding", CKM_AES_CTR, false, 0));
        rows.add(block("AES/CTS/NoPadding", CKM_AES_CTS, false, 0));
        rows.add(block("AES/XTS/NoPadding", CKM_AES_XTS, false, 0));
        rows.add(aead("AES/CCM/NoPadding", CKM_AES_CCM, 0));
        rows.add(aead("ChaCha20-Poly1305", CKM_CHACHA20_POLY1305, 0,
            oid("1.2.840.113549.1.9.16.3.18", "ChaCha20-Poly1305/None/NoPadding")));
    }

    /** The modes that have an OID for each length of key: 20 numbers for each, in the order of the modes. */
    private static void aes(List<ServiceRow> rows, String prefix, int keyBytes) {
        int first = keyBytes == 0 ? 0 : (keyBytes - 16) / 8 * 20;
        rows.add(block(prefix + "/ECB/NoPadding", CKM_AES_ECB, false, keyBytes, oids(keyBytes, first + 1)));
        rows.add(block(prefix + "/CBC/NoPadding", CKM_AES_CBC, false, keyBytes, oids(keyBytes, first + 2)));
        rows.add(aead(prefix + "/GCM/NoPadding", CKM_AES_GCM, keyBytes, oids(keyBytes, first + 6)));
        rows.add(wrap(prefix + "/KW/NoPadding", CKM_AES_KEY_WRAP, keyBytes,
            keyBytes == 0 ? new String[] {"AESWrap"} : oid(AES_OID + (first + 5), "AESWrap_" + keyBytes * Byte.SIZE)));
        rows.add(wrap(prefix + "/KWP/NoPadding", CKM_AES_KEY_WRAP_KWP, keyBytes,
            keyBytes == 0 ? new String[] {"AESWrapPad"} : oid(AES_OID + (first + 8), "AESWrapPad_" + keyBytes * Byte.SIZE)));
    }

    private static String[] oids(int keyBytes, int number) {
        return keyBytes == 0 ? new String[0] : oid(AES_OID + number);
    }

    private static ServiceRow block(String name, Ckm mechanism, boolean padsHere, int keyBytes, String... aliases) {
        return row("Cipher", name, mechanism,
            (token, provider) -> new BlockCipher(token, name, mechanism, padsHere, keyBytes), aliases);
    }

    private static ServiceRow aead(String name, Ckm mechanism, int keyBytes, String... aliases) {
        return row("Cipher", name, mechanism,
            (token, provider) -> new AeadCipher(token, name, mechanism, keyBytes), aliases);
    }

    private static ServiceRow wrap(String name, Ckm mechanism, int keyBytes, String... aliases) {
        return row("Cipher", name, mechanism,
            (token, provider) -> new WrapCipher(token, name, mechanism, keyBytes), aliases);
    }

    private static void macs(List<ServiceRow> rows) {
        hmac(rows, "HmacSHA1", CKM_SHA_1_HMAC, 20, HMAC_OID + "7");
        hmac(rows, "HmacSHA224", CKM_SHA224_HMAC, 28, HMAC_OID + "8");
        hmac(rows, "HmacSHA256", CKM_SHA256_HMAC, 32, HMAC_OID + "9");
        hmac(rows, "HmacSHA384", CKM_SHA384_HMAC, 48, HMAC_OID + "10");
        hmac(rows, "HmacSHA512", CKM_SHA512_HMAC, 64, HMAC_OID + "11");
        hmac(rows, "HmacSHA512/224", CKM_SHA512_224_HMAC, 28, HMAC_OID + "12");
        hmac(rows, "HmacSHA512/256", CKM_SHA512_256_HMAC, 32, HMAC_OID + "13");
        hmac(rows, "HmacSHA3-224", CKM_SHA3_224_HMAC, 28, NIST_OID + "2.13");
        hmac(rows, "HmacSHA3-256", CKM_SHA3_256_HMAC, 32, NIST_OID + "2.14");
        hmac(rows, "HmacSHA3-384", CKM_SHA3_384_HMAC, 48, NIST_OID + "2.15");
        hmac(rows, "HmacSHA3-512", CKM_SHA3_512_HMAC, 64, NIST_OID + "2.16");
        rows.add(row("Mac", "AESGMAC", CKM_AES_GMAC,
            (token, provider) -> new TokenMac(token, "AESGMAC", CKM_AES_GMAC, 16), "AES-GMAC"));
        rows.add(row("Mac", "AESCMAC", CKM_AES_CMAC,
            (token, provider) -> new TokenMac(token, "AESCMAC", CKM_AES_CMAC, 16), "AES-CMAC"));
        rows.add(generator("AES", CKM_AES_KEY_GEN, 256, Template.EMPTY, oid("2.16.840.1.101.3.4.1")));
        rows.add(generator("AESCMAC", CKM_AES_KEY_GEN, 256, FOR_MACS, "AES-CMAC"));
        rows.add(generator("AES-XTS", CKM_AES_XTS_KEY_GEN, 512, Template.EMPTY));
        rows.add(generator("ChaCha20", CKM_CHACHA20_KEY_GEN, 256, Template.EMPTY));
        rows.add(generator("Generic", CKM_GENERIC_SECRET_KEY_GEN, 256, Template.EMPTY));
        for (String algorithm : List.of("AES", "AES-XTS", "ChaCha20", "Generic")) {
            rows.add(row("SecretKeyFactory", algorithm, null,
                (token, provider) -> new TokenSecretKeyFactory(token, algorithm)));
        }
    }

    private static void hmac(List<ServiceRow> rows, String name, Ckm mechanism, int bytes, String oid) {
        String dashed = name.replace("HmacSHA", "HMAC-SHA");
        String[] aliases = oid(oid, dashed);
        rows.add(row("Mac", name, mechanism, (token, provider) -> new TokenMac(token, name, mechanism, bytes), aliases));
        rows.add(generator(name, CKM_GENERIC_SECRET_KEY_GEN, bytes * Byte.SIZE, Template.EMPTY, aliases));
        rows.add(row("SecretKeyFactory", name, mechanism, (token, provider) -> new TokenSecretKeyFactory(token, name)));
    }

    private static ServiceRow generator(String name, Ckm mechanism, int bits, Template always, String... aliases) {
        return row("KeyGenerator", name, mechanism,
            (token, provider) -> new TokenKeyGenerator(token, name, mechanism, bits, always), aliases);
    }

    private static void pairs(List<ServiceRow> rows) {
        pair(rows, "RSA", CKM_RSA_PKCS_KEY_PAIR_GEN, PairKind.RSA, oid(RSA_OID + "1"));
        pair(rows, "EC", CKM_EC_KEY_PAIR_GEN, PairKind.EC, oid("1.2.840.10045.2.1", "EllipticCurve"));
        pair(rows, "DiffieHellman", CKM_DH_PKCS_KEY_PAIR_GEN, PairKind.DH, oid(DH_OID, "DH"));
        pair(rows, "EdDSA", CKM_EC_EDWARDS_KEY_PAIR_GEN, PairKind.EDDSA);
        pair(rows, "Ed25519", CKM_EC_EDWARDS_KEY_PAIR_GEN, PairKind.ED25519, oid("1.3.101.112"));
        pair(rows, "Ed448", CKM_EC_EDWARDS_KEY_PAIR_GEN, PairKind.ED448, oid("1.3.101.113"));
        pair(rows, "XDH", CKM_EC_MONTGOMERY_KEY_PAIR_GEN, PairKind.XDH);
        pair(rows, "X25519", CKM_EC_MONTGOMERY_KEY_PAIR_GEN, PairKind.X25519, oid("1.3.101.110"));
        pair(rows, "X448", CKM_EC_MONTGOMERY_KEY_PAIR_GEN, PairKind.X448, oid("1.3.101.111"));
    }

    private static void pair(List<ServiceRow> rows, String name, Ckm mechanism, PairKind kind, String... aliases) {
        rows.add(row("KeyPairGenerator", name, mechanism,
            (token, provider) -> new TokenPairGenerator(token, provider, kind), aliases));
        rows.add(row("KeyFactory", name, mechanism, (token, provider) -> new TokenKeyFactory(token, name), aliases));
    }

    private static void postQuantum(List<ServiceRow> rows) {
        pair(rows, "ML-KEM", CKM_ML_KEM_KEY_PAIR_GEN, PairKind.ML_KEM);
        pair(rows, "ML-DSA", CKM_ML_DSA_KEY_PAIR_GEN, PairKind.ML_DSA);
        pair(rows, "SLH-DSA", CKM_SLH_DSA_KEY_PAIR_GEN, PairKind.SLH_DSA);
        rows.add(signature("ML-DSA", SignatureScheme.postQuantum(Ckk.CKK_ML_DSA, CKM_ML_DSA)));
        rows.add(signature("SLH-DSA", SignatureScheme.postQuantum(Ckk.CKK_SLH_DSA, CKM_SLH_DSA)));
        for (PairKind kind : List.of(PairKind.ML_KEM, PairKind.ML_DSA, PairKind.SLH_DSA)) {
            for (CkpParameterSet set : ParameterSets.of(kind.type())) {
                parameterSet(rows, kind, set);
            }
        }
    }

    private static void parameterSet(List<ServiceRow> rows, PairKind kind, CkpParameterSet set) {
        String name = ParameterSets.name(set);
        String[] aliases = oid(ParameterSets.oid(set).getId());
        rows.add(row("KeyPairGenerator", name, kind.mechanism(), (token, provider) ->
            new TokenPairGenerator(token, provider, kind, ParameterSets.material(set)), aliases));
        rows.add(row("KeyFactory", name, kind.mechanism(), (token, provider) -> new TokenKeyFactory(token, name),
            aliases));
        if (kind != PairKind.ML_KEM) {
            rows.add(signature(name, SignatureScheme.postQuantum(kind.type(),
                kind == PairKind.ML_DSA ? CKM_ML_DSA : CKM_SLH_DSA), aliases));
        }
    }

    private static void keyAgreements(List<ServiceRow> rows) {
        rows.add(keyAgreement("ECDH", CKM_ECDH1_DERIVE, Ckk.CKK_EC, oid("1.3.132.1.12")));
        rows.add(keyAgreement("XDH", CKM_ECDH1_DERIVE, Ckk.CKK_EC_MONTGOMERY));
        rows.add(keyAgreement("X25519", CKM_ECDH1_DERIVE, Ckk.CKK_EC_MONTGOMERY, oid("1.3.101.110")));
        rows.add(keyAgreement("X448", CKM_ECDH1_DERIVE, Ckk.CKK_EC_MONTGOMERY, oid("1.3.101.111")));
        rows.add(keyAgreement("DiffieHellman", CKM_DH_PKCS_DERIVE, Ckk.CKK_DH, oid(DH_OID, "DH")));
    }

    private static ServiceRow keyAgreement(String name, Ckm mechanism, Ckk type, String... aliases) {
        return row("KeyAgreement", name, mechanism,
            (token, provider) -> new TokenKeyAgreement(token, name, type), aliases);
    }

    private static void digests(List<ServiceRow> rows) {
        digest(rows, "SHA-1", CKM_SHA_1, 20, oid("1.3.14.3.2.26", "SHA", "SHA1"));
        digest(rows, "SHA-224", CKM_SHA224, 28, oid("2.16.840.1.101.3.4.2.4", "SHA224"));
        digest(rows, "SHA-256", CKM_SHA256, 32, oid("2.16.840.1.101.3.4.2.1", "SHA256"));
        digest(rows, "SHA-384", CKM_SHA384, 48, oid("2.16.840.1.101.3.4.2.2", "SHA384"));
        digest(rows, "SHA-512/224", CKM_SHA512_224, 28, oid(NIST_OID + "2.5", "SHA512/224"));
        digest(rows, "SHA-512/256", CKM_SHA512_256, 32, oid(NIST_OID + "2.6", "SHA512/256"));
        digest(rows, "SHA3-224", CKM_SHA3_224, 28, oid(NIST_OID + "2.7"));
        digest(rows, "SHA3-256", CKM_SHA3_256, 32, oid(NIST_OID + "2.8"));
        digest(rows, "SHA3-384", CKM_SHA3_384, 48, oid(NIST_OID + "2.9"));
        digest(rows, "SHA3-512", CKM_SHA3_512, 64, oid(NIST_OID + "2.10"));
        digest(rows, "SHA-512", CKM_SHA512, 64, oid("2.16.840.1.101.3.4.2.3", "SHA512"));
    }

    private static void digest(List<ServiceRow> rows, String name, Ckm mechanism, int bytes, String[] aliases) {
        rows.add(row("MessageDigest", name, mechanism,
            (token, provider) -> new TokenDigest(token, name, mechanism, bytes), aliases));
    }
}
