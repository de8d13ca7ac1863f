package claviger.provider;

import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.seal.KdfCost;
import claviger.store.Stores;
import claviger.store.TokenStore;
import claviger.token.Library;
import claviger.token.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the token of a provider test rests. One logged-in provider per world serves all tests of a JVM. */
enum World {
    MEMORY {
        @Override String store() {
            String url = "memory:" + UUID.randomUUID();
            KEPT.add(Stores.open(url));
            return url;
        }
    },
    SQLITE {
        @Override String store() {
            try {
                Path folder = Files.createTempDirectory("claviger-provider");
                folder.toFile().deleteOnExit();
                return "sqlite:" + folder.resolve("tokens.db");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    static final String PIN = "correct horse";
    static final String SO_PIN = "battery staple";
    /** A memory store is gone when nobody has it open. */
    private static final List<TokenStore> KEPT = new CopyOnWriteArrayList<>();
    private static final AtomicInteger NAMES = new AtomicInteger();

    private ClavigerProvider shared;

    /** The URL of a store of its own. */
    abstract String store();

    /** The provider that all tests of this world share, logged in; nobody logs it out. */
    synchronized ClavigerProvider provider() {
        if (shared == null) {
            shared = fresh("");
            login(shared);
        }
        return shared;
    }

    /** The KeyStore of the shared provider; a load without a PIN does not log in, and needs not (D6). */
    KeyStore keys() throws Exception {
        KeyStore keys = KeyStore.getInstance("CLAVIGER", provider());
        keys.load(null, null);
        return keys;
    }

    /** A provider with a token of its own. @param more configuration, statements that end with a semicolon */
    ClavigerProvider fresh(String more) {
        String store = store();
        makeToken(store, "test");
        return configured(store, more);
    }

    static ClavigerProvider configured(String store, String more) {
        return (ClavigerProvider) new ClavigerProvider().configure(
            "--name = t" + NAMES.incrementAndGet() + "; store = \"" + store + "\"; token = test; " + more);
    }

    /** Logs in, or checks the PIN if that has been done. */
    static KeyStore login(ClavigerProvider provider) {
        try {
            KeyStore keys = KeyStore.getInstance("CLAVIGER", provider);
            keys.load(null, PIN.toCharArray());
            return keys;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A label that no test has used. */
    static String label() {
        return "key " + UUID.randomUUID();
    }

    static void makeToken(String store, String label) {
        try (Library library = Library.over(Stores.open(store),
                Settings.DEFAULT.withEmptySlot(true).withKdf(KdfCost.FLOOR));
                Cryptoki application = library.application(new Peer.ThisJvm())) {
            application.initialize();
            SlotId slot = application.getSlotList(false).get(0);
            byte[] so = SO_PIN.getBytes(StandardCharsets.UTF_8);
            application.initToken(slot, so, label);
            SessionHandle session = application.openSession(slot, true);
            application.login(session, Cku.CKU_SO, so);
            application.initPin(session, PIN.getBytes(StandardCharsets.UTF_8));
        }
    }
}
