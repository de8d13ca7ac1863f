package claviger.random;

import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.seal.KdfCost;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Policy;
import claviger.token.Settings;

/** A new token in memory, which ends with its process. */
final class MemoryPlace implements Place {
    static final String LABEL = "random";
    static final Settings SETTINGS = Settings.DEFAULT.withKdf(KdfCost.FLOOR).withPinTries(Model.TRIES);

    private final Library library;

    MemoryPlace(Policy policy) {
        library = Library.over(Stores.open("memory:"), SETTINGS.withEmptySlot(true).withPolicy(policy));
        makeToken(library);
    }

    /** The first token of a store, with both PINs and no object. */
    static void makeToken(Library library) {
        try (Cryptoki so = library.application(new Peer.ThisJvm())) {
            so.initialize();
            SlotId slot = so.getSlotList(false).get(0);
            so.initToken(slot, RealToken.SO_PIN, LABEL);
            SessionHandle session = so.openSession(slot, true);
            so.login(session, Cku.CKU_SO, RealToken.SO_PIN);
            so.initPin(session, RealToken.USER_PIN);
        }
    }

    @Override public Cryptoki application() {
        return library.application(new Peer.ThisJvm());
    }

    @Override public void kill(boolean later) {
        throw new UnsupportedOperationException("nothing would be left of the token");
    }

    @Override public void close() {
        library.close();
    }
}
