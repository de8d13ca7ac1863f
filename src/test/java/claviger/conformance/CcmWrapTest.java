package claviger.conformance;

import static claviger.conformance.Attacker.assertAllowed;
import static claviger.conformance.Attacker.assertRefusedWhenSafe;
import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Ckr.CKR_BUFFER_TOO_SMALL;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_WRAPPABLE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;
import static claviger.cryptoki.IvGenerator.CKG_GENERATE;
import static claviger.cryptoki.IvGenerator.CKG_NO_GENERATE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.Arrays;
import java.util.List;

/** AES-CCM wraps as AES-GCM does, with its MAC for a tag (6.13; O20, W1, W3), under the same rules (Z1, Z8). */
class CcmWrapTest {
    private static final Mechanism CCM = Mechanism.of(Ckm.CKM_AES_CCM);
    private static final byte[] AAD = Token.utf8("key of the cellar");
    private static final byte[] NONE = new byte[0];
    private static final Template AES = Attacker.AES.with(CKA_ENCRYPT, true).with(CKA_DECRYPT, true);

    private static MessageParameters fresh(int mac) {
        return new MessageParameters.Ccm(0, new byte[13], 0, CKG_GENERATE, mac);
    }

    private static MessageParameters received(MessageParameters sent) {
        return MessageParameters.Ccm.received(0, sent.iv(), sent.tag(), sent.tagBits() / 8);
    }

    private static byte[] encrypted(Cryptoki a, SessionHandle session, ObjectHandle key) {
        a.encryptInit(session, Templates.ECB, key);
        return a.encrypt(session, Templates.IV);
    }

    @InEveryWorld void aKeyComesBackAsItWas(Token token) {   // O20, W3
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle wrapper = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey());
        ObjectHandle key = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newExtractableAes());
        byte[] asBefore = encrypted(a, session, key);
        for (int mac : new int[] {12, 14, 16}) {
            MessageParameters sent = fresh(mac);
            byte[] wrapped = a.wrapKeyAuthenticated(session, CCM, sent, wrapper, key, AAD);
            assertEquals(32, wrapped.length);
            assertEquals(mac, sent.tag().length);
            assertFalse(Arrays.equals(new byte[13], sent.iv()));
            assertArrayEquals(asBefore, encrypted(a, session,
                a.unwrapKeyAuthenticated(session, CCM, received(sent), wrapper, wrapped, AES, AAD)));
            // C_UnwrapKey takes the same with the MAC behind it; no length has to be told, and a told one is ignored
            byte[] both = Arrays.copyOf(wrapped, 32 + mac);
            System.arraycopy(sent.tag(), 0, both, 32, mac);
            for (long told : new long[] {0, 32, 7777}) {
                assertArrayEquals(asBefore, encrypted(a, session, a.unwrapKey(session, new Mechanism(Ckm.CKM_AES_CCM,
                    new Parameters.Ccm(told, sent.iv(), AAD, mac)), wrapper, both, AES)));
            }
        }
    }

    /** What the mode makes is what a caller who knows the key gets by C_Encrypt. */
    @InEveryWorld void theBlobIsThatOfTheMode(World world) {
        try (Token token = Tls.spec(world)) {
            Cryptoki a = token.a();
            SessionHandle session = token.rw(a);
            ObjectHandle wrapper = a.createObject(session, Templates.aes(Templates.AES_256).with(CKA_WRAP, true));
            ObjectHandle known = a.createObject(session, Templates.aes(Templates.AES_128).with(CKA_EXTRACTABLE, true));
            byte[] nonce = Arrays.copyOf(Templates.IV, 13);
            byte[] wrapped = a.wrapKey(session, new Mechanism(Ckm.CKM_AES_CCM,
                new Parameters.Ccm(0, nonce, AAD, 16)), wrapper, known);
            a.encryptInit(session, new Mechanism(Ckm.CKM_AES_CCM, new Parameters.Ccm(16, nonce, AAD, 16)), wrapper);
            assertArrayEquals(a.encrypt(session, Templates.AES_128), wrapped);
        }
    }

    @InEveryWorld void privateKeysAreWrappedToo(Token token) {   // W2, W7
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle wrapper = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey());
        KeyPair pair = a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Templates.newPrivateKey().with(CKA_EXTRACTABLE, true));
        MessageParameters sent = fresh(16);
        byte[] wrapped = a.wrapKeyAuthenticated(session, CCM, sent, wrapper, pair.privateKey(), NONE);
        ObjectHandle again = a.unwrapKeyAuthenticated(session, CCM, received(sent), wrapper, wrapped,
            Template.EMPTY.with(Cka.CKA_CLASS, Cko.CKO_PRIVATE_KEY)
                .with(Cka.CKA_KEY_TYPE, Ckk.CKK_EC).with(Cka.CKA_PRIVATE, false).with(CKA_SIGN, true), NONE);
        a.signInit(session, Templates.ECDSA_SHA_256, again);
        byte[] signature = a.sign(session, AAD);
        a.verifyInit(session, Templates.ECDSA_SHA_256, pair.publicKey());
        a.verify(session, AAD, signature);
    }

    @InEveryWorld void whatWasTamperedWithIsNoKey(Token token) {   // W3, B2
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle wrapper = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey());
        ObjectHandle key = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newExtractableAes());
        MessageParameters sent = fresh(16);
        assertCkr(CKR_BUFFER_TOO_SMALL,
            () -> a.wrapKeyAuthenticated(session, CCM, sent, wrapper, key, AAD, Output.room(31)));
        byte[] wrapped = a.wrapKeyAuthenticated(session, CCM, sent, wrapper, key, AAD);
        byte[] bent = wrapped.clone();
        bent[0] ^= 1;
        byte[] bentMac = sent.tag();
        bentMac[15] ^= 1;
        assertCkr(CKR_WRAPPED_KEY_INVALID,
            () -> a.unwrapKeyAuthenticated(session, CCM, received(sent), wrapper, bent, AES, AAD));
        assertCkr(CKR_WRAPPED_KEY_INVALID,
            () -> a.unwrapKeyAuthenticated(session, CCM, received(sent), wrapper, wrapped, AES, NONE));
        assertCkr(CKR_WRAPPED_KEY_INVALID, () -> a.unwrapKeyAuthenticated(session, CCM,
            MessageParameters.Ccm.received(0, sent.iv(), bentMac, 16), wrapper, wrapped, AES, AAD));
        assertCkr(CKR_WRAPPED_KEY_LEN_RANGE,
            () -> a.unwrapKeyAuthenticated(session, CCM, received(sent), wrapper, NONE, AES, AAD));
    }

    /** Z8: a MAC that can be guessed brings keys in that nobody has wrapped. */
    @InEveryWorld void aMacIsNotShort(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle wrapper = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey());
        ObjectHandle key = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newExtractableAes());
        for (int mac : new int[] {4, 8, 10, 13, 18}) {
            assertCkr(CKR_MECHANISM_PARAM_INVALID,
                () -> a.wrapKeyAuthenticated(session, CCM, fresh(mac), wrapper, key, AAD));
            assertCkr(CKR_MECHANISM_PARAM_INVALID, () -> a.unwrapKey(session, new Mechanism(Ckm.CKM_AES_CCM,
                new Parameters.Ccm(0, new byte[13], AAD, mac)), wrapper, new byte[48], AES));
        }
    }

    /** Z8: a nonce of the caller's choice comes twice; a generated one with enough chance in it does not. */
    @InEveryWorld void twoKeysAreNotWrappedUnderOneNonce(World world) {
        Parameters.Ccm fixed = new Parameters.Ccm(0, new byte[13], NONE, 16);
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> {
            ObjectHandle target = attacker.generate(Templates.newExtractableAes());
            ObjectHandle wrapper = attacker.generate(Templates.newWrappingKey());
            Mechanism ccm = new Mechanism(Ckm.CKM_AES_CCM, fixed);
            byte[] hidden = attacker.a().wrapKey(attacker.session(), ccm, wrapper, target);
            byte[] known = attacker.a().wrapKey(attacker.session(), ccm, wrapper,
                attacker.create(Templates.aes(Templates.AES_256).with(CKA_EXTRACTABLE, true)));
            byte[] stolen = new byte[32];
            for (int i = 0; i < stolen.length; i++) {
                stolen[i] = (byte) (hidden[i] ^ known[i] ^ Templates.AES_256[i]);
            }
            assertArrayEquals(encrypted(attacker.a(), attacker.session(), target),
                encrypted(attacker.a(), attacker.session(), attacker.create(Templates.aes(stolen))));
        });
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> wrap(attacker,
            new MessageParameters.Ccm(0, new byte[13], 0, CKG_NO_GENERATE, 16), Templates.newWrappingKey()));
        assertAllowed(world, attacker -> wrap(attacker, fresh(16), Templates.newWrappingKey()));
        assertAllowed(world, attacker -> wrap(attacker,
            new MessageParameters.Ccm(0, new byte[13], 8, CKG_GENERATE, 16), Templates.newWrappingKey()));
        for (int nonce : new int[] {7, 11}) {
            Attacker.assertAlwaysRefused(world, CKR_MECHANISM_PARAM_INVALID, attacker -> wrap(attacker,
                new MessageParameters.Ccm(0, new byte[nonce], 0, CKG_GENERATE, 16), Templates.newWrappingKey()));
        }
    }

    /** Z1: who has encrypted under the same key has the stream. */
    @InEveryWorld void aKeyThatWrapsByCountingHasDoneNothingElse(World world) {
        for (Cka<Boolean> use : List.of(CKA_ENCRYPT, CKA_SIGN)) {
            assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> wrap(attacker, fresh(16),
                Templates.newAes(32).with(CKA_WRAP, true).with(CKA_ENCRYPT, false).with(CKA_DECRYPT, false).with(use, true)));
        }
    }

    private static void wrap(Attacker attacker, MessageParameters parameters, Template wrapper) {
        attacker.a().wrapKeyAuthenticated(attacker.session(), CCM, parameters, attacker.generate(wrapper),
            attacker.generate(Templates.newExtractableAes()), NONE);
    }
}
