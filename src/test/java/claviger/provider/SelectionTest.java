package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Ckr;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.HashSet;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the JCA finds the provider and chooses between it and others. */
class SelectionTest {
    @ParameterizedTest
    @EnumSource(World.class)
    void theKeyChoosesTheProviderWhereverItStands(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        KeyPair own = generator.generateKeyPair();
        KeyPair foreign = KeyPairGenerator.getInstance("EC", "SunEC").generateKeyPair();
        SecretKey aes = KeyGenerator.getInstance("AES", provider).generateKey();
        for (int position : new int[] {1, Security.getProviders().length + 1}) {
            Security.insertProviderAt(provider, position);
            try {
                Signature signature = Signature.getInstance("SHA256withECDSA");
                signature.initSign(own.getPrivate());
                assertEquals(provider, signature.getProvider());
                signature = Signature.getInstance("SHA256withECDSA");
                signature.initSign(foreign.getPrivate());
                assertNotEquals(provider, signature.getProvider());
                Signature verification = Signature.getInstance("SHA256withECDSA");
                verification.initVerify(own.getPublic());
                assertNotEquals(provider, verification.getProvider(), "public keys are everybody's");
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, aes);
                assertEquals(provider, cipher.getProvider());
                cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"));
                assertNotEquals(provider, cipher.getProvider());
            } finally {
                Security.removeProvider(provider.getName());
            }
        }
    }

    @Test void theUnconfiguredProviderOffersNothing() {
        ClavigerProvider provider = new ClavigerProvider();
        assertFalse(provider.isConfigured());
        assertTrue(provider.getServices().isEmpty());
        assertEquals("Claviger", provider.getName());
        assertThrows(InvalidParameterException.class, () -> provider.configure("--stor = memory:"));
    }

    @Test void theServiceLoaderFindsIt() {
        assertTrue(ServiceLoader.load(Provider.class).stream()
            .anyMatch(found -> found.type() == ClavigerProvider.class));
    }

    /** Every mechanism of the token that the table can use is offered, and every service has an SPI. */
    @ParameterizedTest
    @EnumSource(World.class)
    void everyServiceCanBeMade(World world) throws Exception {
        ClavigerProvider provider = world.fresh("message-digest = true; secure-random = true");
        Set<Ckm> used = new HashSet<>();
        for (ServiceRow row : Services.wanted(claviger.config.Configuration.of(
                "--store = memory:; message-digest = true; secure-random = true"))) {
            used.add(row.mechanism());
        }
        for (Provider.Service service : provider.getServices()) {
            assertTrue(service.newInstance(null) != null, service.getAlgorithm());
            assertFalse(Set.of("Signature", "Cipher", "Mac", "KeyAgreement").contains(service.getType())
                && service.supportsParameter(null), "null is no key");
        }
        assertTrue(used.contains(Ckm.CKM_EDDSA));
        assertTrue(provider.getService("Signature", "1.2.840.10045.4.3.2") != null, "by its OID");
        assertEquals("CLAVIGER", provider.getService("SecureRandom", "CLAVIGER").getAlgorithm());
        assertArrayEquals(MessageDigest.getInstance("SHA-256", "SUN").digest(new byte[100_000]),
            MessageDigest.getInstance("SHA-256", provider).digest(new byte[100_000]));
        byte[] random = new byte[32];
        SecureRandom.getInstance("CLAVIGER", provider).nextBytes(random);
        assertFalse(java.util.Arrays.equals(random, new byte[32]));
        assertEquals(null, world.provider().getService("MessageDigest", "SHA-256"), "only when asked for");
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void keysAreOpaqueAndCannotBeSerialized(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyPair pair = KeyPairGenerator.getInstance("EC", provider).generateKeyPair();
        assertTrue(pair.getPrivate() instanceof ECKey);
        ObjectOutputStream stream = new ObjectOutputStream(new ByteArrayOutputStream());
        assertThrows(NotSerializableException.class, () -> stream.writeObject(pair.getPrivate()));
        SecretKey secret = KeyGenerator.getInstance("AES", provider).generateKey();
        assertThrows(NotSerializableException.class, () -> stream.writeObject(secret));
    }

    /** keytool of JDK 25 asks PrivateKey.getParams, whose result type is wider than that of the key interfaces. */
    @Test void newerJdksFindTheParametersOfAKey() throws Exception {
        for (String algorithm : new String[] {"RSA", "EC", "Ed25519", "X25519"}) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, World.MEMORY.provider());
            Object key = generator.generateKeyPair().getPrivate();
            Method wide = Stream.of(key.getClass().getMethods())
                .filter(method -> method.getName().equals("getParams")
                    && method.getReturnType() == AlgorithmParameterSpec.class)
                .findFirst().orElseThrow();
            assertFalse(wide.isDefault(), algorithm);
        }
    }

    /** The table of refusals: what the standard lets a key function return has a meaning of its own (E4). */
    @Test void theRefusalsThatCallersMeetHaveARow() {
        for (Ckr ckr : Ckr.values()) {
            boolean met = ckr.name().startsWith("CKR_KEY_") || ckr.name().startsWith("CKR_WRAPP")
                || ckr.name().startsWith("CKR_UNWRAPPING") || ckr.name().startsWith("CKR_SIGNATURE")
                || ckr.name().startsWith("CKR_ENCRYPTED_DATA") || ckr.name().startsWith("CKR_TEMPLATE");
            boolean never = ckr.name().matches("CKR_KEY_(NOT_NEEDED|CHANGED|NEEDED|INDIGESTIBLE|EXHAUSTED)");
            assertTrue(!met || never || Refusal.knows(ckr), ckr.name());
        }
    }

    /** D10. */
    @Test void theCompatOptionHandsOutKeysThatCast() throws Exception {
        ClavigerProvider provider = World.SQLITE.fresh("compat-private-keys = true");
        World.login(provider);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider);
        generator.initialize(2048);
        RSAPrivateKey key = (RSAPrivateKey) generator.generateKeyPair().getPrivate();
        assertEquals(2048, key.getModulus().bitLength());
        assertThrows(UnsupportedOperationException.class, key::getPrivateExponent);
        ECPrivateKey ec = (ECPrivateKey) KeyPairGenerator.getInstance("EC", provider).generateKeyPair().getPrivate();
        assertEquals(256, ec.getParams().getOrder().bitLength());
        assertThrows(UnsupportedOperationException.class, ec::getS);
    }
}
