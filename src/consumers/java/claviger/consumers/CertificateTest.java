package claviger.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.interop.OpenSsl;
import claviger.interop.Run;
import claviger.interop.TlsAuthority;
import claviger.interop.TlsKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bouncy Castle asks for and issues certificates with keys of the token, no provider named; openssl verifies. */
class CertificateTest {
    private static final X500Name NAME = new X500Name("CN=Made with a key of the token");

    @TempDir
    private Path folder;

    @BeforeEach void needsOpenSsl() {
        OpenSsl.required();
    }

    @ParameterizedTest
    @CsvSource({"SHA256withRSA, RSA", "SHA384withRSAandMGF1, RSA", "SHA256withECDSA, EC", "Ed25519, ED25519"})
    void opensslVerifiesARequest(String algorithm, TlsKey key) throws Exception {
        Path request = TlsAuthority.pem(folder.resolve("request.pem"),
            new JcaPKCS10CertificationRequestBuilder(NAME, TokenInUse.publicKey(key)).build(signer(algorithm, key)));
        Run run = Run.of(folder, "openssl", "req", "-in", request.toString(), "-verify", "-noout").succeeds();
        assertTrue((run.out() + run.err()).contains("verify OK"), run::toString);
    }

    @ParameterizedTest
    @CsvSource({"SHA256withRSA, RSA", "SHA384withRSAandMGF1, RSA", "SHA256withECDSA, EC", "Ed25519, ED25519"})
    void opensslVerifiesACertificateOfAnAuthorityInTheToken(String algorithm, TlsKey key) throws Exception {
        PublicKey itself = TokenInUse.publicKey(key);
        Instant now = Instant.now();
        X509Certificate authority = new JcaX509CertificateConverter().getCertificate(new JcaX509v3CertificateBuilder(NAME,
            BigInteger.ONE, Date.from(now.minus(Duration.ofHours(1))), Date.from(now.plus(Duration.ofHours(1))), NAME, itself)
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0)).build(signer(algorithm, key)));
        String file = TlsAuthority.pem(folder.resolve("authority.pem"), authority).toString();
        Run run = Run.of(folder, "openssl", "verify", "-check_ss_sig", "-CAfile", file, file).succeeds();
        assertEquals(file + ": OK", run.out().strip());
    }

    private static ContentSigner signer(String algorithm, TlsKey key) throws Exception {
        return new JcaContentSignerBuilder(algorithm).build(TokenInUse.privateKey(key));
    }
}
