import claviger.provider.ClavigerProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Serves a TLS 1.3 connection with the token's key and connects to it: Tls.java CONFIGURATION PIN-FILE ALIAS. */
public final class Tls {
    public static void main(String[] arguments) throws Exception {
        Provider claviger = new ClavigerProvider().configure(arguments[0]);
        Security.addProvider(claviger);       // so that JSSE finds who can sign with the token's key

        KeyStore token = KeyStore.getInstance("CLAVIGER", claviger);
        token.load(null, Files.readString(Path.of(arguments[1])).strip().toCharArray());
        PrivateKey key = (PrivateKey) token.getKey(arguments[2], null);
        System.out.println("server's key: " + key.getAlgorithm() + ", encoding: " + key.getEncoded());
        if (key.getEncoded() != null) {
            throw new AssertionError("the key has left the token");
        }

        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(token, null);
        SSLContext server = SSLContext.getInstance("TLSv1.3");
        server.init(keys.getKeyManagers(), null, null);

        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", token.getCertificate(arguments[2]));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext client = SSLContext.getInstance("TLSv1.3");
        client.init(null, trust.getTrustManagers(), null);

        InetAddress here = InetAddress.getByName("127.0.0.1");
        ServerSocketFactory sockets = server.getServerSocketFactory();
        try (SSLServerSocket listening = (SSLServerSocket) sockets.createServerSocket(0, 1, here)) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(listening));
            int port = listening.getLocalPort();
            try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(here, port)) {
                socket.startHandshake();
                System.out.println("client sees:  " + socket.getSession().getProtocol() + ", "
                    + socket.getSession().getCipherSuite() + ", " + socket.getSession().getPeerPrincipal());
                String answer = new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
                System.out.println("server says:  " + answer);
                if (!"TLSv1.3".equals(socket.getSession().getProtocol()) || !"the token runs".equals(answer)) {
                    throw new AssertionError("not what was expected");
                }
            }
            served.get(10, TimeUnit.SECONDS);
        }
    }

    private static void serve(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept();
                PrintWriter out = new PrintWriter(socket.getOutputStream(), true)) {
            out.println("the token runs");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
