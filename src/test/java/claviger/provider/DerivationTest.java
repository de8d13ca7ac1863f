package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import claviger.cryptoki.Cka;
import java.security.KeyStore;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.generators.KDFCounterBytesGenerator;
import org.bouncycastle.crypto.generators.KDFFeedbackBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KDFCounterParameters;
import org.bouncycastle.crypto.params.KDFFeedbackParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys out of keys and out of passwords through SecretKeyFactory, on every JDK. */
class DerivationTest {
    private static final byte[] SECRET = "a secret of thirty-two bytes ...".getBytes();
    private static final byte[] SALT = "salt and pepper".getBytes();
    private static final byte[] INFO = "what for".getBytes();
    private static final TokenKeySpec READABLE =
        TokenKeySpec.of(320).extractable(true).with(Cka.CKA_SENSITIVE, false);

    private final ClavigerProvider provider = World.values()[0].provider();

    private byte[] read(SecretKey key) throws Exception {
        return ((SecretKeySpec) SecretKeyFactory.getInstance("Generic", provider).getKeySpec(key, SecretKeySpec.class))
            .getEncoded();
    }

    private byte[] derived(String name, TokenDerivationSpec spec) throws Exception {
        return read(SecretKeyFactory.getInstance(name, provider).generateSecret(spec));
    }

    private SecretKey deriving(String algorithm) throws Exception {
        KeyStore keys = World.values()[0].keys();
        String label = World.label();
        keys.setEntry(label, new KeyStore.SecretKeyEntry(new SecretKeySpec(SECRET, algorithm)),
            TokenProtection.standard().with(Cka.CKA_DERIVE, true));
        return (SecretKey) keys.getKey(label, null);
    }

    @Test void hkdfIsThatOfRfc5869() throws Exception {
        HKDFBytesGenerator bc = new HKDFBytesGenerator(new SHA256Digest());
        bc.init(new HKDFParameters(SECRET, SALT, INFO));
        byte[] expected = new byte[40];
        bc.generateBytes(expected, 0, expected.length);
        SecretKey key = SecretKeyFactory.getInstance("HKDF", provider).translateKey(new SecretKeySpec(SECRET, "HKDF"));
        assertArrayEquals(expected, derived("HkdfWithHmacSHA256",
            TokenDerivationSpec.of(key, "Generic", READABLE).salt(SALT).info(INFO)));
    }

    @Test void theModesOfSp800Part108() throws Exception {
        byte[] expected = new byte[40];
        KDFCounterBytesGenerator counter = new KDFCounterBytesGenerator(new HMac(new SHA256Digest()));
        counter.init(new KDFCounterParameters(SECRET, INFO, 32));
        counter.generateBytes(expected, 0, expected.length);
        SecretKey key = deriving("Generic");
        assertArrayEquals(expected, derived("CounterKdfWithHmacSHA256",
            TokenDerivationSpec.of(key, "Generic", READABLE).info(INFO)));
        KDFFeedbackBytesGenerator feedback = new KDFFeedbackBytesGenerator(new HMac(new SHA256Digest()));
        feedback.init(KDFFeedbackParameters.createWithCounter(SECRET, SALT, INFO, 32));
        feedback.generateBytes(expected, 0, expected.length);
        assertArrayEquals(expected, derived("FeedbackKdfWithHmacSHA256",
            TokenDerivationSpec.of(key, "Generic", READABLE).salt(SALT).info(INFO)));
    }

    @Test void aDerivedKeyStaysInTheTokenAndCanRestThere() throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("HKDF", provider);
        SecretKey base = generator.generateKey();
        String label = World.label();
        SecretKeyFactory hkdf = SecretKeyFactory.getInstance("HkdfWithHmacSHA512", provider);
        SecretKey aes = hkdf.generateSecret(TokenDerivationSpec.of(base, "AES", TokenKeySpec.of(192).stored(label)));
        assertNull(aes.getEncoded());
        assertEquals(aes, World.values()[0].keys().getKey(label, null));
        assertEquals("AES", aes.getAlgorithm());
        assertThrows(InvalidKeySpecException.class, () -> hkdf.generateSecret(
            TokenDerivationSpec.of(new SecretKeySpec(SECRET, "HKDF"), "AES", TokenKeySpec.of(256))));
        assertThrows(InvalidKeySpecException.class, () -> hkdf.generateSecret(
            TokenDerivationSpec.of(aes, "AES", TokenKeySpec.of(256))), "AES does not derive");
        assertThrows(InvalidKeySpecException.class, () -> hkdf.generateSecret(new SecretKeySpec(SECRET, "HKDF")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HmacSHA1", "HmacSHA224", "HmacSHA256", "HmacSHA384", "HmacSHA512"})
    void pbkdf2IsThatOfTheJdk(String hmac) throws Exception {
        char[] password = "pässwörd".toCharArray();
        byte[] expected = SecretKeyFactory.getInstance("PBKDF2With" + hmac, "SunJCE")
            .generateSecret(new PBEKeySpec(password, SALT, 1000, 320)).getEncoded();
        SecretKeyFactory token = SecretKeyFactory.getInstance("PBKDF2With" + hmac, provider);
        SecretKey key = token.generateSecret(new TokenPasswordSpec(password, SALT, 1000, "Generic", READABLE));
        assertArrayEquals(expected, read(key));
        SecretKey opaque =
            token.generateSecret(new TokenPasswordSpec(password, SALT, 1000, hmac, TokenKeySpec.of(320)));
        assertNull(opaque.getEncoded());
        Mac mac = Mac.getInstance(hmac, provider);
        mac.init(opaque);
        Mac soft = Mac.getInstance(hmac, "SunJCE");
        soft.init(new SecretKeySpec(expected, hmac));
        assertArrayEquals(soft.doFinal(INFO), mac.doFinal(INFO));
    }

    /** jca.md 1.6: whoever hashes passwords reads the result, so a plain PBEKeySpec goes on to the next provider. */
    @ParameterizedTest
    @EnumSource(World.class)
    void aPasswordThatIsNotForTheTokenIsLeftToOthers(World world) throws Exception {
        ClavigerProvider first = world.provider();
        PBEKeySpec plain = new PBEKeySpec("password".toCharArray(), SALT, 1000, 256);
        assertThrows(InvalidKeySpecException.class,
            () -> SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256", first).generateSecret(plain));
        byte[] expected = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256", "SunJCE").generateSecret(plain).getEncoded();
        Security.insertProviderAt(first, 1);
        try {
            SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
            SecretKey key = factory.generateSecret(plain);
            assertArrayEquals(expected, key.getEncoded());
            assertNotEquals(first, factory.getProvider());
            assertFalse(Arrays.equals(new byte[32], key.getEncoded()));
        } finally {
            Security.removeProvider(first.getName());
        }
    }
}
