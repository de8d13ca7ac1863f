package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_ALWAYS_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_NEVER_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_WRAP_WITH_TRUSTED;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_WRAPPABLE;
import static claviger.cryptoki.Ckr.CKR_KEY_UNEXTRACTABLE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_UNWRAPPING_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_WRAPPING_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPING_KEY_TYPE_INCONSISTENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckd;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.Arrays;
import java.util.List;

/** Generating, wrapping, unwrapping and deriving keys (W, K1, K2). */
class KeyTest {
    /** What an unwrapped AES key is to be. */
    private static final Template UNWRAPPED = Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY)
        .with(CKA_KEY_TYPE, Ckk.CKK_AES).with(CKA_PRIVATE, false).with(CKA_ENCRYPT, true).with(CKA_DECRYPT, true);

    @InEveryWorld void generationFollowsTheMatrixOfAccess(Token token) {   // X, C3
        Cryptoki a = token.a();
        SessionHandle publicSession = token.rw(a);
        SessionHandle ro = token.ro(a);
        Template wanted = Templates.newAes(16);
        assertCkr(CKR_USER_NOT_LOGGED_IN,
            () -> a.generateKey(publicSession, Templates.AES_KEY_GEN, wanted.with(CKA_PRIVATE, true)));
        assertCkr(CKR_SESSION_READ_ONLY,
            () -> a.generateKey(ro, Templates.AES_KEY_GEN, wanted.with(CKA_TOKEN, true)));
        a.generateKey(ro, Templates.AES_KEY_GEN, wanted);
        assertCkr(CKR_USER_NOT_LOGGED_IN, () -> a.generateKeyPair(publicSession, Templates.EC_KEY_PAIR_GEN,
            Templates.newP256PublicKey(), Template.EMPTY));
        assertEquals(List.of(), a.find(publicSession, Template.EMPTY.with(CKA_CLASS, Cko.CKO_PUBLIC_KEY)));
    }

    @InEveryWorld void aTemplateForGenerationIsChecked(Token token) {   // C1, K
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        Template wanted = Templates.newAes(16);
        assertCkr(CKR_TEMPLATE_INCOMPLETE,
            () -> a.generateKey(session, Templates.AES_KEY_GEN, wanted.without(CKA_VALUE_LEN)));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY,
            () -> a.generateKey(session, Templates.AES_KEY_GEN, wanted.with(CKA_VALUE, new byte[16])));
        assertCkr(CKR_TEMPLATE_INCONSISTENT,
            () -> a.generateKey(session, Templates.AES_KEY_GEN, wanted.with(CKA_KEY_TYPE, Ckk.CKK_EC)));
        assertCkr(CKR_TEMPLATE_INCONSISTENT,
            () -> a.generateKey(session, Templates.AES_KEY_GEN, wanted.with(CKA_CLASS, Cko.CKO_PUBLIC_KEY)));
        assertCkr(CKR_MECHANISM_INVALID, () -> a.generateKey(session, Templates.ECB, wanted));
        assertCkr(CKR_MECHANISM_INVALID, () -> a.generateKey(session, Templates.EC_KEY_PAIR_GEN, wanted));
        assertCkr(CKR_TEMPLATE_INCOMPLETE, () -> a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN,
            Templates.newP256PublicKey().without(CKA_EC_PARAMS), Templates.newPrivateKey()));
    }

    @InEveryWorld void twoGeneratedKeysDiffer(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        Template shown = Templates.newAes(32).with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true);
        byte[] one = value(a, session, a.generateKey(session, Templates.AES_KEY_GEN, shown));
        byte[] two = value(a, session, a.generateKey(session, Templates.AES_KEY_GEN, shown));
        assertEquals(32, one.length);
        assertFalse(Arrays.equals(one, two));
    }

    @InEveryWorld void aWrappedKeyComesBackAndWorks(Token token) {   // W1, W3
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle wrapping = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey());
        ObjectHandle key = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newExtractableAes());
        byte[] blob = a.wrapKey(session, Templates.KWP, wrapping, key);
        ObjectHandle again = a.unwrapKey(session, Templates.KWP, wrapping, blob, UNWRAPPED);
        a.encryptInit(session, Templates.CBC, key);
        byte[] sealed = a.encrypt(session, Operation.DATA);
        a.decryptInit(session, Templates.CBC, again);
        assertArrayEquals(Operation.DATA, a.decrypt(session, sealed));
        Template seen = a.attributes(session, again, CKA_LOCAL, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE,
            CKA_EXTRACTABLE, CKA_VALUE_LEN);
        assertEquals(List.of(false, false, false, false), List.of(seen.require(CKA_LOCAL),
            seen.require(CKA_ALWAYS_SENSITIVE), seen.require(CKA_NEVER_EXTRACTABLE), seen.require(CKA_EXTRACTABLE)));
        assertEquals(32L, seen.require(CKA_VALUE_LEN));
    }

    @InEveryWorld void wrappingIsRefusedInTheOrderOfTheRule(Token token) {   // W1
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle wrapping = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey());
        ObjectHandle plain = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newAes(32));
        ObjectHandle key = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newExtractableAes());
        ObjectHandle trusting = a.generateKey(session, Templates.AES_KEY_GEN,
            Templates.newExtractableAes().with(CKA_WRAP_WITH_TRUSTED, true));
        ObjectHandle hmac = a.createObject(session, Templates.hmacKey(new byte[32]));
        ObjectHandle none = new ObjectHandle(0);
        assertCkr(CKR_WRAPPING_KEY_HANDLE_INVALID, () -> a.wrapKey(session, Templates.KWP, none, none));
        assertCkr(CKR_WRAPPING_KEY_TYPE_INCONSISTENT, () -> a.wrapKey(session, Templates.KWP, hmac, none));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.wrapKey(session, Templates.KWP, plain, none));
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> a.wrapKey(session, Templates.KWP, wrapping, none));
        assertCkr(CKR_KEY_UNEXTRACTABLE, () -> a.wrapKey(session, Templates.KWP, wrapping, plain));
        assertCkr(CKR_KEY_NOT_WRAPPABLE, () -> a.wrapKey(session, Templates.KWP, wrapping, trusting));
        assertCkr(CKR_MECHANISM_INVALID, () -> a.wrapKey(session, Templates.HMAC, wrapping, key));
        assertEquals(40, a.wrapKey(session, Templates.KWP, wrapping, key).length);
    }

    @InEveryWorld void aBadBlobMakesNoKey(Token token) {   // W3, C3
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle wrapping = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey());
        ObjectHandle plain = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newAes(32));
        ObjectHandle key = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newExtractableAes());
        byte[] blob = a.wrapKey(session, Templates.KWP, wrapping, key);
        byte[] tampered = blob.clone();
        tampered[9] ^= 1;
        Template named = UNWRAPPED.with(CKA_LABEL, "unwrapped");
        assertCkr(CKR_WRAPPED_KEY_INVALID, () -> a.unwrapKey(session, Templates.KWP, wrapping, tampered, named));
        assertCkr(CKR_WRAPPED_KEY_LEN_RANGE,
            () -> a.unwrapKey(session, Templates.KWP, wrapping, Arrays.copyOf(blob, 39), named));
        assertCkr(CKR_UNWRAPPING_KEY_HANDLE_INVALID,
            () -> a.unwrapKey(session, Templates.KWP, new ObjectHandle(0), blob, named));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.unwrapKey(session, Templates.KWP, plain, blob, named));
        assertCkr(CKR_TEMPLATE_INCOMPLETE,
            () -> a.unwrapKey(session, Templates.KWP, wrapping, blob, named.without(CKA_KEY_TYPE)));
        assertEquals(List.of(), a.find(session, Templates.labelled("unwrapped")));
        a.unwrapKey(session, Templates.KWP, wrapping, blob, named);
        assertEquals(1, a.find(session, Templates.labelled("unwrapped")).size());
    }

    @InEveryWorld void aPublicObjectCannotBeWrapped(Token token) {   // W2
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle wrapping = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey());
        ObjectHandle data = a.createObject(session, Templates.data("x"));
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> a.wrapKey(session, Templates.KWP, wrapping, data));
    }

    @InEveryWorld void twoSidesOfEcdhDeriveTheSameSecret(Token token) {   // K2, the first family
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair one = ecdhPair(a, session);
        KeyPair two = ecdhPair(a, session);
        Template shown = Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY).with(CKA_KEY_TYPE, Ckk.CKK_GENERIC_SECRET)
            .with(CKA_VALUE_LEN, 32L).with(CKA_PRIVATE, false).with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true);
        ObjectHandle left = a.deriveKey(session, ecdh(a, session, two), one.privateKey(), shown);
        ObjectHandle right = a.deriveKey(session, ecdh(a, session, one), two.privateKey(), shown);
        assertArrayEquals(value(a, session, left), value(a, session, right));
        assertEquals(32, value(a, session, left).length);
        Template seen = a.attributes(session, left, CKA_LOCAL, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE);
        assertEquals(List.of(false, false, false), List.of(seen.require(CKA_LOCAL),
            seen.require(CKA_ALWAYS_SENSITIVE), seen.require(CKA_NEVER_EXTRACTABLE)));
        ObjectHandle hidden = a.deriveKey(session, ecdh(a, session, two), one.privateKey(),
            shown.with(CKA_SENSITIVE, true).with(CKA_EXTRACTABLE, false));
        Template history = a.attributes(session, hidden, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE);
        assertTrue(history.is(CKA_ALWAYS_SENSITIVE) && history.is(CKA_NEVER_EXTRACTABLE));
    }

    @InEveryWorld void aKeyThatMayNotDeriveDoesNot(Token token) {   // O10, W6
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Templates.newPrivateKey());
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED,
            () -> a.deriveKey(session, ecdh(a, session, pair), pair.privateKey(), Templates.newAes(32)
                .with(CKA_CLASS, Cko.CKO_SECRET_KEY).with(CKA_KEY_TYPE, Ckk.CKK_AES)));
        assertCkr(CKR_KEY_HANDLE_INVALID,
            () -> a.deriveKey(session, ecdh(a, session, pair), new ObjectHandle(0), Templates.newAes(32)));
    }

    @InEveryWorld void randomBytesAreOfTheLengthAskedForAndNotTheSameTwice(Token token) {   // T8: CKF_RNG
        SessionHandle session = token.ro(token.a());
        assertEquals(0, token.a().generateRandom(session, 0).length);
        assertEquals(1000, token.a().generateRandom(session, 1000).length);
        assertNotEquals(Arrays.toString(token.a().generateRandom(session, 16)),
            Arrays.toString(token.a().generateRandom(session, 16)));
    }

    private static KeyPair ecdhPair(Cryptoki a, SessionHandle session) {
        return a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN,
            Template.EMPTY.with(CKA_EC_PARAMS, Templates.P_256),
            Template.EMPTY.with(CKA_DERIVE, true).with(CKA_SIGN, false));
    }

    /** The peer's point, raw: CKA_EC_POINT is the DER OCTET STRING around it. */
    private static Mechanism ecdh(Cryptoki a, SessionHandle session, KeyPair peer) {
        byte[] der = a.attributes(session, peer.publicKey(), CKA_EC_POINT).require(CKA_EC_POINT);
        byte[] point = Arrays.copyOfRange(der, 2, der.length);
        return new Mechanism(Ckm.CKM_ECDH1_DERIVE, new Parameters.Ecdh(Ckd.CKD_NULL, new byte[0], point));
    }

    private static byte[] value(Cryptoki a, SessionHandle session, ObjectHandle key) {
        return a.attributes(session, key, CKA_VALUE).require(CKA_VALUE);
    }
}
