package claviger.conformance;

import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.seal.KdfCost;
import claviger.store.PinRole;
import claviger.store.StoreReader;
import claviger.store.StoreWriter;
import claviger.store.Stores;
import claviger.store.TokenRow;
import claviger.store.TokenStore;
import claviger.token.Library;
import claviger.token.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Where a {@link Cryptoki} can come from. Everything in this package runs in each of these worlds. A world makes one
 * token the long way, with the cheapest Argon2id there is, and hands out copies of it (D16).
 */
enum World {
    /** The engine over a store in memory. */
    MEMORY {
        @Override Place blankPlace() {
            return new Place("memory:", Stores.open("memory:"), null);
        }

        /** The rows of the model, written into a new store. */
        @Override Place readyPlace() {
            TokenStore model = Model.IN_MEMORY.store();
            Place copy = blankPlace();
            TokenRow token = model.read(StoreReader::tokens).get(0);
            copy.store().write((StoreWriter writer) -> {
                writer.insertToken(token);
                for (PinRole role : PinRole.values()) {
                    model.read(reader -> reader.pin(token.serial(), role))
                        .ifPresent(pin -> writer.putPin(token.serial(), role, pin));
                }
                return token;
            });
            return copy;
        }
    },

    /** Our client, a unix socket, our server, and behind it the engine over a store in memory. */
    SOCKET {
        @Override Place blankPlace() {
            return MEMORY.blankPlace();
        }

        @Override Place readyPlace() {
            return MEMORY.readyPlace();
        }

        @Override Door door(Library library) {
            return new SocketDoor(library);
        }
    },

    /** The engine over a file of its own. */
    SQLITE {
        @Override Place blankPlace() {
            return Place.inFile(newFolder());
        }

        @Override Place readyPlace() {
            return Place.inFile(readyFolder());
        }
    };

    static final String SO_PIN = "so pin 4711";
    static final String USER_PIN = "user pin \u00e9 0815";
    static final String LABEL = "conformance";
    static final String FILE = "token.db";

    /** What every world is opened with unless a test says otherwise. */
    static final Settings SETTINGS = Settings.DEFAULT.withKdf(KdfCost.FLOOR);

    abstract Place blankPlace();

    abstract Place readyPlace();

    /** How applications come to a library: by the library itself, unless the world says otherwise. */
    Door door(Library library) {
        return () -> library.application(new Peer.ThisJvm());
    }

    /** A token with both PINs set and no object of ours. */
    Token token() {
        return token(UnaryOperator.identity());
    }

    Token token(UnaryOperator<Settings> settings) {
        return new Token(this, readyPlace(), settings.apply(SETTINGS));
    }

    /** A ready token that is made for this test, since what the settings say is fixed when a token is made. */
    Token made(UnaryOperator<Settings> settings) {
        Place place = blankPlace();
        Token token = new Token(this, place, settings.apply(SETTINGS.withEmptySlot(true)));
        makeReady(token.library());
        return token;
    }

    /** No token at all, just the empty slot. */
    Token blank() {
        return new Token(this, blankPlace(), SETTINGS.withEmptySlot(true));
    }

    /** A new folder with a ready token in {@link #FILE}, which no process has open. */
    static Path readyFolder() {
        Path folder = newFolder();
        try {
            // nobody has a connection to the model: it was closed when it was ready (D13)
            Files.copy(Model.IN_FILE.folder().resolve(FILE), folder.resolve(FILE));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where applications come from. */
    @FunctionalInterface
    interface Door extends AutoCloseable {
        /** A new application, not initialized. */
        Cryptoki application();

        @Override default void close() {
        }
    }

    static Path newFolder() {
        try {
            return Files.createTempDirectory("claviger-conformance");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a token the way the standard says: C_InitToken, then the SO sets the user PIN. */
    static void makeReady(Library library) {
        try (Cryptoki application = library.application(new Peer.ThisJvm())) {
            application.initialize();
            SlotId slot = Token.emptySlot(application);
            application.initToken(slot, Token.utf8(SO_PIN), LABEL);
            SessionHandle session = application.openSession(slot, true);
            application.login(session, Cku.CKU_SO, Token.utf8(SO_PIN));
            application.initPin(session, Token.utf8(USER_PIN));
        }
    }

    /** A store, where it is, and what to delete afterwards. */
    record Place(String url, TokenStore store, Path folder) {
        static Place inFile(Path folder) {
            String url = "sqlite:" + folder.resolve(FILE);
            return new Place(url, Stores.open(url), folder);
        }
    }

    /** The tokens that the others are copies of. */
    private static final class Model {
        static final Place IN_MEMORY = inMemory();
        static final Place IN_FILE = inFile();

        private static Place inMemory() {
            Place place = MEMORY.blankPlace();
            makeReady(Library.over(place.store(), SETTINGS.withEmptySlot(true)));
            return place;
        }

        private static Place inFile() {
            Place place = SQLITE.blankPlace();
            try (Library library = Library.over(place.store(), SETTINGS.withEmptySlot(true))) {
                makeReady(library);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(place.folder())));
            return place;
        }
    }
}
