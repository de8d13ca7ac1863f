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
 * Where a {@link Cryptoki} can come from. Everything in this package runs in each of these worlds, in that of somebody
 * else's token but for the {@link StockDifference}s. A world makes one token the long way, with the cheapest Argon2id
 * there is, and hands out copies of it (D16).
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

        @Override Door door(Place place, Settings settings) {
            return new SocketDoor(Library.over(place.store(), settings));
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
    },

    /**
     * Our client, a unix socket, the stock {@code p11-kit server}, and behind it SoftHSM2, to which our settings say
     * nothing. {@link StockIT} runs it.
     */
    STOCK {
        @Override Place blankPlace() {
            return Place.foreign(newFolder());
        }

        @Override Place readyPlace() {
            return Place.foreign(StockDoor.readyFolder());
        }

        @Override Door door(Place place, Settings settings) {
            return new StockDoor(place.folder());
        }

        @Override Token made(UnaryOperator<Settings> settings) {
            return token(settings);
        }
    };

    /** The property that names the worlds, with commas between; the build runs SOCKET among the integration tests. */
    static final String CHOICE = "claviger.worlds";

    static final String SO_PIN = "so pin 4711";
    static final String USER_PIN = "user pin \u00e9 0815";
    static final String LABEL = "conformance";
    static final String FILE = "token.db";

    /** What every world is opened with unless a test says otherwise. */
    static final Settings SETTINGS = Settings.DEFAULT.withKdf(KdfCost.FLOOR);

    /** The worlds that tests run in: those of the property, or all whose token is ours. */
    static Stream<World> chosen() {
        return Stream.of(System.getProperty(CHOICE, "MEMORY,SOCKET,SQLITE").split(",")).map(World::valueOf);
    }

    abstract Place blankPlace();

    abstract Place readyPlace();

    /** How applications come to a token: by the library itself, unless the world says otherwise. */
    Door door(Place place, Settings settings) {
        return new OpenDoor(Library.over(place.store(), settings));
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
        makeReady(token.application());
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
    interface Door extends AutoCloseable {
        /** A new application, not initialized. */
        Cryptoki application();

        /** The engine behind it. @throws UnsupportedOperationException if it is none of ours */
        Library library();

        @Override void close();
    }

    /** An application is one of the library, with nothing between. */
    private record OpenDoor(Library library) implements Door {
        @Override public Cryptoki application() {
            return library.application(new Peer.ThisJvm());
        }

        @Override public void close() {
            library.close();
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
    static void makeReady(Cryptoki application) {
        application.initialize();
        SlotId slot = Token.emptySlot(application);
        application.initToken(slot, Token.utf8(SO_PIN), LABEL);
        SessionHandle session = application.openSession(slot, true);
        application.login(session, Cku.CKU_SO, Token.utf8(SO_PIN));
        application.initPin(session, Token.utf8(USER_PIN));
        application.finalizeCryptoki();
    }

    /** A store, or null if it is not ours, where it is, and what to delete afterwards. */
    record Place(String url, TokenStore store, Path folder) {
        static Place foreign(Path folder) {
            return new Place(null, null, folder);
        }

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
            makeReady(Library.over(place.store(), SETTINGS.withEmptySlot(true)).application(new Peer.ThisJvm()));
            return place;
        }

        private static Place inFile() {
            Place place = SQLITE.blankPlace();
            try (Library library = Library.over(place.store(), SETTINGS.withEmptySlot(true))) {
                makeReady(library.application(new Peer.ThisJvm()));
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(place.folder())));
            return place;
        }
    }
}
