package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Ckr.CKR_AEAD_DECRYPT_FAILED;
import static claviger.cryptoki.Ckr.CKR_BUFFER_TOO_SMALL;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_OPERATION_ACTIVE;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.IvGenerator.CKG_GENERATE;
import static claviger.cryptoki.IvGenerator.CKG_GENERATE_COUNTER;
import static claviger.cryptoki.IvGenerator.CKG_GENERATE_RANDOM;
import static claviger.cryptoki.IvGenerator.CKG_NO_GENERATE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.IvGenerator;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Use;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.HashSet;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Message-based encryption and decryption (O14, O20). */
class MessageTest {
    private static final Mechanism GCM = Mechanism.of(Ckm.CKM_AES_GCM);
    private static final byte[] AAD = Token.utf8("header");
    private static final byte[] PLAIN = Token.utf8("a message of some forty bytes, more or less");
    private static final byte[] NONE = new byte[0];

    private static MessageParameters outgoing(IvGenerator generator, int fixedBits) {
        return new MessageParameters.Gcm(Arrays.copyOf(Templates.IV, 12), fixedBits, generator, 128);
    }

    private static MessageParameters received(MessageParameters sent) {
        return MessageParameters.Gcm.received(sent.iv(), sent.tag(), 128);
    }

    private static SessionHandle encrypting(Token token) {
        SessionHandle session = token.rw(token.a());
        token.a().messageEncryptInit(session, GCM,
            token.a().createObject(session, Templates.aes(Templates.AES_256)));
        return session;
    }

    private static SessionHandle decrypting(Token token) {
        SessionHandle session = token.rw(token.a());
        token.a().messageDecryptInit(session, GCM,
            token.a().createObject(session, Templates.aes(Templates.AES_256)));
        return session;
    }

    /** What the JDK makes of it: ciphertext and tag. */
    private static byte[] expected(MessageParameters sent) throws Exception {
        Cipher jdk = Cipher.getInstance("AES/GCM/NoPadding");
        jdk.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(Templates.AES_256, "AES"),
            new GCMParameterSpec(128, sent.iv()));
        jdk.updateAAD(AAD);
        return jdk.doFinal(PLAIN);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @InEveryWorld void manyMessagesGoWithOneKey(Token token) throws Exception {   // O14, O20
        Cryptoki a = token.a();
        SessionHandle out = encrypting(token);
        SessionHandle in = decrypting(token);
        Set<String> ivs = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            MessageParameters sent = outgoing(i % 2 == 0 ? CKG_GENERATE : CKG_GENERATE_RANDOM, 0);
            byte[] encrypted = a.encryptMessage(out, sent, AAD, PLAIN);
            assertEquals(PLAIN.length, encrypted.length, "the tag is not behind it");
            assertArrayEquals(expected(sent), joined(encrypted, sent.tag()));
            assertArrayEquals(PLAIN, a.decryptMessage(in, received(sent), AAD, encrypted));
            ivs.add(HexFormat.of().formatHex(sent.iv()));
        }
        assertEquals(20, ivs.size());
        a.messageEncryptFinal(out);
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.messageEncryptFinal(out));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED,
            () -> a.encryptMessage(out, outgoing(CKG_GENERATE, 0), AAD, PLAIN));
        a.messageDecryptFinal(in);
    }

    @InEveryWorld void aMessageComesInParts(Token token) throws Exception {   // O14, O9
        Cryptoki a = token.a();
        SessionHandle out = encrypting(token);
        SessionHandle in = decrypting(token);
        for (int cut : new int[] {0, 1, 16, 17, PLAIN.length}) {
            MessageParameters sent = outgoing(CKG_GENERATE, 0);
            a.encryptMessageBegin(out, sent, AAD);
            byte[] iv = sent.iv();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(a.encryptMessageNext(out, sent, Arrays.copyOf(PLAIN, cut), false));
            all.writeBytes(a.encryptMessageNext(out, sent, Arrays.copyOfRange(PLAIN, cut, PLAIN.length), true));
            assertArrayEquals(iv, sent.iv());
            assertArrayEquals(expected(sent), joined(all.toByteArray(), sent.tag()));
            byte[] encrypted = all.toByteArray();
            a.decryptMessageBegin(in, received(sent), AAD);
            assertEquals(0, a.decryptMessageNext(in, received(sent), Arrays.copyOf(encrypted, cut), false).length);
            assertArrayEquals(PLAIN, a.decryptMessageNext(in, received(sent),
                Arrays.copyOfRange(encrypted, cut, encrypted.length), true));
        }
        assertCkr(CKR_OPERATION_NOT_INITIALIZED,
            () -> a.encryptMessageNext(out, outgoing(CKG_GENERATE, 0), PLAIN, true));
    }

    @InEveryWorld void oneMessageAtATime(Token token) {   // O14
        Cryptoki a = token.a();
        SessionHandle out = encrypting(token);
        MessageParameters sent = outgoing(CKG_GENERATE, 0);
        a.encryptMessageBegin(out, sent, NONE);
        assertCkr(CKR_OPERATION_ACTIVE, () -> a.encryptMessage(out, outgoing(CKG_GENERATE, 0), NONE, PLAIN));
        assertCkr(CKR_OPERATION_ACTIVE, () -> a.encryptMessageBegin(out, outgoing(CKG_GENERATE, 0), NONE));
        assertCkr(CKR_OPERATION_ACTIVE, () -> a.messageEncryptFinal(out));
        assertEquals(PLAIN.length, a.encryptMessageNext(out, sent, PLAIN, true).length);
        a.messageEncryptFinal(out);
    }

    @InEveryWorld void anErrorEndsTheMessageAndNotTheProcess(Token token) {   // O14, O9
        Cryptoki a = token.a();
        SessionHandle out = encrypting(token);
        SessionHandle in = decrypting(token);
        MessageParameters sent = outgoing(CKG_GENERATE, 0);
        byte[] encrypted = a.encryptMessage(out, sent, AAD, PLAIN);
        byte[] bent = encrypted.clone();
        bent[0] ^= 1;
        assertCkr(CKR_AEAD_DECRYPT_FAILED, () -> a.decryptMessage(in, received(sent), AAD, bent));
        assertCkr(CKR_AEAD_DECRYPT_FAILED, () -> a.decryptMessage(in, received(sent), NONE, encrypted));
        assertArrayEquals(PLAIN, a.decryptMessage(in, received(sent), AAD, encrypted));
        a.decryptMessageBegin(in, received(sent), AAD);
        assertCkr(CKR_AEAD_DECRYPT_FAILED, () -> a.decryptMessageNext(in, received(sent), bent, true));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.decryptMessageNext(in, received(sent), encrypted, true));
        a.decryptMessageBegin(in, received(sent), AAD);
        assertArrayEquals(PLAIN, a.decryptMessageNext(in, received(sent), encrypted, true));
    }

    @InEveryWorld void aShorterTagIsNotTaken(Token token) {   // O20: its length is the receiver's to say
        Cryptoki a = token.a();
        SessionHandle out = encrypting(token);
        SessionHandle in = decrypting(token);
        MessageParameters sent = outgoing(CKG_GENERATE, 0);
        byte[] encrypted = a.encryptMessage(out, sent, AAD, PLAIN);
        byte[] cut = Arrays.copyOf(sent.tag(), 12);
        assertCkr(CKR_MECHANISM_PARAM_INVALID,
            () -> a.decryptMessage(in, MessageParameters.Gcm.received(sent.iv(), cut, 128), AAD, encrypted));
        a.decryptMessageBegin(in, received(sent), AAD);
        assertCkr(CKR_MECHANISM_PARAM_INVALID,
            () -> a.decryptMessageNext(in, MessageParameters.Gcm.received(sent.iv(), cut, 96), encrypted, true));
    }

    @InEveryWorld void buffersAreAskedForBeforeAnythingIsUsed(Token token) {   // B1, B2, B6
        Cryptoki a = token.a();
        SessionHandle out = encrypting(token);
        MessageParameters sent = outgoing(CKG_GENERATE, 0);
        byte[] before = sent.iv();
        Output query = Output.lengthQuery();
        a.encryptMessage(out, sent, AAD, PLAIN, query);
        assertEquals(PLAIN.length, query.length());
        assertCkr(CKR_BUFFER_TOO_SMALL,
            () -> a.encryptMessage(out, sent, AAD, PLAIN, Output.room(PLAIN.length - 1)));
        assertArrayEquals(before, sent.iv());
        a.encryptMessageBegin(out, sent, AAD);
        a.encryptMessageNext(out, sent, PLAIN, true, query);
        assertEquals(PLAIN.length, query.length());
        assertCkr(CKR_BUFFER_TOO_SMALL,
            () -> a.encryptMessageNext(out, sent, PLAIN, true, Output.room(PLAIN.length - 1)));
        byte[] encrypted = a.encryptMessageNext(out, sent, PLAIN, true);
        SessionHandle in = decrypting(token);
        a.decryptMessage(in, received(sent), AAD, encrypted, query);
        assertEquals(PLAIN.length, query.length());
        assertCkr(CKR_BUFFER_TOO_SMALL,
            () -> a.decryptMessage(in, received(sent), AAD, encrypted, Output.room(PLAIN.length - 1)));
        assertArrayEquals(PLAIN, a.decryptMessage(in, received(sent), AAD, encrypted));
    }

    @InEveryWorld void anIvIsTheCallersOrRandom(Token token) {   // O20
        Cryptoki a = token.a();
        SessionHandle out = encrypting(token);
        MessageParameters given = outgoing(CKG_NO_GENERATE, 0);
        a.encryptMessage(out, given, AAD, PLAIN);
        assertArrayEquals(Arrays.copyOf(Templates.IV, 12), given.iv());
        MessageParameters half = new MessageParameters.Gcm(Templates.IV, 32, CKG_GENERATE, 128);
        a.encryptMessage(out, half, AAD, PLAIN);
        assertArrayEquals(Arrays.copyOf(Templates.IV, 4), Arrays.copyOf(half.iv(), 4));
        assertTrue(!Arrays.equals(Templates.IV, half.iv()));
        for (MessageParameters bad : new MessageParameters[] {outgoing(CKG_GENERATE_COUNTER, 32),
            outgoing(CKG_GENERATE, 32), outgoing(CKG_GENERATE, -8),
            new MessageParameters.Gcm(Templates.IV, 0, CKG_GENERATE, 32)}) {
            assertCkr(CKR_MECHANISM_PARAM_INVALID, () -> a.encryptMessage(out, bad, AAD, PLAIN));
        }
        a.encryptMessage(out, outgoing(CKG_GENERATE, 0), AAD, PLAIN);
    }

    @InEveryWorld void theProcessIsAnOperation(Token token) {   // O2, O5, O6, O10
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_128).with(CKA_DECRYPT, false));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.messageDecryptInit(session, GCM, key));
        assertCkr(CKR_MECHANISM_INVALID, () -> a.messageEncryptInit(session, Templates.ECB, key));
        assertCkr(CKR_MECHANISM_PARAM_INVALID, () -> a.messageEncryptInit(session,
            new Mechanism(Ckm.CKM_AES_GCM, new Parameters.Iv(Templates.IV)), key));
        a.messageEncryptInit(session, GCM, key);
        assertCkr(CKR_OPERATION_ACTIVE, () -> Operation.ENCRYPT.begin(a, session));
        assertCkr(CKR_OPERATION_ACTIVE, () -> a.messageEncryptInit(session, GCM, key));
        a.messageEncryptInit(session, null, null);
        a.messageEncryptInit(session, GCM, key);
        a.sessionCancel(session, Set.of(Use.CKF_MESSAGE_ENCRYPT));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.messageEncryptFinal(session));
    }

    @InEveryWorld void aLogoutEndsItWithAPrivateKey(Token token) {   // L6
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        a.messageEncryptInit(session, GCM,
            a.createObject(session, Templates.aes(Templates.AES_128).with(Templates.PRIVATE)));
        a.encryptMessageBegin(session, outgoing(CKG_GENERATE, 0), AAD);
        a.logout(session);
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.messageEncryptFinal(session));
    }
}
