package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys as expressions (AC63). */
class VerificationKeyTest {
    private static final byte[] DATA = "What is signed".getBytes(US_ASCII);

    @ParameterizedTest
    @EnumSource
    void aKeyIsTheSameAsExpressionAndInX509(SigningKey kind) {
        PublicKey key = kind.pair().getPublic();
        VerificationKey read = VerificationKey.of(new Principal.Key(
            (SexpList) Sexp.canonical(VerificationKey.of(key).principal().sexp().canonical())));
        assertArrayEquals(key.getEncoded(), read.info());
        assertEquals(kind.principal(), read.principal());
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, rsa-pkcs1-sha256, SHA256withRSA", "P_256, ecdsa, SHA256withECDSAinP1363Format",
        "P_384, ecdsa, SHA384withECDSAinP1363Format", "P_521, ecdsa, SHA512withECDSAinP1363Format",
        "ED25519, ed25519, Ed25519", "ML_DSA_44, ml-dsa-44, ML-DSA", "ML_DSA_65, ml-dsa-65, ML-DSA",
        "ML_DSA_87, ml-dsa-87, ML-DSA"})
    void aKeyIsNamedByItsAlgorithm(SigningKey kind, String word, String signatures) {
        VerificationKey key = VerificationKey.of(kind.pair().getPublic());
        assertEquals(word, ((SexpList) key.principal().sexp().items().get(1)).name());
        assertEquals(signatures, key.signatureAlgorithm());
    }

    // RFC 8032, section 7.1, test 2
    @Test void anExampleOfEd25519Verifies() {
        VerificationKey key = key(
            "(public-key (ed25519 (q #3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c#)))");
        byte[] signature = HexFormat.of().parseHex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        assertTrue(key.verifies(HashAlgorithm.SHA256, new byte[] {0x72}, signature));
        assertFalse(key.verifies(HashAlgorithm.SHA256, new byte[] {0x73}, signature));
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureHasTheLengthThatItsKindHas(SigningKey kind) throws Exception {
        VerificationKey key = VerificationKey.of(kind.pair().getPublic());
        byte[] signature = kind.sign(key.signatureAlgorithm(), DATA);
        assertTrue(key.verifies(key.hash(), DATA, signature));
        for (int length : new int[] {0, 1, signature.length - 1, signature.length + 1}) {
            assertFalse(key.verifies(key.hash(), DATA, Arrays.copyOf(signature, length)));
        }
        byte[] longer = new byte[signature.length + 1];
        System.arraycopy(signature, 0, longer, 1, signature.length);
        assertFalse(key.verifies(key.hash(), DATA, longer));
        assertFalse(key.verifies(key.hash(), DATA, new byte[signature.length]));
    }

    // draft-ietf-spki-cert-structure: the name of the key tells the hash, or the signature does
    @Test void anRsaKeyMayLeaveTheHashToTheSignature() throws Exception {
        String free = VerificationKey.of(SigningKey.RSA.pair().getPublic()).principal().sexp().advanced()
            .replace("rsa-pkcs1-sha256", "rsa-pkcs1");
        for (HashAlgorithm hash : HashAlgorithm.SOUND) {
            byte[] signature = SigningKey.RSA.sign(hash.toString().replace('_', '-') + "withRSA", DATA);
            assertTrue(key(free).verifies(hash, DATA, signature), hash.toString());
            for (HashAlgorithm another : HashAlgorithm.ANY) {
                assertEquals(another == hash, key(free).verifies(another, DATA, signature), hash + " as " + another);
            }
        }
        for (int bits : new int[] {256, 384, 512}) {
            VerificationKey bound = key(free.replace("rsa-pkcs1", "rsa-pkcs1-sha" + bits));
            assertEquals("SHA" + bits + "withRSA", bound.signatureAlgorithm());
            for (HashAlgorithm hash : HashAlgorithm.SOUND) {
                byte[] signature = SigningKey.RSA.sign(hash.toString().replace('_', '-') + "withRSA", DATA);
                assertEquals(hash == bound.hash(), bound.verifies(hash, DATA, signature), hash + " by " + bits);
            }
        }
    }

    // one key, one expression: its hash would not say which key it is otherwise
    @TestFactory
    Stream<DynamicTest> anotherSpellingOfAKeyVerifiesNothing() {
        RSAPublicKey rsa = (RSAPublicKey) SigningKey.RSA.pair().getPublic();
        String n = HexFormat.of().formatHex(rsa.getModulus().toByteArray());
        String q = "#" + HexFormat.of().formatHex(
            ((Atom) VerificationKey.of(SigningKey.P_256.pair().getPublic()).fields().get(1).items().get(1)).bytes()) + "#";
        String edwards = "#" + HexFormat.of().formatHex(
            ((Atom) VerificationKey.of(SigningKey.ED25519.pair().getPublic()).fields().get(0).items().get(1)).bytes()) + "#";
        Map<String, String> spellings = new LinkedHashMap<>();
        spellings.put("no sign bit", "(rsa-pkcs1-sha256 (e #010001#) (n #" + n.substring(2) + "#))");
        spellings.put("a leading zero", "(rsa-pkcs1-sha256 (e #00010001#) (n #" + n + "#))");
        spellings.put("another leading zero", "(rsa-pkcs1-sha256 (e #010001#) (n #00" + n + "#))");
        spellings.put("nettle's order", "(rsa-pkcs1-sha256 (n #" + n + "#) (e #010001#))");
        spellings.put("a field more", "(rsa-pkcs1-sha256 (e #010001#) (n #" + n + "#) (p #03#))");
        spellings.put("a field twice", "(rsa-pkcs1-sha256 (e #010001#) (e #010001#) (n #" + n + "#))");
        spellings.put("a field less", "(rsa-pkcs1-sha256 (n #" + n + "#))");
        spellings.put("a field with two values", "(rsa-pkcs1-sha256 (e #010001# #010001#) (n #" + n + "#))");
        spellings.put("a value that is a list", "(rsa-pkcs1-sha256 (e (#010001#)) (n #" + n + "#))");
        spellings.put("a hinted value", "(rsa-pkcs1-sha256 (e [hex]#010001#) (n #" + n + "#))");
        spellings.put("an empty number", "(rsa-pkcs1-sha256 (e \"\") (n #" + n + "#))");
        spellings.put("an even exponent", "(rsa-pkcs1-sha256 (e #010000#) (n #" + n + "#))");
        spellings.put("an even modulus", "(rsa-pkcs1-sha256 (e #010001#) (n #" + n.substring(0, n.length() - 1) + "0#))");
        spellings.put("an exponent of 65 bits", "(rsa-pkcs1-sha256 (e #010000000000000001#) (n #" + n + "#))");
        spellings.put("1024 bits", "(rsa-pkcs1-sha256 (e #010001#) (n #" + n.substring(0, 256) + "01#))");
        spellings.put("a megabit", "(rsa-pkcs1-sha256 (e #010001#) (n #00" + "ff".repeat(1 << 17) + "#))");
        spellings.put("SHA-1", "(rsa-pkcs1-sha1 (e #010001#) (n #" + n + "#))");
        spellings.put("MD5", "(rsa-pkcs1-md5 (e #010001#) (n #" + n + "#))");
        spellings.put("DSA", "(dsa-sha1 (p #03#) (q #03#) (g #03#) (y #03#))");
        spellings.put("no algorithm", "rsa");
        spellings.put("a curve unknown here", "(ecdsa (curve secp256k1) (q " + q + "))");
        spellings.put("another curve's point", "(ecdsa (curve P-384) (q " + q + "))");
        spellings.put("a compressed point", "(ecdsa (curve P-256) (q #02" + q.substring(3, 67) + "#))");
        spellings.put("a point beside the curve", "(ecdsa (curve P-256) (q #04" + "01".repeat(64) + "#))");
        spellings.put("the point at infinity", "(ecdsa (curve P-256) (q #00#))");
        spellings.put("no point", "(ecdsa (curve P-256) (q \"\"))");
        spellings.put("the point first", "(ecdsa (q " + q + ") (curve P-256))");
        spellings.put("31 octets", "(ed25519 (q #" + edwards.substring(3) + "))");
        spellings.put("not a point of the curve", "(ed25519 (q #" + "02".repeat(31) + "ff#))");
        spellings.put("another set's length", "(ml-dsa-65 (p #" + "00".repeat(1312) + "#))");
        return spellings.entrySet().stream().map(spelling -> dynamicTest(spelling.getKey(), () ->
            assertRefused(() -> key("(public-key " + spelling.getValue() + ")"))));
    }

    @Test void aKeyHasOneAlgorithm() {
        String one = VerificationKey.of(SigningKey.ED25519.pair().getPublic()).principal().sexp().items().get(1).advanced();
        key("(public-key " + one + ")");
        assertRefused(() -> key("(public-key " + one + " " + one + ")"));
        assertRefused(() -> key("(public-key " + one + " (uri x))"));
    }

    @Test void aKeyOfTheJcaForWhichThereIsNoExpressionIsRefused() throws Exception {
        KeyPairGenerator k1 = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        k1.initialize(new ECGenParameterSpec("secp256k1"));
        assertRefused(() -> VerificationKey.of(k1.generateKeyPair().getPublic()));
        KeyPairGenerator pss = KeyPairGenerator.getInstance("RSASSA-PSS");
        pss.initialize(2048);
        assertRefused(() -> VerificationKey.of(pss.generateKeyPair().getPublic()));
        KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        assertRefused(() -> VerificationKey.of(weak.generateKeyPair().getPublic()));
        assertRefused(() -> VerificationKey.of(KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic()));
        KeyPairGenerator hashed = KeyPairGenerator.getInstance("ML-DSA-65-WITH-SHA512", new BouncyCastleProvider());
        assertRefused(() -> VerificationKey.of(hashed.generateKeyPair().getPublic()));
    }

    @Test void ecdsaTakesAnySoundHash() throws Exception {
        VerificationKey key = VerificationKey.of(SigningKey.P_256.pair().getPublic());
        for (HashAlgorithm hash : HashAlgorithm.SOUND) {
            byte[] signature = SigningKey.P_256.sign(hash.toString().replace('_', '-') + "withECDSAinP1363Format", DATA);
            for (HashAlgorithm another : HashAlgorithm.ANY) {
                assertEquals(another == hash, key.verifies(another, DATA, signature), hash + " as " + another);
            }
        }
    }

    private static VerificationKey key(String text) {
        return VerificationKey.of(new Principal.Key((SexpList) Sexp.read(text)));
    }

    private static void assertRefused(Executable reading) {
        SpkiException refusal = assertThrows(SpkiException.class, reading);
        assertEquals(CSSMERR_AC_INVALID_TUPLE_CREDENTIALS, refusal.error());
    }
}
