package claviger.token;

import static claviger.cryptoki.Cka.CKA_CERTIFICATE_TYPE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_HASH_OF_ISSUER_PUBLIC_KEY;
import static claviger.cryptoki.Cka.CKA_HASH_OF_SUBJECT_PUBLIC_KEY;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_ISSUER;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SERIAL_NUMBER;
import static claviger.cryptoki.Cka.CKA_SUBJECT;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cka.CKA_URL;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckc;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.store.StoreReader;
import claviger.store.StoreWriter;
import claviger.store.Stores;
import claviger.store.TokenStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many rows a search reads (F4, F5): of the many objects of a token, those that its index names, page by page. */
final class SearchTest {
    private static final int KEYS = 600;
    private static final int CERTIFICATES = 100;
    private static final int PAGE = 256;

    private final String url = "memory:" + UUID.randomUUID();
    private final Counting store = new Counting(Stores.open(url));
    private Desk makers;
    private Desk desk;
    private Cryptoki application;
    private SessionHandle session;

    /** Counts the rows of objects that are read. */
    private static final class Counting implements TokenStore {
        private final TokenStore store;
        private int rows;

        Counting(TokenStore store) {
            this.store = store;
        }

        @Override public <R> R read(Function<StoreReader, R> work) {
            return store.read(reader -> work.apply((StoreReader) Proxy.newProxyInstance(
                StoreReader.class.getClassLoader(), new Class<?>[] {StoreReader.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(reader, arguments);
                        rows += switch (method.getName()) {
                            case "objects", "numbered" -> ((Collection<?>) result).size();
                            case "object" -> ((Optional<?>) result).isPresent() ? 1 : 0;
                            default -> 0;
                        };
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                })));
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

    @BeforeEach void fillATokenAndOpenItWithNothingInMemory() {
        makers = Desk.withToken(Stores.open(url));
        Cryptoki maker = makers.application();
        SessionHandle making = Desk.openAsUser(maker);
        List<ObjectChange> changes = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            changes.add(new ObjectChange.Create(Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY)
                .with(CKA_KEY_TYPE, Ckk.CKK_AES).with(CKA_TOKEN, true).with(CKA_PRIVATE, i % 2 == 0)
                .with(CKA_LABEL, "key " + i).with(CKA_ID, bytes(i)).with(CKA_VALUE, new byte[16])));
        }
        for (int i = 0; i < CERTIFICATES; i++) {
            changes.add(new ObjectChange.Create(Template.EMPTY.with(CKA_CLASS, Cko.CKO_CERTIFICATE)
                .with(CKA_CERTIFICATE_TYPE, Ckc.CKC_X_509).with(CKA_TOKEN, true).with(CKA_PRIVATE, i % 2 == 0)
                .with(CKA_URL, "https://example.test/" + i).with(CKA_HASH_OF_SUBJECT_PUBLIC_KEY, new byte[20])
                .with(CKA_HASH_OF_ISSUER_PUBLIC_KEY, new byte[20]).with(CKA_SUBJECT, bytes(i))
                .with(CKA_ISSUER, bytes(i / 10)).with(CKA_SERIAL_NUMBER, bytes(i % 50))));
        }
        maker.changeObjects(making, changes);
        desk = Desk.beside(store);
        application = desk.application();
        session = Desk.openAsUser(application);
        store.rows = 0;
    }

    @AfterEach void close() {
        desk.close();
        makers.close();
    }

    @Test void aSearchByASelectiveAttributeReadsWhatItFindsWhetherPrivateOrNot() {      // F5, D18
        for (int i : new int[] {10, 11}) {
            assertReads(1, 1, Template.EMPTY.with(CKA_LABEL, "key " + i));
            assertReads(1, 0, Template.EMPTY.with(CKA_ID, bytes(i)));      // in memory by now
            assertReads(1, 1, Template.EMPTY.with(CKA_SUBJECT, bytes(i)));
            assertReads(10, 10, Template.EMPTY.with(CKA_ISSUER, bytes(i - 9)).with(CKA_TOKEN, true));
        }
    }

    @Test void aSearchByIssuerAndSerialNumberReadsThoseWithTheSerialNumber() {      // F5
        assertReads(1, 2, Template.EMPTY.with(CKA_ISSUER, bytes(1)).with(CKA_SERIAL_NUMBER, bytes(15)));
    }

    @Test void aSearchByUniqueIdReadsOneRow() {      // F1, F5
        ObjectHandle key = application.find(session, Template.EMPTY.with(CKA_LABEL, "key 7")).get(0);
        String uniqueId = application.attributes(session, key, CKA_UNIQUE_ID).require(CKA_UNIQUE_ID);
        try (Desk third = Desk.beside(store)) {
            Cryptoki other = third.application();
            SessionHandle searching = Desk.openAsUser(other);
            store.rows = 0;
            assertEquals(1, other.find(searching, Template.EMPTY.with(CKA_UNIQUE_ID, uniqueId)).size());
            assertEquals(1, store.rows);
        }
    }

    @Test void aSearchByClassOrKeyTypeReadsNoOther() {      // F5
        assertReads(CERTIFICATES, CERTIFICATES, Template.EMPTY.with(CKA_CLASS, Cko.CKO_CERTIFICATE));
        assertReads(KEYS, KEYS, Template.EMPTY.with(CKA_KEY_TYPE, Ckk.CKK_AES));
    }

    @Test void aSearchReadsAPageWhenItBeginsAndTheNextOnesAsTheyAreAskedFor() {      // F4
        application.findObjectsInit(session, Template.EMPTY);
        assertEquals(PAGE, store.rows);
        Set<ObjectHandle> found = new HashSet<>(application.findObjects(session, 10));
        assertEquals(PAGE, store.rows);
        SessionHandle other = Desk.open(application);
        application.createObject(other, Template.EMPTY.with(CKA_CLASS, Cko.CKO_DATA).with(CKA_TOKEN, true));
        List<ObjectHandle> more = application.findObjects(session, 100);
        while (!more.isEmpty()) {
            found.addAll(more);
            more = application.findObjects(session, 100);
        }
        application.findObjectsFinal(session);
        assertEquals(KEYS + CERTIFICATES, found.size());      // what came later is not among them
        assertEquals(KEYS + CERTIFICATES, store.rows);
    }

    @Test void aListingReadsEachRowOnceAndSaysWhatTheObjectsSay() {      // F5
        Map<ObjectHandle, Template> listed =
            application.findAttributes(session, Template.EMPTY, CKA_CLASS, CKA_LABEL, CKA_ID, CKA_SUBJECT);
        assertEquals(KEYS + CERTIFICATES, listed.size());
        assertEquals(KEYS + CERTIFICATES, store.rows);
        listed.forEach((object, shown) -> {
            Template alone = application.attributes(session, object, CKA_CLASS, CKA_LABEL, CKA_ID, CKA_SUBJECT);
            assertTrue(alone.matches(shown) && shown.matches(alone));
        });
    }

    @Test void aSearchThatBeganAfterALoginFindsNothingPrivateAfterTheLogout() {      // F2, L5
        application.findObjectsInit(session, Template.EMPTY);
        application.logout(session);
        int found = 0;
        List<ObjectHandle> more = application.findObjects(session, 100);
        while (!more.isEmpty()) {
            found += more.size();
            more = application.findObjects(session, 100);
        }
        assertEquals((KEYS + CERTIFICATES) / 2, found);
    }

    private void assertReads(int found, int rows, Template template) {
        int before = store.rows;
        assertEquals(found, application.find(session, template).size(), template::toString);
        assertTrue(store.rows - before <= rows, (store.rows - before) + " rows read for " + template);
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }
}
