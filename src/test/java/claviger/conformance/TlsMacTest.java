package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;

/** CKM_TLS_MAC (6.40): what the two sides say at the end of a handshake. */
class TlsMacTest {
    private static final byte[] HASHED = Templates.hex("a0ba9f936cda311827a6f796ffd5198c");

    @InEveryWorld void clientAndServerSayDifferentThings(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key =
            a.createObject(session, Templates.hmacKey(Templates.hex("9bbe436ba940f017b17652849a71db35")));
        a.signInit(session, mac(12, false), key);
        byte[] said = a.sign(session, HASHED);
        assertArrayEquals(Templates.hex("aa7e1f9033c5b055f884fa9f"), said);
        a.verifyInit(session, mac(12, false), key);
        a.verify(session, HASHED, said);
        a.verifyInit(session, mac(12, true), key);
        assertCkr(CKR_SIGNATURE_INVALID, () -> a.verify(session, HASHED, said));
        assertCkr(CKR_MECHANISM_PARAM_INVALID, () -> a.signInit(session, mac(11, false), key));
    }

    private static Mechanism mac(int length, boolean server) {
        return new Mechanism(Ckm.CKM_TLS_MAC, new Parameters.TlsMac(Ckm.CKM_SHA256, length, server));
    }
}
