package claviger.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.provider.ClavigerProvider;
import claviger.token.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyStoreBuilderParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TLS with keys of tokens: each version, kind of key and side, against openssl and against JSSE. Every kind of key has
 * a token of its own, and the providers of all of them are registered behind those of the JDK.
 */
class TlsIT {
    private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");
    private static final String LINE = "What is sent";
    private static final String REVERSED = "tnes si tahW";
    private static final Map<TlsKey, ClavigerProvider> PROVIDERS = new EnumMap<>(TlsKey.class);

    @TempDir
    private static Path folder;
    private static TlsAuthority authority;
    private static KeyPair software;
    private static X509Certificate[] softwareChain;
    private static ExecutorService threads;

    /** The side on which the token's key is. */
    private enum Side { SERVER, CLIENT }

    private enum Other { OPENSSL, JSSE }

    @BeforeAll static void makeTokens() throws Exception {
        authority = new TlsAuthority();
        software = TlsAuthority.softwarePair("EC", 256);
        softwareChain = authority.chain("software", software.getPublic());
        threads = Executors.newCachedThreadPool();
        for (TlsKey key : TlsKey.values()) {
            ClavigerProvider provider = SqliteToken.make(Policy.SAFE).provider("");
            PROVIDERS.put(key, provider);
            key.enroll(provider, keys(key), authority);
            Security.addProvider(provider);
        }
    }

    @AfterAll static void forgetProviders() {
        PROVIDERS.values().forEach(provider -> Security.removeProvider(provider.getName()));
        threads.shutdownNow();
    }

    static Stream<Arguments> combinations() {
        return VERSIONS.stream().flatMap(version -> Stream.of(TlsKey.values()).flatMap(key ->
            Stream.of(Side.values()).flatMap(side -> Stream.of(Other.values()).flatMap(other ->
                Stream.of("SunX509", "NewSunX509").map(factory -> Arguments.of(version, key, side, other, factory))))));
    }

    @ParameterizedTest(name = "{0} {1} {2} against {3} by {4}")
    @MethodSource("combinations")
    void aTokenKeyProvesWhoOneIs(String version, TlsKey key, Side side, Other other, String factory) throws Exception {
        if (other == Other.OPENSSL) {
            OpenSsl.required();
        }
        TlsSide token = TlsSide.of(managers(key, factory), authority.trust(), version);
        if (other == Other.JSSE) {
            againstJsse(token, key, side);
        } else if (side == Side.SERVER) {
            serveOpenSsl(token, key);
        } else {
            connectToOpenSsl(token, key);
        }
        System.out.printf("TLS ok: %s %s key as %s against %s by %s%n", version, key, side, other, factory);
    }

    private static void againstJsse(TlsSide token, TlsKey key, Side side) throws Exception {
        boolean serves = side == Side.SERVER;
        TlsSide plain = TlsSide.of(serves ? null : softwareManagers(), authority.trust(), token.version());
        Talk talk = talk(serves ? token : plain, serves ? plain : token, !serves);
        TlsSide.Seen seenByTheOther = serves ? talk.byClient() : talk.byServer();
        assertEquals(leaf(key), seenByTheOther.peer());
        assertEquals(token.version(), seenByTheOther.version());
    }

    private static void serveOpenSsl(TlsSide token, TlsKey key) throws Exception {
        try (SSLServerSocket server = token.listen(false)) {
            Future<TlsSide.Seen> served = threads.submit(() -> token.serve(server));
            try (OpenSsl client = OpenSsl.client(folder, server.getLocalPort(), token.version(),
                    authority.trusted(folder), LINE)) {
                String printed = client.ended();
                assertTrue(printed.contains(REVERSED), printed);
                assertEquals(LINE, served.get(1, TimeUnit.MINUTES).line());
                assertSaw(printed, token.version(), key);
            }
        }
    }

    private static void connectToOpenSsl(TlsSide token, TlsKey key) throws Exception {
        Path certificate = TlsAuthority.pem(folder.resolve("server.pem"), (Object[]) softwareChain);
        Path privateKey = TlsAuthority.pem(folder.resolve("server.key"),
            new PemObject("PRIVATE KEY", software.getPrivate().getEncoded()));
        try (OpenSsl server =
                OpenSsl.server(folder, token.version(), authority.trusted(folder), certificate, privateKey)) {
            TlsSide.Seen seen = token.connect(server.port(), LINE);
            assertEquals(REVERSED, seen.line(), server::toString);
            assertSaw(server.ended(), token.version(), key);
        }
    }

    private static void assertSaw(String printed, String version, TlsKey key) {
        for (String line : List.of("Protocol version: " + version, "Peer certificate: CN = token " + key,
                "Signature type: " + key.signature(), "Verification: OK")) {
            assertTrue(printed.contains(line), () -> line + " is missing:\n" + printed);
        }
    }

    /**
     * First in the list, a provider also makes the keys of the key exchange and is asked wherever there is no key to
     * choose by; both sides have a token's key.
     */
    @ParameterizedTest
    @EnumSource
    void theProviderMayStandFirst(TlsKey key) throws Exception {
        ClavigerProvider provider = PROVIDERS.get(key);
        Security.removeProvider(provider.getName());
        Security.insertProviderAt(provider, 1);
        try {
            for (String version : VERSIONS) {
                TlsSide side = TlsSide.of(managers(key, "SunX509"), authority.trust(), version);
                Talk talk = talk(side, side, true);
                assertEquals(leaf(key), talk.byClient().peer());
                assertEquals(leaf(key), talk.byServer().peer());
            }
        } finally {
            Security.removeProvider(provider.getName());
            Security.addProvider(provider);
        }
    }

    /** The keys are the tokens' own: after the logout they sign nothing, after the next login they do again (D7). */
    @Test void afterTheLogoutNobodyCanServe() throws Exception {
        ClavigerProvider provider = PROVIDERS.get(TlsKey.EC);
        TlsSide server = TlsSide.of(managers(TlsKey.EC, "SunX509"), authority.trust(), "TLSv1.3");
        TlsSide client = TlsSide.of(null, authority.trust(), "TLSv1.3");
        talk(server, client, false);
        provider.logout();
        try {
            assertThrows(IOException.class, () -> talk(server, client, false));
        } finally {
            provider.login(null, null);
        }
        assertEquals(leaf(TlsKey.EC), talk(server, client, false).byClient().peer());
    }

    private record Talk(TlsSide.Seen byServer, TlsSide.Seen byClient) {
    }

    private static Talk talk(TlsSide serving, TlsSide connecting, boolean wantsCertificate) throws Exception {
        try (SSLServerSocket server = serving.listen(wantsCertificate)) {
            Future<TlsSide.Seen> served = threads.submit(() -> serving.serve(server));
            TlsSide.Seen byClient = connecting.connect(server.getLocalPort(), LINE);
            assertEquals(REVERSED, byClient.line());
            return new Talk(served.get(1, TimeUnit.MINUTES), byClient);
        }
    }

    private static KeyStore keys(TlsKey key) throws Exception {
        KeyStore keys = KeyStore.getInstance("CLAVIGER", PROVIDERS.get(key));
        keys.load(null, null);
        return keys;
    }

    private static X509Certificate leaf(TlsKey key) throws Exception {
        return (X509Certificate) keys(key).getCertificate(key.name());
    }

    /** The managers of the token's one key, which show nothing of it. */
    private static KeyManager[] managers(TlsKey key, String factory) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(factory);
        boolean late = factory.equals("NewSunX509");
        if (late) {
            managers.init(new KeyStoreBuilderParameters(
                KeyStore.Builder.newInstance(keys(key), new KeyStore.PasswordProtection(null))));
        } else {
            managers.init(keys(key), null);
        }
        X509ExtendedKeyManager manager = (X509ExtendedKeyManager) managers.getKeyManagers()[0];
        PrivateKey mine = manager.getPrivateKey(late ? "1.0." + key : key.name());
        assertNull(mine.getEncoded());
        assertNull(mine.getFormat());
        assertTrue(mine.toString().contains("of Claviger token"), mine::toString);
        return new KeyManager[] {manager};
    }

    private static KeyManager[] softwareManagers() throws Exception {
        char[] none = new char[0];
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, none);
        keys.setKeyEntry("software", software.getPrivate(), none, softwareChain);
        KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
        managers.init(keys, none);
        return managers.getKeyManagers();
    }
}
