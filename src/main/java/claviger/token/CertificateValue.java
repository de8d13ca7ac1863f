package claviger.token;

import static claviger.cryptoki.Cka.CKA_CHECK_VALUE;
import static claviger.cryptoki.Cka.CKA_ISSUER;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_SERIAL_NUMBER;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_GENERAL_ERROR;

import claviger.cryptoki.Template;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Integer;

/** What an X.509 certificate says of itself, as attributes (4.6 of PKCS#11 3.2). */
final class CertificateValue {
    /** By name: the first provider of the JVM may be the very one that stores this certificate. */
    private static final String JDK = "SUN";
    private static final int CHECK_VALUE_BYTES = 3;

    private CertificateValue() {
    }

    /**
     * The attributes that follow from CKA_VALUE; none if the object has only a URL. Issuer and serial number as given
     * win, in whatever form: clients send serial numbers with and without their DER header, and search for what they
     * sent.
     *
     * @throws claviger.cryptoki.CkrException CKR_ATTRIBUTE_VALUE_INVALID if CKA_VALUE is not the DER of a certificate
     */
    static Template attributes(Template given) {
        if (!TemplateRules.hasValue(given, CKA_VALUE)) {
            return Template.EMPTY;
        }
        byte[] value = given.require(CKA_VALUE);
        X509Certificate certificate = parsed(value);
        try {
            return Template.EMPTY
                .with(CKA_ISSUER, certificate.getIssuerX500Principal().getEncoded())
                .with(CKA_SERIAL_NUMBER, new ASN1Integer(certificate.getSerialNumber()).getEncoded())
                .with(CKA_PUBLIC_KEY_INFO, certificate.getPublicKey().getEncoded())
                .with(CKA_CHECK_VALUE, checkValue(value))
                .with(given.only(attribute -> attribute.equals(CKA_ISSUER) || attribute.equals(CKA_SERIAL_NUMBER)));
        } catch (IOException e) {
            throw CKR_GENERAL_ERROR.because(e, "an INTEGER has no DER");
        }
    }

    private static X509Certificate parsed(byte[] value) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509", JDK);
            X509Certificate certificate =
                (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(value));
            if (!Arrays.equals(certificate.getEncoded(), value)) {
                throw CKR_ATTRIBUTE_VALUE_INVALID.because("CKA_VALUE is more than the DER of one certificate");
            }
            return certificate;
        } catch (NoSuchProviderException e) {
            throw CKR_GENERAL_ERROR.because(e, "this JVM has no provider %s", JDK);
        } catch (CertificateException e) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because(e, "CKA_VALUE is not the DER of a certificate");
        }
    }

    private static byte[] checkValue(byte[] value) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-1", JDK).digest(value), CHECK_VALUE_BYTES);
        } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
            throw CKR_GENERAL_ERROR.because(e, "this JVM has no SHA-1 of the provider %s", JDK);
        }
    }
}
