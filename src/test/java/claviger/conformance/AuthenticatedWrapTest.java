package claviger.conformance;

import static claviger.conformance.Attacker.assertRefusedWhenSafe;
import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_BUFFER_TOO_SMALL;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_WRAPPABLE;
import static claviger.cryptoki.Ckr.CKR_KEY_UNEXTRACTABLE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_UNWRAPPING_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_WRAPPING_KEY_HANDLE_INVALID;
import static claviger.cryptoki.IvGenerator.CKG_GENERATE;
import static claviger.cryptoki.IvGenerator.CKG_GENERATE_COUNTER;
import static claviger.cryptoki.IvGenerator.CKG_NO_GENERATE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

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
import java.util.HexFormat;

/** C_WrapKeyAuthenticated and C_UnwrapKeyAuthenticated: W1 and W3 with the parameter of a message (O20, B6). */
class AuthenticatedWrapTest {
    private static final Mechanism GCM = Mechanism.of(Ckm.CKM_AES_GCM);
    private static final byte[] AAD = Token.utf8("key of the cellar");
    private static final byte[] NONE = new byte[0];
    private static final Template AES = Attacker.AES.with(CKA_ENCRYPT, true).with(CKA_DECRYPT, true);

    private static MessageParameters.Gcm fresh() {
        return new MessageParameters.Gcm(new byte[12], 0, CKG_GENERATE, 128);
    }

    private static MessageParameters.Gcm received(MessageParameters sent) {
        return MessageParameters.Gcm.received(sent.iv(), sent.tag(), 128);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] encrypted(Cryptoki a, SessionHandle session, ObjectHandle key) {
        a.encryptInit(session, Templates.ECB, key);
        return a.encrypt(session, Templates.IV);
    }

    /** A session with a wrapping key and a key that may leave. */
    private record Place(Cryptoki a, SessionHandle session, ObjectHandle wrapper, ObjectHandle key) {
        static Place of(Token token) {
            SessionHandle session = token.rw(token.a());
            return new Place(token.a(), session,
                token.a().generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey()),
                token.a().generateKey(session, Templates.AES_KEY_GEN, Templates.newExtractableAes()));
        }

        byte[] wrap(MessageParameters parameters) {
            return a.wrapKeyAuthenticated(session, GCM, parameters, wrapper, key, AAD);
        }

        ObjectHandle unwrap(MessageParameters parameters, byte[] wrapped) {
            return a.unwrapKeyAuthenticated(session, GCM, parameters, wrapper, wrapped, AES, AAD);
        }
    }

    @InEveryWorld void theTagAndTheIvStandInTheParameter(Token token) {   // O20
        Place at = Place.of(token);
        MessageParameters first = fresh();
        MessageParameters second = fresh();
        byte[] wrapped = at.wrap(first);
        assertEquals(32, wrapped.length, "the tag is not behind it");
        assertEquals(32, at.wrap(second).length);
        assertEquals(16, first.tag().length);
        assertNotEquals(HexFormat.of().formatHex(first.iv()), HexFormat.of().formatHex(second.iv()));
        byte[] asBefore = encrypted(at.a(), at.session(), at.key());
        assertArrayEquals(asBefore, encrypted(at.a(), at.session(), at.unwrap(received(first), wrapped)));
        // what C_UnwrapKey takes is the same with the tag behind it
        assertArrayEquals(asBefore, encrypted(at.a(), at.session(), at.a().unwrapKey(at.session(), new Mechanism(
            Ckm.CKM_AES_GCM, new Parameters.Gcm(first.iv(), AAD, 128)), at.wrapper(), joined(wrapped, first.tag()), AES)));
    }

    @InEveryWorld void theIvIsTheCallersOrRandom(World world) {   // O20; Z8 leaves the first to the policy spec
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> {
            byte[] iv = Arrays.copyOf(Templates.IV, 12);
            MessageParameters given = new MessageParameters.Gcm(iv, 0, CKG_NO_GENERATE, 128);
            attacker.a().wrapKeyAuthenticated(attacker.session(), GCM, given,
                attacker.generate(Templates.newWrappingKey()), attacker.generate(Templates.newExtractableAes()), NONE);
            assertArrayEquals(iv, given.iv());
        });
    }

    @InEveryWorld void anIvIsNotCountedAndATagNotShort(Token token) {   // O20
        Place at = Place.of(token);
        byte[] iv = Arrays.copyOf(Templates.IV, 12);
        assertCkr(CKR_MECHANISM_PARAM_INVALID,
            () -> at.wrap(new MessageParameters.Gcm(iv, 32, CKG_GENERATE_COUNTER, 128)));
        assertCkr(CKR_MECHANISM_PARAM_INVALID, () -> at.wrap(new MessageParameters.Gcm(iv, 0, CKG_GENERATE, 32)));
        assertCkr(CKR_MECHANISM_PARAM_INVALID, () -> at.wrap(new MessageParameters.Gcm(iv, 0, CKG_GENERATE, -8)));
    }

    @InEveryWorld void whatWasTamperedWithIsNoKey(Token token) {   // W3
        Place at = Place.of(token);
        MessageParameters sent = fresh();
        byte[] wrapped = at.wrap(sent);
        byte[] bent = wrapped.clone();
        bent[0] ^= 1;
        byte[] bentTag = sent.tag();
        bentTag[15] ^= 1;
        byte[] bentIv = sent.iv();
        bentIv[0] ^= 1;
        assertCkr(CKR_WRAPPED_KEY_INVALID, () -> at.unwrap(received(sent), bent));
        assertCkr(CKR_WRAPPED_KEY_INVALID,
            () -> at.unwrap(MessageParameters.Gcm.received(sent.iv(), bentTag, 128), wrapped));
        assertCkr(CKR_WRAPPED_KEY_INVALID,
            () -> at.unwrap(MessageParameters.Gcm.received(bentIv, sent.tag(), 128), wrapped));
        assertCkr(CKR_WRAPPED_KEY_INVALID, () -> at.a().unwrapKeyAuthenticated(
            at.session(), GCM, received(sent), at.wrapper(), wrapped, AES, NONE));
        assertCkr(CKR_WRAPPED_KEY_LEN_RANGE, () -> at.unwrap(received(sent), NONE));
        assertCkr(CKR_WRAPPED_KEY_LEN_RANGE, () -> at.a().unwrapKeyAuthenticated(
            at.session(), GCM, received(sent), at.wrapper(), wrapped, AES.with(CKA_VALUE_LEN, 16L), AAD));
        byte[] cut = Arrays.copyOf(sent.tag(), 12);      // the receiver says how long a tag is
        assertCkr(CKR_MECHANISM_PARAM_INVALID,
            () -> at.unwrap(MessageParameters.Gcm.received(sent.iv(), cut, 128), wrapped));
        at.unwrap(received(sent), wrapped);
    }

    @InEveryWorld void aPrivateKeyGoesThroughToo(Token token) {   // W2, W7
        Place at = Place.of(token);
        KeyPair pair = at.a().generateKeyPair(at.session(), Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Templates.newPrivateKey().with(CKA_EXTRACTABLE, true));
        MessageParameters sent = fresh();
        byte[] wrapped = at.a().wrapKeyAuthenticated(at.session(), GCM, sent, at.wrapper(), pair.privateKey(), NONE);
        ObjectHandle again = at.a().unwrapKeyAuthenticated(at.session(), GCM, received(sent), at.wrapper(), wrapped,
            Template.EMPTY.with(CKA_CLASS, Cko.CKO_PRIVATE_KEY).with(CKA_KEY_TYPE, Ckk.CKK_EC).with(CKA_SIGN, true)
                .with(CKA_PRIVATE, false), NONE);
        at.a().signInit(at.session(), Templates.ECDSA_SHA_256, again);
        byte[] signature = at.a().sign(at.session(), AAD);
        at.a().verifyInit(at.session(), Templates.ECDSA_SHA_256, pair.publicKey());
        at.a().verify(at.session(), AAD, signature);
    }

    @InEveryWorld void buffersAreAskedForBeforeAnIvIsMade(Token token) {   // B1, B2, B6
        Place at = Place.of(token);
        MessageParameters sent = fresh();
        Output query = Output.lengthQuery();
        at.a().wrapKeyAuthenticated(at.session(), GCM, sent, at.wrapper(), at.key(), AAD, query);
        assertEquals(32, query.length());
        assertCkr(CKR_BUFFER_TOO_SMALL, () -> at.a().wrapKeyAuthenticated(
            at.session(), GCM, sent, at.wrapper(), at.key(), AAD, Output.room(31)));
        assertArrayEquals(new byte[12], sent.iv());
        assertEquals(0, sent.tag().length);
        at.a().wrapKeyAuthenticated(at.session(), GCM, sent, at.wrapper(), at.key(), AAD, Output.room(32));
        assertFalse(Arrays.equals(new byte[12], sent.iv()));
    }

    @InEveryWorld void refusalsAreThoseOfWrapping(Token token) {   // W1, W3, O10
        Place at = Place.of(token);
        Cryptoki a = at.a();
        SessionHandle session = at.session();
        ObjectHandle nobody = new ObjectHandle(0);
        ObjectHandle stays = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newAes(32));
        assertCkr(CKR_WRAPPING_KEY_HANDLE_INVALID,
            () -> a.wrapKeyAuthenticated(session, GCM, fresh(), nobody, at.key(), AAD));
        assertCkr(CKR_KEY_HANDLE_INVALID,
            () -> a.wrapKeyAuthenticated(session, GCM, fresh(), at.wrapper(), nobody, AAD));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED,
            () -> a.wrapKeyAuthenticated(session, GCM, fresh(), at.key(), at.key(), AAD));
        assertCkr(CKR_KEY_UNEXTRACTABLE,
            () -> a.wrapKeyAuthenticated(session, GCM, fresh(), at.wrapper(), stays, AAD));
        assertCkr(CKR_MECHANISM_INVALID,
            () -> a.wrapKeyAuthenticated(session, Templates.KWP, fresh(), at.wrapper(), at.key(), AAD));
        assertCkr(CKR_MECHANISM_PARAM_INVALID, () -> a.wrapKeyAuthenticated(session,
            new Mechanism(Ckm.CKM_AES_GCM, new Parameters.Iv(NONE)), fresh(), at.wrapper(), at.key(), AAD));
        assertCkr(CKR_MECHANISM_PARAM_INVALID, () -> a.wrapKeyAuthenticated(session, GCM,
            new MessageParameters.Ccm(0, new byte[13], 0, CKG_GENERATE, 16), at.wrapper(), at.key(), AAD));
        assertCkr(CKR_ARGUMENTS_BAD, () -> a.wrapKeyAuthenticated(session, GCM, null, at.wrapper(), at.key(), AAD));
        assertCkr(CKR_ARGUMENTS_BAD,
            () -> a.wrapKeyAuthenticated(session, GCM, fresh(), at.wrapper(), at.key(), null));
        assertCkr(CKR_UNWRAPPING_KEY_HANDLE_INVALID,
            () -> a.unwrapKeyAuthenticated(session, GCM, fresh(), nobody, new byte[32], AES, AAD));
        assertCkr(CKR_MECHANISM_INVALID,
            () -> a.unwrapKeyAuthenticated(session, Templates.KWP, fresh(), at.wrapper(), new byte[32], AES, AAD));
    }

    @InEveryWorld void attacksAreThoseOfWrapping(World world) {   // Z3, Z6
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> attacker.a().wrapKeyAuthenticated(
            attacker.session(), GCM, fresh(), attacker.generate(Templates.newWrappingKey()),
            attacker.generate(Templates.newWrappingKey().with(CKA_EXTRACTABLE, true)), NONE));
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> attacker.a().wrapKeyAuthenticated(
            attacker.session(), GCM, fresh(), attacker.generate(Templates.newWrappingKey().with(CKA_VALUE_LEN, 16L)),
            attacker.generate(Templates.newExtractableAes()), NONE));
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT, attacker -> {
            ObjectHandle wrapper = attacker.generate(Templates.newWrappingKey());
            MessageParameters sent = fresh();
            byte[] wrapped = attacker.a().wrapKeyAuthenticated(attacker.session(), GCM, sent, wrapper,
                attacker.generate(Templates.newExtractableAes()), NONE);
            attacker.a().unwrapKeyAuthenticated(attacker.session(), GCM, received(sent), wrapper, wrapped,
                Attacker.AES.with(CKA_ENCRYPT, false).with(CKA_DECRYPT, false).with(CKA_WRAP, true), NONE);
        });
    }
}
