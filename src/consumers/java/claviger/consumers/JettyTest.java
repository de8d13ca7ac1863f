package claviger.consumers;

import static org.junit.jupiter.api.Assertions.assertThrows;

import claviger.interop.TlsKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jetty with the token as its key store: a KeyStore that is given to it, for it knows no store without a file. */
class JettyTest {
    @TempDir
    private Path folder;

    private static final class Page extends Handler.Abstract {
        @Override public boolean handle(Request request, Response response, Callback callback) {
            response.write(true, ByteBuffer.wrap(Https.BODY.getBytes(StandardCharsets.US_ASCII)), callback);
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource
    void serves(TlsKey key) throws Exception {
        TokenInUse.logout();
        KeyStore keys = KeyStore.getInstance("PKCS11");
        keys.load(null, TokenInUse.pin());
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setKeyStore(keys);
        ssl.setCertAlias(key.name());
        HttpConfiguration https = new HttpConfiguration();
        https.addCustomizer(new SecureRequestCustomizer());
        Server server = new Server();
        ServerConnector connector =
            new ServerConnector(server, new SslConnectionFactory(ssl, "http/1.1"), new HttpConnectionFactory(https));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Page());
        server.start();
        try {
            Https.assertServes(folder, connector.getLocalPort(), key);
        } finally {
            server.stop();
        }
    }

    @Test void itsKeyStorePathHasToBeAFile() {
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        assertThrows(IllegalArgumentException.class, () -> ssl.setKeyStorePath("NONE"));
    }
}
