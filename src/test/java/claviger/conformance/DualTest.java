package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_BUFFER_TOO_SMALL;
import static claviger.cryptoki.Ckr.CKR_OPERATION_ACTIVE;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.cryptoki.TokenFlag.CKF_DUAL_CRYPTO_OPERATIONS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Use;
import java.util.Arrays;
import java.util.Set;

/** The dual-function updates (O12). */
class DualTest {
    /** What the text reads is what the cipher takes or gives. */
    private enum Pair {
        DIGEST_ENCRYPT(Operation.DIGEST, Operation.ENCRYPT) {
            @Override void update(Cryptoki a, SessionHandle session, byte[] part, Output output) {
                a.digestEncryptUpdate(session, part, output);
            }
        },
        DECRYPT_DIGEST(Operation.DIGEST, Operation.DECRYPT) {
            @Override void update(Cryptoki a, SessionHandle session, byte[] part, Output output) {
                a.decryptDigestUpdate(session, part, output);
            }
        },
        SIGN_ENCRYPT(Operation.SIGN, Operation.ENCRYPT) {
            @Override void update(Cryptoki a, SessionHandle session, byte[] part, Output output) {
                a.signEncryptUpdate(session, part, output);
            }
        },
        DECRYPT_VERIFY(Operation.VERIFY, Operation.DECRYPT) {
            @Override void update(Cryptoki a, SessionHandle session, byte[] part, Output output) {
                a.decryptVerifyUpdate(session, part, output);
            }
        };

        final Operation reader;
        final Operation cipher;

        Pair(Operation reader, Operation cipher) {
            this.reader = reader;
            this.cipher = cipher;
        }

        abstract void update(Cryptoki a, SessionHandle session, byte[] part, Output output);

        void begin(Cryptoki a, SessionHandle session) {
            reader.begin(a, session);
            cipher.begin(a, session);
        }

        /** What goes into the cipher so that the reader reads {@link Operation#DATA}. */
        byte[] in() {
            return cipher == Operation.ENCRYPT ? Operation.DATA : Operation.ENCRYPT.expected();
        }

        byte[] out() {
            return cipher == Operation.ENCRYPT ? Operation.ENCRYPT.expected() : Operation.DATA;
        }
    }

    @InEveryWorld void theTokenSaysSo(Token token) {   // T8
        assertTrue(token.flags().contains(CKF_DUAL_CRYPTO_OPERATIONS));
    }

    @InEveryWorld void bothGetTheirResult(Token token) {   // O12
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        for (Pair pair : Pair.values()) {
            pair.begin(a, session);
            Output first = Output.unbounded();
            pair.update(a, session, Arrays.copyOf(pair.in(), 16), first);
            assertArrayEquals(Arrays.copyOf(pair.out(), 16), first.bytes(), pair::toString);
            // single updates of the pair are mixed in
            byte[] rest = pair.cipher.update(a, session, Arrays.copyOfRange(pair.in(), 16, 32));
            assertArrayEquals(Arrays.copyOfRange(pair.out(), 16, 32), rest, pair::toString);
            pair.reader.update(a, session, new byte[16]);
            assertEquals(0, pair.cipher.last(a, session).length);
            assertArrayEquals(pair.reader.expected(), pair.reader.last(a, session), pair::toString);
        }
    }

    @InEveryWorld void whatWasNotDeliveredIsNotRead(Token token) {   // O12, B1, B2
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        for (Pair pair : Pair.values()) {
            pair.begin(a, session);
            Output query = Output.lengthQuery();
            pair.update(a, session, pair.in(), query);
            assertEquals(32, query.length());
            assertCkr(CKR_BUFFER_TOO_SMALL, () -> pair.update(a, session, pair.in(), Output.room(31)));
            Output room = Output.room(32);
            pair.update(a, session, pair.in(), room);
            assertArrayEquals(pair.out(), room.bytes(), pair::toString);
            assertEquals(0, pair.cipher.last(a, session).length);
            assertArrayEquals(pair.reader.expected(), pair.reader.last(a, session), pair::toString);
        }
    }

    @InEveryWorld void bothMustRun(Token token) {   // O1
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        for (Pair pair : Pair.values()) {
            assertCkr(CKR_OPERATION_NOT_INITIALIZED,
                () -> pair.update(a, session, pair.in(), Output.unbounded()));
            for (Operation alone : new Operation[] {pair.reader, pair.cipher}) {
                alone.begin(a, session);
                assertCkr(CKR_OPERATION_NOT_INITIALIZED,
                    () -> pair.update(a, session, pair.in(), Output.unbounded()));
                assertArrayEquals(alone.expected(), alone.single(a, session, Operation.DATA));
            }
        }
    }

    @InEveryWorld void anErrorEndsBoth(Token token) {   // O3
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        for (Pair pair : Pair.values()) {
            pair.begin(a, session);
            assertCkr(CKR_ARGUMENTS_BAD,
                () -> pair.update(a, session, null, Output.unbounded()));
            assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> pair.cipher.last(a, session));
            assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> pair.reader.last(a, session));
        }
    }

    @InEveryWorld void whenOneHalfIsCancelledTheOtherStays(Token token) {   // O6
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        Pair.DIGEST_ENCRYPT.begin(a, session);
        a.sessionCancel(session, Set.of(Use.CKF_ENCRYPT));
        assertArrayEquals(Operation.DIGEST.expected(), a.digest(session, Operation.DATA));
    }

    @InEveryWorld void aThirdIsOneTooMany(Token token) {   // O2
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        Pair.DIGEST_ENCRYPT.begin(a, session);
        assertCkr(CKR_OPERATION_ACTIVE, () -> Operation.SIGN.begin(a, session));
        assertCkr(CKR_OPERATION_ACTIVE, () -> Operation.DECRYPT.begin(a, session));
        Pair.DIGEST_ENCRYPT.update(a, session, Operation.DATA, Output.unbounded());
        assertArrayEquals(Operation.DIGEST.expected(), a.digestFinal(session));
    }

    @InEveryWorld void whatIsHeldBackAsPaddingIsNotRead(Token token) {   // O12: the tail comes from C_DecryptFinal
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_128));
        a.encryptInit(session, Templates.CBC_PAD, key);
        byte[] encrypted = a.encrypt(session, new byte[20]);
        a.digestInit(session, Templates.SHA_256);
        a.decryptInit(session, Templates.CBC_PAD, key);
        assertEquals(16, a.decryptDigestUpdate(session, encrypted).length);
        assertEquals(4, a.decryptFinal(session).length);
        byte[] digest = a.digestFinal(session);
        a.digestInit(session, Templates.SHA_256);
        assertArrayEquals(a.digest(session, new byte[16]), digest);
    }

    @InEveryWorld void otherPlaintextIsAnotherSignature(Token token) {   // O12
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        Pair.DECRYPT_VERIFY.begin(a, session);
        a.decryptVerifyUpdate(session, new byte[32]);
        assertCkr(CKR_SIGNATURE_INVALID, () -> a.verifyFinal(session, Operation.SIGN.expected()));
        a.decryptFinal(session);
    }
}
