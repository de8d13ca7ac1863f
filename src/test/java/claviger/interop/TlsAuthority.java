package claviger.interop;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certification authority with a key of the JDK, and the files that openssl reads. */
public final class TlsAuthority {
    private static final X500Principal NAME = new X500Principal("CN=Authority of the test");
    private static final Duration LIFE = Duration.ofDays(2);

    private final PrivateKey key;
    private final X509Certificate certificate;

    public TlsAuthority() throws Exception {
        KeyPair pair = softwarePair("EC", 256);
        key = pair.getPrivate();
        certificate = signed(builder(NAME, pair.getPublic())
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
    }

    /** A pair of the JDK. @param bits its size, or 0 for what the algorithm fixes */
    public static KeyPair softwarePair(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (bits > 0) {
            generator.initialize(bits);
        }
        return generator.generateKeyPair();
    }

    /** A certificate for the server and the client on this machine, and the authority's after it. */
    public X509Certificate[] chain(String name, PublicKey publicKey) throws Exception {
        GeneralName[] here =
            {new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")};
        X509Certificate leaf = signed(builder(new X500Principal("CN=" + name), publicKey)
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(here))
            .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(
                new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth})));
        return new X509Certificate[] {leaf, certificate};
    }

    private static X509v3CertificateBuilder builder(X500Principal subject, PublicKey publicKey) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(NAME, new BigInteger(64, new SecureRandom()),
            Date.from(now.minus(LIFE)), Date.from(now.plus(LIFE)), subject, publicKey);
    }

    private X509Certificate signed(X509v3CertificateBuilder builder)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
            .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    /** A store that trusts this authority and nobody else. */
    public KeyStore trust() throws GeneralSecurityException, IOException {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("authority", certificate);
        return trust;
    }

    /** A file with the authority's certificate. */
    public Path trusted(Path folder) throws IOException {
        return pem(folder.resolve("authority.pem"), certificate);
    }

    /** A PEM file with the objects. */
    public static Path pem(Path file, Object... what) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            for (Object one : what) {
                pem.writeObject(one);
            }
        }
        return Files.writeString(file, text.toString());
    }
}
