package claviger.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * One side of a TLS connection in this JVM. The server sends a line back reversed, as {@code openssl s_server -rev}
 * does. Whatever takes too long fails.
 */
record TlsSide(SSLContext context, String version) {
    private static final int BOUND = 60_000;

    /** What a side saw. @param peer the leaf of the other side, or null */
    record Seen(String version, Certificate peer, String line) {
    }

    /** @param keys the managers of the own key, or null for a side without one */
    static TlsSide of(KeyManager[] keys, KeyStore trust, String version) throws Exception {
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trusted.getTrustManagers(), null);
        return new TlsSide(context, version);
    }

    SSLServerSocket listen(boolean wantsCertificate) throws IOException {
        SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory()
            .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server.setSoTimeout(BOUND);
        server.setEnabledProtocols(new String[] {version});
        server.setNeedClientAuth(wantsCertificate);
        return server;
    }

    Seen serve(SSLServerSocket server) throws IOException {
        try (SSLSocket socket = (SSLSocket) server.accept()) {
            socket.setSoTimeout(BOUND);
            String line = readLine(socket);
            writeLine(socket, new StringBuilder(line).reverse().toString());
            return seen(socket, line);
        }
    }

    Seen connect(int port, String line) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(BOUND);
            socket.setEnabledProtocols(new String[] {version});
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            writeLine(socket, line);
            return seen(socket, readLine(socket));
        }
    }

    private static Seen seen(SSLSocket socket, String line) {
        Certificate peer;
        try {
            peer = socket.getSession().getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException anonymous) {
            peer = null;
        }
        return new Seen(socket.getSession().getProtocol(), peer, line);
    }

    private static String readLine(SSLSocket socket) throws IOException {
        String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
        if (line == null) {
            throw new IOException("the other side closed the connection");
        }
        return line;
    }

    private static void writeLine(SSLSocket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }
}
