package claviger.provider;

import static claviger.cryptoki.Cka.CKA_ID;

import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A self-signed certificate that makes a stored key pair a KeyStore entry until the real one comes (D9). */
final class PlaceholderCertificate {
    private static final int SERIAL_BITS = 120;
    private static final long DAYS = 3650;

    private final Token token;
    private final ClavigerProvider provider;

    PlaceholderCertificate(Token token, ClavigerProvider provider) {
        this.token = token;
        this.provider = provider;
    }

    void store(TokenPrivateKey key, String label, Optional<byte[]> id)
            throws OperatorCreationException, GeneralSecurityException {
        X509Certificate certificate = selfSigned(key, label.isEmpty() ? key.uniqueId() : label);
        byte[] joined = id.orElseGet(() -> EntryId.of(key.publicKey()));
        Refusal.atStore("storing a placeholder certificate", () -> token.call(session -> {
            ObjectHandle handle = key.handle();
            return token.cryptoki().changeObjects(session, List.of(
                new claviger.cryptoki.ObjectChange.Set(handle, Template.EMPTY.with(CKA_ID, joined)),
                new claviger.cryptoki.ObjectChange.Create(Certificates.template(certificate, label, joined))));
        }));
    }

    private X509Certificate selfSigned(TokenPrivateKey key, String name)
            throws OperatorCreationException, GeneralSecurityException {
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
        Instant now = Instant.now();
        return new JcaX509CertificateConverter().getCertificate(new JcaX509v3CertificateBuilder(subject,
            new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE), Date.from(now),
            Date.from(now.plus(DAYS, ChronoUnit.DAYS)), subject, key.publicKey())
            .build(new JcaContentSignerBuilder(algorithm(key)).setProvider(provider).build(key)));
    }

    private static String algorithm(TokenPrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getParams() instanceof NamedParameterSpec set ? set.getName() : "Ed25519";
        };
    }
}
