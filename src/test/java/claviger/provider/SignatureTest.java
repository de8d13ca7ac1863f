package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Signatures of the token are right by the JDK, and the JDK's by the token. */
class SignatureTest {
    private static final byte[] DATA = "What is signed".getBytes(StandardCharsets.UTF_8);
    private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private static KeyPair pair(World world, String algorithm, int bits) {
        ClavigerProvider provider = world.provider();
        return PAIRS.computeIfAbsent(world + algorithm + bits, name -> {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
                if (bits != 0) {
                    generator.initialize(bits);
                }
                return generator.generateKeyPair();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static byte[] signed(ClavigerProvider provider, String algorithm, PrivateKey key, byte[] data)
            throws Exception {
        Signature signature = Signature.getInstance(algorithm, provider);
        signature.initSign(key);
        signature.update(data);
        return signature.sign();
    }

    @ParameterizedTest
    @CsvSource({
        "SHA224withRSA, RSA, 2048", "SHA256withRSA, RSA, 2048", "SHA384withRSA, RSA, 2048", "SHA512withRSA, RSA, 2048",
        "SHA256withECDSA, EC, 256", "SHA384withECDSA, EC, 384", "SHA512withECDSA, EC, 521", "SHA224withECDSA, EC, 256",
        "SHA256withECDSAinP1363Format, EC, 256", "SHA512withECDSAinP1363Format, EC, 521",
        "Ed25519, Ed25519, 0", "EdDSA, EdDSA, 0"})
    void theJdkVerifiesWhatTheTokenSignsAndTheOtherWayRound(String algorithm, String keys, int bits) throws Exception {
        for (World world : World.values()) {
            ClavigerProvider provider = world.provider();
            KeyPair pair = pair(world, keys, bits);
            byte[] signed = signed(provider, algorithm, pair.getPrivate(), DATA);
            Signature jdk = Signature.getInstance(algorithm);
            jdk.initVerify(pair.getPublic());
            jdk.update(DATA);
            assertTrue(jdk.verify(signed));

            Signature token = Signature.getInstance(algorithm, provider);
            token.initVerify(pair.getPublic());
            token.update(DATA);
            assertTrue(token.verify(signed));
            token.update(DATA);
            token.update((byte) 1);
            assertFalse(token.verify(signed));
            token.update(DATA);
            assertTrue(token.verify(signed), "the same object verifies again");
        }
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void dataOfManyPiecesAndSizesIsOneSignature(World world) throws Exception {
        KeyPair pair = pair(world, "EC", 256);
        byte[] large = new byte[3 * InputBuffer.WORTH_KEEPING + 5];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) i;
        }
        Signature token = Signature.getInstance("SHA256withECDSA", world.provider());
        token.initSign(pair.getPrivate());
        token.update(large, 0, 10);
        token.update(large, 10, large.length - 20);
        token.update(large, large.length - 10, 10);
        Signature jdk = Signature.getInstance("SHA256withECDSA");
        jdk.initVerify(pair.getPublic());
        jdk.update(large);
        assertTrue(jdk.verify(token.sign()));
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void aReadyHashIsSignedAsItIs(World world) throws Exception {
        KeyPair pair = pair(world, "EC", 256);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(DATA);
        Signature jdk = Signature.getInstance("SHA256withECDSA");
        jdk.initVerify(pair.getPublic());
        jdk.update(DATA);
        assertTrue(jdk.verify(signed(world.provider(), "NONEwithECDSA", pair.getPrivate(), hash)));

        KeyPair rsa = pair(world, "RSA", 2048);
        Signature none = Signature.getInstance("NONEwithRSA");
        none.initVerify(rsa.getPublic());
        none.update(new byte[36]);
        assertTrue(none.verify(signed(world.provider(), "NONEwithRSA", rsa.getPrivate(), new byte[36])), "as in TLS 1.1");
    }

    /** JSSE sets the parameters before init, others after it. */
    @ParameterizedTest
    @EnumSource(World.class)
    void pssParametersMayComeBeforeOrAfterInit(World world) throws Exception {
        KeyPair pair = pair(world, "RSA", 2048);
        PSSParameterSpec spec = new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1);
        Signature before = Signature.getInstance("RSASSA-PSS", world.provider());
        before.setParameter(spec);
        before.initSign(pair.getPrivate());
        Signature after = Signature.getInstance("RSASSA-PSS", world.provider());
        after.initSign(pair.getPrivate());
        after.setParameter(spec);
        for (Signature token : new Signature[] {before, after}) {
            token.update(DATA);
            byte[] signed = token.sign();
            Signature jdk = Signature.getInstance("RSASSA-PSS");
            jdk.setParameter(spec);
            jdk.initVerify(pair.getPublic());
            jdk.update(DATA);
            assertTrue(jdk.verify(signed));
            PSSParameterSpec told = token.getParameters().getParameterSpec(PSSParameterSpec.class);
            assertEquals("SHA-384", told.getDigestAlgorithm());
        }
        Signature without = Signature.getInstance("RSASSA-PSS", world.provider());
        without.initSign(pair.getPrivate());
        without.update(DATA);
        assertTrue(assertThrows(SignatureException.class, without::sign).getMessage().contains("PSSParameterSpec"));
    }

    /** O3, complaint 13: a failed operation leaves a clean session, and the pool does not grow. */
    @ParameterizedTest
    @EnumSource(World.class)
    void aFailedOperationLeavesTheSessionClean(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyPair pair = pair(world, "RSA", 2048);
        for (int i = 0; i < 20; i++) {
            Signature raw = Signature.getInstance("NONEwithRSA", provider);
            raw.initSign(pair.getPrivate());
            raw.update(new byte[250]);
            assertThrows(SignatureException.class, raw::sign, "too long for PKCS#1");
            raw.update(new byte[20]);
            assertEquals(256, raw.sign().length, "the same object works again");
        }
        Signature abandoned = Signature.getInstance("SHA256withRSA", provider);
        abandoned.initSign(pair.getPrivate());
        abandoned.update(new byte[100_000]);
        abandoned.initSign(pair.getPrivate());
        abandoned.update(DATA);
        assertArrayEquals(signed(provider, "SHA256withRSA", pair.getPrivate(), DATA), abandoned.sign(),
            "an abandoned operation leaves nothing behind");
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void foreignPrivateKeysAreRefusedWithWhatToDo(World world) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
        generator.initialize(2048);
        PrivateKey foreign = generator.generateKeyPair().getPrivate();
        Signature token = Signature.getInstance("SHA256withRSA", world.provider());
        String message = assertThrows(InvalidKeyException.class, () -> token.initSign(foreign)).getMessage();
        assertTrue(message.contains("translateKey"), message);
        PrivateKey other = pair(world, "EC", 256).getPrivate();
        assertThrows(InvalidKeyException.class, () -> token.initSign(other));
        assertThrows(SignatureException.class, () -> token.update(DATA), "a failed init leaves nothing to use");
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void brokenDerIsNoSignature(World world) throws Exception {
        KeyPair pair = pair(world, "EC", 256);
        byte[] good = signed(world.provider(), "SHA256withECDSA", pair.getPrivate(), DATA);
        byte[] longer = java.util.Arrays.copyOf(good, good.length + 1);
        Signature token = Signature.getInstance("SHA256withECDSA", world.provider());
        token.initVerify(pair.getPublic());
        token.update(DATA);
        assertThrows(SignatureException.class, () -> token.verify(longer));
        token.update(DATA);
        assertTrue(token.verify(good));
        assertNotEquals(good.length, longer.length);
    }
}
