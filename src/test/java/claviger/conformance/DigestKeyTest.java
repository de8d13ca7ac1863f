package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_INDIGESTIBLE;
import static claviger.cryptoki.Ckr.CKR_OPERATION_ACTIVE;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;

/** C_DigestKey (O15, Z14). */
class DigestKeyTest {
    @InEveryWorld void theValueOfTheKeyIsDigested(Token token) throws Exception {   // O15
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_256));
        a.digestInit(session, Templates.SHA_256);
        a.digestUpdate(session, Token.utf8("before"));
        a.digestKey(session, key);
        assertCkr(CKR_OPERATION_ACTIVE, () -> a.digest(session, new byte[1]));   // O4: it was a part
        a.digestUpdate(session, Token.utf8("after"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(Token.utf8("before"));
        all.writeBytes(Templates.AES_256);
        all.writeBytes(Token.utf8("after"));
        assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(all.toByteArray()), a.digestFinal(session));
    }

    @InEveryWorld void itIsForARunningDigest(Token token) {   // O1
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_256));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.digestKey(session, key));
    }

    @InEveryWorld void aRefusedKeyLeavesTheDigestRunning(Token token) {   // O3, O15, Z14
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle tooShort = a.createObject(session, Templates.hmacKey(new byte[15]));
        ObjectHandle noSecret = a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Templates.newPrivateKey()).privateKey();
        ObjectHandle forOthers = a.createObject(session, Templates.aes(Templates.AES_128)
            .with(CKA_ALLOWED_MECHANISMS, new long[] {Ckm.CKM_AES_CBC.code()}));
        ObjectHandle noKey = a.createObject(session, Templates.data("no key"));
        Operation.DIGEST.begin(a, session);
        assertCkr(CKR_KEY_INDIGESTIBLE, () -> a.digestKey(session, tooShort));
        assertCkr(CKR_KEY_INDIGESTIBLE, () -> a.digestKey(session, noSecret));
        assertCkr(CKR_KEY_INDIGESTIBLE, () -> a.digestKey(session, forOthers));
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> a.digestKey(session, noKey));
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> a.digestKey(session, new ObjectHandle(0)));
        assertArrayEquals(Operation.DIGEST.expected(), a.digest(session, Operation.DATA));
    }
}
