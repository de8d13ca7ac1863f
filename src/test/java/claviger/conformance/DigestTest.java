package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.SessionHandle;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** Digests; the rules that hold for every operation are in {@link OperationTest}. */
class DigestTest {
    private static final Map<Ckm, String> DIGESTS = Map.of(
        Ckm.CKM_SHA224, "SHA-224", Ckm.CKM_SHA256, "SHA-256", Ckm.CKM_SHA384, "SHA-384", Ckm.CKM_SHA512, "SHA-512",
        Ckm.CKM_SHA_1, "SHA-1");

    @InEveryWorld void aDigestIsTheOneThatEverybodyComputes(Token token) throws Exception {
        SessionHandle session = token.ro(token.a());
        byte[] data = token.a().generateRandom(session, 1000);
        Set<Ckm> offered = token.a().getMechanismList(token.slot());
        assertTrue(offered.containsAll(Set.of(Ckm.CKM_SHA256, Ckm.CKM_SHA384, Ckm.CKM_SHA512)));
        for (Map.Entry<Ckm, String> row : DIGESTS.entrySet()) {
            if (!offered.contains(row.getKey())) {
                assertCkr(CKR_MECHANISM_INVALID, () -> token.a().digestInit(session, Mechanism.of(row.getKey())));
                continue;
            }
            byte[] expected = MessageDigest.getInstance(row.getValue()).digest(data);
            token.a().digestInit(session, Mechanism.of(row.getKey()));
            assertArrayEquals(expected, token.a().digest(session, data), row.getValue());
            token.a().digestInit(session, Mechanism.of(row.getKey()));
            for (int from = 0; from < data.length; from += 77) {
                token.a().digestUpdate(session, Arrays.copyOfRange(data, from, Math.min(from + 77, 1000)));
            }
            assertArrayEquals(expected, token.a().digestFinal(session), row.getValue());
        }
    }

    @InEveryWorld void aMechanismThatDigestsNothingIsInvalid(Token token) {   // O10
        SessionHandle session = token.ro(token.a());
        assertCkr(CKR_MECHANISM_INVALID, () -> token.a().digestInit(session, Templates.HMAC));
        assertCkr(CKR_MECHANISM_INVALID, () -> token.a().digestInit(session, Templates.AES_KEY_GEN));
    }
}
