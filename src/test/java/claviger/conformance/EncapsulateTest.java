package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_ALWAYS_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECAPSULATE;
import static claviger.cryptoki.Cka.CKA_DECAPSULATE_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_ENCAPSULATE;
import static claviger.cryptoki.Cka.CKA_ENCAPSULATE_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_NEVER_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SEED;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_SENSITIVE;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_BUFFER_TOO_SMALL;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_TYPE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_PARAMETER_SET_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_UNWRAPPING_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.CkpParameterSet;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Encapsulation;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.token.Policy;
import java.util.Arrays;
import java.util.List;

/** C_EncapsulateKey, C_DecapsulateKey and the keys of ML-KEM and ML-DSA (W4 to W7, B6, C5, Z11). */
class EncapsulateTest {
    private static final Mechanism PAIR = Mechanism.of(Ckm.CKM_ML_KEM_KEY_PAIR_GEN);
    private static final Mechanism ML_KEM = Mechanism.of(Ckm.CKM_ML_KEM);
    private static final int CIPHERTEXT_BYTES = 1088;
    private static final Template SET =
        Template.EMPTY.with(CKA_PARAMETER_SET, CkpParameterSet.CKP_ML_KEM_768.code());
    /** A secret that may be read, so that two of them can be compared. */
    private static final Template SHOWN = Template.EMPTY.with(CKA_KEY_TYPE, Ckk.CKK_GENERIC_SECRET)
        .with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true);

    @InEveryWorld void bothSidesHaveTheSameKeyWithoutAHistory(Token token) {   // C5
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = a.generateKeyPair(session, PAIR, SET, Template.EMPTY);
        Encapsulation sent = a.encapsulateKey(session, ML_KEM, pair.publicKey(), SHOWN);
        assertEquals(CIPHERTEXT_BYTES, sent.ciphertext().length);
        ObjectHandle received = a.decapsulateKey(session, ML_KEM, pair.privateKey(), SHOWN, sent.ciphertext());
        assertEquals(32, value(a, session, sent.key()).length);
        assertArrayEquals(value(a, session, sent.key()), value(a, session, received));
        for (ObjectHandle key : List.of(sent.key(), received)) {
            Template seen = a.attributes(session, key, CKA_CLASS, CKA_LOCAL, CKA_ALWAYS_SENSITIVE,
                CKA_NEVER_EXTRACTABLE);
            assertEquals(Cko.CKO_SECRET_KEY, seen.require(CKA_CLASS));
            assertEquals(List.of(false, false, false), List.of(seen.require(CKA_LOCAL),
                seen.require(CKA_ALWAYS_SENSITIVE), seen.require(CKA_NEVER_EXTRACTABLE)));
        }
        ObjectHandle hidden = a.decapsulateKey(session, ML_KEM, pair.privateKey(), Template.EMPTY, sent.ciphertext());
        assertFalse(a.attributes(session, hidden, CKA_EXTRACTABLE).is(CKA_EXTRACTABLE));   // [C] of C5
        assertFalse(a.attributes(session, hidden, CKA_NEVER_EXTRACTABLE).is(CKA_NEVER_EXTRACTABLE));
        assertCkr(CKR_ATTRIBUTE_SENSITIVE, () -> read(a, session, hidden));
    }

    @InEveryWorld void aLengthQueryOrASmallBufferMakesNoKey(Token token) {   // B6, B1, B2
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = a.generateKeyPair(session, PAIR, SET, Template.EMPTY);
        Template named = SHOWN.with(CKA_LABEL, "encapsulated").with(CKA_TOKEN, true);
        Output query = Output.lengthQuery();
        assertTrue(a.encapsulateKey(session, ML_KEM, pair.publicKey(), named, query).isEmpty());
        assertEquals(CIPHERTEXT_BYTES, query.length());
        Output small = Output.room(CIPHERTEXT_BYTES - 1);
        assertCkr(CKR_BUFFER_TOO_SMALL, () -> a.encapsulateKey(session, ML_KEM, pair.publicKey(), named, small));
        assertEquals(CIPHERTEXT_BYTES, small.length());
        assertEquals(List.of(), a.find(session, Templates.labelled("encapsulated")));
        Output enough = Output.room(CIPHERTEXT_BYTES);
        ObjectHandle key = a.encapsulateKey(session, ML_KEM, pair.publicKey(), named, enough).orElseThrow();
        assertEquals(List.of(key), a.find(session, Templates.labelled("encapsulated")));
        assertEquals(CIPHERTEXT_BYTES, enough.bytes().length);
    }

    @InEveryWorld void aWrongCiphertextGivesAnotherKeyAndOneOfAWrongLengthNone(Token token) {   // W5
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = a.generateKeyPair(session, PAIR, SET, Template.EMPTY);
        Encapsulation sent = a.encapsulateKey(session, ML_KEM, pair.publicKey(), SHOWN);
        byte[] bent = sent.ciphertext().clone();
        bent[7] ^= 1;
        ObjectHandle rejected = a.decapsulateKey(session, ML_KEM, pair.privateKey(), SHOWN, bent);
        assertFalse(Arrays.equals(value(a, session, sent.key()), value(a, session, rejected)));
        for (int length : new int[] {0, CIPHERTEXT_BYTES - 1, CIPHERTEXT_BYTES + 1}) {
            assertCkr(CKR_WRAPPED_KEY_LEN_RANGE, () ->
                a.decapsulateKey(session, ML_KEM, pair.privateKey(), SHOWN, Arrays.copyOf(bent, length)));
        }
        assertCkr(CKR_ARGUMENTS_BAD, () -> a.decapsulateKey(session, ML_KEM, pair.privateKey(), SHOWN, null));
        assertCkr(CKR_ARGUMENTS_BAD, () -> a.encapsulateKey(session, null, pair.publicKey(), SHOWN));
    }

    @InEveryWorld void theKeysAreRefusedByTheirCodes(Token token) {   // W6, O10
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = a.generateKeyPair(session, PAIR, SET, Template.EMPTY);
        KeyPair idle = a.generateKeyPair(session, PAIR, SET.with(CKA_ENCAPSULATE, false),
            Template.EMPTY.with(CKA_DECAPSULATE, false));
        KeyPair ec = a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Templates.newPrivateKey());
        byte[] ciphertext = a.encapsulateKey(session, ML_KEM, pair.publicKey(), SHOWN).ciphertext();
        ObjectHandle none = new ObjectHandle(0);
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> a.encapsulateKey(session, ML_KEM, none, SHOWN));
        assertCkr(CKR_UNWRAPPING_KEY_HANDLE_INVALID,
            () -> a.decapsulateKey(session, ML_KEM, none, SHOWN, ciphertext));
        assertCkr(CKR_KEY_TYPE_INCONSISTENT, () -> a.encapsulateKey(session, ML_KEM, ec.publicKey(), SHOWN));
        assertCkr(CKR_KEY_TYPE_INCONSISTENT, () -> a.encapsulateKey(session, ML_KEM, pair.privateKey(), SHOWN));
        assertCkr(CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT,
            () -> a.decapsulateKey(session, ML_KEM, ec.privateKey(), SHOWN, ciphertext));
        assertCkr(CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT,
            () -> a.decapsulateKey(session, ML_KEM, pair.publicKey(), SHOWN, ciphertext));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.encapsulateKey(session, ML_KEM, idle.publicKey(), SHOWN));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED,
            () -> a.decapsulateKey(session, ML_KEM, idle.privateKey(), SHOWN, ciphertext));
        assertCkr(CKR_MECHANISM_INVALID, () -> a.encapsulateKey(session, Templates.KWP, pair.publicKey(), SHOWN));
        assertCkr(CKR_MECHANISM_PARAM_INVALID, () -> a.encapsulateKey(session,
            new Mechanism(Ckm.CKM_ML_KEM, new Parameters.Iv(new byte[8])), pair.publicKey(), SHOWN));
    }

    @InEveryWorld void theTemplateOfThePublicKeyIsComparedAndThatOfThePrivateAdded(Token token) {   // W4
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        Template aes = Template.EMPTY.with(CKA_KEY_TYPE, Ckk.CKK_AES);
        KeyPair pair = a.generateKeyPair(session, PAIR, SET.with(CKA_ENCAPSULATE_TEMPLATE, aes),
            Template.EMPTY.with(CKA_DECAPSULATE_TEMPLATE, aes.with(CKA_LABEL, "from outside")));
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> a.encapsulateKey(session, ML_KEM, pair.publicKey(), SHOWN));
        byte[] ciphertext = a.encapsulateKey(session, ML_KEM, pair.publicKey(), aes).ciphertext();
        assertCkr(CKR_TEMPLATE_INCONSISTENT,
            () -> a.decapsulateKey(session, ML_KEM, pair.privateKey(), SHOWN, ciphertext));
        ObjectHandle key = a.decapsulateKey(session, ML_KEM, pair.privateKey(), Template.EMPTY, ciphertext);
        Template seen = a.attributes(session, key, CKA_KEY_TYPE, CKA_LABEL, CKA_VALUE_LEN);
        assertEquals(Ckk.CKK_AES, seen.require(CKA_KEY_TYPE));
        assertEquals("from outside", seen.require(CKA_LABEL));
        assertEquals(32L, seen.require(CKA_VALUE_LEN));
    }

    @InEveryWorld void theTemplateOfTheNewKeyIsChecked(Token token) {   // C1
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = a.generateKeyPair(session, PAIR, SET, Template.EMPTY);
        byte[] ciphertext = a.encapsulateKey(session, ML_KEM, pair.publicKey(), SHOWN).ciphertext();
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> a.encapsulateKey(session, ML_KEM, pair.publicKey(),
            SHOWN.with(CKA_VALUE, new byte[32])));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> a.decapsulateKey(session, ML_KEM, pair.privateKey(),
            SHOWN.with(CKA_LOCAL, true), ciphertext));
        assertCkr(CKR_TEMPLATE_INCONSISTENT, () -> a.decapsulateKey(session, ML_KEM, pair.privateKey(),
            SHOWN.with(CKA_VALUE_LEN, 16L), ciphertext));
        assertCkr(CKR_TEMPLATE_INCONSISTENT, () -> a.encapsulateKey(session, ML_KEM, pair.publicKey(),
            SHOWN.with(CKA_CLASS, Cko.CKO_PRIVATE_KEY)));
        a.decapsulateKey(session, ML_KEM, pair.privateKey(), SHOWN.with(CKA_VALUE_LEN, 32L), ciphertext);
        assertCkr(CKR_TEMPLATE_INCOMPLETE, () -> a.generateKeyPair(session, PAIR, Template.EMPTY, Template.EMPTY));
        assertCkr(CKR_PARAMETER_SET_NOT_SUPPORTED, () ->
            a.generateKeyPair(session, PAIR, SET.with(CKA_PARAMETER_SET, 9L), Template.EMPTY));
    }

    @InEveryWorld void whatAPublicSessionMayNotMakeItDoesNotGetByAKem(Token token) {   // 10: access
        Cryptoki a = token.a();
        SessionHandle ro = token.ro(a);
        KeyPair pair = a.generateKeyPair(ro, PAIR, SET.with(CKA_PRIVATE, false),
            Template.EMPTY.with(CKA_PRIVATE, false));
        assertCkr(CKR_USER_NOT_LOGGED_IN,
            () -> a.encapsulateKey(ro, ML_KEM, pair.publicKey(), SHOWN.with(CKA_PRIVATE, true)));
        assertCkr(CKR_SESSION_READ_ONLY, () -> a.encapsulateKey(ro, ML_KEM, pair.publicKey(),
            SHOWN.with(CKA_PRIVATE, false).with(CKA_TOKEN, true)));
        a.encapsulateKey(ro, ML_KEM, pair.publicKey(), SHOWN.with(CKA_PRIVATE, false));
    }

    @InEveryWorld void aStoredKeyComesBackFromTheStoreAndFromABlob(World world) {   // W7, Z11
        // a safe token does not let an unwrapped key decapsulate (Z3)
        try (Token token = world.made(settings -> settings.withPolicy(Policy.SPEC))) {
            comesBack(token);
        }
    }

    private static void comesBack(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = a.generateKeyPair(session, PAIR, SET,
            Template.EMPTY.with(CKA_TOKEN, true).with(CKA_EXTRACTABLE, true).with(CKA_LABEL, "kem"));
        Encapsulation sent = a.encapsulateKey(session, ML_KEM, pair.publicKey(), SHOWN);
        ObjectHandle wrapping = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey());
        byte[] blob = a.wrapKey(session, Templates.KWP, wrapping, pair.privateKey());
        Template wanted = Template.EMPTY.with(CKA_CLASS, Cko.CKO_PRIVATE_KEY).with(CKA_KEY_TYPE, Ckk.CKK_ML_KEM);
        ObjectHandle again = a.unwrapKey(session, Templates.KWP, wrapping, blob, wanted);
        ObjectHandle received = a.decapsulateKey(session, ML_KEM, again, SHOWN, sent.ciphertext());
        assertArrayEquals(value(a, session, sent.key()), value(a, session, received));
        assertCkr(CKR_TEMPLATE_INCONSISTENT, () -> a.unwrapKey(session, Templates.KWP, wrapping, blob,
            wanted.with(CKA_KEY_TYPE, Ckk.CKK_ML_DSA)));
        Cryptoki b = token.b();
        SessionHandle there = token.user(b);
        ObjectHandle found = b.find(there, Templates.labelled("kem")).get(0);
        ObjectHandle elsewhere = b.decapsulateKey(there, ML_KEM, found, SHOWN, sent.ciphertext());
        assertArrayEquals(value(a, session, received), value(b, there, elsewhere));
        assertCkr(CKR_ATTRIBUTE_SENSITIVE, () -> b.getAttributeValue(there, found,
            List.of(new AttributeRequest(CKA_SEED, Output.unbounded()))));
    }

    @InEveryWorld void aSeedAndAValueOfTwoKeysAreNoKey(Token token) {   // Z11
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        Template readable = Template.EMPTY.with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true);
        ObjectHandle one = a.generateKeyPair(session, PAIR, SET, readable).privateKey();
        Template seen = a.attributes(session, one, CKA_SEED, CKA_VALUE);
        Template key = SET.with(CKA_CLASS, Cko.CKO_PRIVATE_KEY).with(CKA_KEY_TYPE, Ckk.CKK_ML_KEM);
        for (Template material : List.of(seen.only(CKA_SEED::equals), seen.only(CKA_VALUE::equals), seen)) {
            a.createObject(session, key.with(material));
        }
        byte[] otherSeed = seen.require(CKA_SEED).clone();
        otherSeed[0] ^= 1;
        assertCkr(CKR_ATTRIBUTE_VALUE_INVALID,
            () -> a.createObject(session, key.with(seen).with(CKA_SEED, otherSeed)));
        assertCkr(CKR_TEMPLATE_INCOMPLETE, () -> a.createObject(session, key));
    }

    private static byte[] value(Cryptoki a, SessionHandle session, ObjectHandle key) {
        return a.attributes(session, key, CKA_VALUE).require(CKA_VALUE);
    }

    private static void read(Cryptoki a, SessionHandle session, ObjectHandle key) {
        a.getAttributeValue(session, key, List.of(new AttributeRequest(CKA_VALUE, Output.unbounded())));
    }
}
