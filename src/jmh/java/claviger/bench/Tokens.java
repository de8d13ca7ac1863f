package claviger.bench;

import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.provider.ClavigerProvider;
import claviger.store.Stores;
import claviger.store.TokenStore;
import claviger.token.Library;
import claviger.token.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;

/** Tokens of Claviger, made and logged in at the default Argon2id cost. */
final class Tokens {
    static final String LABEL = "bench";
    private static final String PIN = "correct horse";
    private static final String SO_PIN = "battery staple";
    /** A memory store is gone when nobody has it open. */
    private static final List<TokenStore> KEPT = new ArrayList<>();

    private Tokens() {
    }

    static byte[] pin() {
        return PIN.getBytes(StandardCharsets.UTF_8);
    }

    /** A token with a user PIN. */
    static void make(String store) {
        if (store.startsWith("memory:")) {
            KEPT.add(Stores.open(store));
        }
        try (Library library = Library.over(Stores.open(store), Settings.DEFAULT.withEmptySlot(true));
                Cryptoki application = library.application(new Peer.ThisJvm())) {
            application.initialize();
            SlotId slot = application.getSlotList(false).get(0);
            byte[] so = SO_PIN.getBytes(StandardCharsets.UTF_8);
            application.initToken(slot, so, LABEL);
            SessionHandle session = application.openSession(slot, true);
            application.login(session, Cku.CKU_SO, so);
            application.initPin(session, pin());
        }
    }

    /** A provider with a new token, logged in. */
    static Provider provider(String store) throws GeneralSecurityException {
        make(store);
        Provider provider = configured(store);
        keyStore(provider);
        return provider;
    }

    static Provider configured(String store) {
        return new ClavigerProvider().configure("--store = \"" + store + "\"; token = " + LABEL);
    }

    /** The KeyStore of a provider, which logs in. */
    static KeyStore keyStore(Provider provider) throws GeneralSecurityException {
        try {
            KeyStore keys = KeyStore.getInstance("CLAVIGER", provider);
            keys.load(null, PIN.toCharArray());
            return keys;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
