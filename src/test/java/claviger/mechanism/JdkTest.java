package claviger.mechanism;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import claviger.cryptoki.Ckg;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Parameters;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.Provider;
import java.security.Security;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that is asked first, and whose every computation fails, is never asked by the rows. */
@OnEachEngine
class JdkTest {
    private final Provider stranger = new Stranger();

    private static final class Stranger extends Provider {
        private static final long serialVersionUID = 1;

        private Stranger() {
            super("Stranger", "1", "fails");
            for (Hash hash : Hash.values()) {
                put("MessageDigest." + hash.name().replace('_', '-'), Failing.class.getName());
            }
        }
    }

    /** Public for the JCA. */
    public static final class Failing extends MessageDigestSpi {
        @Override protected void engineUpdate(byte input) {
            throw new AssertionError("the stranger was asked");
        }

        @Override protected void engineUpdate(byte[] input, int offset, int length) {
            throw new AssertionError("the stranger was asked");
        }

        @Override protected byte[] engineDigest() {
            throw new AssertionError("the stranger was asked");
        }

        @Override protected void engineReset() {
            throw new AssertionError("the stranger was asked");
        }
    }

    @BeforeEach void comesFirst() {
        assertEquals(1, Security.insertProviderAt(stranger, 1));
    }

    @AfterEach void leaves() {
        Security.removeProvider(stranger.getName());
    }

    @Test void theStrangerAnswersThoseWhoAskTheList() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        assertThrows(AssertionError.class, () -> digest.update((byte) 1));
    }

    @Test void theRowsAskNobodyElse() {
        TestKeys.Pair rsa = TestKeys.pair(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN);
        TestKeys.Pair ec = TestKeys.pair(Ckm.CKM_EC_KEY_PAIR_GEN);
        TestKeys.Pair ed = TestKeys.pair(Ckm.CKM_EC_EDWARDS_KEY_PAIR_GEN);
        KeyMaterial secret = TestKeys.secret(Ckk.CKK_GENERIC_SECRET, new byte[32]);
        assertEquals(32, algorithm(Ckm.CKM_SHA256).digest(Parameters.NONE).digest().length);
        assertEquals(64, sign(Ckm.CKM_SHA512_HMAC, secret, Parameters.NONE).length);
        assertEquals(256, sign(Ckm.CKM_SHA384_RSA_PKCS, rsa.privateKey(), Parameters.NONE).length);
        assertEquals(256, sign(Ckm.CKM_SHA256_RSA_PKCS_PSS, rsa.privateKey(),
            new Parameters.Pss(Ckm.CKM_SHA256, Ckg.CKG_MGF1_SHA1, 32)).length);
        assertEquals(64, sign(Ckm.CKM_ECDSA_SHA256, ec.privateKey(), Parameters.NONE).length);
        assertEquals(64, sign(Ckm.CKM_EDDSA, ed.privateKey(), Parameters.NONE).length);
        Parameters oaep = new Parameters.Oaep(Ckm.CKM_SHA256, Ckg.CKG_MGF1_SHA512, new byte[0]);
        byte[] encrypted = algorithm(Ckm.CKM_RSA_PKCS_OAEP).encrypt(rsa.publicKey(), oaep).last(new byte[9]);
        assertEquals(9, algorithm(Ckm.CKM_RSA_PKCS_OAEP).decrypt(rsa.privateKey(), oaep).last(encrypted).length);
    }

    private static byte[] sign(Ckm type, KeyMaterial key, Parameters parameters) {
        Computation.Signing signing = algorithm(type).sign(key, parameters);
        signing.update(new byte[100]);
        return signing.sign();
    }

    private static Algorithm algorithm(Ckm type) {
        return Mechanisms.row(type).algorithm();
    }
}
