package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableEntryException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.callback.PasswordCallback;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of the KeyStore (jca.md 1.2, D6, D7, D9). */
class KeyStoreTest {
    private static KeyPair pair(ClavigerProvider provider) throws Exception {
        return KeyPairGenerator.getInstance("EC", provider).generateKeyPair();
    }

    private static X509Certificate selfSigned(ClavigerProvider provider, KeyPair pair, String name) throws Exception {
        return TestCertificates.certificate(name, pair.getPublic(), name, pair.getPrivate(), "SHA256withECDSA", provider);
    }

    private static void assertSigns(ClavigerProvider provider, PrivateKey key, Certificate certificate) throws Exception {
        Signature token = Signature.getInstance("SHA256withECDSA", provider);
        token.initSign(key);
        token.update(new byte[5]);
        byte[] signed = token.sign();
        Signature jdk = Signature.getInstance("SHA256withECDSA");
        jdk.initVerify(certificate.getPublicKey());
        jdk.update(new byte[5]);
        assertTrue(jdk.verify(signed));
    }

    /** What keytool -genkeypair does, and then everything that is asked of an entry. */
    @ParameterizedTest
    @EnumSource(World.class)
    void aGeneratedPairBecomesAnEntryWithItsChain(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyStore keys = world.keys();
        String alias = World.label();
        String ca = UUID.randomUUID().toString();
        KeyPair root = KeyPairGenerator.getInstance("EC", "SunEC").generateKeyPair();
        X509Certificate rootCertificate =
            TestCertificates.certificate(ca, root.getPublic(), ca, root.getPrivate(), "SHA256withECDSA", null);
        KeyPair pair = pair(provider);
        X509Certificate leaf =
            TestCertificates.certificate("leaf", pair.getPublic(), ca, root.getPrivate(), "SHA256withECDSA", null);
        int before = keys.size();
        keys.setKeyEntry(alias, pair.getPrivate(), null, new Certificate[] {leaf, rootCertificate});
        keys.store(null, null);

        assertEquals(before + 1, keys.size());
        assertTrue(Collections.list(keys.aliases()).contains(alias));
        assertTrue(keys.containsAlias(alias) && keys.isKeyEntry(alias) && !keys.isCertificateEntry(alias));
        assertFalse(keys.containsAlias(alias.toUpperCase()), "aliases are exact");
        assertArrayEquals(new Certificate[] {leaf, rootCertificate}, keys.getCertificateChain(alias));
        assertEquals(leaf, keys.getCertificate(alias));
        assertEquals(alias, keys.getCertificateAlias(leaf));
        assertNotNull(keys.getCreationDate(alias));
        assertSigns(provider, (PrivateKey) keys.getKey(alias, World.PIN.toCharArray()), leaf);
        KeyStore.PrivateKeyEntry entry = (KeyStore.PrivateKeyEntry) keys.getEntry(alias, null);
        assertTrue(entry.getAttributes().stream().anyMatch(attribute ->
            attribute.getName().equals("pkcs11:CKA_SENSITIVE") && attribute.getValue().equals("true")));
        assertTrue(keys.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class));

        keys.deleteEntry(alias);
        assertEquals(before, keys.size());
        assertNull(keys.getKey(alias, null));
        assertEquals(List.of(), leftOf(keys, ca),
            "the chain goes with its last entry");
    }

    private static List<?> leftOf(KeyStore keys, String ca) throws Exception {
        return Collections.list(keys.aliases()).stream().filter(alias -> alias.contains(ca)).toList();
    }

    /** D7: under a new alias the same key becomes a second entry, and deleting one leaves the other (keytool -changealias). */
    @ParameterizedTest
    @EnumSource(World.class)
    void theSameKeyUnderAnotherAliasIsAnotherEntry(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyStore keys = world.keys();
        String alias = World.label();
        String other = World.label();
        KeyPair pair = pair(provider);
        X509Certificate certificate = selfSigned(provider, pair, "same");
        keys.setKeyEntry(alias, pair.getPrivate(), null, new Certificate[] {certificate});
        keys.setKeyEntry(other, keys.getKey(alias, null), null, keys.getCertificateChain(alias));
        assertNotEquals(keys.getKey(alias, null), keys.getKey(other, null));
        keys.deleteEntry(alias);
        assertFalse(keys.containsAlias(alias));
        assertSigns(provider, (PrivateKey) keys.getKey(other, null), certificate);
        assertArrayEquals(new Certificate[] {certificate}, keys.getCertificateChain(other));
    }

    /** keytool -importcert of a reply: the key stays the same object, the chain is another. */
    @ParameterizedTest
    @EnumSource(World.class)
    void aNewChainForAnEntryLeavesItsKey(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyStore keys = world.keys();
        String alias = World.label();
        KeyPair pair = pair(provider);
        keys.setKeyEntry(alias, pair.getPrivate(), null, new Certificate[] {selfSigned(provider, pair, "first")});
        PrivateKey stored = (PrivateKey) keys.getKey(alias, null);
        X509Certificate reply = selfSigned(provider, pair, "second");
        keys.setKeyEntry(alias, stored, null, new Certificate[] {reply});
        assertEquals(stored, keys.getKey(alias, null));
        assertArrayEquals(new Certificate[] {reply}, keys.getCertificateChain(alias));
        KeyPair another = pair(provider);
        assertThrows(KeyStoreException.class, () -> keys.setKeyEntry(alias, stored, null,
            new Certificate[] {selfSigned(provider, another, "not mine")}));
        assertArrayEquals(new Certificate[] {reply}, keys.getCertificateChain(alias));
    }

    /** D7: key and whole chain, or nothing. The broken attribute is refused by the token after the entry's key was named. */
    @ParameterizedTest
    @EnumSource(World.class)
    void anEntryIsStoredWholeOrNotAtAll(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyStore keys = world.keys();
        String alias = World.label();
        KeyPair pair = pair(provider);
        X509Certificate certificate = selfSigned(provider, pair, "whole");
        keys.setKeyEntry(alias, pair.getPrivate(), null, new Certificate[] {certificate});
        int before = keys.size();
        KeyPair next = pair(provider);
        KeyStore.PrivateKeyEntry entry = new KeyStore.PrivateKeyEntry(next.getPrivate(),
            new Certificate[] {selfSigned(provider, next, "next")});
        assertThrows(KeyStoreException.class, () -> keys.setEntry(alias, entry,
            TokenProtection.standard().with(Cka.CKA_SENSITIVE, false)), "SENSITIVE never goes back (C7)");
        assertEquals(before, keys.size());
        assertSigns(provider, (PrivateKey) keys.getKey(alias, null), certificate);
        assertArrayEquals(new Certificate[] {certificate}, keys.getCertificateChain(alias));
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void equalLabelsAreToldApartByTheirId(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyStore keys = world.keys();
        String label = World.label();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(TokenKeySpec.of(256).stored(label).id(new byte[] {1}));
        generator.generateKeyPair();
        assertTrue(keys.isKeyEntry(label));
        generator.initialize(TokenKeySpec.of(256).stored(label).id(new byte[] {(byte) 0xab}));
        generator.generateKeyPair();
        assertFalse(keys.containsAlias(label), "which one is meant is unclear");
        List<String> aliases = Collections.list(keys.aliases());
        assertTrue(aliases.contains(label + "#01") && aliases.contains(label + "#ab"), aliases::toString);
        assertNotNull(keys.getKey(label + "#ab", null));
        keys.deleteEntry(label + "#01");
        assertTrue(keys.isKeyEntry(label));
    }

    /** D9. */
    @ParameterizedTest
    @EnumSource(World.class)
    void aKeyWithoutACertificateIsListedAndSaysWhyItIsNoEntry(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyStore keys = world.keys();
        String label = World.label();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519", provider);
        generator.initialize(TokenKeySpec.standard().stored(label));
        generator.generateKeyPair();
        assertTrue(keys.isKeyEntry(label));
        assertNull(keys.getCertificateChain(label));
        assertNotNull(keys.getKey(label, null));
        assertTrue(assertThrows(UnrecoverableEntryException.class, () -> keys.getEntry(label, null)).getMessage()
            .contains("no certificate"));
    }

    /** D9. */
    @ParameterizedTest
    @EnumSource(World.class)
    void thePlaceholderCertificateMakesItAnEntry(World world) throws Exception {
        ClavigerProvider provider = world.fresh("placeholder-certificate = true");
        KeyStore keys = World.login(provider);
        for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
            generator.initialize(TokenKeySpec.standard().stored(algorithm));
            KeyPair pair = generator.generateKeyPair();
            KeyStore.PrivateKeyEntry entry = (KeyStore.PrivateKeyEntry) keys.getEntry(algorithm, null);
            entry.getCertificate().verify(pair.getPublic());
            assertEquals(pair.getPrivate(), entry.getPrivateKey());
        }
        assertEquals(3, keys.size());
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void secretKeysAndCertificatesAreEntriesToo(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyStore keys = world.keys();
        String secret = World.label();
        String imported = World.label();
        keys.setKeyEntry(secret, KeyGenerator.getInstance("AES", provider).generateKey(), null, null);
        keys.setEntry(imported, new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[32], "HmacSHA256")),
            TokenProtection.standard());
        assertTrue(keys.getKey(secret, null) instanceof SecretKey);
        assertTrue(keys.getEntry(imported, null) instanceof KeyStore.SecretKeyEntry);
        assertEquals("AES", keys.getKey(secret, null).getAlgorithm());

        String trusted = World.label();
        KeyPair pair = pair(provider);
        X509Certificate certificate = selfSigned(provider, pair, "trusted");
        keys.setCertificateEntry(trusted, certificate);
        assertTrue(keys.isCertificateEntry(trusted) && !keys.isKeyEntry(trusted));
        assertEquals(certificate, ((KeyStore.TrustedCertificateEntry) keys.getEntry(trusted, null))
            .getTrustedCertificate());
        assertEquals(trusted, keys.getCertificateAlias(certificate));
        assertThrows(KeyStoreException.class, () -> keys.setCertificateEntry(secret, certificate));
        keys.setCertificateEntry(trusted, selfSigned(provider, pair, "newer"));
        assertNotEquals(certificate, keys.getCertificate(trusted));
        keys.deleteEntry(trusted);
        keys.deleteEntry(secret);
        keys.deleteEntry(imported);
        assertFalse(keys.containsAlias(trusted) || keys.containsAlias(secret) || keys.containsAlias(imported));
    }

    /** A key made by another provider is imported whole, with its chain: keytool without -providername. */
    @ParameterizedTest
    @EnumSource(World.class)
    void aForeignPairIsImported(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyStore keys = world.keys();
        String alias = World.label();
        KeyPair soft = KeyPairGenerator.getInstance("EC", "SunEC").generateKeyPair();
        X509Certificate certificate =
            TestCertificates.certificate("soft", soft.getPublic(), "soft", soft.getPrivate(), "SHA256withECDSA", null);
        keys.setKeyEntry(alias, soft.getPrivate(), null, new Certificate[] {certificate});
        PrivateKey stored = (PrivateKey) keys.getKey(alias, null);
        assertNull(stored.getEncoded());
        assertSigns(provider, stored, certificate);
    }

    /** jca.md 1.2: what keytool, Tomcat and JSSE do with a store, whatever password they have. */
    @ParameterizedTest
    @EnumSource(World.class)
    void passwordsThatAreNoPinDoNotGetInTheWay(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyStore keys = world.keys();
        String alias = World.label();
        KeyPair pair = pair(provider);
        Date before = Date.from(Instant.now().minus(2, ChronoUnit.DAYS));
        keys.setKeyEntry(alias, pair.getPrivate(), "a key password".toCharArray(),
            new Certificate[] {selfSigned(provider, pair, "passwords")});
        for (char[] password : new char[][] {null, {}, "no PIN at all".toCharArray(), World.PIN.toCharArray()}) {
            assertNotNull(keys.getKey(alias, password));
            keys.store(null, password);
        }
        assertTrue(keys.getCreationDate(alias).after(before), "a day, which keytool prints");
        assertNull(keys.getCreationDate("no such alias"));
        KeyStore again = KeyStore.getInstance("PKCS11", provider);
        again.load(null, null);
        assertTrue(again.isKeyEntry(alias));
        assertThrows(IOException.class, () -> keys.store(new ByteArrayOutputStream(), null));
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void aBuilderWithACallbackLogsIn(World world) throws Exception {
        ClavigerProvider provider = world.fresh("");
        KeyStore.Builder builder = KeyStore.Builder.newInstance("PKCS11", provider,
            new KeyStore.CallbackHandlerProtection(callbacks ->
                ((PasswordCallback) callbacks[0]).setPassword(World.PIN.toCharArray())));
        assertEquals(0, builder.getKeyStore().size());
        KeyGenerator.getInstance("AES", provider).generateKey();
        KeyStore keys = KeyStore.getInstance("CLAVIGER", provider);
        assertThrows(IOException.class, () -> keys.load(new ByteArrayInputStream(new byte[3]), null));
    }

    /** Kafka and others open a file for every store and are given /dev/null; the password counts all the same. */
    @ParameterizedTest
    @EnumSource(World.class)
    void anEmptyFileStandsForNoFile(World world) throws Exception {
        ClavigerProvider provider = world.fresh("");
        KeyStore keys = KeyStore.getInstance("PKCS11", provider);
        assertThrows(IOException.class, () -> keys.load(InputStream.nullInputStream(), "a wrong PIN".toCharArray()));
        keys.load(InputStream.nullInputStream(), World.PIN.toCharArray());
        KeyGenerator.getInstance("AES", provider).generateKey();
    }
}
