package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider over a server of ours: what works, and what a restart of the server costs. */
class RemoteTest {
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;
    private ServedToken served;

    @BeforeEach void serve() throws IOException {
        served = new ServedToken(folder);
    }

    @AfterEach void stop() {
        served.close();
    }

    private static KeyPair pair(Provider provider, String algorithm) throws Exception {
        return KeyPairGenerator.getInstance(algorithm, provider).generateKeyPair();
    }

    private static byte[] signed(Provider provider, PrivateKey key) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(key);
        signature.update(DATA);
        return signature.sign();
    }

    private static boolean verifies(PublicKey key, byte[] signed) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(key);
        signature.update(DATA);
        return signature.verify(signed);
    }

    /** A token key under the alias {@code server}, with a certificate. */
    private static X509Certificate entry(ClavigerProvider provider, KeyStore keys) throws Exception {
        KeyPair pair = pair(provider, "EC");
        X509Certificate certificate = TestCertificates.certificate("localhost", pair.getPublic(), "localhost",
            pair.getPrivate(), "SHA256withECDSA", provider);
        keys.setKeyEntry("server", pair.getPrivate(), null, new Certificate[] {certificate});
        return certificate;
    }

    private static Set<String> services(Provider provider) {
        return provider.getServices().stream().map(service -> service.getType() + " " + service.getAlgorithm())
            .collect(Collectors.toSet());
    }

    @Test void theServicesAreThoseOfTheTokenItself() {
        assertEquals(services(World.MEMORY.fresh("")), services(served.provider("")));
    }

    @Test void anEntryIsMadeFoundUsedAndDeleted() throws Exception {
        ClavigerProvider provider = served.provider("");
        KeyStore keys = World.login(provider);
        X509Certificate certificate = entry(provider, keys);
        KeyStore others = World.login(served.provider(""));
        assertEquals(certificate, others.getCertificate("server"));
        PrivateKey key = (PrivateKey) others.getKey("server", null);
        assertTrue(verifies(certificate.getPublicKey(), signed(others.getProvider(), key)));
        keys.deleteEntry("server");
        assertEquals(0, others.size());
    }

    @Test void aSecretKeyEncryptsAndDecryptsMoreThanAFrameHolds() throws Exception {
        ClavigerProvider provider = served.provider("");
        World.login(provider);
        SecretKey key = KeyGenerator.getInstance("AES", provider).generateKey();
        byte[] plain = new byte[5 << 20];
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        byte[] encrypted = cipher.doFinal(plain);
        GCMParameterSpec parameters = cipher.getParameters().getParameterSpec(GCMParameterSpec.class);
        cipher.init(Cipher.DECRYPT_MODE, key, parameters);
        assertArrayEquals(plain, cipher.doFinal(encrypted));
    }

    @Test void aTlsServerHasItsKeyThereAndLivesOnAfterARestart() throws Exception {
        ClavigerProvider provider = served.provider("name = remote-tls; " + served.pinFile());
        Security.addProvider(provider);
        try {
            KeyStore keys = KeyStore.getInstance("CLAVIGER", provider);
            keys.load(null, null);
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("server", entry(provider, keys));
            KeyManagerFactory ours = KeyManagerFactory.getInstance("NewSunX509");
            ours.init(keys, null);
            TrustManagerFactory theirs = TrustManagerFactory.getInstance("PKIX");
            theirs.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
            assertEquals("TLSv1.3", handshake(context, "TLSv1.3"));
            served.restart();
            assertEquals("TLSv1.2", handshake(context, "TLSv1.2"));
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    /** A connection with a byte each way. @return the version that they agreed on */
    private static String handshake(SSLContext context, String version) throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (SSLServerSocket listening = (SSLServerSocket) context.getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Future<Integer> served = other.submit(() -> {
                try (Socket socket = listening.accept()) {
                    socket.getOutputStream().write(7);
                    return socket.getInputStream().read();
                }
            });
            try (SSLSocket client = (SSLSocket) context.getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
                client.setEnabledProtocols(new String[] {version});
                client.getOutputStream().write(9);
                assertEquals(7, client.getInputStream().read());
                assertEquals(9, served.get());
                return client.getSession().getProtocol();
            }
        } finally {
            other.shutdownNow();
        }
    }

    @Test void aRestartCostsNothingWhereThePinIsInAFile() throws Exception {
        ClavigerProvider provider = served.provider(served.pinFile());
        KeyStore keys = KeyStore.getInstance("CLAVIGER", provider);
        keys.load(null, null);
        X509Certificate certificate = entry(provider, keys);
        PrivateKey key = (PrivateKey) keys.getKey("server", null);
        for (int i = 0; i < 3; i++) {
            assertTrue(verifies(certificate.getPublicKey(), signed(provider, key)));
            served.restart();
        }
        assertEquals(key, keys.getKey("server", null));
        served.restart();
        assertNotNull(keys.getCertificateChain("server"));
    }

    @Test void aRestartAsksTheHandlerThatWasSet() throws Exception {
        ClavigerProvider provider = served.provider("");
        AtomicInteger asked = new AtomicInteger();
        CallbackHandler handler = callbacks -> {
            asked.incrementAndGet();
            ((PasswordCallback) callbacks[0]).setPassword(World.PIN.toCharArray());
        };
        provider.setCallbackHandler(handler);
        provider.login(null, null);
        KeyStore keys = KeyStore.getInstance("CLAVIGER", provider);
        keys.load(null, null);
        X509Certificate certificate = entry(provider, keys);
        PrivateKey key = (PrivateKey) keys.getKey("server", null);
        served.restart();
        assertTrue(verifies(certificate.getPublicKey(), signed(provider, key)));
        assertEquals(2, asked.get());
    }

    @Test void aRestartAfterWhichNobodyHasThePinIsToldAndALoginMendsIt() throws Exception {
        ClavigerProvider provider = served.provider("");
        KeyStore keys = World.login(provider);
        X509Certificate certificate = entry(provider, keys);
        PrivateKey key = (PrivateKey) keys.getKey("server", null);
        served.restart();
        InvalidKeyException refused = assertThrows(InvalidKeyException.class, () -> signed(provider, key));
        assertTrue(refused.getMessage().contains(served.address() + " was made again"), refused.getMessage());
        assertTrue(refused.getMessage().contains("log in again"), refused.getMessage());
        World.login(provider);
        assertTrue(verifies(certificate.getPublicKey(), signed(provider, key)));
    }

    /** A handle of the old connection may name something else on the new one; it is refused, not used. */
    @Test void aRestartInTheMiddleOfAnOperationCostsThatOperation() throws Exception {
        ClavigerProvider provider = served.provider(served.pinFile());
        KeyStore keys = KeyStore.getInstance("CLAVIGER", provider);
        keys.load(null, null);
        X509Certificate certificate = entry(provider, keys);
        PrivateKey key = (PrivateKey) keys.getKey("server", null);
        Signature begun = Signature.getInstance("SHA256withECDSA", provider);
        begun.initSign(key);
        begun.update(new byte[1 << 17]);
        SecretKey sessionKey = KeyGenerator.getInstance("AES", provider).generateKey();
        served.restart();
        assertTrue(verifies(certificate.getPublicKey(), signed(provider, key)));
        assertThrows(SignatureException.class, begun::sign);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        InvalidKeyException dead = assertThrows(InvalidKeyException.class,
            () -> cipher.init(Cipher.ENCRYPT_MODE, sessionKey));
        assertTrue(dead.getMessage().contains("session object"), dead.getMessage());
        begun.initSign(key);
        begun.update(DATA);
        assertTrue(verifies(certificate.getPublicKey(), begun.sign()));
    }

    @Test void whereNobodyListensTheErrorNamesTheAddress() throws Exception {
        ClavigerProvider provider = served.provider(served.pinFile());
        KeyStore keys = KeyStore.getInstance("CLAVIGER", provider);
        keys.load(null, null);
        String address = served.address().toString();
        served.stop();
        InvalidParameterException atConfigure =
            assertThrows(InvalidParameterException.class, () -> served.provider(""));
        assertTrue(atConfigure.getMessage().contains(address), atConfigure.getMessage());
        ProviderException atCall = assertThrows(ProviderException.class, keys::size);
        assertTrue(atCall.getMessage().contains(address), atCall.getMessage());
        IOException atLoad = assertThrows(IOException.class, () -> keys.load(null, World.PIN.toCharArray()));
        assertTrue(atLoad.getMessage().contains(address), atLoad.getMessage());
        served.start();
        assertEquals(0, keys.size());
    }

    @Test void aServerThatComesBackWithoutTheTokenIsToldAndWithItIsFine() throws Exception {
        ClavigerProvider provider = served.provider(served.pinFile());
        KeyStore keys = KeyStore.getInstance("CLAVIGER", provider);
        keys.load(null, null);
        entry(provider, keys);
        served.stop();
        Path kept = folder.resolve("kept.db");
        Files.move(folder.resolve("tokens.db"), kept);
        World.makeToken("sqlite:" + folder.resolve("tokens.db"), "test");
        served.start();
        ProviderException refused = assertThrows(ProviderException.class, keys::size);
        assertTrue(refused.getMessage().contains("no token with the serial"), refused.getMessage());
        served.stop();
        Files.move(kept, folder.resolve("tokens.db"), StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(folder.resolve("tokens.db.rev"));
        served.start();
        assertEquals(1, keys.size());
    }

    @Test void aServerOfAnotherAccountThanTheOneNamedGetsNoPin() {   // D25
        ClavigerProvider provider = served.provider("server-user = nobody-of-ours; ");
        IOException refused = assertThrows(IOException.class, () -> {
            KeyStore keys = KeyStore.getInstance("CLAVIGER", provider);
            keys.load(null, World.PIN.toCharArray());
        });
        assertTrue(refused.getMessage().contains("no PIN goes there"), refused.getMessage());
    }
}
