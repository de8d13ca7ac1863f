package claviger.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import claviger.store.Lease;
import claviger.store.Stores;
import claviger.store.TokenRow;
import claviger.store.TokenStore;
import claviger.token.Library;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A token in a SQLite file. A process that dies here leaves the files as they are at that instant: the next one gets a
 * copy of them, made by another process while nobody writes (D13), and what the first still does no longer matters.
 */
final class FilePlace implements Place {
    private static final String FILE = "token.db";
    private static final Duration LONG = Duration.ofDays(1);

    private Path folder;
    private Library library;

    FilePlace() {
        try {
            this.folder = newFolder();
            Files.copy(Made.IN.resolve(FILE), folder.resolve(FILE));      // nobody has the original open
            this.library = Library.over(Stores.open(url(folder)), MemoryPlace.SETTINGS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The token that others are copies of. */
    private static final class Made {
        private static final Path IN = newFolder();

        static {
            try (Library library = Library.over(Stores.open(url(IN)), MemoryPlace.SETTINGS.withEmptySlot(true))) {
                MemoryPlace.makeToken(library);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(IN)));
        }
    }

    @Override public Cryptoki application() {
        return library.application(new Peer.ThisJvm());
    }

    @Override public void kill(boolean later) {
        Path after = newFolder();
        try (TokenStore store = Stores.open(url(folder))) {
            store.write(writer -> copied(folder, after));
        }
        close();
        folder = after;
        TokenStore store = Stores.open(url(folder));
        store.write(writer -> {
            for (TokenRow token : writer.tokens()) {
                for (Lease left : writer.leases(token.serial())) {      // not for a test to wait for
                    writer.takeLease(token.serial(), new Lease(left.process(),
                        later ? writer.now() : writer.now().plus(LONG)));
                }
            }
            return writer;
        });
        library = Library.over(store, MemoryPlace.SETTINGS);
    }

    private static Path copied(Path from, Path to) {
        try {
            assertEquals(0, new ProcessBuilder("cp", "-R", from + "/.", to.toString()).inheritIO().start().waitFor());
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override public void close() {
        library.close();
        delete(folder);
    }

    private static String url(Path folder) {
        return "sqlite:" + folder.resolve(FILE);
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("claviger-random");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
