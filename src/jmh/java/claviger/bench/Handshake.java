package claviger.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Full handshakes of TLS 1.3 by JSSE, both ends in this thread, the server with a P-256 key of the token or of a file. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class Handshake {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String ALIAS = "server";

    /** Where the server's key is. */
    public enum Source { TOKEN, PKCS12 }

    @Param Source source;

    private SSLContext server;
    private SSLContext client;

    @Setup public void open() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        X509Certificate certificate = certificate(pair);
        KeyStore keys = source == Source.TOKEN ? token() : KeyStore.getInstance("PKCS12");
        if (source == Source.PKCS12) {
            keys.load(null, PASSWORD);
        }
        keys.setKeyEntry(ALIAS, pair.getPrivate(), PASSWORD, new X509Certificate[] {certificate});
        if (source == Source.PKCS12) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            keys.store(file, PASSWORD);
            keys.load(new ByteArrayInputStream(file.toByteArray()), PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
        managers.init(keys, PASSWORD);
        server = SSLContext.getInstance("TLSv1.3");
        server.init(managers.getKeyManagers(), null, null);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        client = SSLContext.getInstance("TLSv1.3");
        client.init(null, trust.getTrustManagers(), null);
    }

    /** The provider goes behind those of the JDK: JSSE asks it for signatures with its keys and for nothing else. */
    private static KeyStore token() throws Exception {
        Provider provider = Tokens.provider("sqlite:" + Workplace.folder().resolve("tokens.db"));
        Security.addProvider(provider);
        return Tokens.keyStore(provider);
    }

    private static X509Certificate certificate(KeyPair pair) throws GeneralSecurityException, OperatorCreationException {
        X500Name name = new X500Name("CN=server");
        Instant now = Instant.now();
        return new JcaX509CertificateConverter().getCertificate(new JcaX509v3CertificateBuilder(name, BigInteger.ONE,
            Date.from(now.minus(1, ChronoUnit.DAYS)), Date.from(now.plus(30, ChronoUnit.DAYS)), name, pair.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").setProvider("SunEC").build(pair.getPrivate())));
    }

    /** Engines without the peer's name remember no sessions to resume. */
    @Benchmark public Object full() throws SSLException {
        SSLEngine caller = client.createSSLEngine();
        caller.setUseClientMode(true);
        SSLEngine callee = server.createSSLEngine();
        callee.setUseClientMode(false);
        ByteBuffer toCallee = flight(caller);
        ByteBuffer toCaller = flight(callee);
        ByteBuffer data = ByteBuffer.allocate(caller.getSession().getApplicationBufferSize());
        caller.beginHandshake();
        callee.beginHandshake();
        while (!isDone(caller) || !isDone(callee)) {
            step(caller, toCallee, toCaller, data);
            step(callee, toCaller, toCallee, data);
        }
        if (!caller.getSession().getProtocol().equals("TLSv1.3")) {
            throw new IllegalStateException(caller.getSession().getProtocol());
        }
        return callee.getSession();
    }

    /** An engine wants room for the largest record when it writes the last, smaller one of a flight. */
    private static ByteBuffer flight(SSLEngine engine) {
        return ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize());
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in, ByteBuffer data) throws SSLException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            engine.wrap(ByteBuffer.allocate(0), out);
        }
        in.flip();
        while (in.hasRemaining()) {
            engine.unwrap(in, data.clear());
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                break;
            }
        }
        in.compact();
    }
}
