package claviger.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.interop.TlsKey;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import io.jsonwebtoken.security.SignatureException;
import io.jsonwebtoken.security.UnsupportedKeyException;
import io.jsonwebtoken.security.WeakKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Security;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** jjwt signs and decrypts with keys of the token; Nimbus reads what it signed and wrote what it decrypts. */
class JjwtTest {
    @ParameterizedTest
    @CsvSource({"RS256, RSA", "RS384, RSA", "RS512, RSA", "ES256, EC"})
    void signs(String algorithm, TlsKey key) throws Exception {
        assertTrue(Jose.verifiesByNimbus(signed(TokenInUse.privateKey(key), algorithm), TokenInUse.publicKey(key)));
    }

    /** Nimbus needs one more library to verify EdDSA, so this is jjwt with the public key, by the JDK. */
    @Test void signsWithEd25519() throws Exception {
        String jwt = signed(TokenInUse.privateKey(TlsKey.ED25519), "EdDSA");
        assertEquals(Jose.SUBJECT, Jose.subjectByJjwt(jwt, TokenInUse.publicKey(TlsKey.ED25519)));
    }

    @ParameterizedTest
    @EnumSource
    void findsTheAlgorithmByThePrivateKey(TlsKey key) throws Exception {
        String jwt = Jwts.builder().subject(Jose.SUBJECT).signWith(TokenInUse.privateKey(key)).compact();
        assertEquals(Jose.SUBJECT, Jose.subjectByJjwt(jwt, TokenInUse.publicKey(key)));
    }

    /** It sets the parameters of the Signature before the key, so that the JCA settles on the JDK's provider. */
    @ParameterizedTest
    @ValueSource(strings = {"PS256", "PS384", "PS512"})
    void signsWithPssWhenItIsToldTheProviderOrFindsItFirst(String algorithm) throws Exception {
        PrivateKey key = TokenInUse.privateKey(TlsKey.RSA);
        assertThrows(SignatureException.class, () -> signed(key, algorithm));
        TokenInUse.whileFirst(() ->
            assertTrue(Jose.verifiesByNimbus(signed(key, algorithm), TokenInUse.publicKey(TlsKey.RSA))));
        Key told = Keys.builder(key).provider(Security.getProvider("Claviger")).build();
        assertTrue(Jose.verifiesByNimbus(signed(told, algorithm), TokenInUse.publicKey(TlsKey.RSA)));
    }

    /** By name only: the algorithm cannot be found by a length that nobody tells. */
    @Test void signsWithASecretKey() throws Exception {
        SecretKey key = TokenInUse.secretKey("HmacSHA256");
        String jwt = signed(key, "HS256");
        assertEquals(Jose.SUBJECT,
            Jwts.parser().verifyWith(key).build().parseSignedClaims(jwt).getPayload().getSubject());
        assertThrows(UnsupportedKeyException.class, () -> Jwts.builder().subject(Jose.SUBJECT).signWith(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A256KW"})
    void decryptsWhatNimbusEncrypted(String algorithm) throws Exception {
        boolean rsa = algorithm.startsWith("RSA");
        JWEEncrypter encrypter = rsa ? new RSAEncrypter((RSAPublicKey) TokenInUse.publicKey(TlsKey.RSA))
            : new ECDHEncrypter((ECPublicKey) TokenInUse.publicKey(TlsKey.EC));
        PrivateKey key = TokenInUse.privateKey(rsa ? TlsKey.RSA : TlsKey.EC);
        for (EncryptionMethod content : List.of(EncryptionMethod.A256GCM, EncryptionMethod.A256CBC_HS512)) {
            JWEObject encrypted =
                new JWEObject(new JWEHeader(JWEAlgorithm.parse(algorithm), content), new Payload("content"));
            encrypted.encrypt(encrypter);
            assertEquals("content", new String(Jwts.parser().decryptWith(key).build()
                .parseEncryptedContent(encrypted.serialize()).getPayload()));
        }
    }

    /** It measures an AES key by its encoding. */
    @Test void cannotEncryptWithAnAesKey() throws Exception {
        SecretKey key = TokenInUse.secretKey("AES");
        assertThrows(WeakKeyException.class,
            () -> Jwts.builder().subject(Jose.SUBJECT).encryptWith(key, Jwts.ENC.A256GCM).compact());
        assertThrows(WeakKeyException.class, () -> Jwts.builder().subject(Jose.SUBJECT)
            .encryptWith(key, Jwts.KEY.A256KW, Jwts.ENC.A256GCM).compact());
    }

    private static <K extends Key> String signed(K key, String algorithm) {
        @SuppressWarnings("unchecked")
        SecureDigestAlgorithm<K, ?> signing = (SecureDigestAlgorithm<K, ?>) Jwts.SIG.get().forKey(algorithm);
        return Jwts.builder().subject(Jose.SUBJECT).signWith(key, signing).compact();
    }
}
