package claviger.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.interop.TlsKey;
import claviger.provider.ClavigerProvider;
import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Security;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.Test;

/**
 * Auth0's java-jwt takes RSAPrivateKey and ECPrivateKey and nothing else; it needs the option compat-private-keys (D10).
 * The provider has to stand first then: that of the JDK takes such a key of EC too, and misses its value only when it signs.
 */
class JavaJwtTest {
    @Test void signsWithKeysThatClaimToBePrivateKeysOfTheJdk() throws Exception {
        TokenInUse.keys();      // the token and its keys are there
        ClavigerProvider provider = (ClavigerProvider) new ClavigerProvider().configure(
            "--name = compat; " + TokenInUse.token().configuration() + "compat-private-keys = true;");
        Security.insertProviderAt(provider, 1);
        try {
            KeyStore keys = KeyStore.getInstance("PKCS11", provider);
            keys.load(null, TokenInUse.pin());
            RSAPublicKey rsa = (RSAPublicKey) TokenInUse.publicKey(TlsKey.RSA);
            RSAPrivateKey rsaKey = (RSAPrivateKey) keys.getKey(TlsKey.RSA.name(), null);
            assertSigns(Algorithm.RSA256(rsa, rsaKey), rsa);
            assertThrows(UnsupportedOperationException.class, rsaKey::getPrivateExponent);
            ECPublicKey ec = (ECPublicKey) TokenInUse.publicKey(TlsKey.EC);
            ECPrivateKey ecKey = (ECPrivateKey) keys.getKey(TlsKey.EC.name(), null);
            assertSigns(Algorithm.ECDSA256(ec, ecKey), ec);
            assertThrows(UnsupportedOperationException.class, ecKey::getS);
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    /** Without the option nobody takes a key of the token for one whose exponent can be read. */
    @Test void otherwiseThereIsNothingToCastTo() throws Exception {
        PrivateKey rsa = TokenInUse.privateKey(TlsKey.RSA);
        PrivateKey ec = TokenInUse.privateKey(TlsKey.EC);
        assertFalse(rsa instanceof RSAPrivateKey);
        assertFalse(ec instanceof ECPrivateKey);
    }

    private static void assertSigns(Algorithm algorithm, PublicKey key) throws Exception {
        String jwt = JWT.create().withSubject(Jose.SUBJECT).sign(algorithm);
        assertTrue(Jose.verifiesByNimbus(jwt, key));
        assertEquals(Jose.SUBJECT, JWT.require(algorithm).build().verify(jwt).getSubject());
    }
}
