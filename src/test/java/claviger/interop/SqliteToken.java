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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A token in an SQLite file, made by this JVM at the lowest cost of a PIN (D16), and providers that use it. */
public record SqliteToken(String store, Path pinFile) {
    private static final String LABEL = "interop";
    private static final String PIN = "correct horse";
    private static final AtomicInteger NAMES = new AtomicInteger();
    /** A provider has its token until the JVM ends, so a folder of a test class would go too early. */
    private static final Path FOLDER = folderOfThisJvm();

    /** A token in a new file. */
    public static SqliteToken make(Policy policy) throws IOException {
        String name = "token" + NAMES.incrementAndGet();
        String store = "sqlite:" + FOLDER.resolve(name + ".db");
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
        return new SqliteToken(store, Layout.pinFile(FOLDER.resolve(name + ".pin"), PIN));
    }

    private static Path folderOfThisJvm() {
        try {
            Path folder = Files.createTempDirectory("claviger-interop");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the tokens of the tests stay in " + folder, e);
        }
    }

    /**
     * A provider of its own for the token, which logs in by the PIN file.
     *
     * @param more configuration, statements that end with a semicolon
     */
    public ClavigerProvider provider(String more) {
        return (ClavigerProvider) new ClavigerProvider().configure("--name = interop" + NAMES.incrementAndGet()
            + "; " + configuration() + "pin-file = \"" + pinFile + "\"; " + more);
    }

    /** Which token it is: the statements of a configuration that names it, and no PIN. */
    public String configuration() {
        return "store = \"" + store + "\"; token = " + LABEL + "; ";
    }

    /** The user's PIN. */
    public char[] pin() {
        return PIN.toCharArray();
    }
}
