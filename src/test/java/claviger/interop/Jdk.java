package claviger.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** A JDK on this machine: its feature release (17, 25) and its folder. */
public record Jdk(int feature, Path home) {
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");
    private static final int FIRST_THAT_ASKS_FOR_NATIVE_ACCESS = 22;

    /**
     * The JDK of a feature release. A test that needs one that is not here is skipped and says so; in CI there has to be
     * the JDK that it builds with.
     */
    public static Jdk of(int feature) {
        Optional<Jdk> found = find(feature);
        String what = "JDK " + feature + " in " + INSTALLED;
        if (feature == 17) {
            Needed.that(found.isPresent(), what);
        } else {
            Needed.ifInstalled(found.isPresent(), what);
        }
        return found.orElseThrow();
    }

    /** The JDK of a feature release, if it is here. */
    public static Optional<Jdk> find(int feature) {
        Jdk running = new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
        return Stream.concat(Stream.of(running), installed()).filter(jdk -> jdk.feature() == feature)
            .filter(jdk -> Files.isExecutable(jdk.tool("keytool")) && Files.isExecutable(jdk.tool("javac")))
            .findFirst();
    }

    private static Stream<Jdk> installed() {
        if (!Files.isDirectory(INSTALLED)) {
            return Stream.empty();
        }
        try (Stream<Path> folders = Files.list(INSTALLED)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("release")))
                .map(folder -> new Jdk(featureOf(folder.resolve("release")), folder)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int featureOf(Path release) {
        Properties properties = new Properties();
        try (var in = Files.newInputStream(release)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Runtime.Version.parse(properties.getProperty("JAVA_VERSION").replace("\"", "")).feature();
    }

    /** A program of this JDK. */
    public Path tool(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** The environment in which scripts find this JDK. */
    public Map<String, String> environment() {
        return Map.of("JAVA_HOME", home.toString());
    }

    /** The option by which SQLite's driver may load its library without a warning: none before JDK 22. */
    public List<String> nativeAccess(String module) {
        return feature < FIRST_THAT_ASKS_FOR_NATIVE_ACCESS ? List.of() : List.of("--enable-native-access=" + module);
    }

    @Override public String toString() {
        return "JDK " + feature;
    }
}
