package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_TYPE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_OPERATION_ACTIVE;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_PIN_INCORRECT;
import static claviger.cryptoki.Ckr.CKR_PIN_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_SESSION_EXISTS;
import static claviger.cryptoki.Ckr.CKR_SESSION_HANDLE_INVALID;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.Set;

/** Several things are wrong at once: which one is told (E, O10). */
class ErrorPrecedenceTest {
    private static final ObjectHandle NONE = new ObjectHandle(0);
    private static final Mechanism CBC_WITHOUT_IV = Mechanism.of(Ckm.CKM_AES_CBC);

    @InEveryWorld void theKeyChecksOfAnInitComeInTheirOrder(Token token) {   // O10
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        Template aes = Templates.aes(Templates.AES_128);
        ObjectHandle data = a.createObject(session, Templates.data("no key"));
        ObjectHandle hmac = a.createObject(session, Templates.hmacKey(new byte[32]));
        ObjectHandle limited = a.createObject(session, aes.with(CKA_ENCRYPT, false)
            .with(CKA_ALLOWED_MECHANISMS, new long[] {Ckm.CKM_AES_GCM.code()}));
        ObjectHandle mayNot = a.createObject(session, aes.with(CKA_ENCRYPT, false));
        ObjectHandle may = a.createObject(session, aes);
        // handle, before everything else
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> a.encryptInit(session, Templates.SHA_256, NONE));
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> a.encryptInit(session, CBC_WITHOUT_IV, data));
        // the mechanism, for this function
        assertCkr(CKR_MECHANISM_INVALID, () -> a.encryptInit(session, Templates.SHA_256, hmac));
        assertCkr(CKR_MECHANISM_INVALID, () -> a.encryptInit(session, Templates.HMAC, mayNot));
        // the mechanisms that the key allows
        assertCkr(CKR_MECHANISM_INVALID, () -> a.encryptInit(session, CBC_WITHOUT_IV, limited));
        // the type of the key outranks its use
        assertCkr(CKR_KEY_TYPE_INCONSISTENT, () -> a.encryptInit(session, CBC_WITHOUT_IV, hmac));
        // its use outranks the parameter
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.encryptInit(session, CBC_WITHOUT_IV, mayNot));
        assertCkr(CKR_MECHANISM_PARAM_INVALID, () -> a.encryptInit(session, CBC_WITHOUT_IV, may));
    }

    @InEveryWorld void everyKindOfOperationAsksForItsOwnFlag(Token token) {   // O10
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle aes = a.createObject(session, Templates.aes(Templates.AES_128).with(CKA_DECRYPT, false));
        ObjectHandle hmac = a.createObject(session, Templates.hmacKey(new byte[32]).with(CKA_SIGN, false));
        a.encryptInit(session, Templates.ECB, aes);
        a.encrypt(session, new byte[16]);
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.decryptInit(session, Templates.ECB, aes));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.signInit(session, Templates.HMAC, hmac));
        a.verifyInit(session, Templates.HMAC, hmac);
    }

    @InEveryWorld void theSessionGoesBeforeArgumentsAndOperations(Token token) {   // E1, E3
        Cryptoki a = token.a();
        SessionHandle none = new SessionHandle(0);
        assertCkr(CKR_SESSION_HANDLE_INVALID, () -> a.digest(none, null, null));
        assertCkr(CKR_SESSION_HANDLE_INVALID, () -> a.encryptInit(none, null, NONE));
        assertCkr(CKR_SESSION_HANDLE_INVALID, () -> a.login(none, Cku.CKU_USER, new byte[0]));
        assertCkr(CKR_SESSION_HANDLE_INVALID, () -> a.setPin(none, new byte[0], new byte[0]));
    }

    @InEveryWorld void initializationGoesBeforeEverything(Token token) {   // A1
        Cryptoki application = token.application();
        assertCkr(CKR_CRYPTOKI_NOT_INITIALIZED, () -> application.digest(new SessionHandle(0), null, null));
        assertCkr(CKR_CRYPTOKI_NOT_INITIALIZED, () -> application.openSession(token.slot(), Set.of()));
    }

    @InEveryWorld void aNullArgumentIsABadOne(Token token) {   // E3, O7
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        a.digestInit(session, Templates.SHA_256);
        assertCkr(CKR_ARGUMENTS_BAD, () -> a.digest(session, null, Output.unbounded()));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.digestFinal(session));   // O7: it ends the operation
        assertCkr(CKR_ARGUMENTS_BAD, () -> a.generateKey(session, null, Template.EMPTY));
        assertCkr(CKR_ARGUMENTS_BAD, () -> a.seedRandom(session, null));
    }

    @InEveryWorld void anActiveOperationGoesBeforeTheKey(Token token) {   // O2, [C]: nothing is looked at
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        Operation.ENCRYPT.begin(a, session);
        assertCkr(CKR_OPERATION_ACTIVE, () -> a.encryptInit(session, Templates.ECB, NONE));
    }

    @InEveryWorld void aSessionGoesBeforeThePinOfInitToken(Token token) {   // T6, D20: no try is spent
        token.ro(token.a());
        assertCkr(CKR_SESSION_EXISTS,
            () -> token.b().initToken(token.slot(), Token.utf8("wrong pin"), "x"));
    }

    @InEveryWorld void theOldPinAndTheNewOneCanBothBeWrong(Token token) {   // P2
        SessionHandle session = token.rw(token.a());
        assertCkr(CKR_PIN_LEN_RANGE, () -> token.a().setPin(session, Token.utf8(World.USER_PIN), new byte[1]));
        assertCkr(CKR_PIN_INCORRECT,
            () -> token.a().setPin(session, Token.utf8("wrong pin"), Token.utf8("a good new pin")));
    }
}
