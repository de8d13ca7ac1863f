package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.conformance.Refusals.ckr;
import static claviger.cryptoki.Cka.CKA_ALWAYS_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_CHECK_VALUE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_GEN_MECHANISM;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_MODIFIABLE;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_NEVER_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_START_DATE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_SENSITIVE;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_TYPE_INVALID;
import static claviger.cryptoki.Ckr.CKR_BUFFER_TOO_SMALL;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_OK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.List;

/** Reading attributes, and what the token puts where the template is silent (G, K). */
class AttributeTest {
    @InEveryWorld void aLengthQueryAndARoomThatFitsAreAnswered(Token token) {   // G1
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle object = a.createObject(session, Templates.data("five!"));
        Output query = Output.lengthQuery();
        Output exact = Output.room(5);
        a.getAttributeValue(session, object,
            List.of(new AttributeRequest(CKA_LABEL, query), new AttributeRequest(CKA_LABEL, exact)));
        assertEquals(5, query.length());
        assertArrayEquals(Token.utf8("five!"), exact.bytes());
        assertEquals(5, exact.length());
    }

    @InEveryWorld void anEmptyDateHasNoBytesAndTextsHaveNoPadding(Token token) {   // T13
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        Output date = Output.lengthQuery();
        a.getAttributeValue(session, a.createObject(session, Templates.aes(Templates.AES_128)),
            List.of(new AttributeRequest(CKA_START_DATE, date)));
        assertEquals(0, date.length());
        for (String text : List.of(a.getInfo().manufacturer(), a.getInfo().library(),
            a.getTokenInfo(token.slot()).label(), a.getTokenInfo(token.slot()).model(),
            a.getTokenInfo(token.slot()).serial(), a.getSlotInfo(token.slot()).description())) {
            assertEquals(text.strip(), text);
            assertTrue(!text.isEmpty() && text.indexOf(0) < 0, text);
        }
    }

    @InEveryWorld void everyRequestIsAnsweredAlsoWhenOthersFail(Token token) {   // G1
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_128).with(CKA_SENSITIVE, true)
            .with(CKA_LABEL, "a key"));
        Output sensitive = Output.unbounded();
        Output missing = Output.unbounded();
        Output small = Output.room(2);
        Output label = Output.unbounded();
        assertTrue(List.of(CKR_ATTRIBUTE_SENSITIVE, CKR_ATTRIBUTE_TYPE_INVALID, CKR_BUFFER_TOO_SMALL).contains(
            ckr(() -> a.getAttributeValue(session, key, List.of(new AttributeRequest(CKA_VALUE, sensitive),
                new AttributeRequest(CKA_MODULUS, missing), new AttributeRequest(CKA_LABEL, small),
                new AttributeRequest(CKA_LABEL, label))))));
        assertEquals(Output.UNAVAILABLE, sensitive.length());
        assertEquals(Output.UNAVAILABLE, missing.length());
        assertEquals(Output.UNAVAILABLE, small.length());
        assertArrayEquals(Token.utf8("a key"), label.bytes());
        assertEquals(0, sensitive.bytes().length + missing.bytes().length + small.bytes().length);
    }

    @InEveryWorld void eachFailureHasItsOwnCode(Token token) {   // G1
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_128).with(CKA_LABEL, "a key"));
        assertCkr(CKR_ATTRIBUTE_SENSITIVE, () -> read(a, session, key, CKA_VALUE, Output.lengthQuery()));
        assertCkr(CKR_ATTRIBUTE_TYPE_INVALID, () -> read(a, session, key, CKA_MODULUS, Output.lengthQuery()));
        assertCkr(CKR_ATTRIBUTE_TYPE_INVALID, () -> read(a, session, key, Cka.of(0x8000_4711L), Output.unbounded()));
        assertCkr(CKR_BUFFER_TOO_SMALL, () -> read(a, session, key, CKA_LABEL, Output.room(4)));
        assertCkr(CKR_OBJECT_HANDLE_INVALID,
            () -> read(a, session, new ObjectHandle(0), CKA_LABEL, Output.unbounded()));
        assertTrue(a.attributes(session, key, CKA_VALUE, CKA_MODULUS, Cka.of(0x8000_4711L)).isEmpty());
    }

    @InEveryWorld void aSecretIsShownOnlyIfItIsNeitherSensitiveNorUnextractable(Token token) {   // G2
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        for (boolean sensitive : new boolean[] {false, true}) {
            for (boolean extractable : new boolean[] {false, true}) {
                ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_128)
                    .with(CKA_SENSITIVE, sensitive).with(CKA_EXTRACTABLE, extractable));
                assertEquals(!sensitive && extractable ? CKR_OK : CKR_ATTRIBUTE_SENSITIVE,
                    ckr(() -> read(a, session, key, CKA_VALUE, Output.unbounded())),
                    "sensitive " + sensitive + ", extractable " + extractable);
            }
        }
    }

    @InEveryWorld void theHistoryOfAGeneratedKeyIsThatOfItsBirth(Token token) {   // K1, G3
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        for (boolean sensitive : new boolean[] {false, true}) {
            for (boolean extractable : new boolean[] {false, true}) {
                ObjectHandle key = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newAes(16)
                    .with(CKA_SENSITIVE, sensitive).with(CKA_EXTRACTABLE, extractable));
                Template seen = a.attributes(session, key, CKA_LOCAL, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE,
                    CKA_KEY_GEN_MECHANISM);
                assertEquals(List.of(true, sensitive, !extractable), List.of(seen.require(CKA_LOCAL),
                    seen.require(CKA_ALWAYS_SENSITIVE), seen.require(CKA_NEVER_EXTRACTABLE)));
                assertEquals(Ckm.CKM_AES_KEY_GEN.code(), seen.require(CKA_KEY_GEN_MECHANISM));
            }
        }
    }

    @InEveryWorld void hidingAKeyLaterDoesNotChangeItsHistory(Token token) {   // K1, C6
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = a.generateKey(session, Templates.AES_KEY_GEN,
            Templates.newAes(16).with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true));
        a.setAttributeValue(session, key, Template.EMPTY.with(CKA_SENSITIVE, true).with(CKA_EXTRACTABLE, false));
        Template seen = a.attributes(session, key, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE);
        assertEquals(List.of(false, false),
            List.of(seen.require(CKA_ALWAYS_SENSITIVE), seen.require(CKA_NEVER_EXTRACTABLE)));
    }

    @InEveryWorld void anImportedKeyHasNoGenerationMechanism(Token token) {   // G3
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_128));
        Output mechanism = Output.unbounded();
        assertEquals(CKR_OK, ckr(() -> read(a, session, key, CKA_LOCAL, Output.unbounded())));
        if (ckr(() -> read(a, session, key, CKA_KEY_GEN_MECHANISM, mechanism)) == CKR_OK) {
            assertArrayEquals(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}, mechanism.bytes());
        } else {
            assertEquals(Output.UNAVAILABLE, mechanism.length());
        }
    }

    @InEveryWorld void aSecretKeyHasTheDefaultsOfTheTable(Token token) {   // K
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = a.generateKey(session, Templates.AES_KEY_GEN, Template.EMPTY.with(CKA_VALUE_LEN, 32L));
        Template expected = Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY).with(CKA_KEY_TYPE, Ckk.CKK_AES)
            .with(CKA_TOKEN, false).with(CKA_PRIVATE, true).with(CKA_MODIFIABLE, true).with(CKA_LABEL, "")
            .with(CKA_SENSITIVE, true).with(CKA_EXTRACTABLE, false).with(CKA_ENCRYPT, true).with(CKA_DECRYPT, true)
            .with(CKA_SIGN, false).with(CKA_VERIFY, false).with(CKA_WRAP, false).with(CKA_UNWRAP, false)
            .with(CKA_DERIVE, false).with(CKA_VALUE_LEN, 32L);
        assertShows(a, session, key, expected);
    }

    @InEveryWorld void aPairHasTheDefaultsOfTheTable(Token token) {   // K
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        var pair = a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN,
            Template.EMPTY.with(Cka.CKA_EC_PARAMS, Templates.P_256), Template.EMPTY);
        assertShows(a, session, pair.publicKey(), Template.EMPTY.with(CKA_CLASS, Cko.CKO_PUBLIC_KEY)
            .with(CKA_KEY_TYPE, Ckk.CKK_EC).with(CKA_PRIVATE, false).with(CKA_VERIFY, true).with(CKA_WRAP, false)
            .with(CKA_LOCAL, true));
        assertShows(a, session, pair.privateKey(), Template.EMPTY.with(CKA_CLASS, Cko.CKO_PRIVATE_KEY)
            .with(CKA_KEY_TYPE, Ckk.CKK_EC).with(CKA_PRIVATE, true).with(CKA_SENSITIVE, true)
            .with(CKA_EXTRACTABLE, false).with(CKA_SIGN, true).with(CKA_UNWRAP, false).with(CKA_LOCAL, true)
            .with(CKA_ALWAYS_SENSITIVE, true).with(CKA_NEVER_EXTRACTABLE, true));
    }

    @InEveryWorld void aDataObjectIsPublicUnlessItSaysOtherwise(Token token) {   // K
        SessionHandle session = token.rw(token.a());
        ObjectHandle object = token.a().createObject(session, Templates.data("x").without(CKA_PRIVATE));
        assertShows(token.a(), session, object, Template.EMPTY.with(CKA_PRIVATE, false).with(CKA_TOKEN, false));
    }

    @InEveryWorld void theCheckValueOfAKeyIsShown(Token token) {   // K: three bytes of the encrypted zero block
        SessionHandle session = token.rw(token.a());
        ObjectHandle key = token.a().createObject(session, Templates.aes(Templates.AES_128));
        assertArrayEquals(Templates.hex("c6a13b"),
            token.a().attributes(session, key, CKA_CHECK_VALUE).require(CKA_CHECK_VALUE));
    }

    private static void assertShows(Cryptoki application, SessionHandle session, ObjectHandle object,
            Template expected) {
        Template seen = application.attributes(session, object, expected.attributes().toArray(Cka<?>[]::new));
        for (Cka<?> attribute : expected.attributes()) {
            assertArrayEquals(expected.encoded(attribute), seen.encoded(attribute), attribute.name());
        }
    }

    private static void read(Cryptoki application, SessionHandle session, ObjectHandle object, Cka<?> attribute,
            Output output) {
        application.getAttributeValue(session, object, List.of(new AttributeRequest(attribute, output)));
    }
}
