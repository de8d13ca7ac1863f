package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.conformance.Refusals.ckr;
import static claviger.cryptoki.Cka.CKA_ALWAYS_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_COPYABLE;
import static claviger.cryptoki.Cka.CKA_DESTROYABLE;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_MODIFIABLE;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_NEVER_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_TRUSTED;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_TYPE_INVALID;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_OK;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Attribute;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Creating, changing, copying and destroying (C). */
class ObjectTest {
    private static final Template NO_SUCH_ATTRIBUTE =
        Template.decoded(List.of(new Attribute(0x8000_4711L, new byte[] {1})));

    @InEveryWorld void aTemplateThatIsNotRightIsRefusedByItsOwnCode(Token token) {   // C1
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        Template aes = Templates.aes(Templates.AES_128);
        assertCkr(CKR_TEMPLATE_INCOMPLETE, () -> a.createObject(session, Template.EMPTY));
        assertCkr(CKR_TEMPLATE_INCOMPLETE, () -> a.createObject(session, aes.without(CKA_CLASS)));
        assertCkr(CKR_TEMPLATE_INCOMPLETE, () -> a.createObject(session, aes.without(CKA_KEY_TYPE)));
        assertCkr(CKR_TEMPLATE_INCOMPLETE, () -> a.createObject(session, aes.without(CKA_VALUE)));
        assertCkr(CKR_ATTRIBUTE_TYPE_INVALID, () -> a.createObject(session, aes.with(NO_SUCH_ATTRIBUTE)));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> a.createObject(session, aes.with(CKA_LOCAL, true)));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> a.createObject(session, aes.with(CKA_ALWAYS_SENSITIVE, true)));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> a.createObject(session, aes.with(CKA_NEVER_EXTRACTABLE, true)));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> a.createObject(session, aes.with(CKA_UNIQUE_ID, "mine")));   // C4
        assertCkr(CKR_ATTRIBUTE_VALUE_INVALID, () -> a.createObject(session, aes.with(CKA_VALUE, new byte[15])));
        assertCkr(CKR_TEMPLATE_INCONSISTENT, () -> a.createObject(session, aes.with(CKA_MODULUS, new byte[128])));
        assertEquals(List.of(), a.find(session, Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY)));   // C3
    }

    @InEveryWorld void theFirstOfTheCodesIsTheOneOfTheAttributesType(Token token) {   // C1, the order
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        Template readOnly = Templates.aes(Templates.AES_128).without(CKA_VALUE).with(CKA_LOCAL, true);
        assertCkr(CKR_ATTRIBUTE_TYPE_INVALID, () -> a.createObject(session, readOnly.with(NO_SUCH_ATTRIBUTE)));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> a.createObject(session, readOnly));
        assertCkr(CKR_TEMPLATE_INCOMPLETE, () -> a.createObject(session, readOnly.without(CKA_LOCAL)));
    }

    @InEveryWorld void builtInObjectsCannotBeMade(Token token) {   // C11
        SessionHandle session = token.so(token.a());
        for (Cko builtIn : List.of(Cko.CKO_PROFILE, Cko.CKO_MECHANISM, Cko.CKO_HW_FEATURE)) {
            assertCkr(CKR_ATTRIBUTE_VALUE_INVALID,
                () -> token.a().createObject(session, Template.EMPTY.with(CKA_CLASS, builtIn)));
        }
    }

    @InEveryWorld void everyObjectGetsAnIdOfItsOwn(Token token) {   // C4
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle first = a.createObject(session, Templates.data("x"));
        ObjectHandle second = a.createObject(session, Templates.data("x").with(Templates.TOKEN));
        ObjectHandle copy = a.copyObject(session, first, Template.EMPTY);
        assertEquals(3, Set.of(id(a, session, first), id(a, session, second), id(a, session, copy)).size());
        assertCkr(CKR_ATTRIBUTE_READ_ONLY,
            () -> a.setAttributeValue(session, first, Template.EMPTY.with(CKA_UNIQUE_ID, "mine")));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY,
            () -> a.copyObject(session, first, Template.EMPTY.with(CKA_UNIQUE_ID, "mine")));
        assertEquals(List.of(second),
            a.find(session, Template.EMPTY.with(CKA_UNIQUE_ID, id(a, session, second))));   // F1
    }

    @InEveryWorld void anImportedKeyWasNotMadeHere(Token token) {   // C5
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = a.createObject(session,
            Templates.aes(Templates.AES_128).with(CKA_SENSITIVE, true).with(CKA_EXTRACTABLE, false));
        Template seen = a.attributes(session, key, CKA_LOCAL, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE);
        assertEquals(List.of(false, false, false), List.of(seen.require(CKA_LOCAL),
            seen.require(CKA_ALWAYS_SENSITIVE), seen.require(CKA_NEVER_EXTRACTABLE)));
    }

    @InEveryWorld void changesAreRefusedByTheirOwnCodes(Token token) {   // C6
        Cryptoki a = token.a();
        SessionHandle rw = token.user(a);
        SessionHandle ro = token.ro(a);
        ObjectHandle fixed = a.createObject(rw, Templates.data("fixed").with(CKA_MODIFIABLE, false));
        ObjectHandle onToken = a.createObject(rw, Templates.data("on token").with(Templates.TOKEN));
        ObjectHandle key = a.createObject(rw, Templates.aes(Templates.AES_128));
        assertCkr(CKR_ACTION_PROHIBITED, () -> a.setAttributeValue(rw, fixed, Templates.labelled("x")));
        assertCkr(CKR_SESSION_READ_ONLY, () -> a.setAttributeValue(ro, onToken, Templates.labelled("x")));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY,
            () -> a.setAttributeValue(rw, onToken, Template.EMPTY.with(CKA_TOKEN, false)));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY,
            () -> a.setAttributeValue(rw, onToken, Template.EMPTY.with(CKA_CLASS, Cko.CKO_CERTIFICATE)));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> a.setAttributeValue(rw, key, Template.EMPTY.with(CKA_LOCAL, true)));
        assertCkr(CKR_ATTRIBUTE_TYPE_INVALID, () -> a.setAttributeValue(rw, key, NO_SUCH_ATTRIBUTE));
        assertEquals("on token", a.attributes(rw, onToken, CKA_LABEL).require(CKA_LABEL));
    }

    @InEveryWorld void oneBadAttributeSpoilsTheWholeChange(Token token) {   // C3, O17
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle object = a.createObject(session, Templates.data("before").with(Templates.TOKEN));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY,
            () -> a.setAttributeValue(session, object, Templates.labelled("after").with(CKA_TOKEN, false)));
        assertEquals("before", a.attributes(session, object, CKA_LABEL).require(CKA_LABEL));
    }

    @InEveryWorld void oneWayFlagsKeepTheirDirection(Token token) {   // C6, C7, Z12
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_128)
            .with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true));
        assertArrayEquals(Templates.AES_128, a.attributes(session, key, CKA_VALUE).require(CKA_VALUE));
        a.setAttributeValue(session, key, Template.EMPTY.with(CKA_SENSITIVE, true).with(CKA_EXTRACTABLE, false));
        for (Template back : List.of(Template.EMPTY.with(CKA_SENSITIVE, false),
                Template.EMPTY.with(CKA_EXTRACTABLE, true))) {
            assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> a.setAttributeValue(session, key, back));
            assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> a.copyObject(session, key, back));
        }
        assertTrue(a.attributes(session, key, CKA_VALUE).isEmpty());
    }

    @InEveryWorld void aCopyMayGoToTheTokenAndBecomePrivateButNotPublic(Token token) {   // C7
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle object = a.createObject(session, Templates.data("original"));
        ObjectHandle copy = a.copyObject(session, object,
            Templates.labelled("copy").with(CKA_TOKEN, true).with(CKA_PRIVATE, true));
        assertNotEquals(object, copy);
        Template seen = a.attributes(session, copy, CKA_LABEL, CKA_TOKEN, CKA_PRIVATE, CKA_VALUE);
        assertTrue(seen.is(CKA_TOKEN) && seen.is(CKA_PRIVATE));
        assertArrayEquals(new byte[] {1, 2, 3}, seen.require(CKA_VALUE));
        assertEquals("original", a.attributes(session, object, CKA_LABEL).require(CKA_LABEL));
        assertCkr(CKR_TEMPLATE_INCONSISTENT,
            () -> a.copyObject(session, copy, Template.EMPTY.with(CKA_PRIVATE, false)));
        SessionHandle ro = token.ro(a);
        assertCkr(CKR_SESSION_READ_ONLY, () -> a.copyObject(ro, copy, Template.EMPTY));   // it would be on the token
        a.copyObject(ro, copy, Template.EMPTY.with(CKA_TOKEN, false));
    }

    @InEveryWorld void whatMayNotBeCopiedOrDestroyedStays(Token token) {   // C7, C8
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle object = a.createObject(session,
            Templates.data("stays").with(CKA_COPYABLE, false).with(CKA_DESTROYABLE, false));
        assertCkr(CKR_ACTION_PROHIBITED, () -> a.copyObject(session, object, Template.EMPTY));
        assertCkr(CKR_ACTION_PROHIBITED, () -> a.destroyObject(session, object));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY,
            () -> a.setAttributeValue(session, object, Template.EMPTY.with(CKA_COPYABLE, true)));
        assertEquals("stays", a.attributes(session, object, CKA_LABEL).require(CKA_LABEL));
    }

    @InEveryWorld void aReadOnlySessionDestroysNoTokenObject(Token token) {   // C8
        Cryptoki a = token.a();
        ObjectHandle object = a.createObject(token.rw(a), Templates.data("x").with(Templates.TOKEN));
        assertCkr(CKR_SESSION_READ_ONLY, () -> a.destroyObject(token.ro(a), object));
    }

    @InEveryWorld void aTokenObjectOutlivesTheApplicationThatMadeIt(Token token) {   // S6, A4
        SessionHandle session = token.user(token.a());
        token.a().createObject(session, Templates.data("kept").with(Templates.TOKEN).with(Templates.PRIVATE));
        token.a().finalizeCryptoki();
        SessionHandle other = token.user(token.b());
        ObjectHandle found = token.b().find(other, Templates.labelled("kept")).get(0);
        assertArrayEquals(new byte[] {1, 2, 3}, token.b().attributes(other, found, CKA_VALUE).require(CKA_VALUE));
    }

    @InEveryWorld void onlyTheSoTrusts(Token token) {   // K, Z20
        SessionHandle user = token.user(token.a());
        Template trusted = Templates.aes(Templates.AES_128).with(CKA_TRUSTED, true);
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> token.a().createObject(user, trusted));
        ObjectHandle key = token.a().createObject(user, trusted.without(CKA_TRUSTED));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY,
            () -> token.a().setAttributeValue(user, key, Template.EMPTY.with(CKA_TRUSTED, true)));
    }

    @InEveryWorld void aSecretForTheTokenNeedsALoginUnderWhichItIsSealed(Token token) {   // D18, D19
        SessionHandle session = token.rw(token.a());
        Template key = Templates.aes(Templates.AES_128).with(Templates.TOKEN);
        assertCkr(CKR_USER_NOT_LOGGED_IN, () -> token.a().createObject(session, key));
        token.loginUser(token.a(), session);
        token.a().createObject(session, key);
    }

    @InEveryWorld void whatTheCallerDoesWithHisArraysLaterIsHisOwnAffair(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        for (boolean onToken : new boolean[] {false, true}) {
            byte[] value = Templates.AES_128.clone();
            byte[] id = {1, 2, 3};
            ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_128).with(CKA_VALUE, value)
                .with(CKA_ID, id).with(CKA_TOKEN, onToken).with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true));
            assertArrayEquals(Templates.AES_128, value, "the token has wiped its caller's array");
            Arrays.fill(value, (byte) 0);
            id[0] = 77;
            a.attributes(session, key, CKA_ID).require(CKA_ID)[1] = 77;
            a.attributes(session, key, CKA_VALUE).require(CKA_VALUE)[1] = 77;
            Template seen = a.attributes(session, key, CKA_VALUE, CKA_ID);
            assertArrayEquals(new byte[] {1, 2, 3}, seen.require(CKA_ID));
            assertArrayEquals(Templates.AES_128, seen.require(CKA_VALUE));
            a.encryptInit(session, Templates.ECB, key);
            assertArrayEquals(Templates.hex("c6a13b37878f5b826f4f8162a1c8d879"), a.encrypt(session, new byte[16]));
        }
    }

    @InEveryWorld void destroyingAnObjectLeavesItsMakersArraysAlone(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        for (boolean onToken : new boolean[] {false, true}) {
            byte[] value = Templates.AES_128.clone();
            a.destroyObject(session, a.createObject(session,
                Templates.aes(Templates.AES_128).with(CKA_VALUE, value).with(CKA_TOKEN, onToken)));
            assertArrayEquals(Templates.AES_128, value);
        }
    }

    @InEveryWorld void theSizeOfAnObjectIsTold(Token token) {   // C9
        SessionHandle session = token.rw(token.a());
        ObjectHandle object = token.a().createObject(session, Templates.data("x"));
        assertTrue(token.a().getObjectSize(session, object) > 0);
    }

    /** Steps 18 and 21 of the example at the same time. */
    @InEveryWorld void changingAndDestroyingOneObjectAtOnceEndsWithoutIt(Token token) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        SessionHandle ofA = token.rw(token.a());
        SessionHandle ofB = token.rw(token.b());
        try {
            for (int i = 0; i < 10; i++) {
                String label = "race " + i;
                ObjectHandle inA = token.a().createObject(ofA, Templates.data(label).with(Templates.TOKEN));
                ObjectHandle inB = token.b().find(ofB, Templates.labelled(label)).get(0);
                Future<Ckr> change = threads.submit(() ->
                    ckr(() -> token.a().setAttributeValue(ofA, inA, Template.EMPTY.with(CKA_VALUE, new byte[9]))));
                Future<Ckr> destruction = threads.submit(() -> ckr(() -> token.b().destroyObject(ofB, inB)));
                assertEquals(CKR_OK, destruction.get(30, TimeUnit.SECONDS));
                Ckr changed = change.get(30, TimeUnit.SECONDS);
                assertTrue(Set.of(CKR_OK, CKR_OBJECT_HANDLE_INVALID).contains(changed), label + ": " + changed);
                assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> token.a().getObjectSize(ofA, inA));
                assertEquals(List.of(), token.a().find(ofA, Templates.labelled(label)));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static String id(Cryptoki application, SessionHandle session, ObjectHandle object) {
        return application.attributes(session, object, Cka.CKA_UNIQUE_ID).require(Cka.CKA_UNIQUE_ID);
    }
}
