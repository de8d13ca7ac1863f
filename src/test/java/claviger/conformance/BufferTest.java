package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Ckr.CKR_BUFFER_TOO_SMALL;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;

/** Output buffers (B): a length query and a short buffer consume nothing, and success tells the exact length. */
class BufferTest {
    /** A function with output. */
    private interface Call {
        void run(Cryptoki a, SessionHandle session, Output output);
    }

    /** What goes before the function. */
    private interface Preparation {
        void run(Cryptoki a, SessionHandle session);
    }

    /** Every function of rule B6 that the token has, with something that makes it give out bytes. */
    private enum Row {
        ENCRYPT(Operation.ENCRYPT::begin, (a, session, output) -> a.encrypt(session, Operation.DATA, output)),
        ENCRYPT_UPDATE(Operation.ENCRYPT::begin,
            (a, session, output) -> a.encryptUpdate(session, Operation.DATA, output)),
        ENCRYPT_FINAL(BufferTest::beginPadded, Cryptoki::encryptFinal),
        DECRYPT(Operation.DECRYPT::begin, (a, session, output) -> a.decrypt(session, Operation.DATA, output)),
        DECRYPT_UPDATE(Operation.DECRYPT::begin,
            (a, session, output) -> a.decryptUpdate(session, Operation.DATA, output)),
        DECRYPT_FINAL(BufferTest::beginPaddedDecryption, Cryptoki::decryptFinal),
        DIGEST(Operation.DIGEST::begin, (a, session, output) -> a.digest(session, Operation.DATA, output)),
        DIGEST_FINAL(after(Operation.DIGEST), Cryptoki::digestFinal),
        SIGN(Operation.SIGN::begin, (a, session, output) -> a.sign(session, Operation.DATA, output)),
        SIGN_FINAL(after(Operation.SIGN), Cryptoki::signFinal);

        private final Preparation preparation;
        private final Call call;

        Row(Preparation preparation, Call call) {
            this.preparation = preparation;
            this.call = call;
        }

        private static Preparation after(Operation operation) {
            return (a, session) -> {
                operation.begin(a, session);
                operation.update(a, session, Operation.DATA);
            };
        }
    }

    @InEveryWorld void aLengthQueryConsumesNothingAndTellsEnough(Token token) {   // B1, B3
        for (Row row : Row.values()) {
            SessionHandle session = token.rw(token.a());
            byte[] expected = once(token, session, row);
            row.preparation.run(token.a(), session);
            Output query = Output.lengthQuery();
            row.call.run(token.a(), session, query);
            row.call.run(token.a(), session, Output.lengthQuery());
            assertTrue(query.length() >= expected.length, () -> row + " asks for " + query.length());
            assertEquals(0, query.bytes().length);
            Output room = Output.room(query.length());
            row.call.run(token.a(), session, room);
            assertArrayEquals(expected, room.bytes(), row::name);
            assertEquals(expected.length, room.length());
            token.a().closeSession(session);
        }
    }

    @InEveryWorld void aShortBufferConsumesNothingAndTellsEnough(Token token) {   // B2, B5
        for (Row row : Row.values()) {
            SessionHandle session = token.rw(token.a());
            byte[] expected = once(token, session, row);
            row.preparation.run(token.a(), session);
            for (int room : new int[] {0, expected.length - 1}) {
                Output small = Output.room(room);
                assertCkr(CKR_BUFFER_TOO_SMALL, () -> row.call.run(token.a(), session, small));
                assertTrue(small.length() >= expected.length, () -> row + " asks for " + small.length());
                assertEquals(0, small.bytes().length);
            }
            assertArrayEquals(expected, Output.of(output -> row.call.run(token.a(), session, output)), row::name);
            token.a().closeSession(session);
        }
    }

    private static byte[] once(Token token, SessionHandle session, Row row) {
        row.preparation.run(token.a(), session);
        byte[] expected = Output.of(output -> row.call.run(token.a(), session, output));
        assertTrue(expected.length > 0, row::name);
        Operation.ENCRYPT.init(token.a(), session, null, new ObjectHandle(0));
        Operation.DECRYPT.init(token.a(), session, null, new ObjectHandle(0));
        return expected;
    }

    @InEveryWorld void aQueryAfterTheEndFindsNoOperation(Token token) {   // B1, O1
        SessionHandle session = token.rw(token.a());
        for (Row row : Row.values()) {
            assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> row.call.run(token.a(), session, Output.lengthQuery()));
            assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> row.call.run(token.a(), session, Output.room(0)));
        }
    }

    @InEveryWorld void aSignatureThatDidNotFitIsMadeLater(Token token) {   // B2: a length that depends on the key
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Templates.newPrivateKey());
        a.signInit(session, Templates.ECDSA_SHA_256, pair.privateKey());
        Output query = Output.lengthQuery();
        a.sign(session, Operation.DATA, query);
        assertEquals(64, query.length());
        assertCkr(CKR_BUFFER_TOO_SMALL, () -> a.sign(session, Operation.DATA, Output.room(63)));
        Output room = Output.room(64);
        a.sign(session, Operation.DATA, room);
        a.verifyInit(session, Templates.ECDSA_SHA_256, pair.publicKey());
        a.verify(session, Operation.DATA, room.bytes());
    }

    @InEveryWorld void aWrappedKeyFollowsTheSameRules(Token token) {   // B6: C_WrapKey
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle wrapping = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey());
        ObjectHandle key = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newExtractableAes());
        Output query = Output.lengthQuery();
        a.wrapKey(session, Templates.KWP, wrapping, key, query);
        assertTrue(query.length() >= 40);
        assertCkr(CKR_BUFFER_TOO_SMALL, () -> a.wrapKey(session, Templates.KWP, wrapping, key, Output.room(39)));
        Output room = Output.room(query.length());
        a.wrapKey(session, Templates.KWP, wrapping, key, room);
        assertEquals(40, room.length());
        assertEquals(40, room.bytes().length);
    }

    @InEveryWorld void paddedDecryptionHoldsOneBlockBack(Token token) {   // B4
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_128));
        a.encryptInit(session, Templates.CBC_PAD, key);
        byte[] sealed = a.encrypt(session, new byte[32]);
        assertEquals(48, sealed.length);
        a.decryptInit(session, Templates.CBC_PAD, key);
        assertEquals(32, a.decryptUpdate(session, sealed).length);
        assertEquals(0, a.decryptFinal(session).length);
    }

    private static void beginPadded(Cryptoki a, SessionHandle session) {
        a.encryptInit(session, Templates.CBC_PAD, Operation.ENCRYPT.key(a, session));
        a.encryptUpdate(session, new byte[5]);
    }

    private static void beginPaddedDecryption(Cryptoki a, SessionHandle session) {
        ObjectHandle key = Operation.ENCRYPT.key(a, session);
        a.encryptInit(session, Templates.CBC_PAD, key);
        byte[] sealed = a.encrypt(session, new byte[5]);
        a.decryptInit(session, Templates.CBC_PAD, key);
        a.decryptUpdate(session, sealed);
    }
}
