package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import claviger.interop.SqliteToken;
import claviger.token.Policy;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys wrapped and unwrapped by GCM and CCM through the JCA, on a token of the policy spec: a safe one has no caller's IV. */
class AeadWrapTest {
    private static final String WRAPPING =
        "attributes(import, CKO_SECRET_KEY, CKK_AES) = { ; CKA_WRAP = true ; CKA_UNWRAP = true ; "
        + "CKA_ENCRYPT = true ; CKA_DECRYPT = true ; } ;";
    private static final SecretKey WRAPPER = new SecretKeySpec(filled(1), "AES");
    private static final SecretKey TARGET = new SecretKeySpec(filled(2), "AES");
    private static final BouncyCastleProvider BC = new BouncyCastleProvider();

    private static ClavigerProvider provider;

    @BeforeAll static void makeToken() throws Exception {
        provider = SqliteToken.make(Policy.SPEC).provider(WRAPPING);
    }

    private static byte[] filled(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return bytes;
    }

    private static SecretKey own(SecretKey key) throws Exception {
        return SecretKeyFactory.getInstance("AES", provider).translateKey(key);
    }

    private static GCMParameterSpec iv(int fill) {
        return new GCMParameterSpec(128, Arrays.copyOf(filled(fill), 12));
    }

    private static Cipher ready(String name, int mode, SecretKey key, GCMParameterSpec iv) throws Exception {
        Cipher cipher = Cipher.getInstance(name, provider);
        cipher.init(mode, key, iv);
        return cipher;
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES/GCM/NoPadding", "AES/CCM/NoPadding"})
    void aBlobIsWhatTheModeMakes(String name) throws Exception {
        Cipher other = Cipher.getInstance(name, BC);
        other.init(Cipher.ENCRYPT_MODE, WRAPPER, iv(3));
        SecretKey wrapper = own(WRAPPER);
        byte[] wrapped = ready(name, Cipher.WRAP_MODE, wrapper, iv(3)).wrap(TARGET);
        assertArrayEquals(other.doFinal(TARGET.getEncoded()), wrapped);
        SecretKey again =
            (SecretKey) ready(name, Cipher.UNWRAP_MODE, wrapper, iv(3)).unwrap(wrapped, "AES", Cipher.SECRET_KEY);
        assertArrayEquals(encrypted(own(TARGET)), encrypted(again));
        assertThrows(InvalidKeyException.class,
            () -> ready(name, Cipher.UNWRAP_MODE, wrapper, iv(4)).unwrap(wrapped, "AES", Cipher.SECRET_KEY));
    }

    /** Z8, as far as one Cipher knows: two keys under one stream give each other away. */
    @ParameterizedTest
    @ValueSource(strings = {"AES/GCM/NoPadding", "AES/CCM/NoPadding"})
    void twoKeysAreNotWrappedUnderOneIv(String name) throws Exception {
        SecretKey wrapper = own(WRAPPER);
        Cipher cipher = ready(name, Cipher.WRAP_MODE, wrapper, iv(3));
        assertEquals(48, cipher.wrap(TARGET).length);
        assertThrows(IllegalStateException.class, () -> cipher.wrap(TARGET));
        assertThrows(InvalidAlgorithmParameterException.class, () -> cipher.init(Cipher.WRAP_MODE, wrapper, iv(3)));
        assertThrows(InvalidAlgorithmParameterException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, wrapper, iv(3)));
        cipher.init(Cipher.WRAP_MODE, wrapper, iv(4));
        assertEquals(48, cipher.wrap(TARGET).length);
    }

    private static byte[] encrypted(SecretKey key) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding", provider);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        return cipher.doFinal(new byte[5]);
    }
}
