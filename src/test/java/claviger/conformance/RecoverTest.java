package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_ALWAYS_AUTHENTICATE;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_SIGN_RECOVER;
import static claviger.cryptoki.Cka.CKA_VERIFY_RECOVER;
import static claviger.cryptoki.Ckr.CKR_BUFFER_TOO_SMALL;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;

/** Signatures that carry their data: C_SignRecover, C_VerifyRecover (O, B). */
class RecoverTest {
    private static final Mechanism RSA = Mechanism.of(Ckm.CKM_RSA_PKCS);
    private static final byte[] DATA = Token.utf8("what was signed");

    private static KeyPair pair(Cryptoki a, SessionHandle session, Template more) {
        return a.generateKeyPair(session, Mechanism.of(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN),
            Template.EMPTY.with(CKA_MODULUS_BITS, 2048L).with(CKA_VERIFY_RECOVER, true),
            Template.EMPTY.with(CKA_SIGN_RECOVER, true).with(more));
    }

    @InEveryWorld void whatWasSignedComesBack(Token token) {   // O1, O3, B1 to B3
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = pair(a, session, Template.EMPTY);
        a.signRecoverInit(session, RSA, pair.privateKey());
        Output query = Output.lengthQuery();
        a.signRecover(session, DATA, query);
        assertEquals(256, query.length());
        assertCkr(CKR_BUFFER_TOO_SMALL, () -> a.signRecover(session, DATA, Output.room(255)));
        byte[] signature = a.signRecover(session, DATA);
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.signRecover(session, DATA));
        a.verifyInit(session, RSA, pair.publicKey());
        a.verify(session, DATA, signature);
        a.verifyRecoverInit(session, RSA, pair.publicKey());
        a.verifyRecover(session, signature, query);
        assertEquals(DATA.length, query.length());
        assertCkr(CKR_BUFFER_TOO_SMALL, () -> a.verifyRecover(session, signature, Output.room(DATA.length - 1)));
        assertArrayEquals(DATA, a.verifyRecover(session, signature));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.verifyRecover(session, signature));
        a.signRecoverInit(session, RSA, pair.privateKey());
        assertCkr(CKR_DATA_LEN_RANGE, () -> a.signRecover(session, new byte[246]));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.signRecover(session, DATA));
    }

    @InEveryWorld void aWrongSignatureOutranksAShortBuffer(Token token) {   // B7, O8
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = pair(a, session, Template.EMPTY).publicKey();
        for (Output output : new Output[] {Output.lengthQuery(), Output.room(0), Output.unbounded()}) {
            a.verifyRecoverInit(session, RSA, key);
            assertCkr(CKR_SIGNATURE_INVALID, () -> a.verifyRecover(session, new byte[256], output));
            assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.verifyRecover(session, new byte[256]));
            a.verifyRecoverInit(session, RSA, key);
            assertCkr(CKR_SIGNATURE_LEN_RANGE, () -> a.verifyRecover(session, new byte[255], output));
            assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.verifyRecover(session, new byte[256]));
        }
    }

    @InEveryWorld void itIsAUseOfItsOwn(Token token) {   // O10, O5
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = pair(a, session, Template.EMPTY.with(CKA_SIGN_RECOVER, false));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.signRecoverInit(session, RSA, pair.privateKey()));
        assertCkr(CKR_MECHANISM_INVALID, () ->
            a.verifyRecoverInit(session, Mechanism.of(Ckm.CKM_SHA256_RSA_PKCS), pair.publicKey()));
        a.verifyRecoverInit(session, RSA, pair.publicKey());
        a.verifyRecoverInit(session, null, null);
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.verifyRecover(session, new byte[256]));
    }

    @InEveryWorld void aKeyThatWantsThePinGetsIt(Token token) {   // L9
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = pair(a, session, Template.EMPTY.with(CKA_ALWAYS_AUTHENTICATE, true));
        a.signRecoverInit(session, RSA, pair.privateKey());
        assertCkr(CKR_USER_NOT_LOGGED_IN, () -> a.signRecover(session, DATA));
        a.signRecoverInit(session, RSA, pair.privateKey());
        a.login(session, Cku.CKU_CONTEXT_SPECIFIC, Token.utf8(World.USER_PIN));
        assertEquals(256, a.signRecover(session, DATA).length);
    }
}
