package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Signature that got its parameters before it had a key, as JOSE libraries do it with PSS. */
class SettledSignatureTest {
    private static final PSSParameterSpec PSS = new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
    private static final byte[] DATA = new byte[100];

    @ParameterizedTest
    @EnumSource(World.class)
    void takesTheKeysOfAnyProvider(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        KeyPair own = pair(KeyPairGenerator.getInstance("RSA", provider));
        KeyPair foreign = pair(KeyPairGenerator.getInstance("RSA", "SunRsaSign"));
        Security.insertProviderAt(provider, 1);
        try {
            Signature signing = Signature.getInstance("RSASSA-PSS");
            signing.setParameter(PSS);
            assertEquals(provider, signing.getProvider());
            Signature verifying = Signature.getInstance("RSASSA-PSS");
            verifying.setParameter(PSS);
            for (KeyPair pair : new KeyPair[] {foreign, own, foreign}) {
                signing.initSign(pair.getPrivate());
                signing.update(DATA);
                byte[] signature = signing.sign();
                assertTrue(verifiesInTheJdk(pair, signature));
                verifying.initVerify(pair.getPublic());
                verifying.update(DATA);
                assertTrue(verifying.verify(signature));
            }
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    /** Whoever names this provider wants the token, not what some other provider computes. */
    @ParameterizedTest
    @EnumSource(World.class)
    void withoutTheQuestionForeignKeysAreRefused(World world) throws Exception {
        KeyPair foreign = pair(KeyPairGenerator.getInstance("RSA", "SunRsaSign"));
        Signature signing = Signature.getInstance("RSASSA-PSS", world.provider());
        assertThrows(InvalidKeyException.class, () -> signing.initSign(foreign.getPrivate()));
    }

    private static KeyPair pair(KeyPairGenerator generator) {
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static boolean verifiesInTheJdk(KeyPair pair, byte[] signature) throws Exception {
        Signature jdk = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
        jdk.setParameter(PSS);
        jdk.initVerify(pair.getPublic());
        jdk.update(DATA);
        return jdk.verify(signature);
    }
}
