package claviger.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A program without Claviger in it: SunPKCS11 over a module, by its configuration, PIN and alias. */
final class SunPkcs11Program {
    private SunPkcs11Program() {
    }

    public static void main(String[] arguments) throws Exception {
        Provider provider = Security.getProvider("SunPKCS11").configure(arguments[0]);
        Security.addProvider(provider);
        char[] pin = arguments[1].toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS11", provider);
        store.load(null, pin);
        sign((PrivateKey) store.getKey(arguments[2], null), store, arguments[2]);
        System.out.println(handshake(store, pin) + " with the key of the token");
    }

    private static void sign(PrivateKey key, KeyStore store, String alias) throws Exception {
        byte[] data = "signed through the socket".getBytes(StandardCharsets.UTF_8);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(data);
        byte[] signed = signature.sign();
        signature.initVerify(store.getCertificate(alias));
        signature.update(data);
        if (!signature.verify(signed)) {
            throw new AssertionError("a signature that does not verify");
        }
    }

    private static String handshake(KeyStore store, char[] pin) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, pin);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("sun"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        try (SSLServerSocket listening = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
            CompletableFuture<Integer> echoed = CompletableFuture.supplyAsync(() -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                    int octet = socket.getInputStream().read();
                    socket.getOutputStream().write(octet);
                    return octet;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost",
                    listening.getLocalPort())) {
                socket.getOutputStream().write(42);
                if (socket.getInputStream().read() != 42 || echoed.get() != 42) {
                    throw new AssertionError("another octet came back");
                }
                return socket.getSession().getProtocol();
            }
        }
    }
}
