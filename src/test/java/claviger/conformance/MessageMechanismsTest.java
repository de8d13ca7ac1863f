package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckr.CKR_AEAD_DECRYPT_FAILED;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.IvGenerator.CKG_GENERATE;
import static claviger.cryptoki.IvGenerator.CKG_NO_GENERATE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Messages by CKM_AES_CCM and CKM_CHACHA20_POLY1305, against the classic functions, which have vectors (O14, O20). */
class MessageMechanismsTest {
    private static final byte[] AAD = Token.utf8("header");
    private static final byte[] PLAIN = Token.utf8("a message of some forty bytes, more or less");
    private static final byte[] NONCE = Arrays.copyOf(Templates.IV, 12);

    private static MessageParameters.Ccm ccm() {
        return new MessageParameters.Ccm(PLAIN.length, new byte[13], 0, CKG_GENERATE, 16);
    }

    private static MessageParameters received(MessageParameters sent) {
        return sent instanceof MessageParameters.Ccm
            ? MessageParameters.Ccm.received(PLAIN.length, sent.iv(), sent.tag(), 16)
            : MessageParameters.ChaCha20Poly1305.received(sent.iv(), sent.tag());
    }

    private static Parameters classic(MessageParameters sent) {
        return sent instanceof MessageParameters.Ccm ? new Parameters.Ccm(PLAIN.length, sent.iv(), AAD, 16)
            : new Parameters.ChaCha20Poly1305(sent.iv(), AAD);
    }

    private static ObjectHandle chaCha(Cryptoki a, SessionHandle session) {
        return a.createObject(session, Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY)
            .with(CKA_KEY_TYPE, Ckk.CKK_CHACHA20).with(CKA_VALUE, Templates.AES_256.clone()).with(CKA_PRIVATE, false)
            .with(CKA_ENCRYPT, true).with(CKA_DECRYPT, true));
    }

    private static byte[] classically(Cryptoki a, SessionHandle session, Mechanism mechanism, ObjectHandle key,
            MessageParameters sent) {
        a.encryptInit(session, new Mechanism(mechanism.type(), classic(sent)), key);
        return a.encrypt(session, PLAIN);
    }

    private static byte[] withTag(byte[] encrypted, MessageParameters sent) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(encrypted);
        both.writeBytes(sent.tag());
        return both.toByteArray();
    }

    /** Whole, in parts, and bent. */
    private static void messages(Token token, Mechanism mechanism, MessageParameters whole, MessageParameters parts) {
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        SessionHandle other = token.rw(a);
        ObjectHandle key = mechanism.type() == Ckm.CKM_AES_CCM
            ? a.createObject(session, Templates.aes(Templates.AES_256)) : chaCha(a, session);
        a.messageEncryptInit(session, mechanism, key);
        byte[] encrypted = a.encryptMessage(session, whole, AAD, PLAIN);
        assertEquals(PLAIN.length, encrypted.length, "the tag is not behind it");
        assertArrayEquals(classically(a, other, mechanism, key, whole), withTag(encrypted, whole));

        a.encryptMessageBegin(session, parts, AAD);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(a.encryptMessageNext(session, parts, Arrays.copyOf(PLAIN, 17), false));
        all.writeBytes(a.encryptMessageNext(session, parts, Arrays.copyOfRange(PLAIN, 17, PLAIN.length), true));
        assertArrayEquals(classically(a, other, mechanism, key, parts), withTag(all.toByteArray(), parts));

        a.messageDecryptInit(other, mechanism, key);
        byte[] bent = encrypted.clone();
        bent[3] ^= 1;
        assertCkr(CKR_AEAD_DECRYPT_FAILED, () -> a.decryptMessage(other, received(whole), AAD, bent));   // O9
        assertArrayEquals(PLAIN, a.decryptMessage(other, received(whole), AAD, encrypted));
        a.decryptMessageBegin(other, received(parts), AAD);
        byte[] second = all.toByteArray();
        assertEquals(0, a.decryptMessageNext(other, received(parts), Arrays.copyOf(second, 5), false).length);
        assertArrayEquals(PLAIN, a.decryptMessageNext(other, received(parts),
            Arrays.copyOfRange(second, 5, second.length), true));
    }

    @InEveryWorld void ccmHasItsNonceAndMacInTheParameter(Token token) {   // O14, O20
        messages(token, Mechanism.of(Ckm.CKM_AES_CCM), ccm(), ccm());
    }

    @InEveryWorld void chaCha20Poly1305HasTheCallersNonce(Token token) {   // O14, O20
        messages(token, Mechanism.of(Ckm.CKM_CHACHA20_POLY1305), new MessageParameters.ChaCha20Poly1305(NONCE),
            new MessageParameters.ChaCha20Poly1305(new byte[12]));
    }

    @InEveryWorld void theParameterIsThatOfTheMechanism(Token token) {   // O20
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        a.messageEncryptInit(session, Mechanism.of(Ckm.CKM_AES_CCM),
            a.createObject(session, Templates.aes(Templates.AES_256)));
        assertCkr(CKR_DATA_LEN_RANGE, () -> a.encryptMessage(session,
            new MessageParameters.Ccm(PLAIN.length - 1, new byte[13], 0, CKG_GENERATE, 16), AAD, PLAIN));
        for (MessageParameters bad : new MessageParameters[] {new MessageParameters.ChaCha20Poly1305(NONCE),
            new MessageParameters.Ccm(PLAIN.length, new byte[6], 0, CKG_NO_GENERATE, 16),
            new MessageParameters.Ccm(PLAIN.length, new byte[13], 0, CKG_NO_GENERATE, 3),
            new MessageParameters.Ccm(PLAIN.length, new byte[11], 0, CKG_GENERATE, 16),   // too little to be random
            new MessageParameters.Gcm(NONCE, 0, CKG_GENERATE, 128)}) {
            assertCkr(CKR_MECHANISM_PARAM_INVALID, () -> a.encryptMessage(session, bad, AAD, PLAIN));
        }
        a.encryptMessage(session, ccm(), AAD, PLAIN);
    }
}
