package claviger.conformance;

import claviger.cryptoki.Cryptoki;
import claviger.foreign.SoftHsm;
import claviger.foreign.StockServer;
import claviger.rpc.Client;
import claviger.token.Library;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A stock server over a token of SoftHSM2 in a folder, and clients of ours. Each of them has a process of SoftHSM2. */
final class StockDoor implements World.Door {
    private final StockServer server;

    StockDoor(Path folder) {
        server = calm(() -> StockServer.start(SoftHsm.over(folder), folder));
    }

    /** A new folder with a ready token, which no process has open. */
    static Path readyFolder() {
        return calm(() -> {
            Path folder = World.newFolder();
            Model.TOKEN.copyTo(folder);
            return folder;
        });
    }

    @Override public Cryptoki application() {
        return Client.at(server.address());
    }

    @Override public Library library() {
        throw new UnsupportedOperationException("the engine is not ours");
    }

    @Override public void close() {
        server.close();
    }

    private interface Making<T> {
        T make() throws IOException, InterruptedException;
    }

    private static <T> T calm(Making<T> making) {
        try {
            return making.make();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a test that starts a program", e);
        }
    }

    /** The token that the others are copies of. */
    private static final class Model {
        private static final SoftHsm TOKEN = made();

        private static SoftHsm made() {
            Path folder = World.newFolder();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> World.delete(folder)));
            try (StockDoor door = new StockDoor(folder); Cryptoki application = door.application()) {
                World.makeReady(application);
            }
            return calm(() -> SoftHsm.over(folder));
        }
    }
}
