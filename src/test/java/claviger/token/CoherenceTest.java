package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckm.CKM_AES_ECB;
import static claviger.cryptoki.Ckm.CKM_AES_KEY_GEN;
import static claviger.cryptoki.Ckm.CKM_AES_KEY_WRAP;
import static claviger.cryptoki.Cko.CKO_DATA;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.store.StoreReader;
import claviger.store.StoreWriter;
import claviger.store.Stores;
import claviger.store.TokenStore;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What one process holds in memory of what another one changes (D11, D12). */
final class CoherenceTest {
    private final String url = "memory:" + UUID.randomUUID();

    /** A store in which something can be made to happen between two transactions. */
    private static final class Watched implements TokenStore {
        private final TokenStore store;
        private Runnable beforeNextRead;
        private Runnable afterNextRead;

        Watched(TokenStore store) {
            this.store = store;
        }

        @Override public <R> R read(Function<StoreReader, R> work) {
            Runnable before = beforeNextRead;
            beforeNextRead = null;
            run(before);
            R result = store.read(work);
            Runnable after = afterNextRead;
            afterNextRead = null;
            run(after);
            return result;
        }

        private static void run(Runnable what) {
            if (what != null) {
                what.run();
            }
        }

        @Override public <R> R write(Function<StoreWriter, R> work) {
            return store.write(work);
        }

        @Override public long stamp() {
            return store.stamp();
        }

        @Override public String name() {
            return store.name();
        }

        @Override public void close() {
            store.close();
        }
    }

    @Test void aChangeWhileAnotherOneIsLearntIsNotMissed() {
        Watched watched = new Watched(Stores.open(url));
        try (Desk desk = Desk.withToken(watched); Desk other = Desk.beside(Stores.open(url))) {
            Cryptoki reader = desk.application();
            SessionHandle reading = Desk.openAsUser(reader);
            ObjectHandle first = reader.createObject(reading, labelled("first"));
            ObjectHandle second = reader.createObject(reading, labelled("second"));
            assertEquals("first", label(reader, reading, first));
            assertEquals("second", label(reader, reading, second));

            Cryptoki writer = other.application();
            SessionHandle writing = Desk.openAsUser(writer);
            relabel(writer, writing, "first", "one");
            watched.afterNextRead = () -> relabel(writer, writing, "second", "two");
            assertEquals("one", label(reader, reading, first));
            assertEquals("two", label(reader, reading, second));
        }
    }

    @Test void aKeyThatGetsALabelMeanwhileIsReadAndWrapped() {      // H3: its handle is as good as before
        Watched watched = new Watched(Stores.open(url));
        try (Desk desk = Desk.withToken(watched); Desk other = Desk.beside(Stores.open(url))) {
            Cryptoki reader = desk.application();
            SessionHandle reading = Desk.openAsUser(reader);
            Template key = Template.EMPTY.with(CKA_CLASS, CKO_SECRET_KEY).with(CKA_KEY_TYPE, CKK_AES)
                .with(CKA_VALUE, new byte[16]).with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true);
            ObjectHandle target = reader.createObject(reading, key.with(CKA_TOKEN, true).with(CKA_LABEL, "first"));
            ObjectHandle wrapper = reader.generateKey(reading, Mechanism.of(CKM_AES_KEY_GEN), Template.EMPTY
                .with(CKA_VALUE_LEN, 16L).with(CKA_WRAP, true).with(CKA_DECRYPT, false));
            Cryptoki writer = other.application();
            SessionHandle writing = Desk.openAsUser(writer);

            assertEquals("first", label(reader, reading, target));
            watched.beforeNextRead = () -> relabel(writer, writing, "first", "second");
            assertEquals(16, reader.attributes(reading, target, CKA_VALUE).require(CKA_VALUE).length);

            assertEquals("second", label(reader, reading, target));
            watched.beforeNextRead = () -> relabel(writer, writing, "second", "third");
            Output output = Output.unbounded();
            reader.getAttributeValue(reading, target, List.of(new AttributeRequest(CKA_VALUE, output)));
            assertEquals(16, output.length());

            assertEquals("third", label(reader, reading, target));
            watched.beforeNextRead = () -> relabel(writer, writing, "third", "fourth");
            assertEquals(24, Output.of(wrapped -> reader.wrapKey(reading,
                new Mechanism(CKM_AES_KEY_WRAP, new Parameters.None()), wrapper, target, wrapped)).length);
        }
    }

    @Test void aKeyThatIsUsedAgainAndAgainIsAsTheOtherProcessHasJustLeftIt() {      // D11: C_*Init asks each time
        try (Desk desk = Desk.withToken(Stores.open(url)); Desk other = Desk.beside(Stores.open(url))) {
            Cryptoki user = desk.application();
            SessionHandle using = Desk.openAsUser(user);
            Cryptoki writer = other.application();
            SessionHandle writing = Desk.openAsUser(writer);
            ObjectHandle key = user.generateKey(using, Mechanism.of(CKM_AES_KEY_GEN), Template.EMPTY
                .with(CKA_VALUE_LEN, 16L).with(CKA_TOKEN, true).with(CKA_LABEL, "used").with(CKA_ENCRYPT, true));
            ObjectHandle same = found(writer, writing, "used");
            for (int change = 0; change < 3; change++) {
                for (int use = 0; use < 3; use++) {
                    user.encryptInit(using, Mechanism.of(CKM_AES_ECB), key);
                    assertEquals(16, user.encrypt(using, new byte[16]).length);
                }
                writer.setAttributeValue(writing, same, Template.EMPTY.with(CKA_ENCRYPT, false));
                assertEquals(CKR_KEY_FUNCTION_NOT_PERMITTED, assertThrows(CkrException.class, () ->
                    user.encryptInit(using, Mechanism.of(CKM_AES_ECB), key)).ckr());
                writer.setAttributeValue(writing, same, Template.EMPTY.with(CKA_ENCRYPT, true));
            }
            user.encryptInit(using, Mechanism.of(CKM_AES_ECB), key);
            user.encrypt(using, new byte[16]);
            writer.destroyObject(writing, same);
            assertEquals(CKR_KEY_HANDLE_INVALID, assertThrows(CkrException.class, () ->
                user.encryptInit(using, Mechanism.of(CKM_AES_ECB), key)).ckr());
        }
    }

    private static Template labelled(String label) {
        return Template.EMPTY.with(CKA_CLASS, CKO_DATA).with(CKA_TOKEN, true).with(CKA_LABEL, label);
    }

    private static String label(Cryptoki application, SessionHandle session, ObjectHandle object) {
        return application.attributes(session, object, CKA_LABEL).require(CKA_LABEL);
    }

    private static void relabel(Cryptoki application, SessionHandle session, String before, String after) {
        application.setAttributeValue(session, found(application, session, before), Template.EMPTY.with(CKA_LABEL, after));
    }

    private static ObjectHandle found(Cryptoki application, SessionHandle session, String label) {
        application.findObjectsInit(session, Template.EMPTY.with(CKA_LABEL, label));
        ObjectHandle object = application.findObjects(session, 1).get(0);
        application.findObjectsFinal(session);
        return object;
    }
}
