package claviger.provider;

import static claviger.cryptoki.Cka.CKA_CERTIFICATE_CATEGORY;
import static claviger.cryptoki.Cka.CKA_CERTIFICATE_TYPE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_ISSUER;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SERIAL_NUMBER;
import static claviger.cryptoki.Cka.CKA_SUBJECT;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckc;
import claviger.cryptoki.Cko;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Template;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;

/** The certificates of the token: as objects, as X.509, and as chains from issuer to subject. Stateless but for the token. */
final class Certificates {
    static final Template X509 = Template.EMPTY.with(CKA_CLASS, Cko.CKO_CERTIFICATE)
        .with(CKA_CERTIFICATE_TYPE, Ckc.CKC_X_509);
    /** CK_CERTIFICATE_CATEGORY_AUTHORITY: with an empty label, a certificate that came along in somebody's chain. */
    static final long AUTHORITY = 2;
    private static final int LONGEST_CHAIN = 16;
    private static final byte[] NO_ID = {};

    private final Token token;

    Certificates(Token token) {
        this.token = token;
    }

    /** The template of a certificate under a label. */
    static Template template(X509Certificate certificate, String label, byte[] id) {
        try {
            return X509.with(CKA_TOKEN, true).with(CKA_PRIVATE, false).with(CKA_LABEL, label).with(CKA_ID, id)
                .with(CKA_SUBJECT, certificate.getSubjectX500Principal().getEncoded())
                .with(CKA_ISSUER, certificate.getIssuerX500Principal().getEncoded())
                .with(CKA_SERIAL_NUMBER, new ASN1Integer(certificate.getSerialNumber()).getEncoded())
                .with(CKA_VALUE, certificate.getEncoded());
        } catch (CertificateException | IOException e) {
            throw new ProviderException("a certificate without an encoding", e);
        }
    }

    /** The template of a certificate that came along in a chain: no alias of its own. */
    static Template issuer(X509Certificate certificate) {
        return template(certificate, "", NO_ID).with(CKA_CERTIFICATE_CATEGORY, AUTHORITY);
    }

    /** The certificate of an object; one that is broken is left out. */
    X509Certificate read(ObjectHandle handle) {
        byte[] encoded = token.call(session -> token.cryptoki().attributes(session, handle, CKA_VALUE)).require(CKA_VALUE);
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException e) {
            throw new ProviderException("an object of the token holds no X.509 certificate", e);
        }
    }

    /** The object of a certificate, whatever its label. Looked up by the subject, since CKA_VALUE is in no index. */
    Optional<ObjectHandle> find(X509Certificate certificate) {
        return all(certificate, CKA_SUBJECT).stream().findFirst();
    }

    /** All objects of a certificate; by the serial number too, since others may write its subject in another form. */
    List<ObjectHandle> all(X509Certificate certificate) {
        return Stream.of(CKA_SUBJECT, CKA_SERIAL_NUMBER).flatMap(name -> all(certificate, name).stream()).distinct().toList();
    }

    private List<ObjectHandle> all(X509Certificate certificate, Cka<byte[]> indexed) {
        Template names = template(certificate, "", NO_ID);
        return token.find(X509.with(CKA_TOKEN, true).with(indexed, names.require(indexed))
            .with(CKA_VALUE, names.require(CKA_VALUE)));
    }

    /** Whether a certificate of the token names this one as its issuer, besides itself and those that are to go. */
    boolean isAboveOthers(X509Certificate certificate, ObjectHandle own, List<ObjectHandle> gone) {
        Template issued = X509.with(CKA_ISSUER, certificate.getSubjectX500Principal().getEncoded());
        return token.first(issued, gone.size() + 2).stream()
            .anyMatch(object -> !object.equals(own) && !gone.contains(object));
    }

    /** The certificate and those above it that the token has. */
    List<X509Certificate> chain(ObjectHandle leaf) {
        List<X509Certificate> chain = new ArrayList<>();
        Optional<X509Certificate> next = Optional.of(read(leaf));
        while (next.isPresent() && !chain.contains(next.get()) && chain.size() < LONGEST_CHAIN) {
            chain.add(next.get());
            next = issuerOf(next.get());
        }
        return chain;
    }

    private Optional<X509Certificate> issuerOf(X509Certificate certificate) {
        byte[] issuer = certificate.getIssuerX500Principal().getEncoded();
        if (Arrays.equals(issuer, certificate.getSubjectX500Principal().getEncoded())) {
            return Optional.empty();
        }
        List<X509Certificate> named =
            token.find(X509.with(CKA_SUBJECT, issuer)).stream().map(this::read).toList();
        return named.size() < 2 ? named.stream().findFirst()
            : named.stream().filter(candidate -> isIssuedBy(certificate, candidate)).findFirst();
    }

    private static boolean isIssuedBy(X509Certificate certificate, X509Certificate candidate) {
        try {
            certificate.verify(candidate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            System.getLogger("claviger.provider").log(System.Logger.Level.DEBUG,
                "two certificates have the name of an issuer; this one has another key", e);
            return false;
        }
    }
}
