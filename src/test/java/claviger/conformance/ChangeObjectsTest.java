package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.List;

/** Several changes of objects at once, which the standard does not have (D2): all of them or none. */
class ChangeObjectsTest {
    private static final Template ON_TOKEN = Templates.data("new").with(Templates.TOKEN);

    @InEveryWorld void allChangesAreMade(Token token) {   // D2, D7
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle goes = a.createObject(session, Templates.data("goes").with(Templates.TOKEN));
        ObjectHandle stays = a.createObject(session, Templates.data("stays").with(Templates.TOKEN));
        List<ObjectHandle> made = a.changeObjects(session, List.of(
            new ObjectChange.Create(ON_TOKEN),
            new ObjectChange.Destroy(goes),
            new ObjectChange.Set(stays, Templates.labelled("stays, changed")),
            new ObjectChange.Create(ON_TOKEN.with(Templates.PRIVATE))));
        assertEquals(2, made.size());
        SessionHandle other = token.user(token.b());
        assertEquals(2, token.b().find(other, Templates.labelled("new")).size());
        assertEquals(List.of(), token.b().find(other, Templates.labelled("goes")));
        assertEquals(1, token.b().find(other, Templates.labelled("stays, changed")).size());
        assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> a.getObjectSize(session, goes));
        assertEquals("new", a.attributes(session, made.get(0), Cka.CKA_LABEL).require(Cka.CKA_LABEL));
    }

    @InEveryWorld void oneRefusalSpoilsThemAll(Token token) {   // C3, O17
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle object = a.createObject(session, Templates.data("object").with(Templates.TOKEN));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> a.changeObjects(session, List.of(
            new ObjectChange.Create(ON_TOKEN),
            new ObjectChange.Create(Templates.data("of the session")),
            new ObjectChange.Set(object, Template.EMPTY.with(Cka.CKA_TOKEN, false)))));
        assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> a.changeObjects(session, List.of(
            new ObjectChange.Destroy(object),
            new ObjectChange.Destroy(new ObjectHandle(0)))));
        assertEquals(List.of(), a.find(session, Templates.labelled("new")));
        assertEquals(List.of(), a.find(session, Templates.labelled("of the session")));
        assertEquals(List.of(object), a.find(session, Templates.labelled("object")));
        SessionHandle ro = token.ro(a);
        assertCkr(CKR_SESSION_READ_ONLY, () -> a.changeObjects(ro, List.of(
            new ObjectChange.Create(Templates.data("of the session")), new ObjectChange.Create(ON_TOKEN))));
        assertEquals(List.of(), a.find(session, Templates.labelled("of the session")));
    }
}
