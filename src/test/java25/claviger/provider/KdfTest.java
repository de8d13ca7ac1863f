package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Template;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Security;
import javax.crypto.KDF;
import javax.crypto.KDFParameters;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HKDF through javax.crypto.KDF, against the one of the JDK (D8, D36). */
class KdfTest {
    private static final byte[] SECRET = "a secret of thirty-two bytes ...".getBytes();
    private static final byte[] SALT = "salt".getBytes();
    private static final byte[] INFO = "what for".getBytes();

    private final ClavigerProvider provider = World.values()[0].provider();

    private SecretKey imported(byte[] value, String algorithm) throws Exception {
        return SecretKeyFactory.getInstance(algorithm, provider).translateKey(new SecretKeySpec(value, algorithm));
    }

    private static SecretKey soft() {
        return new SecretKeySpec(SECRET, "HKDF");
    }

    private SecretKey made(TokenKeySpec spec) throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("HKDF", provider);
        generator.init(spec);
        return generator.generateKey();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HKDF-SHA256", "HKDF-SHA384", "HKDF-SHA512"})
    void theTokenDerivesWhatTheJdkDerives(String name) throws Exception {
        KDF jdk = KDF.getInstance(name, "SunJCE");
        KDF token = KDF.getInstance(name, provider);
        SecretKey key = imported(SECRET, "HKDF");
        HKDFParameterSpec whole = HKDFParameterSpec.ofExtract().addIKM(soft()).addSalt(SALT).thenExpand(INFO, 42);
        HKDFParameterSpec ours = HKDFParameterSpec.ofExtract().addIKM(key).addSalt(SALT).thenExpand(INFO, 42);
        assertArrayEquals(jdk.deriveData(whole), token.deriveData(ours));
        HKDFParameterSpec bare = HKDFParameterSpec.ofExtract().addIKM(key).thenExpand(null, 64);
        assertArrayEquals(jdk.deriveData(HKDFParameterSpec.ofExtract().addIKM(soft()).thenExpand(null, 64)),
            token.deriveData(bare));

        SecretKey prk = token.deriveKey("Generic", HKDFParameterSpec.ofExtract().addIKM(key).addSalt(SALT).extractOnly());
        assertNull(prk.getEncoded(), "D8: it stays in the token");
        assertArrayEquals(jdk.deriveData(whole), token.deriveData(HKDFParameterSpec.expandOnly(prk, INFO, 42)));

        SecretKey hmacKey = token.deriveKey("HmacSHA256",
            HKDFParameterSpec.ofExtract().addIKM(key).addSalt(SALT).thenExpand(INFO, 32));
        assertNull(hmacKey.getEncoded());
        assertEquals("HmacSHA256", hmacKey.getAlgorithm());
        Mac mac = Mac.getInstance("HmacSHA256", provider);
        mac.init(hmacKey);
        Mac soft = Mac.getInstance("HmacSHA256", "SunJCE");
        soft.init(jdk.deriveKey("HmacSHA256",
            HKDFParameterSpec.ofExtract().addIKM(soft()).addSalt(SALT).thenExpand(INFO, 32)));
        assertArrayEquals(soft.doFinal(INFO), mac.doFinal(INFO));
    }

    /** Secrets of two key agreements side by side, as hybrids have them: joined in the token by CKM_CONCATENATE_*. */
    @Test void severalSecretsAndSaltsCountAsOne() throws Exception {
        KDF jdk = KDF.getInstance("HKDF-SHA256", "SunJCE");
        KDF token = KDF.getInstance("HKDF-SHA256", provider);
        KeyGenerator generator = KeyGenerator.getInstance("Generic", provider);
        generator.init(TokenKeySpec.of(256).with(Cka.CKA_DERIVE, true).extractable(true).with(Cka.CKA_SENSITIVE, false));
        SecretKey one = generator.generateKey();
        SecretKey two = generator.generateKey();
        SecretKey salt = generator.generateKey();
        HKDFParameterSpec joined = HKDFParameterSpec.ofExtract().addIKM(SALT).addIKM(one).addIKM(INFO).addIKM(two)
            .addIKM(SALT).addSalt(salt).addSalt(INFO).thenExpand(INFO, 48);
        HKDFParameterSpec read = HKDFParameterSpec.ofExtract().addIKM(SALT).addIKM(readable(one)).addIKM(INFO)
            .addIKM(readable(two)).addIKM(SALT).addSalt(readable(salt)).addSalt(INFO).thenExpand(INFO, 48);
        assertArrayEquals(jdk.deriveData(read), token.deriveData(joined));
        HKDFParameterSpec saltKey = HKDFParameterSpec.ofExtract().addIKM(one).addSalt(salt).thenExpand(INFO, 32);
        HKDFParameterSpec saltRead =
            HKDFParameterSpec.ofExtract().addIKM(readable(one)).addSalt(readable(salt)).thenExpand(INFO, 32);
        assertArrayEquals(jdk.deriveData(saltRead), token.deriveData(saltKey));
    }

    private SecretKey readable(SecretKey key) throws Exception {
        return (SecretKeySpec) SecretKeyFactory.getInstance("Generic", provider).getKeySpec(key, SecretKeySpec.class);
    }

    /** A DERIVE_TEMPLATE can forbid that what is derived is read (D8). */
    @Test void dataNeedsAnExtractableResult() throws Exception {
        SecretKey key = made(TokenKeySpec.of(256).with(Cka.CKA_DERIVE_TEMPLATE,
            Template.EMPTY.with(Cka.CKA_SENSITIVE, true)));
        KDF token = KDF.getInstance("HKDF-SHA256", provider);
        assertThrows(UnsupportedOperationException.class,
            () -> token.deriveData(HKDFParameterSpec.expandOnly(key, INFO, 32)));
        assertNull(token.deriveKey("AES", HKDFParameterSpec.expandOnly(key, INFO, 32)).getEncoded());
    }

    /** Z7, Z19: short data, as an IV of TLS is, comes of keys that name CKM_HKDF_DATA; of others it would be a cut key. */
    @Test void shortDataComesOfKeysThatNameTheMechanism() throws Exception {
        KDF token = KDF.getInstance("HKDF-SHA256", provider);
        SecretKey silent = made(TokenKeySpec.of(256));
        assertThrows(InvalidAlgorithmParameterException.class,
            () -> token.deriveData(HKDFParameterSpec.expandOnly(silent, INFO, 12)));
        SecretKey named = made(TokenKeySpec.of(256).with(Cka.CKA_ALLOWED_MECHANISMS,
            new long[] {Ckm.CKM_HKDF_DATA.code(), Ckm.CKM_HKDF_DERIVE.code()}));
        assertEquals(12, token.deriveData(HKDFParameterSpec.expandOnly(named, INFO, 12)).length);
    }

    /** A secret that is nowhere the token's is left to the provider that can read it, wherever ours stands. */
    @Test void theSecretsChooseTheProvider() throws Exception {
        SecretKey key = imported(SECRET, "HKDF");
        for (int position : new int[] {1, Security.getProviders().length + 1}) {
            Security.insertProviderAt(provider, position);
            try {
                KDF forSoft = KDF.getInstance("HKDF-SHA256");
                byte[] expected = forSoft.deriveData(HKDFParameterSpec.expandOnly(soft(), INFO, 32));
                assertEquals("SunJCE", forSoft.getProviderName());
                KDF forToken = KDF.getInstance("HKDF-SHA256");
                assertArrayEquals(expected, forToken.deriveData(HKDFParameterSpec.expandOnly(key, INFO, 32)));
                assertEquals(provider.getName(), forToken.getProviderName());
            } finally {
                Security.removeProvider(provider.getName());
            }
        }
        assertThrows(InvalidAlgorithmParameterException.class, () -> KDF.getInstance("HKDF-SHA256", provider)
            .deriveKey("AES", HKDFParameterSpec.expandOnly(soft(), INFO, 32)));
    }

    @Test void itTakesNoParametersWhenItIsMade() throws Exception {
        KDFParameters unknown = new KDFParameters() {
        };
        assertThrows(InvalidAlgorithmParameterException.class,
            () -> KDF.getInstance("HKDF-SHA256", unknown, provider));
        assertThrows(NoSuchAlgorithmException.class, () -> KDF.getInstance("HKDF-MD5", provider));
        assertNull(KDF.getInstance("HKDF-SHA256", provider).getParameters());
        assertTrue(provider.getService("KDF", "1.2.840.113549.1.9.16.3.28") != null, "by its OID");
    }
}
