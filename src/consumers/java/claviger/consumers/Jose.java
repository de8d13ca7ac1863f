package claviger.consumers;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import io.jsonwebtoken.Jwts;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/** Each library's tokens are read by the other one, with the public key. */
final class Jose {
    static final String SUBJECT = "somebody";

    private Jose() {
    }

    /** The subject of a signed token, if jjwt takes the signature. */
    static String subjectByJjwt(String compact, PublicKey key) {
        return Jwts.parser().verifyWith(key).build().parseSignedClaims(compact).getPayload().getSubject();
    }

    /** Whether Nimbus takes the signature. */
    static boolean verifiesByNimbus(String compact, PublicKey key) throws Exception {
        JWSVerifier verifier = key instanceof RSAPublicKey rsa ? new RSASSAVerifier(rsa)
            : new ECDSAVerifier((ECPublicKey) key);
        return JWSObject.parse(compact).verify(verifier);
    }
}
