package claviger.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.foreign.SoftHsm;
import claviger.foreign.StockServer;
import claviger.interop.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider over tokens of others: SoftHSM2 behind the stock {@code p11-kit server}, and behind {@code p11-kit remote}. */
class ForeignTokenTest {
    private static final byte[] SO_PIN = "so pin 4711".getBytes(UTF_8);
    private static final byte[] PIN = "user pin 0815".getBytes(UTF_8);
    private static final byte[] DATA = "data".getBytes(UTF_8);
    /** Signatures that a release without structured parameters carries, too: the parameter of PSS goes as C has it. */
    private static final Map<String, List<String>> SIGNATURES = Map.of(
        "rsa", List.of("SHA256withRSA", "RSASSA-PSS", "NONEwithRSA"),
        "ec", List.of("NONEwithECDSA"));

    @TempDir
    private Path folder;

    private SoftHsm softHsm() throws IOException, InterruptedException {
        SoftHsm softHsm = SoftHsm.in(folder, SO_PIN, PIN);
        imports(softHsm, "RSA", "rsa", "01");
        imports(softHsm, "EC", "ec", "02");
        return softHsm;
    }

    /** Keys as another program makes them. */
    private void imports(SoftHsm softHsm, String algorithm, String label, String id) throws IOException, InterruptedException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
            Path file = folder.resolve(label + ".pem");
            Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
            Run.of(folder, softHsm.environment(), List.of("softhsm2-util", "--import", file.toString(), "--token", "claviger",
                "--label", label, "--id", id, "--pin", new String(PIN, UTF_8))).succeeds();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private String pinFile() throws IOException {
        Path file = Files.createFile(folder.resolve("pin"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, PIN);
        return "; token = claviger; pin-file = " + file;
    }

    private static KeyStore keys(Provider provider) throws Exception {
        KeyStore keys = KeyStore.getInstance("CLAVIGER", provider);
        keys.load(null, null);
        return keys;
    }

    private static Provider configured(String text) {
        return new ClavigerProvider().configure("--" + text);
    }

    @Test void theKeysOfSoftHsmWorkThroughAStockServerAndAfterItsRestart() throws Exception {
        try (StockServer server = StockServer.start(softHsm(), folder)) {
            Provider provider = configured("server = " + server.address() + pinFile());
            KeyStore keys = keys(provider);
            assertKeysWork(provider, keys);
            PrivateKey key = (PrivateKey) keys.getKey("ec", null);
            server.stop();
            server.start();
            assertWorks(provider, key, "NONEwithECDSA");
            assertKeysWork(provider, keys);
        }
    }

    @Test void theKeysOfSoftHsmWorkThroughAProgramThatIsStarted() throws Exception {   // D25
        String command = StockServer.remote(softHsm()).stream().map(word -> '"' + word + '"').collect(Collectors.joining(" "));
        Provider provider = configured("exec = " + command + pinFile());
        KeyStore keys = keys(provider);
        assertKeysWork(provider, keys);
    }

    @Test void entriesAreMadeReplacedAndDeletedInSoftHsm() throws Exception {   // D2: without transactions
        try (StockServer server = StockServer.start(softHsm(), folder)) {
            Provider provider = configured("server = " + server.address() + pinFile());
            KeyStore keys = keys(provider);
            for (int i = 0; i < 2; i++) {
                KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
                Certificate[] chain = {TestCertificates.certificate("a", pair.getPublic(), "a", pair.getPrivate(),
                    "SHA256withRSA", null)};
                keys.setKeyEntry("made", pair.getPrivate(), null, chain);
                assertEquals(3, keys.size());
                assertArrayEquals(chain, keys.getCertificateChain("made"));
                assertNotNull(keys.getCreationDate("made"));
                assertWorks(provider, (PrivateKey) keys.getKey("made", null), "SHA256withRSA");
            }
            keys.deleteEntry("made");
            assertEquals(2, keys.size());
            assertNotNull(keys.getCreationDate("rsa"), "SoftHSM2 2.6 cannot read dates");
        }
    }

    private static void assertKeysWork(Provider provider, KeyStore keys) throws Exception {
        assertEquals(2, keys.size());
        for (Map.Entry<String, List<String>> row : SIGNATURES.entrySet()) {
            PrivateKey key = (PrivateKey) keys.getKey(row.getKey(), null);
            for (String algorithm : row.getValue()) {
                assertWorks(provider, key, algorithm);
            }
        }
        assertNotNull(provider.getService("Cipher", "AES/CBC/NoPadding"));
        assertNull(provider.getService("Signature", "SHA256withECDSA"), "SoftHSM2 hashes for RSA alone");
        assertNull(provider.getService("Signature", "ML-DSA"));
        for (String algorithm : List.of("RSA", "EC")) {
            KeyPair made = KeyPairGenerator.getInstance(algorithm, provider).generateKeyPair();
            assertWorks(provider, made.getPrivate(), SIGNATURES.get(algorithm.toLowerCase(java.util.Locale.ROOT)).get(0));
        }
        SecretKey secret = KeyGenerator.getInstance("AES", provider).generateKey();
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", provider);
        cipher.init(Cipher.ENCRYPT_MODE, secret, new IvParameterSpec(new byte[16]));
        byte[] encrypted = cipher.doFinal(DATA);
        cipher.init(Cipher.DECRYPT_MODE, secret, new IvParameterSpec(new byte[16]));
        assertArrayEquals(DATA, cipher.doFinal(encrypted));
    }

    private static void assertWorks(Provider provider, PrivateKey key, String algorithm) throws Exception {
        PublicKey half = ((TokenPrivateKey) key).publicKey();
        Signature signer = Signature.getInstance(algorithm, provider);
        Signature verifier = Signature.getInstance(algorithm);
        if (algorithm.equals("RSASSA-PSS")) {
            var parameters = new java.security.spec.PSSParameterSpec("SHA-256", "MGF1",
                java.security.spec.MGF1ParameterSpec.SHA256, 32, 1);
            signer.setParameter(parameters);
            verifier.setParameter(parameters);
        }
        signer.initSign(key);
        signer.update(DATA);
        verifier.initVerify(half);
        verifier.update(DATA);
        assertTrue(verifier.verify(signer.sign()), algorithm);
    }
}
