package claviger.cli;

import static claviger.cryptoki.SlotFlag.CKF_TOKEN_PRESENT;
import static claviger.cryptoki.TokenFlag.CKF_TOKEN_INITIALIZED;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.TokenInfo;
import claviger.store.Stores;
import claviger.store.TokenStore;
import claviger.token.Library;
import claviger.token.Settings;
import java.util.List;
import java.util.stream.Collectors;

/** A store that a command has opened, with the engine over it and one application, initialized. One thread. */
final class OpenStore implements AutoCloseable {
    private final String name;
    private final Library library;
    private final Cryptoki application;

    /** A token and where it is. */
    record Token(SlotId slot, TokenInfo info) {
    }

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
    List<Token> tokens() {
        return application.getSlotList(true).stream()
            .map(slot -> new Token(slot, application.getTokenInfo(slot)))
            .filter(token -> token.info().flags().contains(CKF_TOKEN_INITIALIZED))
            .toList();
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
    Token token(String wanted) {
        List<Token> all = tokens();
        List<Token> found = wanted == null ? all : all.stream().filter(token -> isNamed(token, wanted)).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            throw new Stopped(ExitCode.WRONG_TOKEN, "%s has no token%s", name(), wanted == null ? "" : " " + wanted);
        }
        throw new Stopped(ExitCode.WRONG_TOKEN, "%s has %d such tokens; say which with --token: %s", name(),
            found.size(), found.stream().map(token -> token.info().label() + " (serial " + token.info().serial() + ")")
                .collect(Collectors.joining(", ")));
    }

    void delete(SlotId slot) {
        library.deleteToken(slot);
    }

    private static boolean isNamed(Token token, String wanted) {
        return wanted.equals(token.info().label()) || wanted.equals(token.info().serial());
    }

    @Override public void close() {
        library.close();
    }
}
