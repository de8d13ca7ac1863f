package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.EllipticCurve;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.KeyAgreement;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The curves that the token has and the JDK has not, through the JCA and against Bouncy Castle. */
class CurveTest {
    private static final byte[] DATA = "signed on another curve".getBytes();
    private static final BouncyCastleProvider BC = new BouncyCastleProvider();

    private final ClavigerProvider provider = World.values()[0].provider();

    private KeyPair pair(AlgorithmParameterSpec spec) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(spec);
        return generator.generateKeyPair();
    }

    private static KeyPair soft(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BC);
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private void verifies(String algorithm, PrivateKey key, PublicKey half) throws Exception {
        Signature token = Signature.getInstance(algorithm, provider);
        token.initSign(key);
        token.update(DATA);
        byte[] signature = token.sign();
        for (Signature verification : new Signature[] {token, Signature.getInstance(algorithm, BC)}) {
            verification.initVerify(half);
            verification.update(DATA);
            assertTrue(verification.verify(signature), algorithm);
            verification.update(DATA, 1, DATA.length - 1);
            assertFalse(verification.verify(signature), algorithm);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256k1", "brainpoolP256r1", "brainpoolP256t1", "brainpoolP320r1", "brainpoolP320t1",
        "brainpoolP384r1", "brainpoolP384t1", "brainpoolP512r1", "brainpoolP512t1"})
    void keysOnThemAreMadeByNameOidOrDescription(String curve) throws Exception {
        KeyPair own = pair(new ECGenParameterSpec(curve));
        ECParameterSpec described = ((ECKey) own.getPublic()).getParams();
        verifies("SHA256withECDSA", own.getPrivate(), own.getPublic());
        verifies("SHA3-512withECDSA", own.getPrivate(), own.getPublic());
        Signature p1363 = Signature.getInstance("SHA384withECDSAinP1363Format", provider);
        p1363.initSign(own.getPrivate());
        p1363.update(DATA);
        assertEquals((described.getOrder().bitLength() + 7) / 8 * 2, p1363.sign().length);

        ECParameterSpec plain = new ECParameterSpec(
            new EllipticCurve(described.getCurve().getField(), described.getCurve().getA(), described.getCurve().getB()),
            described.getGenerator(), described.getOrder(), described.getCofactor());
        for (AlgorithmParameterSpec same : new AlgorithmParameterSpec[] {described, plain,
            new ECGenParameterSpec(ECNamedCurveTable.getOID(curve).getId())}) {
            assertEquals(described.getCurve(), ((ECKey) pair(same).getPublic()).getParams().getCurve());
        }

        KeyPair theirs = soft(curve);
        KeyAgreement token = KeyAgreement.getInstance("ECDH", provider);
        token.init(own.getPrivate());
        token.doPhase(theirs.getPublic(), true);
        KeyAgreement bc = KeyAgreement.getInstance("ECDH", BC);
        bc.init(theirs.getPrivate());
        bc.doPhase(own.getPublic(), true);
        assertArrayEquals(bc.generateSecret(), token.generateSecret());
    }

    /**
     * A foreign pair with its certificate: the key is imported, and comes back with a public half that verifies. The JDK's
     * certificates cannot have keys on the twisted curves, whose names it does not know.
     */
    @ParameterizedTest
    @ValueSource(strings = {"secp256k1", "brainpoolP256r1", "brainpoolP384r1"})
    void aForeignPairOnThemIsImported(String curve) throws Exception {
        KeyPair soft = soft(curve);
        X509Certificate certificate =
            TestCertificates.certificate("rare", soft.getPublic(), "rare", soft.getPrivate(), "SHA256withECDSA", BC);
        KeyStore keys = World.values()[0].keys();
        String alias = World.label();
        Security.addProvider(provider);    // the JDK reads certificates on such curves if some provider has a KeyFactory
        try {
            keys.setKeyEntry(alias, soft.getPrivate(), null, new Certificate[] {certificate});
            PrivateKey stored = (PrivateKey) keys.getKey(alias, null);
            assertNull(stored.getEncoded());
            verifies("SHA256withECDSA", stored, soft.getPublic());
            X509Certificate read = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.getEncoded()));
            read.verify(read.getPublicKey(), provider);
            assertEquals(read, keys.getCertificate(alias));
        } finally {
            Security.removeProvider(provider.getName());
        }
        KeyFactory factory = KeyFactory.getInstance("EC", provider);
        PrivateKey translated = (PrivateKey) factory.translateKey(soft.getPrivate());
        verifies("SHA512withECDSA", translated, (PublicKey) factory.translateKey(soft.getPublic()));
        assertArrayEquals(soft.getPublic().getEncoded(),
            factory.getKeySpec(translated, X509EncodedKeySpec.class).getEncoded());
        assertEquals(soft.getPublic(), factory.generatePublic(new X509EncodedKeySpec(soft.getPublic().getEncoded())));
    }

    /** P-224 is read and verified, and nothing new is made on it. */
    @Test void oldCurvesVerifyOnly() throws Exception {
        KeyPair old = soft("secp224r1");
        Signature bc = Signature.getInstance("SHA256withECDSA", BC);
        bc.initSign(old.getPrivate());
        bc.update(DATA);
        byte[] signature = bc.sign();
        Signature token = Signature.getInstance("SHA256withECDSA", provider);
        token.initVerify(KeyFactory.getInstance("EC", provider)
            .generatePublic(new X509EncodedKeySpec(old.getPublic().getEncoded())));
        token.update(DATA);
        assertTrue(token.verify(signature));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        for (String curve : new String[] {"secp224r1", "sect233k1", "secp192r1", "no such curve"}) {
            assertThrows(InvalidAlgorithmParameterException.class,
                () -> generator.initialize(new ECGenParameterSpec(curve)), curve);
        }
        assertNotEquals(0, signature.length);
    }
}
