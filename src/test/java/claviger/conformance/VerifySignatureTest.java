package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_OPERATION_ACTIVE;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_LEN_RANGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Use;
import claviger.mechanism.Mechanisms;
import java.util.Set;

/** C_VerifySignature, where the signature comes first (O19). */
class VerifySignatureTest {
    private static final byte[] DATA = Operation.DATA;

    private static ObjectHandle hmacKey(Token token, SessionHandle session) {
        return Operation.SIGN.key(token.a(), session);
    }

    @InEveryWorld void itVerifiesInOnePartAndInMany(Token token) {   // O19, O1, O3, O4
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle key = hmacKey(token, session);
        byte[] signature = Operation.SIGN.expected();
        a.verifySignatureInit(session, Templates.HMAC, key, signature);
        a.verifySignature(session, DATA);
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.verifySignature(session, DATA));
        a.verifySignatureInit(session, Templates.HMAC, key, signature);
        a.verifySignatureUpdate(session, new byte[5]);
        assertCkr(CKR_OPERATION_ACTIVE, () -> a.verifySignature(session, DATA));
        a.verifySignatureUpdate(session, new byte[27]);
        a.verifySignatureFinal(session);
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.verifySignatureFinal(session));
    }

    @InEveryWorld void theSignatureIsTakenAtInit(Token token) {   // O19
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        byte[] signature = Operation.SIGN.expected().clone();
        a.verifySignatureInit(session, Templates.HMAC, hmacKey(token, session), signature);
        signature[0]++;
        a.verifySignature(session, DATA);
    }

    @InEveryWorld void aWrongSignatureEndsIt(Token token) {   // O8, O3
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle key = hmacKey(token, session);
        a.verifySignatureInit(session, Templates.HMAC, key, new byte[32]);
        assertCkr(CKR_SIGNATURE_INVALID, () -> a.verifySignature(session, DATA));
        a.verifySignatureInit(session, Templates.HMAC, key, new byte[31]);
        a.verifySignatureUpdate(session, DATA);
        assertCkr(CKR_SIGNATURE_LEN_RANGE, () -> a.verifySignatureFinal(session));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.verifySignatureFinal(session));
        assertCkr(CKR_ARGUMENTS_BAD, () -> a.verifySignatureInit(session, Templates.HMAC, key, null));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.verifySignatureFinal(session));
    }

    @InEveryWorld void itIsCancelledLikeOthers(Token token) {   // O5, O6, O2
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle key = hmacKey(token, session);
        a.verifySignatureInit(session, Templates.HMAC, key, new byte[32]);
        assertCkr(CKR_OPERATION_ACTIVE, () -> Operation.VERIFY.begin(a, session));
        a.verifySignatureInit(session, null, null, null);
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.verifySignature(session, DATA));
        a.verifySignatureInit(session, Templates.HMAC, key, new byte[32]);
        a.sessionCancel(session, Set.of(Use.CKF_VERIFY));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.verifySignature(session, DATA));
    }

    @InEveryWorld void aSignatureOfAPairIsVerified(Token token) {   // O19
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        KeyPair pair = token.a().generateKeyPair(token.user(a), Templates.EC_KEY_PAIR_GEN,
            Templates.newP256PublicKey(), Templates.newPrivateKey());
        a.signInit(session, Templates.ECDSA_SHA_256, pair.privateKey());
        byte[] signature = a.sign(session, DATA);
        a.verifySignatureInit(session, Templates.ECDSA_SHA_256, pair.publicKey(), signature);
        a.verifySignature(session, DATA);
    }

    @InEveryWorld void everyMechanismThatVerifiesIsTaken(Token token) {   // O19
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle aes = a.createObject(session, Templates.aes(Templates.AES_128));
        long verifying = Mechanisms.all().stream().filter(row -> row.uses().contains(Use.CKF_VERIFY)).peek(row -> {
            Mechanism mechanism = Mechanism.of(row.type());
            Ckr answer = Refusals.ckr(() -> a.verifyInit(session, mechanism, aes));
            a.verifyInit(session, null, null);
            assertEquals(answer, Refusals.ckr(() -> a.verifySignatureInit(session, mechanism, aes, new byte[16])));
            a.verifySignatureInit(session, null, null, null);
        }).count();
        assertTrue(verifying > 20);
    }
}
