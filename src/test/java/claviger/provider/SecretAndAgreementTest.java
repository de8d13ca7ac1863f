package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** MACs, key agreement, import and generation of keys through the JCA. */
class SecretAndAgreementTest {
    private static final byte[] DATA = new byte[70_000];

    @ParameterizedTest
    @CsvSource({"HmacSHA1", "HmacSHA224", "HmacSHA256", "HmacSHA384", "HmacSHA512", "HmacSHA512/224", "HmacSHA512/256",
        "HmacSHA3-224", "HmacSHA3-256", "HmacSHA3-384", "HmacSHA3-512"})
    void macsAreThoseOfTheJdk(String name) throws Exception {
        SecretKey soft = new SecretKeySpec("a secret that is not all zeros..".getBytes(), name);
        for (World world : World.values()) {
            ClavigerProvider provider = world.provider();
            Mac token = Mac.getInstance(name, provider);
            token.init(SecretKeyFactory.getInstance(name, provider).translateKey(soft));
            Mac jdk = Mac.getInstance(name, "SunJCE");
            jdk.init(soft);
            for (int size : new int[] {0, 1, 100, DATA.length}) {
                token.update(DATA, 0, size / 2);
                token.update(DATA, size / 2, size - size / 2);
                assertArrayEquals(jdk.doFinal(java.util.Arrays.copyOf(DATA, size)), token.doFinal(), name + " " + size);
            }
            assertEquals(jdk.getMacLength(), token.getMacLength());
            KeyGenerator generator = KeyGenerator.getInstance(name, provider);
            token.init(generator.generateKey());
            assertEquals(token.getMacLength(), token.doFinal(new byte[3]).length);
        }
    }

    /** Z17: a key for CMAC signs and does not encrypt. */
    @ParameterizedTest
    @EnumSource(World.class)
    void cmacIsThatOfBouncyCastle(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(TokenKeySpec.of(128).with(Cka.CKA_SIGN, true));
        SecretKey key = generator.generateKey();
        TokenKeyInfo info =
            (TokenKeyInfo) SecretKeyFactory.getInstance("AES", provider).getKeySpec(key, TokenKeyInfo.class);
        assertEquals(Ckk.CKK_AES, info.type());
        assertFalse(info.get(Cka.CKA_ENCRYPT).orElseThrow());
        assertTrue(info.get(Cka.CKA_SIGN).orElseThrow());
        Mac token = Mac.getInstance("AESCMAC", provider);
        token.init(key);
        assertEquals(16, token.doFinal(DATA).length);
        Mac bc = Mac.getInstance("AESCMAC", new BouncyCastleProvider());
        bc.init(new SecretKeySpec(new byte[16], "AES"));
        assertEquals(bc.getMacLength(), token.getMacLength());
    }

    @ParameterizedTest
    @CsvSource({"EC, ECDH, 256", "EC, ECDH, 521", "X25519, X25519, 0", "XDH, XDH, 0", "X448, X448, 0", "XDH, XDH, 448"})
    void bothSidesOfAnAgreementHaveTheSameSecret(String keys, String name, int bits) throws Exception {
        for (World world : World.values()) {
            ClavigerProvider provider = world.provider();
            KeyPair mine = pair(KeyPairGenerator.getInstance(keys, provider), bits);
            KeyPair theirs = pair(KeyPairGenerator.getInstance(keys, "SunEC"), bits);
            KeyAgreement jdk = KeyAgreement.getInstance(name, "SunEC");
            jdk.init(theirs.getPrivate());
            jdk.doPhase(mine.getPublic(), true);
            KeyAgreement token = KeyAgreement.getInstance(name, provider);
            token.init(mine.getPrivate());
            token.doPhase(theirs.getPublic(), true);
            byte[] secret = jdk.generateSecret();
            assertArrayEquals(secret, token.generateSecret());
            token.doPhase(theirs.getPublic(), true);
            assertArrayEquals(secret, token.generateSecret("TlsPremasterSecret").getEncoded());
            token.doPhase(theirs.getPublic(), true);
            assertNull(token.generateSecret("AES").getEncoded(), "D8: it stays in the token");
            KeyPair other = pair(KeyPairGenerator.getInstance("EC", "SunEC"), 384);
            assertThrows(InvalidKeyException.class, () -> token.doPhase(other.getPublic(), true));
        }
    }

    private static KeyPair pair(KeyPairGenerator generator, int bits) {
        if (bits != 0) {
            generator.initialize(bits);
        }
        return generator.generateKeyPair();
    }

    @ParameterizedTest
    @CsvSource({"RSA, 2048, SHA256withRSA", "EC, 256, SHA256withECDSA", "EC, 521, SHA512withECDSA", "Ed25519, 255, Ed25519"})
    void aForeignKeyIsImportedAndSigns(String keys, int bits, String algorithm) throws Exception {
        for (World world : World.values()) {
            ClavigerProvider provider = world.provider();
            KeyPairGenerator generator = KeyPairGenerator.getInstance(keys, keys.equals("RSA") ? "SunRsaSign" : "SunEC");
            generator.initialize(bits);
            KeyPair pair = generator.generateKeyPair();
            KeyFactory factory = KeyFactory.getInstance(keys, provider);
            PrivateKey imported = (PrivateKey) factory.translateKey(pair.getPrivate());
            assertNull(imported.getEncoded());
            assertNull(imported.getFormat());
            assertEquals(pair.getPrivate().getAlgorithm(), imported.getAlgorithm());
            Signature token = Signature.getInstance(algorithm, provider);
            token.initSign(imported);
            token.update(DATA);
            byte[] signed = token.sign();
            Signature jdk = Signature.getInstance(algorithm);
            jdk.initVerify(pair.getPublic());
            jdk.update(DATA);
            assertTrue(jdk.verify(signed));
            assertFalse(factory.getKeySpec(imported, TokenKeyInfo.class).get(Cka.CKA_LOCAL).orElseThrow());
            assertEquals(pair.getPublic(), factory.generatePublic(
                factory.getKeySpec(imported, java.security.spec.X509EncodedKeySpec.class)));
            assertThrows(InvalidKeySpecException.class, () -> factory.generatePrivate(
                new PKCS8EncodedKeySpec(pair.getPrivate().getEncoded())), "nobody's PKCS#12 lands in the token unasked");
        }
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void aSensitiveSecretIsNotGivenOut(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        SecretKey key = KeyGenerator.getInstance("AES", provider).generateKey();
        SecretKeyFactory factory = SecretKeyFactory.getInstance("AES", provider);
        assertThrows(InvalidKeySpecException.class, () -> factory.getKeySpec(key, SecretKeySpec.class));
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(TokenKeySpec.of(128).extractable(true).with(Cka.CKA_SENSITIVE, false));
        assertEquals(16, ((SecretKeySpec) factory.getKeySpec(generator.generateKey(), SecretKeySpec.class))
            .getEncoded().length);
    }
}
