package claviger.mechanism;

import static claviger.cryptoki.Ckg.CKG_MGF1_SHA256;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckm.CKM_AES_KEY_WRAP_KWP;
import static claviger.cryptoki.Ckm.CKM_RSA_AES_KEY_WRAP;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS_OAEP;
import static claviger.cryptoki.Ckm.CKM_SHA256;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;
import static claviger.mechanism.MechanismsTest.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Parameters;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

@OnEachEngine
class RsaAesKeyWrapTest {
    private static final Parameters.Oaep OAEP = new Parameters.Oaep(CKM_SHA256, CKG_MGF1_SHA256, new byte[0]);
    private static final Parameters AES_256 = new Parameters.RsaAesKeyWrap(256, OAEP);

    private final TestKeys.Pair rsa = TestKeys.pair(CKM_RSA_PKCS_KEY_PAIR_GEN);
    private final byte[] plain = new byte[1200];
    private final byte[] wrapped = algorithm(CKM_RSA_AES_KEY_WRAP).wrap(rsa.publicKey(), AES_256, plain);

    /** What openssl and other tokens do with it: OAEP for the first block, KWP for the rest. */
    @Test void itIsOaepThenKwp() {
        assertEquals(256 + 1208, wrapped.length);
        byte[] between = algorithm(CKM_RSA_PKCS_OAEP).unwrap(rsa.privateKey(), OAEP, Arrays.copyOf(wrapped, 256));
        assertEquals(32, between.length);
        assertArrayEquals(plain, algorithm(CKM_AES_KEY_WRAP_KWP).unwrap(TestKeys.secret(CKK_AES, between),
            Parameters.NONE, Arrays.copyOfRange(wrapped, 256, wrapped.length)));
    }

    @Test void refusals() {
        Algorithm wrap = algorithm(CKM_RSA_AES_KEY_WRAP);
        assertEquals(CKR_WRAPPED_KEY_LEN_RANGE,
            refusal(() -> wrap.unwrap(rsa.privateKey(), AES_256, Arrays.copyOf(wrapped, 256))));
        assertEquals(CKR_WRAPPED_KEY_LEN_RANGE,
            refusal(() -> wrap.unwrap(rsa.privateKey(), AES_256, Arrays.copyOf(wrapped, 257))));
        for (int at : new int[] {100, 300}) {
            byte[] bent = wrapped.clone();
            bent[at] ^= 1;
            assertEquals(CKR_WRAPPED_KEY_INVALID, refusal(() -> wrap.unwrap(rsa.privateKey(), AES_256, bent)));
        }
        assertEquals(CKR_WRAPPED_KEY_INVALID, refusal(() ->
            wrap.unwrap(rsa.privateKey(), new Parameters.RsaAesKeyWrap(128, OAEP), wrapped)));
        for (Parameters wrong : new Parameters[] {Parameters.NONE, OAEP, new Parameters.RsaAesKeyWrap(100, OAEP)}) {
            assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> wrap.wrap(rsa.publicKey(), wrong, plain)));
        }
    }

    private static Algorithm algorithm(Ckm type) {
        return Mechanisms.row(type).algorithm();
    }
}
