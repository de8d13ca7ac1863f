package claviger.cli;

import static claviger.cryptoki.SlotFlag.CKF_TOKEN_PRESENT;
import static claviger.cryptoki.TokenFlag.CKF_TOKEN_INITIALIZED;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SlotId;
import claviger.store.Stores;
import claviger.store.TokenStore;
import claviger.token.Library;
import claviger.token.Settings;
import java.util.List;

/** A store that a command has opened, with the engine over it and one application, initialized. One thread. */
final class OpenStore implements AutoCloseable {
    private final String name;
    private final Library library;
    private final Cryptoki application;

    private OpenStore(TokenStore store, Settings settings) {
        this.name = store.name();
        this.library = Library.over(store, settings);
        this.application = library.application(new Peer.ThisJvm());
        application.initialize();
    }

    static OpenStore at(String url) {
        return at(url, Settings.DEFAULT);
    }

    static OpenStore at(String url, Settings settings) {
        return new OpenStore(Stores.open(url), settings);
    }

    Cryptoki cryptoki() {
        return application;
    }

    /** One more application, not yet initialized (D3). */
    Cryptoki application(Peer peer) {
        return library.application(peer);
    }

    String name() {
        return name;
    }

    /** The initialized tokens, in the order of their slots. */
    List<Tokens.Token> tokens() {
        return new Tokens(name, application).all();
    }

    /** The slot in which C_InitToken makes a new token. */
    SlotId emptySlot() {
        return application.getSlotList(false).stream()
            .filter(slot -> !application.getSlotInfo(slot).flags().contains(CKF_TOKEN_PRESENT)
                || !application.getTokenInfo(slot).flags().contains(CKF_TOKEN_INITIALIZED))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the engine shows no empty slot"));
    }

    /** The token with this label or serial number; null stands for the only one. */
    Tokens.Token token(String wanted) {
        return new Tokens(name, application).named(wanted);
    }

    void delete(SlotId slot) {
        library.deleteToken(slot);
    }

    @Override public void close() {
        library.close();
    }
}
