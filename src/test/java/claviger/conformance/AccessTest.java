package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.conformance.Refusals.ckr;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_OK;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static claviger.cryptoki.Cks.CKS_RO_PUBLIC_SESSION;
import static claviger.cryptoki.Cks.CKS_RO_USER_FUNCTIONS;
import static claviger.cryptoki.Cks.CKS_RW_PUBLIC_SESSION;
import static claviger.cryptoki.Cks.CKS_RW_SO_FUNCTIONS;
import static claviger.cryptoki.Cks.CKS_RW_USER_FUNCTIONS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cks;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may do what with which object (X), and what a handle is worth (H). */
class AccessTest {
    /** The four kinds of object of the matrix. */
    private enum Sort {
        PUBLIC_SESSION(false, false),
        PRIVATE_SESSION(false, true),
        PUBLIC_TOKEN(true, false),
        PRIVATE_TOKEN(true, true);

        private final boolean onToken;
        private final boolean isPrivate;

        Sort(boolean onToken, boolean isPrivate) {
            this.onToken = onToken;
            this.isPrivate = isPrivate;
        }

        Template template(String label) {
            return Templates.data(label).with(Cka.CKA_TOKEN, onToken).with(Cka.CKA_PRIVATE, isPrivate);
        }
    }

    /** In this state: what creating one returns, whether one that is there is seen, what set and destroy return. */
    private record Row(Sort sort, Cks state, Ckr create, boolean seen, Ckr write) {
    }

    /** The matrix of section 4. What is not seen cannot be written, whatever the code. */
    private static final List<Row> MATRIX = List.of(
        new Row(Sort.PUBLIC_SESSION,  CKS_RO_PUBLIC_SESSION, CKR_OK,                 true,  CKR_OK),
        new Row(Sort.PUBLIC_SESSION,  CKS_RW_PUBLIC_SESSION, CKR_OK,                 true,  CKR_OK),
        new Row(Sort.PUBLIC_SESSION,  CKS_RO_USER_FUNCTIONS, CKR_OK,                 true,  CKR_OK),
        new Row(Sort.PUBLIC_SESSION,  CKS_RW_USER_FUNCTIONS, CKR_OK,                 true,  CKR_OK),
        new Row(Sort.PUBLIC_SESSION,  CKS_RW_SO_FUNCTIONS,   CKR_OK,                 true,  CKR_OK),

        new Row(Sort.PRIVATE_SESSION, CKS_RO_PUBLIC_SESSION, CKR_USER_NOT_LOGGED_IN, false, CKR_OBJECT_HANDLE_INVALID),
        new Row(Sort.PRIVATE_SESSION, CKS_RW_PUBLIC_SESSION, CKR_USER_NOT_LOGGED_IN, false, CKR_OBJECT_HANDLE_INVALID),
        new Row(Sort.PRIVATE_SESSION, CKS_RO_USER_FUNCTIONS, CKR_OK,                 true,  CKR_OK),
        new Row(Sort.PRIVATE_SESSION, CKS_RW_USER_FUNCTIONS, CKR_OK,                 true,  CKR_OK),
        new Row(Sort.PRIVATE_SESSION, CKS_RW_SO_FUNCTIONS,   CKR_USER_NOT_LOGGED_IN, false, CKR_OBJECT_HANDLE_INVALID),

        new Row(Sort.PUBLIC_TOKEN,    CKS_RO_PUBLIC_SESSION, CKR_SESSION_READ_ONLY,  true,  CKR_SESSION_READ_ONLY),
        new Row(Sort.PUBLIC_TOKEN,    CKS_RW_PUBLIC_SESSION, CKR_OK,                 true,  CKR_OK),
        new Row(Sort.PUBLIC_TOKEN,    CKS_RO_USER_FUNCTIONS, CKR_SESSION_READ_ONLY,  true,  CKR_SESSION_READ_ONLY),
        new Row(Sort.PUBLIC_TOKEN,    CKS_RW_USER_FUNCTIONS, CKR_OK,                 true,  CKR_OK),
        new Row(Sort.PUBLIC_TOKEN,    CKS_RW_SO_FUNCTIONS,   CKR_OK,                 true,  CKR_OK),

        new Row(Sort.PRIVATE_TOKEN,   CKS_RO_PUBLIC_SESSION, CKR_SESSION_READ_ONLY,  false, CKR_OBJECT_HANDLE_INVALID),
        new Row(Sort.PRIVATE_TOKEN,   CKS_RW_PUBLIC_SESSION, CKR_USER_NOT_LOGGED_IN, false, CKR_OBJECT_HANDLE_INVALID),
        new Row(Sort.PRIVATE_TOKEN,   CKS_RO_USER_FUNCTIONS, CKR_SESSION_READ_ONLY,  true,  CKR_SESSION_READ_ONLY),
        new Row(Sort.PRIVATE_TOKEN,   CKS_RW_USER_FUNCTIONS, CKR_OK,                 true,  CKR_OK),
        new Row(Sort.PRIVATE_TOKEN,   CKS_RW_SO_FUNCTIONS,   CKR_USER_NOT_LOGGED_IN, false, CKR_OBJECT_HANDLE_INVALID));

    @Test void theMatrixHasEveryStateWithEveryKindOfObject() {
        assertEquals(Stream.of(Sort.values())
            .flatMap(sort -> Stream.of(Cks.values()).map(state -> sort + " " + state)).collect(Collectors.toSet()),
            MATRIX.stream().map(row -> row.sort() + " " + row.state()).collect(Collectors.toSet()));
        assertEquals(20, MATRIX.size());
    }

    @InEveryWorld void objectsAreCreatedAsTheMatrixSays(Token token) {   // X, X3
        List<String> wrong = new ArrayList<>();
        for (Cks state : Cks.values()) {
            Cryptoki application = token.initialized();
            SessionHandle session = token.enter(application, state);
            for (Row row : rows(state)) {
                Ckr answer = ckr(() -> application.createObject(session, row.sort().template("made")));
                if (answer != row.create()) {
                    wrong.add(row + " but create was " + answer);
                }
            }
            application.close();
        }
        assertEquals(List.of(), wrong);
    }

    @InEveryWorld void objectsAreSeenAndWrittenAsTheMatrixSays(Token token) {   // X, X1, X2
        List<String> wrong = new ArrayList<>();
        SessionHandle owner = token.user(token.b());
        for (Cks state : Cks.values()) {
            Cryptoki application = token.initialized();
            for (Sort sort : List.of(Sort.PUBLIC_TOKEN, Sort.PRIVATE_TOKEN)) {
                token.b().createObject(owner, sort.template(sort + " " + state));
            }
            SessionHandle session = token.enter(application, state);
            for (Row row : rows(state)) {
                String label = row.sort() + " " + state;
                if (row.create() == CKR_OK && !row.sort().onToken) {
                    application.createObject(session, row.sort().template(label));
                }
                check(row, application, session, label, wrong);
            }
            application.close();
        }
        assertEquals(List.of(), wrong);
    }

    private static void check(Row row, Cryptoki application, SessionHandle session, String label, List<String> wrong) {
        List<ObjectHandle> found = application.find(session, Templates.labelled(label));
        if (found.isEmpty() == row.seen()) {
            wrong.add(row + " but found " + found);
            return;
        }
        for (ObjectHandle object : found) {
            List<Ckr> answers = List.of(
                ckr(() -> application.attributes(session, object, Cka.CKA_VALUE).require(Cka.CKA_VALUE)),
                ckr(() -> application.copyObject(session, object, Template.EMPTY.with(Cka.CKA_TOKEN, false))),
                ckr(() -> application.setAttributeValue(session, object, Templates.labelled("changed"))),
                ckr(() -> application.destroyObject(session, object)));
            if (!answers.equals(List.of(CKR_OK, CKR_OK, row.write(), row.write()))) {
                wrong.add(row + " but read, copy, set and destroy were " + answers);
            }
        }
    }

    private static List<Row> rows(Cks state) {
        return MATRIX.stream().filter(row -> row.state() == state).toList();
    }

    @InEveryWorld void aPrivateKeyWorksFromAReadOnlyUserSession(Token token) {   // X4
        SessionHandle owner = token.user(token.b());
        token.b().createObject(owner, Templates.aes(Templates.AES_128).with(Templates.TOKEN).with(Templates.PRIVATE)
            .with(Templates.labelled("k")));
        SessionHandle session = token.enter(token.a(), CKS_RO_USER_FUNCTIONS);
        ObjectHandle key = token.a().find(session, Templates.labelled("k")).get(0);
        token.a().encryptInit(session, Templates.ECB, key);
        assertEquals(16, token.a().encrypt(session, new byte[16]).length);
        token.a().logout(session);
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> token.a().encryptInit(session, Templates.ECB, key));   // X2
    }

    @InEveryWorld void anotherApplicationNeverSeesASessionObject(Token token) {   // X1
        SessionHandle ofA = token.user(token.a());
        SessionHandle ofB = token.user(token.b());
        ObjectHandle object = token.a().createObject(ofA, Templates.data("mine").with(Templates.PRIVATE));
        assertEquals(List.of(), token.b().find(ofB, Templates.labelled("mine")));
        assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> token.b().getObjectSize(ofB, object));
        assertEquals(List.of(object), token.a().find(token.ro(token.a()), Templates.labelled("mine")));
    }

    @InEveryWorld void oneObjectHasAHandleInEachApplication(Token token) {   // H1, H2
        SessionHandle ofA = token.rw(token.a());
        SessionHandle ofB = token.rw(token.b());
        ObjectHandle inA = token.a().createObject(ofA, Templates.data("both").with(Templates.TOKEN));
        ObjectHandle inB = token.b().find(ofB, Templates.labelled("both")).get(0);
        assertNotEquals(inA, inB);   // two random bases of 30 bits
        assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> token.b().getObjectSize(ofB, inA));
        SessionHandle second = token.user(token.a());
        assertEquals(List.of(inA), token.a().find(second, Templates.labelled("both")));   // a login does not renumber
        token.a().closeSession(ofA);
        assertEquals(List.of(inA), token.a().find(second, Templates.labelled("both")));
    }

    @InEveryWorld void whatAnybodyDestroysIsGoneForAllAndItsHandleStaysDead(Token token) {   // H3, H4
        SessionHandle ofA = token.user(token.a());
        SessionHandle ofB = token.rw(token.b());
        ObjectHandle inA = token.a().createObject(ofA, Templates.data("k").with(Templates.TOKEN));
        token.b().destroyObject(ofB, token.b().find(ofB, Templates.labelled("k")).get(0));
        assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> token.a().getObjectSize(ofA, inA));
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> token.a().encryptInit(ofA, Templates.ECB, inA));
        assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> token.a().destroyObject(ofA, inA));
        assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> token.a().getObjectSize(ofA, new ObjectHandle(0)));
    }

    @InEveryWorld void objectHandlesAreNotZeroAndNeverUsedAgain(Token token) {   // H1, H4
        SessionHandle session = token.rw(token.a());
        Set<ObjectHandle> seen = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            ObjectHandle object = token.a().createObject(session, Templates.data("x"));
            assertTrue(object.value() > 0 && seen.add(object), object::toString);
            token.a().destroyObject(session, object);
        }
    }
}
