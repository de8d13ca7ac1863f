package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.config.Configuration;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.mechanism.Mechanisms;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the token computes can be had through the JCA: every mechanism by a service, or there is a reason why not. */
class ReachTest {
    private static final byte[] DATA = "what is signed".getBytes();
    private static final BouncyCastleProvider BC = new BouncyCastleProvider();

    /** The service that uses a mechanism beside the one that its row names. */
    private static final Map<Ckm, String> USED_BY = Map.of(
        Ckm.CKM_HKDF_DATA, "KDF HKDF-SHA256",
        Ckm.CKM_CONCATENATE_BASE_AND_KEY, "KDF HKDF-SHA256",
        Ckm.CKM_CONCATENATE_BASE_AND_DATA, "KDF HKDF-SHA256",
        Ckm.CKM_CONCATENATE_DATA_AND_BASE, "KDF HKDF-SHA256");

    private static final Map<Ckm, String> NOT_REACHED = reasons();

    private final ClavigerProvider provider = World.values()[0].provider();

    private static Map<Ckm, String> reasons() {
        Map<Ckm, String> reasons = new HashMap<>(Map.of(
            Ckm.CKM_RSA_PKCS_PSS, "is given a hash; RSASSA-PSS of the JCA is given the data",
            Ckm.CKM_AES_CMAC_GENERAL, "a Mac of the JCA has one length",
            Ckm.CKM_RSA_X_509, "raw RSA is a building block of other programs' paddings",
            Ckm.CKM_ECDH1_COFACTOR_DERIVE, "CKM_ECDH1_DERIVE on curves of cofactor 1",
            Ckm.CKM_PUB_KEY_FROM_PRIV_KEY, "a private key of the token knows its public half",
            Ckm.CKM_AES_KEY_WRAP_PAD, "unwraps what AES/KWP unwraps",
            Ckm.CKM_AES_ECB_ENCRYPT_DATA, "the JCA has no name for it",
            Ckm.CKM_AES_CBC_ENCRYPT_DATA, "the JCA has no name for it"));
        reasons.put(Ckm.CKM_CLAVIGER_KEY_WRAP, "Cipher.unwrap names a type and no attributes; the blob says both");
        for (Ckm mechanism : Ckm.values()) {
            if (mechanism.name().endsWith("_HMAC_GENERAL")) {
                reasons.put(mechanism, "a Mac of the JCA has one length");
            } else if (mechanism.name().startsWith("CKM_TLS")) {
                reasons.put(mechanism, "the names that JSSE asks for are internal to the JDK");
            } else if (mechanism.name().matches("CKM_SHA.*_KEY_GEN")) {
                reasons.put(mechanism, "KeyGenerator HmacSHA* makes generic secrets, which every HMAC takes");
            }
        }
        return reasons;
    }

    private static Map<Ckm, String> services() {
        return Services.wanted(Configuration.of("--store = memory:; message-digest = true; secure-random = true")).stream()
            .filter(row -> row.mechanism() != null)
            .collect(Collectors.toMap(ServiceRow::mechanism, row -> row.type() + " " + row.algorithm(), (one, two) -> one));
    }

    @Test void everyMechanismHasAServiceOrAReason() {
        Map<Ckm, String> services = services();
        assertEquals(new TreeSet<>(), Mechanisms.all().stream().map(row -> row.type()).filter(mechanism ->
            !services.containsKey(mechanism) && !USED_BY.containsKey(mechanism) && !NOT_REACHED.containsKey(mechanism))
            .collect(Collectors.toCollection(TreeSet::new)), "add a row to Services, or a reason here");
        assertEquals(new TreeSet<>(), services.keySet().stream().filter(NOT_REACHED::containsKey)
            .collect(Collectors.toCollection(TreeSet::new)), "these are reached after all");
        for (Map.Entry<Ckm, String> use : USED_BY.entrySet()) {
            if (Runtime.version().feature() >= 25 || !use.getValue().startsWith("KDF ")) {
                String[] service = use.getValue().split(" ");
                assertNotNull(provider.getService(service[0], service[1]), use::toString);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"HASH-ML-DSA, ML-DSA-87", "ML-DSA-44-WITH-SHA512, ML-DSA-44", "ML-DSA-65-WITH-SHA512, ML-DSA-65",
        "ML-DSA-87-WITH-SHA512, ML-DSA-87"})
    void hashMlDsaIsThatOfBouncyCastle(String name, String set) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(set, provider).generateKeyPair();
        PublicKey half =
            KeyFactory.getInstance("ML-DSA", BC).generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
        for (byte[] context : new byte[][] {null, {1, 2, 3}}) {
            byte[] signature = signed(name, pair.getPrivate(), context, DATA);
            assertTrue(verifies(Signature.getInstance(name, BC), half, context, DATA, signature));
            assertTrue(verifies(Signature.getInstance(name, provider), pair.getPublic(), context, DATA, signature));
            assertFalse(verifies(Signature.getInstance(name, provider), pair.getPublic(), context, new byte[3], signature));
            byte[] hash = MessageDigest.getInstance("SHA-512").digest(DATA);
            assertTrue(verifies(Signature.getInstance(name, provider), pair.getPublic(), context, DATA,
                signed("HASH-ML-DSA-EXTERNAL-HASH", pair.getPrivate(), context, hash)));
        }
        if (!set.equals("ML-DSA-44")) {
            assertThrows(InvalidKeyException.class,
                () -> Signature.getInstance("ML-DSA-44-WITH-SHA512", provider).initSign(pair.getPrivate()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256", "SHA384", "SHAKE128", "SHAKE256"})
    void hashMlDsaWithOtherHashesVerifiesAsItSigns(String hash) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-44", provider).generateKeyPair();
        String name = "HASH-ML-DSA-WITH-" + hash;
        byte[] signature = signed(name, pair.getPrivate(), null, DATA);
        assertTrue(verifies(Signature.getInstance(name, provider), pair.getPublic(), null, DATA, signature));
        assertFalse(verifies(Signature.getInstance("HASH-ML-DSA", provider), pair.getPublic(), null, DATA, signature));
    }

    private byte[] signed(String name, PrivateKey key, byte[] context, byte[] data) throws Exception {
        Signature signature = Signature.getInstance(name, provider);
        if (context != null) {
            signature.setParameter(new ContextParameterSpec(context));
        }
        signature.initSign(key);
        signature.update(data);
        return signature.sign();
    }

    private static boolean verifies(Signature verification, PublicKey key, byte[] context, byte[] data, byte[] signature)
            throws Exception {
        verification.initVerify(key);
        if (context != null) {
            verification.setParameter(new ContextParameterSpec(context));
        }
        verification.update(data);
        return verification.verify(signature);
    }

    /** CKM_RSA_AES_KEY_WRAP: for private keys, which are longer than a block of RSA. */
    @ParameterizedTest
    @ValueSource(strings = {"RSAAESWrap/ECB/OAEPPadding", "RSAAESWrap/ECB/OAEPWithSHA-256AndMGF1Padding",
        "RSA/ECB/OAEPWithSHA-256AndMGF1Padding"})
    void rsaWrapsKeys(String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider);
        String label = World.label();
        generator.initialize(TokenKeySpec.of(4096).stored(label).with(Cka.CKA_UNWRAP, true));
        KeyPair pair = generator.generateKeyPair();
        Cipher cipher = Cipher.getInstance(name, provider);
        if (name.startsWith("RSAAESWrap")) {
            KeyPairGenerator ec = KeyPairGenerator.getInstance("EC", provider);
            ec.initialize(TokenKeySpec.of(256).extractable(true));
            KeyPair target = ec.generateKeyPair();
            cipher.init(Cipher.WRAP_MODE, pair.getPublic());
            byte[] wrapped = cipher.wrap(target.getPrivate());
            cipher.init(Cipher.UNWRAP_MODE, pair.getPrivate());
            PrivateKey again = (PrivateKey) cipher.unwrap(wrapped, "EC", Cipher.PRIVATE_KEY);
            assertTrue(verifies(Signature.getInstance("SHA256withECDSA", "SunEC"), target.getPublic(), null, DATA,
                signed("SHA256withECDSA", again, null, DATA)));
            assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic()));
        }
        KeyGenerator aes = KeyGenerator.getInstance("AES", provider);
        aes.init(TokenKeySpec.of(128).extractable(true));
        SecretKey target = aes.generateKey();
        cipher.init(Cipher.WRAP_MODE, pair.getPublic());
        byte[] wrapped = cipher.wrap(target);
        cipher.init(Cipher.UNWRAP_MODE, pair.getPrivate());
        SecretKey again = (SecretKey) cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY);
        assertArrayEquals(encrypted(target), encrypted(again));
        KeyStore keys = World.values()[0].keys();
        keys.deleteEntry(label);
    }

    private byte[] encrypted(SecretKey key) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding", provider);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        return cipher.doFinal(DATA);
    }

    /** SHA-1 verifies what is old; a key of a `safe` token signs it if its CKA_ALLOWED_MECHANISMS name it. */
    @ParameterizedTest
    @CsvSource({"RSA, SHA1withRSA, SunRsaSign", "EC, SHA1withECDSA, SunEC"})
    void sha1VerifiesAndSignsOnlyForKeysThatNameIt(String keys, String name, String jdk) throws Exception {
        KeyPair soft = KeyPairGenerator.getInstance(keys, jdk).generateKeyPair();
        Signature old = Signature.getInstance(name, jdk);
        old.initSign(soft.getPrivate());
        old.update(DATA);
        byte[] signature = old.sign();
        assertTrue(verifies(Signature.getInstance(name, provider), soft.getPublic(), null, DATA, signature));
        PrivateKey own = (PrivateKey) KeyFactory.getInstance(keys, provider).translateKey(soft.getPrivate());
        assertThrows(InvalidKeyException.class, () -> Signature.getInstance(name, provider).initSign(own));
    }
}
