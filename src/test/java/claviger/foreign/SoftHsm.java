package claviger.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import claviger.cryptoki.Cryptoki;
import claviger.interop.Needed;
import claviger.interop.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A token of SoftHSM2 in a folder, with both PINs set, that can become new again. */
public final class SoftHsm {
    private static final List<Path> PLACES = Stream.of("/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib64/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so").map(Path::of).toList();

    private final Path library;
    private final Path unused;
    private final Path tokens;
    private final Map<String, String> environment;

    private SoftHsm(Path library, Path folder) throws IOException {
        this.library = library;
        this.unused = folder.resolve("unused");
        this.tokens = Files.createDirectories(folder.resolve("tokens"));
        Path configuration = folder.resolve("softhsm2.conf");
        Files.writeString(configuration, "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n"
            + "log.level = ERROR\nslots.removable = false\n");
        this.environment = Map.of("SOFTHSM2_CONF", configuration.toString());
    }

    /** The token that was made in a folder or, where none was, the place for one; skipped where SoftHSM2 is not installed. */
    public static SoftHsm over(Path folder) throws IOException {
        Path library = PLACES.stream().filter(Files::exists).findFirst().orElse(null);
        Needed.that(library != null, "SoftHSM2");
        return new SoftHsm(library, folder);
    }

    /** A token in an empty folder, or the test is skipped where SoftHSM2 is not installed. */
    public static SoftHsm in(Path folder, byte[] soPin, byte[] userPin) throws IOException, InterruptedException {
        SoftHsm softHsm = over(folder);
        Run.of(folder, softHsm.environment, List.of("softhsm2-util", "--init-token", "--free", "--label", "claviger",
            "--so-pin", new String(soPin, UTF_8), "--pin", new String(userPin, UTF_8))).succeeds();
        copy(softHsm.tokens, softHsm.unused);
        return softHsm;
    }

    /** An application in a process of its own. */
    public Cryptoki application() throws IOException {
        return ForeignModule.load(library, environment);
    }

    /** The module. */
    public Path library() {
        return library;
    }

    /** What the module reads where its tokens are from. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Makes the token as it was when it was made, while no application is initialized. */
    public void renew() throws IOException {
        try (Stream<Path> files = Files.walk(tokens)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        copy(unused, tokens);
    }

    /** Another token like this one in an empty folder, while no application is initialized. */
    public void copyTo(Path folder) throws IOException {
        copy(tokens, folder.resolve("tokens"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }
}
