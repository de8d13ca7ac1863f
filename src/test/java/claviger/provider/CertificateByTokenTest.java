package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import claviger.spki.CertificateSigner;
import claviger.spki.CertificateVerifier;
import claviger.spki.Credential;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.security.Signature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that never leave the token sign SPKI certificates (AC63). */
class CertificateByTokenTest {
    private static final CertificateVerifier VERIFIER = new CertificateVerifier();

    @ParameterizedTest
    @CsvSource({"RSA, 2048", "EC, 256", "EC, 384", "EC, 521", "Ed25519, 0", "ML-DSA-44, 0", "ML-DSA-65, 0", "ML-DSA-87, 0"})
    void aTokensKeySignsACertificate(String algorithm, int bits) throws Exception {
        for (World world : World.values()) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, world.provider());
            if (bits != 0) {
                generator.initialize(bits);
            }
            KeyPair pair = generator.generateKeyPair();
            assertNull(pair.getPrivate().getEncoded());
            CertificateSigner signer = new CertificateSigner(pair.getPublic(), (name, octets) -> {
                Signature signature = Signature.getInstance(name, world.provider());
                signature.initSign(pair.getPrivate());
                signature.update(octets);
                return signature.sign();
            });
            assertSigns(signer);
        }
    }

    @Test void theJcaFindsTheProviderOfATokensKey() throws Exception {
        ClavigerProvider provider = World.MEMORY.provider();
        KeyPair pair = KeyPairGenerator.getInstance("EC", provider).generateKeyPair();
        Security.addProvider(provider);
        try {
            assertSigns(CertificateSigner.of(pair.getPublic(), pair.getPrivate()));
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    private static void assertSigns(CertificateSigner signer) throws Exception {
        Credential credential = Credential.read(Sexp.read(
            "(cert (issuer " + signer.issuer().sexp() + ") (subject (unix uid \"1000\")) (tag (pkcs11 prod sign)))"));
        SexpList signed = signer.sign(credential);
        assertEquals(credential, VERIFIER.verify(signed).credentials().get(0).credential());
    }
}
