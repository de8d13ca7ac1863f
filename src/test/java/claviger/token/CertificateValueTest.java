package claviger.token;

import static claviger.cryptoki.Cka.CKA_CERTIFICATE_TYPE;
import static claviger.cryptoki.Cka.CKA_CHECK_VALUE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_HASH_OF_ISSUER_PUBLIC_KEY;
import static claviger.cryptoki.Cka.CKA_HASH_OF_SUBJECT_PUBLIC_KEY;
import static claviger.cryptoki.Cka.CKA_ISSUER;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_SERIAL_NUMBER;
import static claviger.cryptoki.Cka.CKA_SUBJECT;
import static claviger.cryptoki.Cka.CKA_URL;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckc.CKC_X_509;
import static claviger.cryptoki.Cko.CKO_CERTIFICATE;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.token.Samples.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CertificateValueTest {
    private static final X500Principal ISSUER = new X500Principal("CN=Issuer");
    private static final X500Principal SUBJECT = new X500Principal("CN=Subject");
    private static final byte[] DER_OF_258 = {2, 2, 1, 2};

    private static KeyPair pair;
    private static byte[] certificate;
    private static Template given;

    @BeforeAll static void issue() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        pair = generator.generateKeyPair();
        Instant now = Instant.now();
        certificate = new JcaX509v3CertificateBuilder(ISSUER, BigInteger.valueOf(258), Date.from(now),
            Date.from(now.plusSeconds(3600)), SUBJECT, pair.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())).getEncoded();
        given = Template.EMPTY.with(CKA_CLASS, CKO_CERTIFICATE).with(CKA_CERTIFICATE_TYPE, CKC_X_509)
            .with(CKA_SUBJECT, SUBJECT.getEncoded()).with(CKA_VALUE, certificate);
    }

    @Test void theCertificateSaysWhoIssuedItUnderWhichNumberForWhichKey() throws Exception {   // K on X.509
        Template object = created(given);
        assertArrayEquals(ISSUER.getEncoded(), object.require(CKA_ISSUER));
        assertArrayEquals(DER_OF_258, object.require(CKA_SERIAL_NUMBER));
        assertArrayEquals(pair.getPublic().getEncoded(), object.require(CKA_PUBLIC_KEY_INFO));
        assertArrayEquals(SUBJECT.getEncoded(), object.require(CKA_SUBJECT));
        assertArrayEquals(certificate, object.require(CKA_VALUE));
        byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(certificate);
        assertArrayEquals(Arrays.copyOf(sha1, 3), object.require(CKA_CHECK_VALUE));
    }

    @Test void aSerialNumberIsKeptInTheFormInWhichItWasGiven() {   // keytool leaves the DER header out
        byte[] bare = {1, 2};
        Template object = created(given.with(CKA_SERIAL_NUMBER, bare).with(CKA_ISSUER, new byte[] {0x30, 0}));
        assertArrayEquals(bare, object.require(CKA_SERIAL_NUMBER));
        assertArrayEquals(new byte[] {0x30, 0}, object.require(CKA_ISSUER));
    }

    @Test void aGivenCheckValueOrPublicKeyHasToFit() {   // K on CHECK_VALUE and PUBLIC_KEY_INFO
        assertRefused(CKR_ATTRIBUTE_VALUE_INVALID, () -> created(given.with(CKA_CHECK_VALUE, new byte[3])));
        assertRefused(CKR_ATTRIBUTE_VALUE_INVALID, () -> created(given.with(CKA_PUBLIC_KEY_INFO, new byte[3])));
        assertArrayEquals(pair.getPublic().getEncoded(),
            created(given.with(CKA_PUBLIC_KEY_INFO, pair.getPublic().getEncoded())).require(CKA_PUBLIC_KEY_INFO));
        assertEquals(0, created(given.with(CKA_CHECK_VALUE, new byte[0])).require(CKA_CHECK_VALUE).length);
    }

    @Test void theValueIsTheDerOfOneCertificate() {
        byte[] longer = Arrays.copyOf(certificate, certificate.length + 1);
        byte[] shorter = Arrays.copyOf(certificate, certificate.length - 1);
        byte[] pem = ("-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate)
            + "\n-----END CERTIFICATE-----\n").getBytes(StandardCharsets.US_ASCII);
        for (byte[] wrong : new byte[][] {longer, shorter, pem, {1, 2, 3}}) {
            assertRefused(CKR_ATTRIBUTE_VALUE_INVALID, () -> created(given.with(CKA_VALUE, wrong)));
        }
    }

    @Test void aCertificateIsHereOrBehindAUrlWithItsHashes() {   // 4.6.3
        Template url = given.without(CKA_VALUE).with(CKA_URL, "https://example.com/c.der");
        Template hashed = url.with(CKA_HASH_OF_SUBJECT_PUBLIC_KEY, new byte[20])
            .with(CKA_HASH_OF_ISSUER_PUBLIC_KEY, new byte[20]);
        assertFalse(created(hashed).has(CKA_PUBLIC_KEY_INFO));
        assertEquals(0, created(hashed).require(CKA_VALUE).length);
        assertRefused(CKR_TEMPLATE_INCOMPLETE, () -> created(url));
        assertRefused(CKR_TEMPLATE_INCOMPLETE, () -> created(given.without(CKA_VALUE)));
        assertRefused(CKR_TEMPLATE_INCOMPLETE, () -> created(given.without(CKA_SUBJECT)));
    }

    private static Template created(Template template) {
        return NewObject.of(Origin.CREATE, template, Template.EMPTY, false).created(Samples.ANYTHING);
    }
}
