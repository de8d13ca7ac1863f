package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import java.io.ByteArrayOutputStream;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The algorithms of tier 2 through the JCA, against those of the JDK where it has them. */
class MoreServicesTest {
    private static final byte[] DATA = "what is signed and what is encrypted, in several pieces".getBytes();

    private final ClavigerProvider provider = World.values()[0].provider();

    @ParameterizedTest
    @CsvSource({"SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512"})
    void signaturesWithSha3AreThoseOfTheJdk(String hash) throws Exception {
        KeyPair rsa = pair("RSA", 2048);
        jdkVerifies(hash + "withRSA", rsa, null);
        KeyPair ec = pair("EC", 256);
        jdkVerifies(hash + "withECDSA", ec, null);
        jdkVerifies(hash + "withECDSAinP1363Format", ec, null);
        Signature pss = Signature.getInstance(hash + "withRSASSA-PSS", provider);
        pss.initSign(rsa.getPrivate());
        pss.update(DATA);
        byte[] signature = pss.sign();
        Signature jdk = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
        jdk.setParameter(pss.getParameters().getParameterSpec(PSSParameterSpec.class));
        jdk.initVerify(rsa.getPublic());
        jdk.update(DATA);
        assertTrue(jdk.verify(signature));
    }

    private KeyPair pair(String name, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(name, provider);
        if (bits > 0) {
            generator.initialize(bits);
        }
        return generator.generateKeyPair();
    }

    private void jdkVerifies(String name, KeyPair pair, AlgorithmParameterSpec spec) throws Exception {
        Signature token = Signature.getInstance(name, provider);
        Signature jdk = Signature.getInstance(name, name.contains("withRSA") ? "SunRsaSign" : "SunEC");
        if (spec != null) {
            token.setParameter(spec);
            jdk.setParameter(spec);
        }
        token.initSign(pair.getPrivate());
        token.update(DATA);
        byte[] signature = token.sign();
        jdk.initVerify(pair.getPublic());
        jdk.update(DATA);
        assertTrue(jdk.verify(signature), name);
        token.initVerify(pair.getPublic());
        token.update(DATA);
        assertTrue(token.verify(signature), name);
        token.initVerify(pair.getPublic());
        assertFalse(token.verify(signature), name);
    }

    @Test void ed448SignsInEveryForm() throws Exception {
        KeyPair pair = pair("Ed448", 0);
        jdkVerifies("Ed448", pair, null);
        jdkVerifies("EdDSA", pair, null);
        jdkVerifies("Ed448", pair, new EdDSAParameterSpec(true, new byte[] {1, 2}));
        jdkVerifies("Ed448", pair, new EdDSAParameterSpec(false, new byte[] {1, 2}));
        KeyPairGenerator any = KeyPairGenerator.getInstance("EdDSA", provider);
        any.initialize(NamedParameterSpec.ED448);
        jdkVerifies("Ed448", any.generateKeyPair(), null);
        assertThrows(InvalidKeyException.class,
            () -> Signature.getInstance("Ed25519", provider).initSign(pair.getPrivate()));
        assertThrows(InvalidAlgorithmParameterException.class,
            () -> KeyPairGenerator.getInstance("Ed25519", provider).initialize(NamedParameterSpec.ED448));
    }

    /** RFC 8032: with a context, and of a hash. */
    @Test void ed25519SignsInEveryForm() throws Exception {
        KeyPair pair = pair("Ed25519", 0);
        jdkVerifies("Ed25519", pair, null);
        jdkVerifies("EdDSA", pair, new EdDSAParameterSpec(false, new byte[] {1, 2}));
        jdkVerifies("Ed25519", pair, new EdDSAParameterSpec(true));
        jdkVerifies("Ed25519", pair, new EdDSAParameterSpec(true, new byte[255]));
    }

    /** What a cipher of RSA tells about itself is enough for another one to decrypt with. */
    @Test void keysForXtsAreMadeAndTakenInByANameOfTheirOwn() throws Exception {
        SecretKey soft = new SecretKeySpec(Arrays.copyOf(DATA, 64), "AES-XTS");
        SecretKey key = SecretKeyFactory.getInstance("AES-XTS", provider).translateKey(soft);
        IvParameterSpec unit = new IvParameterSpec(new byte[] {7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        Cipher cipher = Cipher.getInstance("AES/XTS/NoPadding", provider);
        for (SecretKey one : List.of(key, KeyGenerator.getInstance("AES-XTS", provider).generateKey())) {
            assertEquals("AES-XTS", one.getAlgorithm());
            cipher.init(Cipher.ENCRYPT_MODE, one, unit);
            byte[] encrypted = cipher.doFinal(DATA);
            assertEquals(DATA.length, encrypted.length);
            cipher.init(Cipher.DECRYPT_MODE, one, unit);
            assertArrayEquals(DATA, inPieces(cipher, encrypted, 7));
        }
        SecretKey aes = KeyGenerator.getInstance("AES", provider).generateKey();
        assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, aes, unit));
    }

    @Test void oaepTellsItsParameters() throws Exception {
        KeyPair rsa = pair("RSA", 2048);
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", provider);
        cipher.init(Cipher.ENCRYPT_MODE, rsa.getPublic());
        byte[] encrypted = cipher.doFinal(DATA);
        assertEquals("OAEP", cipher.getParameters().getAlgorithm());
        Cipher back = Cipher.getInstance("RSA/ECB/OAEPPadding", provider);
        back.init(Cipher.DECRYPT_MODE, rsa.getPrivate(), cipher.getParameters());
        assertArrayEquals(DATA, back.doFinal(encrypted));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ChaCha20-Poly1305", "AES/CTS/NoPadding"})
    void theTokenEncryptsLikeTheJdk(String name) throws Exception {
        boolean chacha = name.startsWith("ChaCha");
        SecretKey soft = new SecretKeySpec(Arrays.copyOf(DATA, 32), chacha ? "ChaCha20" : "AES");
        SecretKey key = SecretKeyFactory.getInstance(soft.getAlgorithm(), provider).translateKey(soft);
        AlgorithmParameterSpec iv = new IvParameterSpec(new byte[chacha ? 12 : 16]);
        for (int size : new int[] {16, 17, 32, DATA.length}) {
            byte[] plain = Arrays.copyOf(DATA, size);
            Cipher jdk = Cipher.getInstance(name, "SunJCE");
            jdk.init(Cipher.ENCRYPT_MODE, soft, iv);
            addAad(jdk, chacha);
            byte[] expected = jdk.doFinal(plain);
            for (int piece : new int[] {1, 7, 16, 100}) {
                Cipher token = Cipher.getInstance(name, provider);
                token.init(Cipher.ENCRYPT_MODE, key, iv);
                addAad(token, chacha);
                assertArrayEquals(expected, inPieces(token, plain, piece));
                token = Cipher.getInstance(name, provider);
                token.init(Cipher.DECRYPT_MODE, key, iv);
                addAad(token, chacha);
                assertArrayEquals(plain, inPieces(token, expected, piece));
            }
        }
    }

    private static void addAad(Cipher cipher, boolean has) {
        if (has) {
            cipher.updateAAD(new byte[] {1, 2, 3});
        }
    }

    private static byte[] inPieces(Cipher cipher, byte[] data, int piece) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (; at + piece < data.length; at += piece) {
            byte[] part = cipher.update(data, at, piece);
            out.writeBytes(part == null ? new byte[0] : part);
        }
        out.writeBytes(cipher.doFinal(data, at, data.length - at));
        return out.toByteArray();
    }

    /** RFC 3610, packet vector 1. */
    @Test void ccmWaitsForAllData() throws Exception {
        SecretKey key = SecretKeyFactory.getInstance("AES", provider)
            .translateKey(new SecretKeySpec(HexFormat.of().parseHex("c0c1c2c3c4c5c6c7c8c9cacbcccdcecf"), "AES"));
        AlgorithmParameterSpec spec = new GCMParameterSpec(64, HexFormat.of().parseHex("00000003020100a0a1a2a3a4a5"));
        byte[] aad = HexFormat.of().parseHex("0001020304050607");
        byte[] plain = HexFormat.of().parseHex("08090a0b0c0d0e0f101112131415161718191a1b1c1d1e");
        byte[] expected =
            HexFormat.of().parseHex("588c979a61c663d2f066d0c2c0f989806d5f6b61dac38417e8d12cfdf926e0");
        for (int piece : new int[] {1, 10, 100}) {
            Cipher cipher = Cipher.getInstance("AES/CCM/NoPadding", provider);
            cipher.init(Cipher.ENCRYPT_MODE, key, spec);
            cipher.updateAAD(aad);
            assertTrue(cipher.getOutputSize(plain.length) >= expected.length);
            assertArrayEquals(expected, inPieces(cipher, plain, piece));
            assertThrows(IllegalStateException.class, () -> cipher.doFinal(plain));
            Cipher back = Cipher.getInstance("AES/CCM/NoPadding", provider);
            back.init(Cipher.DECRYPT_MODE, key, spec);
            back.updateAAD(aad);
            assertArrayEquals(plain, inPieces(back, expected, piece));
            byte[] bent = expected.clone();
            bent[0] ^= 1;
            back.updateAAD(aad);
            assertThrows(AEADBadTagException.class, () -> back.doFinal(bent));
            assertThrows(AEADBadTagException.class, () -> back.doFinal(new byte[3]));
        }
    }

    @Test void chaCha20KeysAreMadeInTheToken() throws Exception {
        SecretKey key = KeyGenerator.getInstance("ChaCha20", provider).generateKey();
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305", provider);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        byte[] encrypted = cipher.doFinal(DATA);
        assertEquals("ChaCha20-Poly1305", cipher.getParameters().getAlgorithm());
        Cipher back = Cipher.getInstance("ChaCha20-Poly1305", provider);
        back.init(Cipher.DECRYPT_MODE, key, cipher.getParameters());
        assertArrayEquals(DATA, back.doFinal(encrypted));
        assertThrows(InvalidKeyException.class, () -> Cipher.getInstance("AES/GCM/NoPadding", provider)
            .init(Cipher.ENCRYPT_MODE, key));
    }

    /** GMAC is the tag of GCM over data that is not encrypted. */
    @Test void gmac() throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(TokenKeySpec.of(128).with(Cka.CKA_SIGN, true).with(Cka.CKA_VERIFY, true));
        SecretKey key = generator.generateKey();
        Mac mac = Mac.getInstance("AESGMAC", provider);
        mac.init(key, new IvParameterSpec(new byte[12]));
        byte[] tag = mac.doFinal(DATA);
        assertEquals(16, tag.length);
        mac.init(key, new IvParameterSpec(new byte[] {1}));
        assertFalse(Arrays.equals(tag, mac.doFinal(DATA)));
        assertThrows(InvalidKeyException.class, () -> Mac.getInstance("AESGMAC", provider).init(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-512/224", "SHA-512/256", "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512"})
    void digestsAreThoseOfTheJdk(String name) throws Exception {
        ClavigerProvider own = World.values()[0].fresh("message-digest = true");
        assertArrayEquals(MessageDigest.getInstance(name, "SUN").digest(DATA),
            MessageDigest.getInstance(name, own).digest(DATA));
    }
}
