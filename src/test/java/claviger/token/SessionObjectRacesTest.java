package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static claviger.cryptoki.SessionFlag.CKF_RW_SESSION;
import static claviger.cryptoki.SessionFlag.CKF_SERIAL_SESSION;
import static claviger.token.Samples.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Peer;
import claviger.cryptoki.Cku;
import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Template;
import claviger.store.StoreReader;
import claviger.store.StoreWriter;
import claviger.store.Stores;
import claviger.store.TokenStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two sessions of one application that are after the same session object, one between the other's look and its act. */
final class SessionObjectRacesTest {
    private static final Template KEY = Template.EMPTY.with(CKA_CLASS, CKO_SECRET_KEY).with(CKA_KEY_TYPE, CKK_AES)
        .with(CKA_VALUE, new byte[16]).with(CKA_EXTRACTABLE, true).with(CKA_SENSITIVE, false);

    private final String url = "memory:" + UUID.randomUUID();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private TokenStore store;
    private Desk desk;
    private Session session;

    @BeforeEach void openASession() {
        desk = Desk.withToken(Stores.open(url));
        store = Stores.open(url);
        Token token = new Slots(store, false, "test", scheduler).token(Desk.SLOT).orElseThrow();
        Sessions sessions = new Sessions(Settings.DEFAULT, new Peer.ThisJvm());
        session = sessions.get(sessions.open(token, Set.of(CKF_SERIAL_SESSION, CKF_RW_SESSION)));
    }

    @AfterEach void close() {
        session.attachment().close(session);
        scheduler.shutdownNow();
        store.close();
        desk.close();
    }

    private StorageObject made(boolean isPrivate) {
        return ObjectFunctions.change(session,
            List.of(new ObjectChange.Create(KEY.with(CKA_PRIVATE, isPrivate)))).get(0);
    }

    private Edit labelled(ObjectHandle handle) {
        StorageObject before = session.attachment().object(handle);
        return new Edit.Update(before, before.attributes().with(CKA_LABEL, "label"));
    }

    @Test void aFlagThatSticksIsNotLostToAnotherChange() {      // C6, Z12
        ObjectHandle handle = session.attachment().handle(made(false));
        boolean[] raced = new boolean[1];
        ObjectFunctions.commit(session, () -> {
            Edit edit = labelled(handle);
            if (!raced[0]) {
                raced[0] = true;
                ObjectFunctions.change(session,
                    List.of(new ObjectChange.Set(handle, Template.EMPTY.with(CKA_SENSITIVE, true))));
            }
            return List.of(edit);
        });
        Template now = session.attachment().object(handle).attributes();
        assertTrue(now.is(CKA_SENSITIVE));
        assertEquals("label", now.require(CKA_LABEL));
    }

    @Test void aKeyThatWasDestroyedWhileItWasChangedIsGone() {      // H3, O17
        ObjectHandle handle = session.attachment().handle(made(false));
        boolean[] raced = new boolean[1];
        assertRefused(CKR_OBJECT_HANDLE_INVALID, () -> ObjectFunctions.commit(session, () -> {
            Edit edit = labelled(handle);
            if (!raced[0]) {
                raced[0] = true;
                ObjectFunctions.change(session, List.of(new ObjectChange.Destroy(handle)));
            }
            return List.of(edit);
        }));
    }

    @Test void aPrivateObjectThatWasMadeDuringALogoutDoesNotOutliveIt() {      // L5
        Login.login(session, Cku.CKU_USER, Desk.USER_PIN, new ReentrantLock());
        Template key = made(true).attributes().with(CKA_VALUE, new byte[16]);
        assertRefused(CKR_USER_NOT_LOGGED_IN, () -> ObjectFunctions.commit(session, () -> {
            session.attachment().logout();
            return List.of(new Edit.Insert(ObjectFunctions.named(key)));
        }));
    }

    /** T6: C_InitToken asks it within its transaction, for which whoever opens a session waits. */
    @Test void howManySessionsThereAreIsKnownWhileTheLeaseIsTaken() throws InterruptedException {
        CountDownLatch taking = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        TokenLease lease = new TokenLease(new TokenStore() {
            @Override public <R> R read(Function<StoreReader, R> work) {
                return store.read(work);
            }

            @Override public <R> R write(Function<StoreWriter, R> work) {
                taking.countDown();
                try {
                    asked.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
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
        }, session.attachment().token().serial(), "busy", scheduler);
        Thread opener = new Thread(lease::opened);
        opener.start();
        taking.await();
        try {
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertEquals(0, lease.sessions()));
        } finally {
            asked.countDown();
            opener.join();
            lease.close();
        }
        assertEquals(0, lease.sessions());
    }
}
