package claviger.token;

import static claviger.cryptoki.SessionFlag.CKF_RW_SESSION;
import static claviger.cryptoki.SessionFlag.CKF_SERIAL_SESSION;

import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.seal.KdfCost;
import claviger.store.TokenStore;
import java.util.Set;

/** A library over some store, with one token whose PINs are known, for tests that look at what is behind it. */
final class Desk implements AutoCloseable {
    static final byte[] SO_PIN = {'s', 'o', '-', 'p', 'i', 'n'};
    static final byte[] USER_PIN = {'u', 's', 'e', 'r', 'p', 'i', 'n'};
    static final SlotId SLOT = new SlotId(0);

    private final Library library;

    private Desk(TokenStore store) {
        library = Library.over(store, Settings.DEFAULT.withEmptySlot(true).withKdf(KdfCost.FLOOR));
    }

    /** A library with a new token in slot 0. */
    static Desk withToken(TokenStore store) {
        Desk desk = new Desk(store);
        Cryptoki so = desk.application();
        so.initToken(SLOT, SO_PIN, "desk");
        SessionHandle session = open(so);
        so.login(session, Cku.CKU_SO, SO_PIN);
        so.initPin(session, USER_PIN);
        so.close();
        return desk;
    }

    /** Another library over what a store holds already: another process, but for the memory. */
    static Desk beside(TokenStore store) {
        return new Desk(store);
    }

    Cryptoki application() {
        Cryptoki application = library.application(new Peer.ThisJvm());
        application.initialize();
        return application;
    }

    static SessionHandle open(Cryptoki application) {
        return application.openSession(SLOT, Set.of(CKF_SERIAL_SESSION, CKF_RW_SESSION));
    }

    static SessionHandle openAsUser(Cryptoki application) {
        SessionHandle session = open(application);
        application.login(session, Cku.CKU_USER, USER_PIN);
        return session;
    }

    @Override public void close() {
        library.close();
    }
}
