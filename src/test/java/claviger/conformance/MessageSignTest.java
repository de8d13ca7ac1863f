package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_ALWAYS_AUTHENTICATE;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_BUFFER_TOO_SMALL;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_TYPE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_OPERATION_ACTIVE;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.cryptoki.Use;
import java.util.Arrays;
import java.util.Set;

/** Message-based signatures and verification (O14). */
class MessageSignTest {
    private static final byte[] DATA = Token.utf8("a message of some forty bytes, more or less");
    private static final byte[] NONE = new byte[0];

    /** A session that signs messages, and one that verifies them, by HMAC. */
    private record Both(Cryptoki a, SessionHandle signer, SessionHandle verifier, ObjectHandle key) {
        static Both of(Token token) {
            Cryptoki a = token.a();
            SessionHandle signer = token.rw(a);
            SessionHandle verifier = token.rw(a);
            ObjectHandle key = a.createObject(signer, Templates.hmacKey(Templates.AES_256));
            a.messageSignInit(signer, Templates.HMAC, key);
            a.messageVerifyInit(verifier, Templates.HMAC, key);
            return new Both(a, signer, verifier, key);
        }

        byte[] classically(Token token) {
            SessionHandle session = token.rw(a);
            a.signInit(session, Templates.HMAC, key);
            return a.sign(session, DATA);
        }
    }

    @InEveryWorld void manyMessagesAreSignedWithOneKey(Token token) {   // O14
        Both at = Both.of(token);
        byte[] expected = at.classically(token);
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(expected, at.a().signMessage(at.signer(), DATA));
            at.a().verifyMessage(at.verifier(), DATA, expected);
        }
        at.a().messageSignFinal(at.signer());
        at.a().messageVerifyFinal(at.verifier());
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> at.a().signMessage(at.signer(), DATA));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> at.a().messageSignFinal(at.signer()));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> at.a().verifyMessage(at.verifier(), DATA, expected));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> at.a().messageVerifyFinal(at.verifier()));
    }

    @InEveryWorld void aMessageComesInParts(Token token) {   // O14
        Both at = Both.of(token);
        byte[] expected = at.classically(token);
        for (int cut : new int[] {0, 1, 17, DATA.length}) {
            byte[] head = Arrays.copyOf(DATA, cut);
            byte[] tail = Arrays.copyOfRange(DATA, cut, DATA.length);
            at.a().signMessageBegin(at.signer());
            at.a().signMessageNext(at.signer(), head, null);
            assertArrayEquals(expected, at.a().signMessageLast(at.signer(), tail));
            at.a().verifyMessageBegin(at.verifier());
            at.a().verifyMessageNext(at.verifier(), head, null);
            at.a().verifyMessageNext(at.verifier(), tail, expected);
        }
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> at.a().signMessageLast(at.signer(), DATA));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> at.a().verifyMessageNext(at.verifier(), DATA, expected));
    }

    @InEveryWorld void aPairSignsAndVerifiesMessages(Token token) {   // O14, O10
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        KeyPair pair = a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Templates.newPrivateKey());
        assertCkr(CKR_KEY_TYPE_INCONSISTENT,
            () -> a.messageSignInit(session, Templates.ECDSA_SHA_256, pair.publicKey()));
        assertCkr(CKR_KEY_TYPE_INCONSISTENT,
            () -> a.messageVerifyInit(session, Templates.ECDSA_SHA_256, pair.privateKey()));
        a.messageSignInit(session, Templates.ECDSA_SHA_256, pair.privateKey());
        byte[] first = a.signMessage(session, DATA);
        a.signMessageBegin(session);
        byte[] second = a.signMessageLast(session, DATA);
        a.messageSignFinal(session);
        a.messageVerifyInit(session, Templates.ECDSA_SHA_256, pair.publicKey());
        a.verifyMessage(session, DATA, first);
        a.verifyMessage(session, DATA, second);
        a.messageVerifyFinal(session);
    }

    @InEveryWorld void aWrongSignatureEndsTheMessageAndNotTheProcess(Token token) {   // O14, O8
        Both at = Both.of(token);
        byte[] right = at.classically(token);
        byte[] wrong = right.clone();
        wrong[0] ^= 1;
        assertCkr(CKR_SIGNATURE_INVALID, () -> at.a().verifyMessage(at.verifier(), DATA, wrong));
        assertCkr(CKR_SIGNATURE_LEN_RANGE, () -> at.a().verifyMessage(at.verifier(), DATA, NONE));
        at.a().verifyMessageBegin(at.verifier());
        assertCkr(CKR_SIGNATURE_INVALID, () -> at.a().verifyMessageNext(at.verifier(), DATA, wrong));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> at.a().verifyMessageNext(at.verifier(), DATA, right));
        assertCkr(CKR_ARGUMENTS_BAD, () -> at.a().verifyMessage(at.verifier(), DATA, null));
        at.a().signMessageBegin(at.signer());
        assertCkr(CKR_ARGUMENTS_BAD, () -> at.a().signMessageNext(at.signer(), null, null));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> at.a().signMessageNext(at.signer(), DATA, null));
        at.a().verifyMessage(at.verifier(), DATA, at.a().signMessage(at.signer(), DATA));
    }

    @InEveryWorld void oneMessageAtATime(Token token) {   // O14
        Both at = Both.of(token);
        byte[] right = at.classically(token);
        at.a().signMessageBegin(at.signer());
        assertCkr(CKR_OPERATION_ACTIVE, () -> at.a().signMessage(at.signer(), DATA));
        assertCkr(CKR_OPERATION_ACTIVE, () -> at.a().signMessageBegin(at.signer()));
        assertCkr(CKR_OPERATION_ACTIVE, () -> at.a().messageSignFinal(at.signer()));
        assertArrayEquals(right, at.a().signMessageLast(at.signer(), DATA));
        at.a().verifyMessageBegin(at.verifier());
        assertCkr(CKR_OPERATION_ACTIVE, () -> at.a().verifyMessage(at.verifier(), DATA, right));
        assertCkr(CKR_OPERATION_ACTIVE, () -> at.a().verifyMessageBegin(at.verifier()));
        assertCkr(CKR_OPERATION_ACTIVE, () -> at.a().messageVerifyFinal(at.verifier()));
        at.a().verifyMessageNext(at.verifier(), DATA, right);
    }

    @InEveryWorld void buffersAreAskedForBeforeAnythingIsUsed(Token token) {   // B1, B2, B6
        Both at = Both.of(token);
        byte[] right = at.classically(token);
        Output query = Output.lengthQuery();
        at.a().signMessage(at.signer(), DATA, query);
        assertEquals(32, query.length());
        assertCkr(CKR_BUFFER_TOO_SMALL, () -> at.a().signMessage(at.signer(), DATA, Output.room(31)));
        at.a().signMessageBegin(at.signer());
        at.a().signMessageNext(at.signer(), DATA, query);
        assertEquals(32, query.length());
        assertCkr(CKR_BUFFER_TOO_SMALL, () -> at.a().signMessageNext(at.signer(), DATA, Output.room(31)));
        assertArrayEquals(right, at.a().signMessageLast(at.signer(), DATA));
    }

    @InEveryWorld void whatSignsInOnePartHasNoMessageInParts(Token token) {   // O14, CKF_MULTI_MESSAGE
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        KeyPair pair = a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Templates.newPrivateKey());
        Mechanism raw = Mechanism.of(Ckm.CKM_ECDSA);
        assertTrue(!a.getMechanismInfo(token.slot(), Ckm.CKM_ECDSA).flags().contains(Use.CKF_MULTI_MESSAGE));
        assertTrue(a.getMechanismInfo(token.slot(), Ckm.CKM_ECDSA_SHA256).flags().containsAll(
            Set.of(Use.CKF_MESSAGE_SIGN, Use.CKF_MESSAGE_VERIFY, Use.CKF_MULTI_MESSAGE)));
        a.messageSignInit(session, raw, pair.privateKey());
        assertCkr(CKR_FUNCTION_NOT_SUPPORTED, () -> a.signMessageBegin(session));
        byte[] signature = a.signMessage(session, new byte[32]);
        a.messageSignFinal(session);
        a.messageVerifyInit(session, raw, pair.publicKey());
        assertCkr(CKR_FUNCTION_NOT_SUPPORTED, () -> a.verifyMessageBegin(session));
        a.verifyMessage(session, new byte[32], signature);
    }

    @InEveryWorld void theProcessIsAnOperation(Token token) {   // O2, O5, O6, O10
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle idle = a.createObject(session,
            Templates.hmacKey(Templates.AES_256).with(CKA_SIGN, false).with(CKA_VERIFY, false));
        ObjectHandle key = a.createObject(session, Templates.hmacKey(Templates.AES_256));
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> a.messageSignInit(session, Templates.HMAC, new ObjectHandle(0)));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.messageSignInit(session, Templates.HMAC, idle));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.messageVerifyInit(session, Templates.HMAC, idle));
        assertCkr(CKR_MECHANISM_INVALID, () -> a.messageSignInit(session, Templates.SHA_256, key));
        assertCkr(CKR_MECHANISM_PARAM_INVALID, () -> a.messageSignInit(session,
            new Mechanism(Ckm.CKM_SHA256_HMAC, new Parameters.Iv(NONE)), key));
        a.messageSignInit(session, Templates.HMAC, key);
        assertCkr(CKR_OPERATION_ACTIVE, () -> Operation.SIGN.begin(a, session));
        assertCkr(CKR_OPERATION_ACTIVE, () -> a.messageSignInit(session, Templates.HMAC, key));
        a.messageSignInit(session, null, null);
        a.messageVerifyInit(session, Templates.HMAC, key);
        a.messageVerifyInit(session, null, null);
        a.messageSignInit(session, Templates.HMAC, key);
        a.sessionCancel(session, Set.of(Use.CKF_MESSAGE_SIGN));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.messageSignFinal(session));
        a.messageVerifyInit(session, Templates.HMAC, key);
        a.sessionCancel(session, Set.of(Use.CKF_MESSAGE_VERIFY));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.messageVerifyFinal(session));
    }

    @InEveryWorld void onePinDoesNotPayForManySignatures(Token token) {   // L9, L12
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Template.EMPTY.with(CKA_SIGN, true).with(CKA_PRIVATE, true).with(CKA_ALWAYS_AUTHENTICATE, true));
        assertCkr(CKR_USER_NOT_LOGGED_IN,
            () -> a.messageSignInit(session, Templates.ECDSA_SHA_256, pair.privateKey()));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.messageSignFinal(session));
    }

    @InEveryWorld void rawRsaSignsMessagesOnlyForAKeyThatNamesIt(Token token) {   // Z10
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        KeyPair pair = a.generateKeyPair(session, Mechanism.of(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN),
            Template.EMPTY.with(CKA_MODULUS_BITS, 2048L).with(CKA_VERIFY, true), Templates.newPrivateKey());
        assertCkr(CKR_MECHANISM_INVALID,
            () -> a.messageSignInit(session, Mechanism.of(Ckm.CKM_RSA_X_509), pair.privateKey()));
        a.messageSignInit(session, Mechanism.of(Ckm.CKM_RSA_PKCS), pair.privateKey());
        assertCkr(CKR_DATA_LEN_RANGE, () -> a.signMessage(session, new byte[300]));
        assertEquals(256, a.signMessage(session, DATA).length);      // the error has ended the message alone
    }

    @InEveryWorld void aLogoutEndsItWithAPrivateKey(Token token) {   // L6
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        a.messageSignInit(session, Templates.HMAC,
            a.createObject(session, Templates.hmacKey(Templates.AES_256).with(Templates.PRIVATE)));
        a.signMessageBegin(session);
        a.logout(session);
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.messageSignFinal(session));
    }
}
