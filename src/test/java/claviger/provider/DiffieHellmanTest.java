package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import java.math.BigInteger;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.interfaces.DHKey;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;
import javax.crypto.spec.DHPublicKeySpec;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.crypto.params.DHParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finite-field Diffie-Hellman through the JCA, with the JDK on the other side (6.4). */
class DiffieHellmanTest {
    private static final DHParameterSpec FFDHE_2048 = spec(DHStandardGroups.rfc7919_ffdhe2048);
    private static final DHParameterSpec MODP_2048 = spec(DHStandardGroups.rfc3526_2048);

    private static DHParameterSpec spec(DHParameters group) {
        return new DHParameterSpec(group.getP(), group.getG());
    }

    private static KeyPair pair(KeyPairGenerator generator, AlgorithmParameterSpec spec) throws Exception {
        generator.initialize(spec);
        return generator.generateKeyPair();
    }

    private static byte[] agreed(KeyAgreement agreement, PrivateKey mine, PublicKey theirs) throws Exception {
        agreement.init(mine);
        assertNull(agreement.doPhase(theirs, true));
        return agreement.generateSecret();
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void bothSidesHaveTheSameSecret(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        for (DHParameterSpec group : new DHParameterSpec[] {FFDHE_2048, MODP_2048}) {
            KeyPair mine = pair(KeyPairGenerator.getInstance("DH", provider), group);
            KeyPair theirs = pair(KeyPairGenerator.getInstance("DH", "SunJCE"), group);
            KeyAgreement token = KeyAgreement.getInstance("DiffieHellman", provider);
            byte[] secret = agreed(KeyAgreement.getInstance("DH", "SunJCE"), theirs.getPrivate(), mine.getPublic());
            assertArrayEquals(secret, agreed(token, mine.getPrivate(), theirs.getPublic()));
            assertEquals(256, secret.length, "as long as the prime");

            token.doPhase(theirs.getPublic(), true);
            assertThrows(ShortBufferException.class, () -> token.generateSecret(new byte[255], 0));
            byte[] room = new byte[260];
            assertEquals(256, token.generateSecret(room, 4));
            assertArrayEquals(secret, Arrays.copyOfRange(room, 4, 260));

            token.doPhase(theirs.getPublic(), true);
            SecretKey kept = token.generateSecret("AES");
            assertNull(kept.getEncoded(), "D8: it stays in the token");
            assertEquals("AES", kept.getAlgorithm());
        }
    }

    /** RFC 5246, 8.1.2: the premaster secret has no zeros in front; one of 256 secrets has some. */
    @ParameterizedTest
    @EnumSource(World.class)
    void thePremasterSecretIsThatOfTheJdk(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyPair mine = pair(KeyPairGenerator.getInstance("DH", provider), FFDHE_2048);
        KeyAgreement token = KeyAgreement.getInstance("DH", provider);
        KeyAgreement jdk = KeyAgreement.getInstance("DH", "SunJCE");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("DH", "SunJCE");
        boolean zero = false;
        for (int i = 0; i < 5_000 && !zero; i++) {
            KeyPair theirs = pair(generator, FFDHE_2048);
            byte[] secret = agreed(token, mine.getPrivate(), theirs.getPublic());
            zero = secret[0] == 0;
            if (zero || i == 0) {
                token.doPhase(theirs.getPublic(), true);
                jdk.init(theirs.getPrivate());
                jdk.doPhase(mine.getPublic(), true);
                assertArrayEquals(jdk.generateSecret("TlsPremasterSecret").getEncoded(),
                    token.generateSecret("TlsPremasterSecret").getEncoded());
            }
        }
        assertTrue(zero, "5000 secrets and none begins with a zero");
    }

    @ParameterizedTest
    @CsvSource({"2048, ffdhe2048", "3072, ffdhe3072", "4096, ffdhe4096"})
    void aSizeOrANameSaysTheGroup(int bits, String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("DH", World.MEMORY.provider());
        generator.initialize(bits);
        DHKey made = (DHKey) generator.generateKeyPair().getPrivate();
        assertEquals(bits, made.getParams().getP().bitLength());
        DHKey named = (DHKey) pair(generator, new NamedParameterSpec(name)).getPrivate();
        assertEquals(made.getParams().getP(), named.getParams().getP());
        assertEquals(BigInteger.TWO, named.getParams().getG());
        DHKey older = (DHKey) pair(generator, new NamedParameterSpec(name.replace("ffdhe", "modp"))).getPrivate();
        assertEquals(bits, older.getParams().getP().bitLength());
        assertTrue(!older.getParams().getP().equals(named.getParams().getP()));
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void aGroupOrSizeThatTheTokenDoesNotHaveIsRefusedAtOnce(World world) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("DH", world.provider());
        assertThrows(InvalidParameterException.class, () -> generator.initialize(1024));
        assertThrows(InvalidAlgorithmParameterException.class,
            () -> generator.initialize(new DHParameterSpec(FFDHE_2048.getP(), BigInteger.valueOf(5))));
        assertThrows(InvalidAlgorithmParameterException.class,
            () -> generator.initialize(new NamedParameterSpec("X25519")));
    }

    /** What programs do that learn the group from the other side: its parameters tell a length too. */
    @ParameterizedTest
    @EnumSource(World.class)
    void theLengthOfThePrivateValueIsAsAskedFor(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyPair mine = pair(KeyPairGenerator.getInstance("DH", provider),
            new DHParameterSpec(FFDHE_2048.getP(), FFDHE_2048.getG(), 300));
        KeyFactory factory = KeyFactory.getInstance("DH", provider);
        assertEquals(provider, factory.getProvider());
        DHPublicKey theirs = (DHPublicKey) pair(KeyPairGenerator.getInstance("DH", "SunJCE"),
            new DHParameterSpec(FFDHE_2048.getP(), FFDHE_2048.getG(), 400)).getPublic();
        assertEquals(400, theirs.getParams().getL());
        assertEquals(256, agreed(KeyAgreement.getInstance("DH", provider), mine.getPrivate(), theirs).length);
        KeyPair like = pair(KeyPairGenerator.getInstance("DH", provider), theirs.getParams());
        assertEquals(theirs.getParams().getP(), ((DHKey) like.getPrivate()).getParams().getP());
        DHParameterSpec tooShort = new DHParameterSpec(FFDHE_2048.getP(), FFDHE_2048.getG(), 224);
        assertEquals(256, agreed(KeyAgreement.getInstance("DH", provider),
            pair(KeyPairGenerator.getInstance("DH", provider), tooShort).getPrivate(), theirs).length);
    }

    /** D7: as every key that stays in the token. */
    @ParameterizedTest
    @EnumSource(World.class)
    void aPrivateKeyHasNoEncodingAndMoreThanTwoPartiesAreRefused(World world) throws Exception {
        KeyPair mine = pair(KeyPairGenerator.getInstance("DH", world.provider()), FFDHE_2048);
        assertNull(mine.getPrivate().getEncoded());
        assertNull(mine.getPrivate().getFormat());
        KeyAgreement token = KeyAgreement.getInstance("DH", world.provider());
        token.init(mine.getPrivate());
        assertThrows(IllegalStateException.class, () -> token.doPhase(mine.getPublic(), false));
        assertThrows(IllegalStateException.class, token::generateSecret);
    }

    /** As in the examples of the JDK: one side chooses a size, the other takes the parameters of its key. */
    @ParameterizedTest
    @EnumSource(World.class)
    void theGroupOfAKeyOfTheJdkIsOneOfOurs(World world) throws Exception {
        KeyPairGenerator jdk = KeyPairGenerator.getInstance("DH", "SunJCE");
        jdk.initialize(2048);
        KeyPair theirs = jdk.generateKeyPair();
        KeyPair mine = pair(KeyPairGenerator.getInstance("DH", world.provider()),
            ((DHPublicKey) theirs.getPublic()).getParams());
        assertArrayEquals(agreed(KeyAgreement.getInstance("DH", "SunJCE"), theirs.getPrivate(), mine.getPublic()),
            agreed(KeyAgreement.getInstance("DH", world.provider()), mine.getPrivate(), theirs.getPublic()));
    }

    /** Z18: callers expect an InvalidKeyException from doPhase. */
    @ParameterizedTest
    @EnumSource(World.class)
    void aValueThatLeaksTheKeyIsRefused(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyPair mine = pair(KeyPairGenerator.getInstance("DH", provider), FFDHE_2048);
        KeyAgreement token = KeyAgreement.getInstance("DH", provider);
        token.init(mine.getPrivate());
        BigInteger p = FFDHE_2048.getP();
        BigInteger outside = ((DHPublicKey) mine.getPublic()).getY().negate().mod(p);      // times p-1: of twice the order
        KeyFactory jdk = KeyFactory.getInstance("DH", "SunJCE");
        for (BigInteger y : new BigInteger[] {BigInteger.ONE, p.subtract(BigInteger.ONE), outside}) {
            PublicKey bad = jdk.generatePublic(new DHPublicKeySpec(y, p, FFDHE_2048.getG()));
            assertThrows(InvalidKeyException.class, () -> token.doPhase(bad, true));
        }
        PublicKey elsewhere = pair(KeyPairGenerator.getInstance("DH", "SunJCE"), MODP_2048).getPublic();
        assertThrows(InvalidKeyException.class, () -> token.doPhase(elsewhere, true));
        KeyPair curve = KeyPairGenerator.getInstance("EC", provider).generateKeyPair();
        assertThrows(InvalidKeyException.class, () -> token.doPhase(curve.getPublic(), true));
        assertThrows(InvalidKeyException.class, () -> token.init(curve.getPrivate()));
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void aForeignKeyIsImportedAndAgrees(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyPair soft = pair(KeyPairGenerator.getInstance("DH", "SunJCE"), FFDHE_2048);
        KeyPair theirs = pair(KeyPairGenerator.getInstance("DH", "SunJCE"), FFDHE_2048);
        KeyFactory factory = KeyFactory.getInstance("DiffieHellman", provider);
        PrivateKey imported = (PrivateKey) factory.translateKey(soft.getPrivate());
        assertNull(imported.getEncoded());
        assertEquals("DH", imported.getAlgorithm());
        assertArrayEquals(agreed(KeyAgreement.getInstance("DH", "SunJCE"), soft.getPrivate(), theirs.getPublic()),
            agreed(KeyAgreement.getInstance("DH", provider), imported, theirs.getPublic()));
        assertTrue(factory.getKeySpec(imported, TokenKeyInfo.class).get(Cka.CKA_DERIVE).orElseThrow());
        DHPublicKeySpec half = factory.getKeySpec(imported, DHPublicKeySpec.class);
        assertEquals(((DHPublicKey) soft.getPublic()).getY(), half.getY());
        assertEquals(half.getY(), ((DHPublicKey) factory.generatePublic(half)).getY());
    }

    @ParameterizedTest
    @ValueSource(strings = {"DH", "DiffieHellman", "1.2.840.113549.1.3.1"})
    void aStoredPairIsFoundAgain(String name) throws Exception {
        ClavigerProvider provider = World.SQLITE.provider();
        KeyPairGenerator generator = KeyPairGenerator.getInstance(name, provider);
        String label = World.label();
        generator.initialize(TokenKeySpec.of(2048).stored(label));
        KeyPair made = generator.generateKeyPair();
        KeyStore keys = World.SQLITE.keys();
        PrivateKey stored = (PrivateKey) keys.getKey(label, null);
        assertEquals(made.getPrivate(), stored);
        KeyPair theirs = pair(KeyPairGenerator.getInstance("DH", "SunJCE"), FFDHE_2048);
        assertArrayEquals(agreed(KeyAgreement.getInstance(name, "SunJCE"), theirs.getPrivate(), made.getPublic()),
            agreed(KeyAgreement.getInstance(name, provider), stored, theirs.getPublic()));
        keys.deleteEntry(label);
    }
}
