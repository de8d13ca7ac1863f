package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

/** Public keys of the type RSASSA-PSS, which the JDK makes, do what they say they are for and nothing else (RFC 4055). */
class PssKeyTest {
    private static final byte[] DATA = "what is signed".getBytes();
    private static final PSSParameterSpec SHA_256 = pss("SHA-256", MGF1ParameterSpec.SHA256, 32);

    private final ClavigerProvider provider = World.values()[0].provider();

    private static PSSParameterSpec pss(String hash, MGF1ParameterSpec mask, int salt) {
        return new PSSParameterSpec(hash, "MGF1", mask, salt, PSSParameterSpec.TRAILER_FIELD_BC);
    }

    private static KeyPair pair(PSSParameterSpec restriction) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSASSA-PSS", "SunRsaSign");
        generator.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4, restriction));
        return generator.generateKeyPair();
    }

    private static byte[] signed(KeyPair pair, PSSParameterSpec parameters) throws Exception {
        Signature jdk = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
        jdk.setParameter(parameters);
        jdk.initSign(pair.getPrivate());
        jdk.update(DATA);
        return jdk.sign();
    }

    private boolean verifies(PublicKey key, PSSParameterSpec parameters, byte[] data, byte[] signature) throws Exception {
        Signature token = Signature.getInstance("RSASSA-PSS", provider);
        token.initVerify(key);
        token.setParameter(parameters);      // before init it would hand the key on to the JDK
        token.update(data);
        return token.verify(signature);
    }

    @Test void aKeyWithoutParametersVerifiesWithAny() throws Exception {
        KeyPair pair = pair(null);
        for (PSSParameterSpec parameters : new PSSParameterSpec[] {SHA_256, pss("SHA-512", MGF1ParameterSpec.SHA1, 7)}) {
            byte[] signature = signed(pair, parameters);
            assertTrue(verifies(pair.getPublic(), parameters, DATA, signature));
            assertFalse(verifies(pair.getPublic(), parameters, new byte[1], signature));
        }
    }

    @Test void aKeyWithParametersVerifiesWithTheseAndWithLongerSalts() throws Exception {
        KeyPair pair = pair(SHA_256);
        assertTrue(verifies(pair.getPublic(), SHA_256, DATA, signed(pair, SHA_256)));
        PSSParameterSpec longer = pss("SHA-256", MGF1ParameterSpec.SHA256, 40);
        assertTrue(verifies(pair.getPublic(), longer, DATA, signed(pair, longer)));
    }

    @Test void otherParametersAreRefusedBeforeAndAfterInit() throws Exception {
        KeyPair pair = pair(SHA_256);
        byte[] signature = signed(pair, SHA_256);
        for (PSSParameterSpec other : new PSSParameterSpec[] {pss("SHA-384", MGF1ParameterSpec.SHA256, 32),
            pss("SHA-256", MGF1ParameterSpec.SHA1, 32), pss("SHA-256", MGF1ParameterSpec.SHA256, 31)}) {
            Signature token = Signature.getInstance("RSASSA-PSS", provider);
            token.initVerify(pair.getPublic());
            token.setParameter(SHA_256);
            assertThrows(InvalidAlgorithmParameterException.class, () -> token.setParameter(other));
            token.update(DATA);
            assertTrue(token.verify(signature), "the parameters from before still stand");
        }
        assertThrows(InvalidKeyException.class,
            () -> Signature.getInstance("SHA384withRSASSA-PSS", provider).initVerify(pair.getPublic()));
        Signature named = Signature.getInstance("SHA256withRSASSA-PSS", provider);
        named.initVerify(pair.getPublic());
        named.update(DATA);
        assertTrue(named.verify(signature));
    }

    @Test void theKeyDoesNothingButPss() throws Exception {
        for (PSSParameterSpec restriction : new PSSParameterSpec[] {null, SHA_256}) {
            PublicKey key = pair(restriction).getPublic();
            assertThrows(InvalidKeyException.class,
                () -> Signature.getInstance("SHA256withRSA", provider).initVerify(key));
            assertThrows(InvalidKeyException.class,
                () -> Cipher.getInstance("RSA/ECB/OAEPPadding", provider).init(Cipher.ENCRYPT_MODE, key));
        }
    }
}
