package claviger.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.interop.TlsKey;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.KeyLengthException;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.AeadAlgorithm;
import io.jsonwebtoken.security.KeyAlgorithm;
import java.security.PublicKey;
import java.security.Security;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nimbus JOSE + JWT signs and decrypts with keys of the token; jjwt reads what it signed and wrote what it decrypts. */
class NimbusTest {
    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512"})
    void signsWithAnRsaKey(String algorithm) throws Exception {
        String jwt = signed(algorithm, new RSASSASigner(TokenInUse.privateKey(TlsKey.RSA)));
        assertEquals(Jose.SUBJECT, Jose.subjectByJjwt(jwt, TokenInUse.publicKey(TlsKey.RSA)));
    }

    /** It sets the parameters of the Signature before the key, so that the JCA settles on the JDK's provider. */
    @ParameterizedTest
    @ValueSource(strings = {"PS256", "PS384", "PS512"})
    void signsWithPssWhenItIsToldTheProviderOrFindsItFirst(String algorithm) throws Exception {
        RSASSASigner signer = new RSASSASigner(TokenInUse.privateKey(TlsKey.RSA));
        assertThrows(JOSEException.class, () -> signed(algorithm, signer));
        TokenInUse.whileFirst(() -> assertEquals(Jose.SUBJECT,
            Jose.subjectByJjwt(signed(algorithm, signer), TokenInUse.publicKey(TlsKey.RSA))));
        signer.getJCAContext().setProvider(Security.getProvider("Claviger"));
        String jwt = signed(algorithm, signer);
        assertEquals(Jose.SUBJECT, Jose.subjectByJjwt(jwt, TokenInUse.publicKey(TlsKey.RSA)));
    }

    @Test void signsWithAnEcKey() throws Exception {
        String jwt = signed("ES256", new ECDSASigner(TokenInUse.privateKey(TlsKey.EC), Curve.P_256));
        assertEquals(Jose.SUBJECT, Jose.subjectByJjwt(jwt, TokenInUse.publicKey(TlsKey.EC)));
    }

    /** The JWK names the key by its alias and holds the key of the token; what it prints is public. */
    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256"})
    void signsWithAJwkOfTheKeyStore(String algorithm) throws Exception {
        TlsKey key = algorithm.equals("RS256") ? TlsKey.RSA : TlsKey.EC;
        JWK jwk = JWK.load(TokenInUse.keys(), key.name(), null);
        assertTrue(jwk.isPrivate());
        assertNull(jwk.toJSONObject().get("d"));
        String jwt = signed(algorithm, new DefaultJWSSignerFactory().createJWSSigner(jwk, JWSAlgorithm.parse(algorithm)));
        assertEquals(Jose.SUBJECT, Jose.subjectByJjwt(jwt, TokenInUse.publicKey(key)));
    }

    /** It reads Ed25519 keys as raw bytes only (OctetKeyPair), which a key of a token has not. */
    @Test void passesOverAnEd25519KeyOfTheKeyStore() throws Exception {
        Set<String> found = JWKSet.load(TokenInUse.keys(), alias -> null).getKeys().stream().map(JWK::getKeyID)
            .collect(Collectors.toSet());
        assertEquals(Set.of("RSA", "EC"), found);
        assertThrows(JOSEException.class, () -> JWK.load(TokenInUse.keys(), TlsKey.ED25519.name(), null));
    }

    @Test void signsWithASecretKey() throws Exception {
        SecretKey key = TokenInUse.secretKey("HmacSHA256");
        SignedJWT jwt = SignedJWT.parse(signed("HS256", new MACSigner(key)));
        assertTrue(jwt.verify(new MACVerifier(key)));
        assertEquals(Jose.SUBJECT, Jwts.parser().verifyWith(key).build().parseSignedClaims(jwt.serialize()).getPayload()
            .getSubject());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A256KW"})
    void decryptsWhatJjwtEncrypted(String algorithm) throws Exception {
        boolean rsa = algorithm.startsWith("RSA");
        PublicKey key = TokenInUse.publicKey(rsa ? TlsKey.RSA : TlsKey.EC);
        JWEDecrypter decrypter = rsa ? new RSADecrypter(TokenInUse.privateKey(TlsKey.RSA))
            : new ECDHDecrypter(TokenInUse.privateKey(TlsKey.EC), null, Curve.P_256);
        for (AeadAlgorithm content : new AeadAlgorithm[] {Jwts.ENC.A256GCM, Jwts.ENC.A256CBC_HS512}) {
            @SuppressWarnings("unchecked")
            KeyAlgorithm<PublicKey, ?> wrapping =
                (KeyAlgorithm<PublicKey, ?>) Jwts.KEY.get().forKey(algorithm);
            JWEObject encrypted = JWEObject.parse(
                Jwts.builder().subject(Jose.SUBJECT).encryptWith(key, wrapping, content).compact());
            encrypted.decrypt(decrypter);
            assertEquals(Jose.SUBJECT, encrypted.getPayload().toJSONObject().get("sub"));
        }
    }

    @Test void encryptsAndDecryptsWithAnAesKeyDirectly() throws Exception {
        SecretKey key = TokenInUse.secretKey("AES");
        JWEObject written = new JWEObject(new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM), new Payload("content"));
        written.encrypt(new DirectEncrypter(key));
        JWEObject read = JWEObject.parse(written.serialize());
        read.decrypt(new DirectDecrypter(key));
        assertEquals("content", read.getPayload().toString());
    }

    /** It measures a wrapping key by its encoding. */
    @Test void cannotWrapWithAnAesKey() throws Exception {
        SecretKey key = TokenInUse.secretKey("AES");
        assertThrows(KeyLengthException.class, () -> new AESEncrypter(key));
    }

    private static String signed(String algorithm, JWSSigner signer) throws JOSEException {
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.parse(algorithm)),
            new JWTClaimsSet.Builder().subject(Jose.SUBJECT).build());
        jwt.sign(signer);
        return jwt.serialize();
    }
}
