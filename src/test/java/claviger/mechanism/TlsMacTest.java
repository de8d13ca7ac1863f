package claviger.mechanism;

import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckm.CKM_TLS_MAC;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Parameters;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** CKM_TLS_MAC beside TLS1-PRF of OpenSSL 3.0.22 (openssl kdf). */
class TlsMacTest {
    private static final Algorithm MAC = Mechanisms.row(CKM_TLS_MAC).algorithm();
    private static final KeyMaterial KEY = TestKeys.secret(CKK_GENERIC_SECRET, "9bbe436ba940f017b17652849a71db35");
    private static final byte[] HASHED = HexFormat.of().parseHex("a0ba9f936cda311827a6f796ffd5198c");

    @Test void openSslFindsTheSame() {
        assertEquals("aa7e1f9033c5b055f884fa9f", mac(new Parameters.TlsMac(Ckm.CKM_SHA256, 12, false)));
        assertEquals("03dbfc7d2e780bcbd5090266c36cb9b1f779ce67bdd27c40687e2ff55d923f8619ce5c23d8f8ce05399ea14e036990d7",
            mac(new Parameters.TlsMac(Ckm.CKM_SHA384, 48, true)));
    }

    /** Z15, RFC 5246: nothing shorter than 12 bytes, and no hash below SHA-256. */
    @Test void shortMacsAndOldHashesAreRefused() {
        for (Parameters wrong : new Parameters[] {new Parameters.TlsMac(Ckm.CKM_SHA256, 11, false),
            new Parameters.TlsMac(Ckm.CKM_SHA256, 33, false), new Parameters.TlsMac(Ckm.CKM_SHA_1, 12, false),
            Parameters.NONE}) {
            assertEquals(CKR_MECHANISM_PARAM_INVALID, MechanismsTest.refusal(() -> MAC.sign(KEY, wrong)));
            assertEquals(CKR_MECHANISM_PARAM_INVALID, MechanismsTest.refusal(() -> MAC.verify(KEY, wrong)));
        }
    }

    private static String mac(Parameters.TlsMac parameters) {
        Computation.Signing signing = MAC.sign(KEY, parameters);
        signing.update(new byte[0]);
        signing.update(HASHED);
        return HexFormat.of().formatHex(signing.sign());
    }
}
