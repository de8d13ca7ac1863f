package claviger.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.interop.TlsKey;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tomcat, embedded: a connector whose key store is the token. Nobody but the connector logs in. */
class TomcatTest {
    @TempDir
    private Path folder;

    static final class Page extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(Https.BODY);
        }
    }

    @ParameterizedTest
    @CsvSource({"RSA, NONE", "EC, ''", "ED25519, NONE"})
    void serves(TlsKey key, String file) throws Exception {
        TokenInUse.logout();
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
            new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystoreType("PKCS11");
        certificate.setCertificateKeystoreFile(file);
        certificate.setCertificateKeystorePassword(new String(TokenInUse.pin()));
        certificate.setCertificateKeyAlias(key.name());
        host.addCertificate(certificate);
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("SSLEnabled", "true");
        connector.setScheme("https");
        connector.setSecure(true);
        connector.addSslHostConfig(host);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", folder.toString());
        Tomcat.addServlet(context, "page", new Page());
        context.addServletMapping("/", "page");
        tomcat.start();
        try {
            assertEquals(LifecycleState.STARTED, connector.getState());
            Https.assertServes(folder, connector.getLocalPort(), key);
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
