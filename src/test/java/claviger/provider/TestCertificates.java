package claviger.provider;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates for tests. */
final class TestCertificates {
    private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

    private TestCertificates() {
    }

    static X509Certificate certificate(String subject, PublicKey key, String issuer, PrivateKey signer, String algorithm,
            Provider provider) throws Exception {
        JcaContentSignerBuilder content = new JcaContentSignerBuilder(algorithm);
        if (provider != null) {
            content.setProvider(provider);
        }
        Instant now = Instant.now();
        return new JcaX509CertificateConverter().getCertificate(new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + issuer), BigInteger.valueOf(SERIAL.incrementAndGet()), Date.from(now),
            Date.from(now.plus(30, ChronoUnit.DAYS)), new X500Name("CN=" + subject), key)
            .build(content.build(signer)));
    }
}
