package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_CHECK_VALUE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_DERIVE_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_MODIFIABLE;
import static claviger.cryptoki.Cka.CKA_NEVER_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_UNWRAP_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_WRAP_TEMPLATE;
import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** What a key says of the keys that go through it, and what a copy keeps (W1, W3, W4, C7, K). */
class KeyTemplateTest {
    private static final Template AES = Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY)
        .with(CKA_KEY_TYPE, Ckk.CKK_AES).with(CKA_PRIVATE, false).with(CKA_ENCRYPT, true).with(CKA_DECRYPT, true);

    @InEveryWorld void aWrapTemplateSaysWhichKeysMayGoOut(Token token) {   // W1
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle wrapping = a.generateKey(session, Templates.AES_KEY_GEN,
            Templates.newWrappingKey().with(CKA_WRAP_TEMPLATE, Templates.labelled("may go")));
        ObjectHandle may = a.generateKey(session, Templates.AES_KEY_GEN,
            Templates.newExtractableAes().with(CKA_LABEL, "may go"));
        ObjectHandle mayNot = a.generateKey(session, Templates.AES_KEY_GEN,
            Templates.newExtractableAes().with(CKA_LABEL, "stays"));
        assertEquals(40, a.wrapKey(session, Templates.KWP, wrapping, may).length);
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> a.wrapKey(session, Templates.KWP, wrapping, mayNot));
    }

    @InEveryWorld void anUnwrapTemplateIsAddedAndNotContradicted(Token token) {   // W3
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle wrapping = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey()
            .with(CKA_UNWRAP_TEMPLATE, Template.EMPTY.with(CKA_ID, new byte[] {5}).with(CKA_SENSITIVE, true)));
        byte[] blob = a.wrapKey(session, Templates.KWP, wrapping,
            a.generateKey(session, Templates.AES_KEY_GEN, Templates.newExtractableAes()));
        ObjectHandle key = a.unwrapKey(session, Templates.KWP, wrapping, blob, AES);
        assertArrayEquals(new byte[] {5}, a.attributes(session, key, CKA_ID).require(CKA_ID));
        a.unwrapKey(session, Templates.KWP, wrapping, blob, AES.with(CKA_ID, new byte[] {5}));
        assertCkr(CKR_TEMPLATE_INCONSISTENT,
            () -> a.unwrapKey(session, Templates.KWP, wrapping, blob, AES.with(CKA_ID, new byte[] {6})));
        assertCkr(CKR_TEMPLATE_INCONSISTENT,
            () -> a.unwrapKey(session, Templates.KWP, wrapping, blob, AES.with(CKA_SENSITIVE, false)));
    }

    @InEveryWorld void aDeriveTemplateIsAddedAndNotContradicted(Token token) {   // W4, D8
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair base = a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN,
            Template.EMPTY.with(CKA_EC_PARAMS, Templates.P_256), Template.EMPTY.with(CKA_DERIVE, true)
                .with(CKA_DERIVE_TEMPLATE, Template.EMPTY.with(CKA_EXTRACTABLE, false).with(CKA_SENSITIVE, true)));
        byte[] der = a.attributes(session, base.publicKey(), CKA_EC_POINT).require(CKA_EC_POINT);
        Mechanism ecdh = new Mechanism(Ckm.CKM_ECDH1_DERIVE,
            new Parameters.Ecdh(Ckd.CKD_NULL, new byte[0], Arrays.copyOfRange(der, 2, der.length)));
        Template wanted = AES.with(CKA_VALUE_LEN, 32L);
        ObjectHandle derived = a.deriveKey(session, ecdh, base.privateKey(), wanted);
        Template seen = a.attributes(session, derived, CKA_EXTRACTABLE, CKA_SENSITIVE);
        assertTrue(seen.is(CKA_SENSITIVE) && !seen.require(CKA_EXTRACTABLE));
        assertCkr(CKR_TEMPLATE_INCONSISTENT,
            () -> a.deriveKey(session, ecdh, base.privateKey(), wanted.with(CKA_EXTRACTABLE, true)));
    }

    @InEveryWorld void theTemplatesOfAKeyAreFixedAndCopied(Token token) {   // C10, K
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle wrapping = a.generateKey(session, Templates.AES_KEY_GEN,
            Templates.newWrappingKey().with(CKA_WRAP_TEMPLATE, Templates.labelled("may go")));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> a.setAttributeValue(session, wrapping,
            Template.EMPTY.with(CKA_WRAP_TEMPLATE, Template.EMPTY)));
        Template seen = a.attributes(session, wrapping, CKA_WRAP_TEMPLATE).require(CKA_WRAP_TEMPLATE);
        assertTrue(seen.matches(Templates.labelled("may go")) && seen.attributes().size() == 1);
    }

    @InEveryWorld void aCopyKeepsTheHistory(Token token) {   // C7
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newExtractableAes());
        ObjectHandle copy = a.copyObject(session, key, Template.EMPTY.with(CKA_EXTRACTABLE, false));
        Template seen = a.attributes(session, copy, CKA_LOCAL, CKA_NEVER_EXTRACTABLE, CKA_EXTRACTABLE);
        assertTrue(seen.is(CKA_LOCAL) && !seen.require(CKA_NEVER_EXTRACTABLE) && !seen.require(CKA_EXTRACTABLE));
        a.destroyObject(session, key);
        a.encryptInit(session, Templates.ECB, copy);
        assertEquals(16, a.encrypt(session, new byte[16]).length);
    }

    @InEveryWorld void aCopyCanBeMadeUnmodifiableButNotTheOtherWayRound(Token token) {   // C7, K
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle object = a.createObject(session, Templates.data("x"));
        ObjectHandle fixed = a.copyObject(session, object, Template.EMPTY.with(CKA_MODIFIABLE, false));
        assertCkr(CKR_ACTION_PROHIBITED, () -> a.setAttributeValue(session, fixed, Templates.labelled("y")));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY,
            () -> a.copyObject(session, fixed, Template.EMPTY.with(CKA_MODIFIABLE, true)));
    }

    @InEveryWorld void aCheckValueThatIsGivenHasToBeRight(Token token) {   // K
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        Template aes = Templates.aes(Templates.AES_128);
        a.createObject(session, aes.with(CKA_CHECK_VALUE, Templates.hex("c6a13b")));
        assertCkr(CKR_ATTRIBUTE_VALUE_INVALID,
            () -> a.createObject(session, aes.with(CKA_CHECK_VALUE, Templates.hex("c6a13c"))));
        ObjectHandle without = a.createObject(session, aes.with(CKA_CHECK_VALUE, new byte[0]));
        assertEquals(0, a.attributes(session, without, CKA_CHECK_VALUE).get(CKA_CHECK_VALUE, new byte[0]).length);
    }
}
