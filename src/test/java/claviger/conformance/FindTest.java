package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_KEY_GEN_MECHANISM;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckr.CKR_OPERATION_ACTIVE;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Attribute;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.ObjectsVersion;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Searching (F). */
class FindTest {
    @InEveryWorld void aSearchGivesWhatMatchesInEveryAttributeByteForByte(Token token) {   // F1
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle one = a.createObject(session, Templates.data("one"));
        ObjectHandle two = a.createObject(session, Templates.data("two").with(Templates.TOKEN));
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_128).with(CKA_ID, new byte[] {1, 2})
            .with(CKA_LABEL, "two"));
        assertEquals(Set.of(two, key), found(a, session, Templates.labelled("two")));
        assertEquals(Set.of(two), found(a, session, Templates.labelled("two").with(CKA_CLASS, Cko.CKO_DATA)));
        assertEquals(Set.of(two), found(a, session, Templates.labelled("two").with(CKA_TOKEN, true)));
        assertEquals(Set.of(key), found(a, session, Template.EMPTY.with(CKA_ID, new byte[] {1, 2})));
        assertEquals(Set.of(), found(a, session, Template.EMPTY.with(CKA_ID, new byte[] {1})));
        assertEquals(Set.of(), found(a, session, Templates.labelled("tw")));
        assertEquals(Set.of(), found(a, session, Templates.labelled("two ")));
        assertEquals(Set.of(one, two), found(a, session, Template.EMPTY.with(CKA_VALUE, new byte[] {1, 2, 3})));
        assertTrue(found(a, session, Template.EMPTY).containsAll(Set.of(one, two, key)));
    }

    @InEveryWorld void handlesComeInPortionsAndTheSearchStaysUntilItIsEnded(Token token) {   // F1, F6
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        Set<ObjectHandle> made = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            made.add(a.createObject(session, Templates.data("x")));
        }
        a.findObjectsInit(session, Templates.labelled("x"));
        Set<ObjectHandle> seen = new HashSet<>(a.findObjects(session, 2));
        assertEquals(2, seen.size());
        seen.addAll(a.findObjects(session, 2));
        assertEquals(4, seen.size());
        seen.addAll(a.findObjects(session, 2));
        assertEquals(made, seen);
        assertEquals(List.of(), a.findObjects(session, 2));
        assertEquals(List.of(), a.findObjects(session, 2));
        assertCkr(CKR_OPERATION_ACTIVE, () -> a.findObjectsInit(session, Template.EMPTY));
        a.findObjectsFinal(session);
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.findObjectsFinal(session));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.findObjects(session, 2));
    }

    @InEveryWorld void anAttributeThatNobodyHasMatchesNothing(Token token) {   // F2
        SessionHandle session = token.rw(token.a());
        token.a().createObject(session, Templates.data("x"));
        Template unknown = Template.decoded(List.of(new Attribute(0x8000_4711L, new byte[] {1})));
        assertEquals(Set.of(), found(token.a(), session, unknown));
        assertEquals(Set.of(), found(token.a(), session, Templates.labelled("x").with(unknown)));
    }

    @InEveryWorld void aWithheldValueIsNoOracle(Token token) {   // F3
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        a.createObject(session, Templates.aes(Templates.AES_128).with(CKA_SENSITIVE, true));
        ObjectHandle shown = a.createObject(session,
            Templates.aes(Templates.AES_128).with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true));
        assertEquals(Set.of(shown), found(a, session, Template.EMPTY.with(CKA_VALUE, Templates.AES_128)));
    }

    @InEveryWorld void aSearchKnowsWhatWasThereWhenItBegan(Token token) {   // F4
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        SessionHandle other = token.rw(a);
        ObjectHandle stays = a.createObject(session, Templates.data("x"));
        ObjectHandle goes = a.createObject(session, Templates.data("x"));
        a.findObjectsInit(session, Templates.labelled("x"));
        a.destroyObject(other, goes);
        a.createObject(other, Templates.data("x"));
        assertEquals(List.of(stays), a.findObjects(session, 10));
        a.findObjectsFinal(session);
    }

    @InEveryWorld void aSearchSeesWhatTheLoginShows(Token token) {   // F2, X2
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        a.createObject(session, Templates.data("x").with(Templates.TOKEN).with(Templates.PRIVATE));
        ObjectHandle open = a.createObject(session, Templates.data("x").with(Templates.TOKEN));
        assertEquals(2, found(a, session, Templates.labelled("x")).size());
        a.logout(session);
        assertEquals(Set.of(open), found(a, session, Templates.labelled("x")));
        SessionHandle so = token.so(token.b());
        assertEquals(1, found(token.b(), so, Templates.labelled("x")).size());
    }

    @InEveryWorld void aPrivateObjectIsFoundByWhateverItWasGiven(Token token) {   // F1, D18
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        a.createObject(session, Templates.aes(Templates.AES_128).with(Templates.TOKEN).with(Templates.PRIVATE)
            .with(CKA_LABEL, "sealed").with(CKA_ID, new byte[] {9}));
        a.setAttributeValue(session, a.find(session, Templates.labelled("sealed")).get(0),
            Template.EMPTY.with(CKA_ID, new byte[] {8}));
        SessionHandle other = token.user(token.b());
        for (Template by : List.of(Templates.labelled("sealed"), Template.EMPTY.with(CKA_ID, new byte[] {8}),
                Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY), Templates.PRIVATE)) {
            assertEquals(1, found(token.b(), other, by).size(), by::toString);
        }
        assertEquals(Set.of(), found(token.b(), other, Template.EMPTY.with(CKA_ID, new byte[] {9})));
    }

    /** The default of an implementation and what the engine does instead have one result (F3, G1, G2). */
    @InEveryWorld void aSearchWithAttributesShowsWhatEachObjectShows(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        a.createObject(session, Templates.aes(Templates.AES_128).with(CKA_SENSITIVE, true).with(Templates.TOKEN));
        a.createObject(session, Templates.aes(Templates.AES_128).with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true)
            .with(Templates.TOKEN).with(Templates.PRIVATE).with(CKA_LABEL, "shown"));
        a.createObject(session, Templates.data("of the session"));
        a.createObject(session, Templates.data("of the token").with(Templates.TOKEN));
        a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(), Templates.newPrivateKey());
        Cka<?>[] asked = {CKA_CLASS, CKA_LABEL, CKA_VALUE, CKA_KEY_GEN_MECHANISM, CKA_SENSITIVE, CKA_ID};
        for (Template wanted : List.of(Template.EMPTY, Template.EMPTY.with(CKA_TOKEN, true), Templates.labelled("shown"),
                Template.EMPTY.with(CKA_VALUE, Templates.AES_128))) {
            Map<ObjectHandle, Template> found = a.findAttributes(session, wanted, asked);
            assertEquals(a.find(session, wanted), List.copyOf(found.keySet()), wanted::toString);
            found.forEach((object, shown) -> assertEquals(texts(a.attributes(session, object, asked)), texts(shown)));
        }
        a.logout(session);
        assertEquals(new HashSet<>(a.find(session, Template.EMPTY)),
            a.findAttributes(session, Template.EMPTY, asked).keySet());
    }

    private static Set<String> texts(Template shown) {
        return shown.encoded().stream().map(attribute -> attribute.type() + HexFormat.of().formatHex(attribute.value()))
            .collect(Collectors.toSet());
    }

    /** While a version stays equal, the session sees the same objects (L5, D14). */
    @InEveryWorld void aVersionOfTheObjectsIsOfOneStateAndNeverComesBack(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        Set<ObjectsVersion> seen = new HashSet<>();
        SessionHandle other = token.user(token.b());
        for (int i = 0; i < 3; i++) {
            assertTrue(seen.add(a.objectsVersion(session).orElseThrow()), "after a login");
            assertEquals(a.objectsVersion(session), a.objectsVersion(session));
            ObjectHandle made =
                token.b().createObject(other, Templates.data("x").with(Templates.TOKEN));
            assertTrue(seen.add(a.objectsVersion(session).orElseThrow()), "after another one's change");
            token.b().destroyObject(other, made);
            assertTrue(seen.add(a.objectsVersion(session).orElseThrow()), "after another one's destruction");
            a.createObject(session, Templates.data("y"));
            assertEquals(a.objectsVersion(session), a.objectsVersion(session));
            a.logout(session);
            assertTrue(seen.add(a.objectsVersion(session).orElseThrow()), "after a logout");
            token.loginUser(a, session);
        }
    }

    private static Set<ObjectHandle> found(Cryptoki application, SessionHandle session, Template template) {
        List<ObjectHandle> handles = application.find(session, template);
        Set<ObjectHandle> once = new HashSet<>(handles);
        assertEquals(handles.size(), once.size());
        return once;
    }
}
