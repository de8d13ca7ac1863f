package claviger.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code target/claviger} as the build has laid it out, and a token made with it. */
public final class Layout {
    public static final Path PROJECT = Path.of("").toAbsolutePath();
    public static final Path HOME = Path.of(System.getProperty("claviger.home", "target/claviger")).toAbsolutePath();
    public static final Path LAUNCHER = HOME.resolve("bin").resolve("claviger");
    public static final Path LIB = HOME.resolve("lib");

    /** A token's files: its store, the PINs, and a configuration that names it. */
    public record MadeToken(Path folder) {
        public String store() {
            return "sqlite:" + folder.resolve("token.db");
        }

        public Path soPinFile() {
            return folder.resolve("so.pin");
        }

        public Path pinFile() {
            return folder.resolve("user.pin");
        }

        public Path configuration() {
            return folder.resolve("token.cfg");
        }
    }

    private Layout() {
    }

    /** Runs {@code claviger} with the JDK. */
    public static Run claviger(Jdk jdk, Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        return Run.of(folder, jdk.environment(), command);
    }

    /** A token in a new store of the folder, made by {@code claviger init} at the lowest cost of a PIN (D16). */
    public static MadeToken token(Jdk jdk, Path folder, String label) throws IOException, InterruptedException {
        MadeToken token = new MadeToken(folder);
        pinFile(token.soPinFile(), "so-pin-of-the-test");
        pinFile(token.pinFile(), "user-pin-of-the-test");
        claviger(jdk, folder, "init", "--label", label, "--store", token.store(), "--kdf", "19,2,1",
            "--so-pin-file", token.soPinFile().toString(), "--pin-file", token.pinFile().toString()).succeeds();
        Files.writeString(token.configuration(), "store = " + token.store() + "\ntoken = " + label + "\n");
        return token;
    }

    /** A file with a PIN that only its owner may read. */
    public static Path pinFile(Path file, String pin) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.write(file, (pin + "\n").getBytes(UTF_8));
    }

    /** The environment of a shell that finds {@code claviger} and its jars. */
    public static Map<String, String> environment(Jdk jdk) {
        return Map.of("JAVA_HOME", jdk.home().toString(),
            "PATH", jdk.home().resolve("bin") + ":" + System.getenv("PATH"));
    }
}
