package claviger.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.provider.ClavigerProvider;
import claviger.seal.KdfCost;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Policy;
import claviger.token.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A token in an SQLite file, made by this JVM at the lowest cost of a PIN (D16), and providers that use it. */
public record SqliteToken(String store, Path pinFile) {
    private static final String LABEL = "interop";
    private static final String PIN = "correct horse";
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** A token in a new file of the folder. */
    public static SqliteToken in(Path folder, Policy policy) throws IOException {
        String store = "sqlite:" + folder.resolve(policy + ".db");
        Settings settings = Settings.DEFAULT.withEmptySlot(true).withKdf(KdfCost.FLOOR).withPolicy(policy);
        try (Library library = Library.over(Stores.open(store), settings);
                Cryptoki application = library.application(new Peer.ThisJvm())) {
            application.initialize();
            SlotId slot = application.getSlotList(false).get(0);
            byte[] so = "battery staple".getBytes(UTF_8);
            application.initToken(slot, so, LABEL);
            SessionHandle session = application.openSession(slot, true);
            application.login(session, Cku.CKU_SO, so);
            application.initPin(session, PIN.getBytes(UTF_8));
        }
        return new SqliteToken(store, Layout.pinFile(folder.resolve(policy + ".pin"), PIN));
    }

    /**
     * A provider of its own for the token, which logs in by the PIN file.
     *
     * @param more configuration, statements that end with a semicolon
     */
    public ClavigerProvider provider(String more) {
        return (ClavigerProvider) new ClavigerProvider().configure("--name = interop" + NAMES.incrementAndGet()
            + "; store = \"" + store + "\"; token = " + LABEL + "; pin-file = \"" + pinFile + "\"; " + more);
    }
}
