package claviger.rpc;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.seal.KdfCost;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A token in memory behind a server, in a folder of its own. */
final class Served implements AutoCloseable {
    static final byte[] SO_PIN = "so pin 12".getBytes(StandardCharsets.UTF_8);
    static final byte[] USER_PIN = "user pin 1".getBytes(StandardCharsets.UTF_8);
    static final String ME = Account.own();

    private final Path folder;
    private final Library library;
    private final Server server;
    private final SlotId slot;

    private Served(Path folder, Library library, SlotId slot, Accounts accounts, Limits limits) throws IOException {
        this.folder = folder;
        this.library = library;
        this.slot = slot;
        this.server = Server.start(SocketFile.bind(folder.resolve("socket"), false), library::application, accounts, limits);
    }

    static Served token() throws IOException {
        return token(Accounts.own(ME), Limits.DEFAULT);
    }

    static Served token(Accounts accounts, Limits limits) throws IOException {
        Library library = Library.over(Stores.open("memory:"),
            Settings.DEFAULT.withKdf(KdfCost.FLOOR).withEmptySlot(true));
        try (Cryptoki application = library.application(new Peer.ThisJvm())) {
            application.initialize();
            SlotId slot = application.getSlotList(false).get(0);
            application.initToken(slot, SO_PIN.clone(), "served");
            SessionHandle session = application.openSession(slot, true);
            application.login(session, Cku.CKU_SO, SO_PIN.clone());
            application.initPin(session, USER_PIN.clone());
            return new Served(Files.createTempDirectory("claviger-served"), library, slot, accounts, limits);
        }
    }

    Path socket() {
        return folder.resolve("socket");
    }

    SlotId slot() {
        return slot;
    }

    Server server() {
        return server;
    }

    Library library() {
        return library;
    }

    @Override public void close() throws IOException {
        server.close();
        library.close();
        SocketFile.remove(socket());
        Files.delete(folder);
    }
}
