package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.interop.Jdk;
import claviger.interop.Run;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With the provider first in the list, what the JDK does without a key of the token goes on as without it (jca.md 1.6). */
class FirstInListTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    /** How the provider stands at the head of the list. */
    enum State {
        NOT_CONFIGURED {
            @Override Provider provider() {
                return new ClavigerProvider();
            }
        },
        NOT_LOGGED_IN {
            @Override Provider provider() {
                return World.MEMORY.fresh("");
            }
        },
        LOGGED_IN {
            @Override Provider provider() {
                return World.MEMORY.provider();
            }
        },
        EVERYTHING_ON {
            @Override Provider provider() {
                ClavigerProvider provider =
                    World.MEMORY.fresh("message-digest = true; secure-random = true; compat-private-keys = true");
                World.login(provider);
                return provider;
            }
        };

        abstract Provider provider();
    }

    private static <T> T first(State state, Callable<T> use) throws Exception {
        Provider provider = state.provider();
        assertEquals(1, Security.insertProviderAt(provider, 1));
        try {
            return use.call();
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    /** Made before the provider is there. */
    private static KeyPair pair(String algorithm) throws Exception {
        return KeyPairGenerator.getInstance(algorithm, algorithm.equals("RSA") ? "SunRsaSign" : "SunEC").generateKeyPair();
    }

    private static X509Certificate certificate(KeyPair pair, String algorithm) throws Exception {
        return TestCertificates.certificate("localhost", pair.getPublic(), "localhost", pair.getPrivate(), algorithm, null);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void fileKeyStoresAreWrittenAndRead(State state) throws Exception {
        KeyPair rsa = pair("RSA");
        KeyPair ec = pair("EC");
        X509Certificate rsaCertificate = certificate(rsa, "SHA256withRSA");
        X509Certificate ecCertificate = certificate(ec, "SHA256withECDSA");
        SecretKey secret = new SecretKeySpec(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, "AES");
        for (String type : List.of("PKCS12", "JKS", "JCEKS")) {
            Path before = folder.resolve(type + ".before");
            Path during = folder.resolve(type + ".during");
            write(type, before, rsa, rsaCertificate, ec, ecCertificate, secret);
            first(state, () -> {
                read(type, before, rsa, ec, secret);
                write(type, during, rsa, rsaCertificate, ec, ecCertificate, secret);
                read(type, during, rsa, ec, secret);
                KeyStore probed = KeyStore.getInstance(before.toFile(), PASSWORD);
                assertEquals(type, probed.getType().toUpperCase());
                return null;
            });
            read(type, during, rsa, ec, secret);
        }
    }

    private static void write(String type, Path file, KeyPair rsa, Certificate rsaCertificate, KeyPair ec,
            Certificate ecCertificate, SecretKey secret) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, PASSWORD);
        store.setKeyEntry("rsa", rsa.getPrivate(), PASSWORD, new Certificate[] {rsaCertificate});
        store.setKeyEntry("ec", ec.getPrivate(), PASSWORD, new Certificate[] {ecCertificate});
        if (!type.equals("JKS")) {
            store.setKeyEntry("secret", secret, PASSWORD, null);
        }
        try (var out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
    }

    private static void read(String type, Path file, KeyPair rsa, KeyPair ec, SecretKey secret) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        assertArrayEquals(rsa.getPrivate().getEncoded(), store.getKey("rsa", PASSWORD).getEncoded(), type);
        assertArrayEquals(ec.getPrivate().getEncoded(), store.getKey("ec", PASSWORD).getEncoded(), type);
        if (!type.equals("JKS")) {
            assertArrayEquals(secret.getEncoded(), store.getKey("secret", PASSWORD).getEncoded(), type);
        }
        Certificate certificate = store.getCertificate("rsa");
        certificate.verify(certificate.getPublicKey());
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign((PrivateKey) store.getKey("rsa", PASSWORD));
        assertFalse(signature.getProvider() instanceof ClavigerProvider);
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, secret);
        assertFalse(cipher.getProvider() instanceof ClavigerProvider);
    }

    /** Whoever is first gives ephemeral keys; JSSE uses them whoever made them. */
    @ParameterizedTest
    @EnumSource(State.class)
    void tlsWithKeysOfTheJdkGoesOn(State state) throws Exception {
        KeyPair ec = pair("EC");
        X509Certificate certificate = certificate(ec, "SHA256withECDSA");
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            assertEquals(version, first(state, () -> handshake(version, ec, certificate)));
        }
    }

    private static String handshake(String version, KeyPair pair, X509Certificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", pair.getPrivate(), PASSWORD, new Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance(version);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        trust.init(trusted);
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        ExecutorService server = Executors.newSingleThreadExecutor();
        try (SSLServerSocket listening = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
            Future<Integer> echoed = server.submit(() -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                    int one = socket.getInputStream().read();
                    socket.getOutputStream().write(one);
                    return one;
                }
            });
            try (SSLSocket client = (SSLSocket) context.getSocketFactory().createSocket("localhost", listening.getLocalPort())) {
                client.setSoTimeout(30_000);
                client.setEnabledProtocols(new String[] {version});
                client.getOutputStream().write(42);
                assertEquals(42, client.getInputStream().read());
                assertEquals(42, echoed.get(30, TimeUnit.SECONDS));
                return client.getSession().getProtocol();
            }
        } finally {
            server.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void signedJarsAreVerified(State state) throws Exception {
        KeyPair rsa = pair("RSA");
        X509Certificate certificate = certificate(rsa, "SHA256withRSA");
        Path jar = folder.resolve("signed.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("text"));
            out.write(new byte[100]);
            out.closeEntry();
        }
        Path store = folder.resolve("signer.p12");
        write("PKCS12", store, rsa, certificate, rsa, certificate, new SecretKeySpec(new byte[16], "AES"));
        Run.of(folder, Jdk.of(Runtime.version().feature()).tool("jarsigner").toString(), "-keystore", store.toString(),
            "-storepass", new String(PASSWORD), jar.toString(), "rsa").succeeds();
        assertSigned(jar, certificate);
        first(state, () -> {
            assertSigned(jar, certificate);
            return null;
        });
    }

    private static void assertSigned(Path file, X509Certificate certificate) throws Exception {
        try (JarFile jar = new JarFile(file.toFile(), true)) {
            JarEntry entry = jar.getJarEntry("text");
            assertEquals(100, jar.getInputStream(entry).readAllBytes().length);
            assertArrayEquals(new Certificate[] {certificate}, entry.getCertificates());
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void randomBytesAreThoseThatWereAskedFor(State state) throws Exception {
        boolean ours = first(state, () -> {
            byte[] bytes = new byte[32];
            SecureRandom random = new SecureRandom();
            random.nextBytes(bytes);
            assertTrue(Stream.of(0, 8, 16, 24).anyMatch(at -> bytes[at] != 0));
            assertNotNull(SecureRandom.getInstanceStrong());
            return random.getProvider() instanceof ClavigerProvider;
        });
        assertEquals(state == State.EVERYTHING_ON, ours, "only when the configuration wants it");
    }

    /** jca.md 0.4: the JDK asks with keys, with null and with anything. */
    @ParameterizedTest
    @EnumSource(State.class)
    void everyServiceCanBeAskedWhatItSupports(State state) throws Exception {
        SecretKey foreign = new SecretKeySpec(new byte[16], "AES");
        KeyPair pair = pair("EC");
        for (Provider.Service service : state.provider().getServices()) {
            boolean byKey = List.of("Signature", "Cipher", "Mac", "KeyAgreement", "KEM").contains(service.getType());
            for (Object asked : new Object[] {null, foreign, pair.getPrivate(), pair.getPublic(), "no key", 5}) {
                assertEquals(!byKey, service.supportsParameter(asked), service::toString);
            }
        }
    }
}
