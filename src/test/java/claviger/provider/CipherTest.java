package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import java.io.ByteArrayOutputStream;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ciphers of the token against those of the JDK, with the same key on both sides. */
class CipherTest {
    private static final SecretKey SOFT = new SecretKeySpec("0123456789abcdef0123456789abcdef".getBytes(), "AES");
    private static final byte[] PLAIN = new byte[100];

    static {
        for (int i = 0; i < PLAIN.length; i++) {
            PLAIN[i] = (byte) i;
        }
    }

    private static SecretKey inToken(ClavigerProvider provider) throws Exception {
        return SecretKeyFactory.getInstance("AES", provider).translateKey(SOFT);
    }

    private static AlgorithmParameterSpec parameters(String name) {
        return name.contains("GCM") ? new GCMParameterSpec(128, new byte[12])
            : name.contains("ECB") ? null : new IvParameterSpec(new byte[16]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES/ECB/PKCS5Padding", "AES/CBC/PKCS5Padding", "AES/CTR/NoPadding", "AES/GCM/NoPadding",
        "AES/ECB/NoPadding", "AES/CBC/NoPadding", "AES_256/GCM/NoPadding"})
    void theTokenAndTheJdkUnderstandEachOtherInAnyPieces(String name) throws Exception {
        for (World world : World.values()) {
            ClavigerProvider provider = world.provider();
            SecretKey key = inToken(provider);
            for (int size : new int[] {0, 16, 96, 100}) {
                byte[] plain = Arrays.copyOf(PLAIN, name.contains("NoPadding") && !name.contains("GCM")
                    && !name.contains("CTR") ? size / 16 * 16 : size);
                Cipher jdk = Cipher.getInstance(name, "SunJCE");
                jdk.init(Cipher.ENCRYPT_MODE, SOFT, parameters(name));
                byte[] expected = jdk.doFinal(plain);
                for (int piece : new int[] {1, 7, 16, 33, 1000}) {
                    Cipher token = Cipher.getInstance(name, provider);
                    token.init(Cipher.ENCRYPT_MODE, key, parameters(name));
                    assertArrayEquals(expected, inPieces(token, plain, piece), name + size + "/" + piece);
                    token = Cipher.getInstance(name, provider);
                    token.init(Cipher.DECRYPT_MODE, key, parameters(name));
                    assertArrayEquals(plain, inPieces(token, expected, piece), name + size + "/" + piece);
                    assertArrayEquals(plain, token.doFinal(expected), "the same object decrypts again");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES/ECB/PKCS5Padding", "AES/CBC/PKCS5Padding", "AES/CTR/NoPadding", "AES/GCM/NoPadding",
        "AES/CCM/NoPadding", "AES/ECB/NoPadding", "AES/CBC/NoPadding"})
    void theCallersArrayIsReadOnceAndLeftAlone(String name) throws Exception {
        for (World world : World.values()) {
            ClavigerProvider provider = world.provider();
            SecretKey key = inToken(provider);
            Cipher token = Cipher.getInstance(name, provider);
            token.init(Cipher.ENCRYPT_MODE, key);
            byte[] plain = Arrays.copyOf(PLAIN, 96);
            byte[] encrypted = token.doFinal(plain);
            assertArrayEquals(Arrays.copyOf(PLAIN, 96), plain, name);
            Arrays.fill(plain, (byte) -1);
            byte[] sent = encrypted.clone();
            token.init(Cipher.DECRYPT_MODE, key, token.getParameters());
            byte[] decrypted = token.doFinal(sent);
            assertArrayEquals(encrypted, sent, name);
            Arrays.fill(sent, (byte) -1);
            assertArrayEquals(Arrays.copyOf(PLAIN, 96), decrypted, name);
        }
    }

    private static byte[] inPieces(Cipher cipher, byte[] data, int piece) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < data.length; i += piece) {
            byte[] some = cipher.update(data, i, Math.min(piece, data.length - i));
            out.write(some == null ? new byte[0] : some);
        }
        out.write(cipher.doFinal());
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void associatedDataCountsAndAWrongTagLeavesTheSessionClean(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        SecretKey key = inToken(provider);
        Cipher token = Cipher.getInstance("AES/GCM/NoPadding", provider);
        token.init(Cipher.ENCRYPT_MODE, key);
        token.updateAAD(new byte[] {1, 2});
        token.updateAAD(new byte[] {3});
        byte[] sealed = token.doFinal(PLAIN);
        Cipher jdk = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        jdk.init(Cipher.DECRYPT_MODE, SOFT, token.getParameters());
        jdk.updateAAD(new byte[] {1, 2, 3});
        assertArrayEquals(PLAIN, jdk.doFinal(sealed));

        GCMParameterSpec spec = token.getParameters().getParameterSpec(GCMParameterSpec.class);
        for (int i = 0; i < 30; i++) {
            Cipher wrong = Cipher.getInstance("AES/GCM/NoPadding", provider);
            wrong.init(Cipher.DECRYPT_MODE, key, spec);
            wrong.updateAAD(new byte[] {9});
            assertThrows(AEADBadTagException.class, () -> wrong.doFinal(sealed));
            wrong.updateAAD(new byte[] {1, 2, 3});
            assertArrayEquals(PLAIN, wrong.doFinal(sealed));
        }
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void oneKeyAndIvEncryptOnce(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        SecretKey key = inToken(provider);
        GCMParameterSpec spec = new GCMParameterSpec(128, new byte[12]);
        Cipher token = Cipher.getInstance("AES/GCM/NoPadding", provider);
        token.init(Cipher.ENCRYPT_MODE, key, spec);
        token.doFinal(PLAIN);
        assertThrows(IllegalStateException.class, () -> token.doFinal(PLAIN));
        assertThrows(InvalidAlgorithmParameterException.class, () -> token.init(Cipher.ENCRYPT_MODE, key, spec));
        token.init(Cipher.ENCRYPT_MODE, key);
        assertNotNull(token.doFinal(PLAIN));
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void aBufferThatIsTooShortLosesNothing(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        Cipher token = Cipher.getInstance("AES/CBC/PKCS5Padding", provider);
        token.init(Cipher.ENCRYPT_MODE, inToken(provider), new IvParameterSpec(new byte[16]));
        assertThrows(ShortBufferException.class, () -> token.doFinal(PLAIN, 0, 100, new byte[100], 0));
        byte[] room = new byte[112];
        assertEquals(112, token.doFinal(PLAIN, 0, 100, room, 0));
        token.init(Cipher.DECRYPT_MODE, inToken(provider), new IvParameterSpec(new byte[16]));
        byte[] exact = new byte[100];
        assertEquals(100, token.doFinal(room, 0, 112, exact, 0));
        assertArrayEquals(PLAIN, exact);
        assertThrows(IllegalBlockSizeException.class, () -> token.doFinal(room, 0, 20));
        room[111] ^= 1;
        assertThrows(BadPaddingException.class, () -> token.doFinal(room));
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void rsaDecryptsWhatTheJdkEncrypts(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider);
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        byte[] secret = Arrays.copyOf(PLAIN, 32);
        for (String name : new String[] {"RSA/ECB/OAEPWithSHA-256AndMGF1Padding", "RSA/ECB/OAEPPadding"}) {
            Cipher jdk = Cipher.getInstance(name, "SunJCE");
            jdk.init(Cipher.ENCRYPT_MODE, pair.getPublic());
            byte[] sealed = jdk.doFinal(secret);
            Cipher token = Cipher.getInstance(name, provider);
            token.init(Cipher.DECRYPT_MODE, pair.getPrivate());
            assertArrayEquals(secret, token.doFinal(sealed));
            token.init(Cipher.ENCRYPT_MODE, pair.getPublic());
            jdk = Cipher.getInstance(name, "SunJCE");
            byte[] own = token.doFinal(secret);
            token.init(Cipher.DECRYPT_MODE, pair.getPrivate());
            assertArrayEquals(secret, token.doFinal(own));
            sealed[5] ^= 1;
            byte[] changed = sealed;
            assertThrows(BadPaddingException.class, () -> token.doFinal(changed));
        }
    }

    /** D22: PKCS#1 v1.5 decryption is off unless the key's CKA_ALLOWED_MECHANISMS names it. */
    @ParameterizedTest
    @EnumSource(World.class)
    void pkcs1DecryptionIsEnabledPerKey(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider);
        generator.initialize(2048);
        KeyPair plain = generator.generateKeyPair();
        Cipher token = Cipher.getInstance("RSA/ECB/PKCS1Padding", provider);
        assertThrows(InvalidKeyException.class, () -> token.init(Cipher.DECRYPT_MODE, plain.getPrivate()));
        generator.initialize(TokenKeySpec.of(2048)
            .with(Cka.CKA_ALLOWED_MECHANISMS, new long[] {Ckm.CKM_RSA_PKCS.code()}));
        KeyPair enabled = generator.generateKeyPair();
        Cipher jdk = Cipher.getInstance("RSA/ECB/PKCS1Padding", "SunJCE");
        jdk.init(Cipher.ENCRYPT_MODE, enabled.getPublic());
        byte[] sealed = jdk.doFinal(new byte[] {1, 2, 3});
        token.init(Cipher.DECRYPT_MODE, enabled.getPrivate());
        assertArrayEquals(new byte[] {1, 2, 3}, token.doFinal(sealed));
    }

    /** Libraries unwrap content keys with the keys that everybody has: those that decrypt. */
    @ParameterizedTest
    @EnumSource(World.class)
    void aKeyThatDecryptsUnwrapsForTheCallerAndOneThatUnwrapsForTheToken(World world) throws Exception {
        // a public half that encrypts what the private one unwraps is refused in the token (Z2)
        ClavigerProvider provider = world.fresh("attributes(generate, CKO_PUBLIC_KEY, CKK_RSA) = { CKA_ENCRYPT = false };");
        World.login(provider);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider);
        String name = "RSA/ECB/OAEPWithSHA-256AndMGF1Padding";
        for (Cka<Boolean> use : List.of(Cka.CKA_DECRYPT, Cka.CKA_UNWRAP, Cka.CKA_SIGN)) {
            generator.initialize(TokenKeySpec.of(2048).with(use, true));
            KeyPair pair = generator.generateKeyPair();
            Cipher jdk = Cipher.getInstance(name, "SunJCE");
            jdk.init(Cipher.WRAP_MODE, pair.getPublic());
            byte[] wrapped = jdk.wrap(SOFT);
            Cipher token = Cipher.getInstance(name, provider);
            token.init(Cipher.UNWRAP_MODE, pair.getPrivate());
            if (use.equals(Cka.CKA_SIGN)) {
                assertThrows(InvalidKeyException.class, () -> token.unwrap(wrapped, "AES", Cipher.SECRET_KEY));
                continue;
            }
            Key content = token.unwrap(wrapped, "AES", Cipher.SECRET_KEY);
            assertArrayEquals(use.equals(Cka.CKA_DECRYPT) ? SOFT.getEncoded() : null, content.getEncoded());
            wrapped[100] ^= 1;
            assertThrows(InvalidKeyException.class, () -> token.unwrap(wrapped, "AES", Cipher.SECRET_KEY));
            wrapped[100] ^= 1;
            assertArrayEquals(content.getEncoded(), token.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded());
        }
    }

    /** Z1, Z8: the token makes an IV for each key that it wraps, and takes none. */
    @ParameterizedTest
    @EnumSource(World.class)
    void gcmWrapsUnderAnIvOfTheToken(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(TokenKeySpec.of(256).with(Cka.CKA_WRAP, true).with(Cka.CKA_UNWRAP, true));
        SecretKey wrapping = generator.generateKey();
        generator.init(TokenKeySpec.of(256).extractable(true));
        SecretKey target = generator.generateKey();
        for (String name : new String[] {"AES/GCM/NoPadding", "AES_256/GCM/NoPadding"}) {
            Cipher token = Cipher.getInstance(name, provider);
            token.init(Cipher.WRAP_MODE, wrapping);
            assertNull(token.getIV(), "the token has made none yet");
            byte[] first = token.wrap(target);
            byte[] firstIv = token.getIV();
            byte[] wrapped = token.wrap(target);
            assertFalse(Arrays.equals(firstIv, token.getIV()), "a new one for each key");
            assertEquals(32 + 16, wrapped.length);
            Cipher back = Cipher.getInstance(name, provider);
            back.init(Cipher.UNWRAP_MODE, wrapping, token.getParameters());
            assertSameKey(provider, target, (SecretKey) back.unwrap(wrapped, "AES", Cipher.SECRET_KEY));
            assertThrows(InvalidKeyException.class, () -> back.unwrap(first, "AES", Cipher.SECRET_KEY));
            back.init(Cipher.UNWRAP_MODE, wrapping, new GCMParameterSpec(128, firstIv));
            assertSameKey(provider, target, (SecretKey) back.unwrap(first, "AES", Cipher.SECRET_KEY));
            assertThrows(InvalidKeyException.class, () -> back.init(Cipher.UNWRAP_MODE, wrapping));

            token.init(Cipher.WRAP_MODE, wrapping, new GCMParameterSpec(128, new byte[12]));
            String why = assertThrows(InvalidKeyException.class, () -> token.wrap(target)).getMessage();
            assertTrue(why.contains("under one IV") && why.contains("without parameters"), why);
        }
        generator.init(256);
        Cipher data = Cipher.getInstance("AES/GCM/NoPadding", provider);
        data.init(Cipher.WRAP_MODE, generator.generateKey());
        assertThrows(InvalidKeyException.class, () -> data.wrap(target), "a key for data does not wrap");
    }

    /** The bytes are those of AES-GCM, with the tag behind. */
    @ParameterizedTest
    @EnumSource(World.class)
    void whatTheJdkHasWrappedWithGcmIsUnwrapped(World world) throws Exception {
        ClavigerProvider provider = world.fresh("attributes(import, CKO_SECRET_KEY, CKK_AES) = { CKA_ENCRYPT = false; "
            + "CKA_DECRYPT = false; CKA_UNWRAP = true };");
        World.login(provider);
        SecretKey soft = new SecretKeySpec(PLAIN, "HmacSHA256");
        Cipher jdk = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        jdk.init(Cipher.WRAP_MODE, SOFT);
        byte[] wrapped = jdk.wrap(soft);
        Cipher token = Cipher.getInstance("AES/GCM/NoPadding", provider);
        token.init(Cipher.UNWRAP_MODE, inToken(provider), jdk.getParameters());
        Mac ours = Mac.getInstance("HmacSHA256", provider);
        ours.init(token.unwrap(wrapped, "HmacSHA256", Cipher.SECRET_KEY));
        Mac theirs = Mac.getInstance("HmacSHA256", "SunJCE");
        theirs.init(soft);
        assertArrayEquals(theirs.doFinal(PLAIN), ours.doFinal(PLAIN));
    }

    private static void assertSameKey(ClavigerProvider provider, SecretKey one, SecretKey other) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", provider);
        cipher.init(Cipher.ENCRYPT_MODE, one);
        byte[] sealed = cipher.doFinal(PLAIN);
        Cipher open = Cipher.getInstance("AES/CBC/PKCS5Padding", provider);
        open.init(Cipher.DECRYPT_MODE, other, cipher.getParameters());
        assertArrayEquals(PLAIN, open.doFinal(sealed));
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void keysAreWrappedAndUnwrappedInsideTheToken(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(TokenKeySpec.of(256).with(Cka.CKA_WRAP, true).with(Cka.CKA_UNWRAP, true));
        SecretKey wrapping = generator.generateKey();
        generator.init(TokenKeySpec.of(256).extractable(true));
        SecretKey target = generator.generateKey();
        generator.init(256);
        SecretKey stays = generator.generateKey();
        for (String name : new String[] {"AES/KW/NoPadding", "AES/KWP/NoPadding"}) {
            Cipher token = Cipher.getInstance(name, provider);
            token.init(Cipher.WRAP_MODE, wrapping);
            byte[] wrapped = token.wrap(target);
            assertThrows(InvalidKeyException.class, () -> token.wrap(stays), "CKR_KEY_UNEXTRACTABLE");
            token.init(Cipher.UNWRAP_MODE, wrapping);
            SecretKey again = (SecretKey) token.unwrap(wrapped, "AES", Cipher.SECRET_KEY);
            assertNull(again.getEncoded());
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", provider);
            gcm.init(Cipher.ENCRYPT_MODE, target);
            byte[] sealed = gcm.doFinal(PLAIN);
            Cipher open = Cipher.getInstance("AES/GCM/NoPadding", provider);
            open.init(Cipher.DECRYPT_MODE, again, gcm.getParameters());
            assertArrayEquals(PLAIN, open.doFinal(sealed));
            wrapped[3] ^= 1;
            assertThrows(InvalidKeyException.class, () -> token.unwrap(wrapped, "AES", Cipher.SECRET_KEY));
            String why = assertThrows(InvalidKeyException.class, () -> token.init(Cipher.ENCRYPT_MODE, wrapping))
                .getMessage();
            assertTrue(why.contains("WRAP_MODE"), why);
        }
    }
}
