package claviger.consumers;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.interop.OpenSsl;
import claviger.interop.TlsAuthority;
import claviger.interop.TlsKey;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.network.ConnectionMode;
import org.apache.kafka.common.security.ssl.SslFactory;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kafka's clients and what brokers use of them, by their ssl settings alone. They open a file for every key store, so the
 * location is {@code /dev/null}.
 */
class KafkaTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Map<String, Object> settings(String location) throws Exception {
        Map<String, Object> settings = new HashMap<>();
        settings.put("ssl.keystore.type", "PKCS11");
        settings.put("ssl.keystore.location", location);
        settings.put("ssl.keystore.password", new String(TokenInUse.pin()));
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", TokenInUse.trusted(folder).toString());
        return settings;
    }

    /** A server of openssl that wants a certificate is what an administrator's client takes for its broker. */
    @ParameterizedTest
    @EnumSource
    void aClientProvesWhoItIsToOpenssl(TlsKey key) throws Exception {
        OpenSsl.required();
        KeyPair software = TlsAuthority.softwarePair("EC", 256);
        Path certificate = TlsAuthority.pem(folder.resolve("server.pem"),
            (Object[]) TokenInUse.chain("software", software.getPublic()));
        Path privateKey = TlsAuthority.pem(folder.resolve("server.key"),
            new PemObject("PRIVATE KEY", software.getPrivate().getEncoded()));
        TokenInUse.whileOnly(key, () -> {
            try (OpenSsl server =
                    OpenSsl.server(folder, "TLSv1.3", TokenInUse.trusted(folder), certificate, privateKey)) {
                Map<String, Object> settings = settings("/dev/null");
                settings.put("bootstrap.servers", "localhost:" + server.port());
                settings.put("security.protocol", "SSL");
                try (Admin admin = Admin.create(settings)) {
                    awaitConnection(server);
                    admin.close(Duration.ZERO);
                }
                Https.assertSigned(server.ended(), "TLSv1.3", key, "");
            }
        });
    }

    private static void awaitConnection(OpenSsl server) throws Exception {
        Instant end = Instant.now().plus(BOUND);
        while (!server.output().contains("Peer certificate")) {
            assertTrue(Instant.now().isBefore(end), server.output());
            Thread.sleep(20);
        }
    }

    /** As a broker does, it lets an engine of these settings talk to another one before it takes them. */
    @ParameterizedTest
    @EnumSource
    void aListenerTalksToItself(TlsKey key) throws Exception {
        TokenInUse.whileOnly(key, () -> {
            try (SslFactory listener = new SslFactory(ConnectionMode.SERVER, "required", true)) {
                listener.configure(parsed(settings("/dev/null")));
            }
        });
    }

    @Test void aKeyStoreWithoutAFileIsNotKnown() throws Exception {
        Map<String, ?> settings = parsed(settings("NONE"));
        try (SslFactory listener = new SslFactory(ConnectionMode.SERVER, null, true)) {
            assertThrows(KafkaException.class, () -> listener.configure(settings));
        }
    }

    private static Map<String, ?> parsed(Map<String, Object> settings) {
        ConfigDef known = new ConfigDef();
        SslConfigs.addClientSslSupport(known);
        return new AbstractConfig(known, settings).values();
    }
}
