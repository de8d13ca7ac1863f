package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import claviger.cryptoki.CkpParameterSet;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ML-DSA, SLH-DSA and ML-KEM through the JCA, against the provider of Bouncy Castle and, where it has them, the JDK's. */
class PostQuantumTest {
    private static final BouncyCastleProvider BC = new BouncyCastleProvider();
    private static final byte[] DATA = new byte[200_000];

    private static String family(String name) {
        return name.startsWith("SLH-DSA") ? "SLH-DSA" : name.substring(0, "ML-DSA".length());
    }

    private static PublicKey bc(PublicKey key, String name) throws Exception {
        return KeyFactory.getInstance(family(name), BC).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML-DSA", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "SLH-DSA", "SLH-DSA-SHAKE-128F"})
    void signaturesAreThoseOfBouncyCastle(String name) throws Exception {
        for (World world : World.values()) {
            ClavigerProvider provider = world.provider();
            KeyPair pair = KeyPairGenerator.getInstance(name, provider).generateKeyPair();
            assertNull(pair.getPrivate().getEncoded());
            for (byte[] context : new byte[][] {null, {1, 2, 3}}) {
                Signature ours = Signature.getInstance(name, provider);
                ours.initSign(pair.getPrivate());
                Signature theirs = Signature.getInstance(family(name), BC);
                theirs.initVerify(bc(pair.getPublic(), name));
                if (context != null) {
                    ours.setParameter(new ContextParameterSpec(context));
                    theirs.setParameter(new ContextParameterSpec(context));
                }
                ours.update(DATA, 0, 1000);
                ours.update(DATA, 1000, DATA.length - 1000);
                byte[] signature = ours.sign();
                theirs.update(DATA);
                assertTrue(theirs.verify(signature));
                ours.initVerify(pair.getPublic());
                ours.update(DATA);
                assertTrue(ours.verify(signature));
                ours.update(DATA, 0, 5);
                assertFalse(ours.verify(signature));
            }
        }
    }

    @Test void everyParameterSetHasItsServices() {
        ClavigerProvider provider = World.MEMORY.provider();
        for (CkpParameterSet set : CkpParameterSet.values()) {
            String name = ParameterSets.name(set);
            for (String type : new String[] {"KeyPairGenerator", "KeyFactory", name.contains("KEM") ? "KEM" : "Signature"}) {
                assertEquals(name, provider.getService(type, name).getAlgorithm(), type);
                assertEquals(name, provider.getService(type, ParameterSets.oid(set).getId()).getAlgorithm(), type);
            }
        }
    }

    @Test void aNameOfAParameterSetTakesNoOther() throws Exception {
        ClavigerProvider provider = World.MEMORY.provider();
        KeyPairGenerator any = KeyPairGenerator.getInstance("ML-DSA", provider);
        any.initialize(new NamedParameterSpec("ML-DSA-44"));
        KeyPair pair = any.generateKeyPair();
        assertThrows(InvalidKeyException.class,
            () -> Signature.getInstance("ML-DSA-65", provider).initSign(pair.getPrivate()));
        assertThrows(InvalidKeyException.class,
            () -> Signature.getInstance("ML-DSA-65", provider).initVerify(pair.getPublic()));
        Signature.getInstance("ML-DSA-44", provider).initSign(pair.getPrivate());
        assertThrows(InvalidAlgorithmParameterException.class, () ->
            KeyPairGenerator.getInstance("ML-DSA-65", provider).initialize(new NamedParameterSpec("ML-DSA-44")));
        assertThrows(InvalidAlgorithmParameterException.class, () -> any.initialize(new NamedParameterSpec("Ed25519")));
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void aStoredKeyComesBackByItsAlias(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        String label = World.label();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("ML-DSA-65", provider);
        generator.initialize(TokenKeySpec.standard().stored(label));
        PublicKey half = generator.generateKeyPair().getPublic();
        KeyStore keys = world.keys();
        PrivateKey key = (PrivateKey) keys.getKey(label, null);
        Signature signature = Signature.getInstance("ML-DSA", provider);
        signature.initSign(key);
        signature.update(DATA);
        byte[] signed = signature.sign();
        Signature theirs = Signature.getInstance("ML-DSA", BC);
        theirs.initVerify(bc(half, "ML-DSA"));
        theirs.update(DATA);
        assertTrue(theirs.verify(signed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML-DSA-65", "ML-KEM-768", "SLH-DSA-SHA2-128F"})
    void keysOfBouncyCastleAreImported(String name) throws Exception {
        ClavigerProvider provider = World.SQLITE.provider();
        KeyPair theirs = KeyPairGenerator.getInstance(name, BC).generateKeyPair();
        TokenPrivateKey ours =
            (TokenPrivateKey) KeyFactory.getInstance(name, provider).translateKey(theirs.getPrivate());
        assertArrayEquals(theirs.getPublic().getEncoded(), ours.publicKey().getEncoded());
        PublicKey half = (PublicKey) KeyFactory.getInstance(name, provider).translateKey(theirs.getPublic());
        assertArrayEquals(theirs.getPublic().getEncoded(), half.getEncoded());
    }

    /** Tests of KEM, which early updates of JDK 17 do not have: there they are none. */
    @TestFactory Stream<DynamicTest> whereTheJdkHasKem() {
        return Kems.rows().isEmpty() ? Stream.empty() : Stream.concat(
            Stream.of("ML-KEM-512", "ML-KEM-768", "ML-KEM-1024").map(name -> dynamicTest(
                "secrets of " + name + " are those of Bouncy Castle", () -> secretsAreThoseOfBouncyCastle(name))),
            Stream.of(World.values()).map(world -> dynamicTest("a whole secret for an algorithm stays in the token, "
                + world, () -> aWholeSecretForAnAlgorithmStaysInTheToken(world))));
    }

    private static void secretsAreThoseOfBouncyCastle(String name) throws Exception {
        for (World world : World.values()) {
            ClavigerProvider provider = world.provider();
            KeyPair pair = KeyPairGenerator.getInstance(name, provider).generateKeyPair();
            KEM ours = KEM.getInstance("ML-KEM", provider);
            KEM theirs = KEM.getInstance("ML-KEM", BC);
            KEM.Encapsulated made = theirs.newEncapsulator(bc(pair.getPublic(), "ML-KEM")).encapsulate(0, 32, "AES");
            KEM.Decapsulator reader = ours.newDecapsulator(pair.getPrivate());
            assertEquals(made.encapsulation().length, reader.encapsulationSize());
            SecretKey generic = reader.decapsulate(made.encapsulation());
            assertArrayEquals(made.key().getEncoded(), generic.getEncoded());
            assertArrayEquals(Arrays.copyOf(generic.getEncoded(), 16),
                reader.decapsulate(made.encapsulation(), 0, 16, "AES").getEncoded());
            KeyPair mine = KeyPairGenerator.getInstance(name, BC).generateKeyPair();
            KEM.Encapsulated sent = ours.newEncapsulator(mine.getPublic()).encapsulate();
            assertArrayEquals(sent.key().getEncoded(),
                theirs.newDecapsulator(mine.getPrivate()).decapsulate(sent.encapsulation(), 0, 32, "AES").getEncoded());
            assertThrows(DecapsulateException.class, () -> reader.decapsulate(new byte[5]));
        }
    }

    private static void aWholeSecretForAnAlgorithmStaysInTheToken(World world) throws Exception {   // D8
        ClavigerProvider provider = world.provider();
        KeyPair pair = KeyPairGenerator.getInstance("ML-KEM", provider).generateKeyPair();
        KEM kem = KEM.getInstance("ML-KEM-768", provider);
        KEM.Encapsulated made = kem.newEncapsulator(pair.getPublic()).encapsulate(0, 32, "AES");
        SecretKey read = kem.newDecapsulator(pair.getPrivate()).decapsulate(made.encapsulation(), 0, 32, "AES");
        assertNull(read.getEncoded());
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(Cipher.ENCRYPT_MODE, made.key(), new GCMParameterSpec(128, new byte[12]));
        byte[] sealed = cipher.doFinal(DATA);
        cipher.init(Cipher.DECRYPT_MODE, read, new GCMParameterSpec(128, new byte[12]));
        assertArrayEquals(DATA, cipher.doFinal(sealed));
        assertThrows(InvalidKeyException.class,
            () -> KEM.getInstance("ML-KEM-512", provider).newDecapsulator(pair.getPrivate()));
    }

    /** JDK 24 is the first with algorithms of its own to compare with. */
    @TestFactory Stream<DynamicTest> fromJdk24On() {
        return Runtime.version().feature() < 24 ? Stream.empty() : Stream.of(
            dynamicTest("keys and signatures are those of the JDK", PostQuantumTest::keysAndSignaturesAreThoseOfTheJdk));
    }

    private static void keysAndSignaturesAreThoseOfTheJdk() throws Exception {
        ClavigerProvider provider = World.MEMORY.provider();
        KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-65", provider).generateKeyPair();
        assertTrue(pair.getPublic().getClass().getName().startsWith("sun.security."));
        Signature ours = Signature.getInstance("ML-DSA", provider);
        ours.initSign(pair.getPrivate());
        ours.update(DATA);
        Signature theirs = Signature.getInstance("ML-DSA", Security.getProvider("SUN"));
        theirs.initVerify(pair.getPublic());
        theirs.update(DATA);
        assertTrue(theirs.verify(ours.sign()));
        KeyPair foreign = KeyPairGenerator.getInstance("ML-DSA-87", Security.getProvider("SUN")).generateKeyPair();
        TokenPrivateKey imported =
            (TokenPrivateKey) KeyFactory.getInstance("ML-DSA", provider).translateKey(foreign.getPrivate());
        assertArrayEquals(foreign.getPublic().getEncoded(), imported.publicKey().getEncoded());
        KeyPair kemPair = KeyPairGenerator.getInstance("ML-KEM", provider).generateKeyPair();
        KEM.Encapsulated made =
            KEM.getInstance("ML-KEM", Security.getProvider("SunJCE")).newEncapsulator(kemPair.getPublic()).encapsulate();
        assertArrayEquals(made.key().getEncoded(), KEM.getInstance("ML-KEM", provider)
            .newDecapsulator(kemPair.getPrivate()).decapsulate(made.encapsulation()).getEncoded());
    }
}
