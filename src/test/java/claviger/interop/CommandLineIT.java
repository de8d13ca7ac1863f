package claviger.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code claviger} as a person or a script meets it: the launcher, the commands, what they print and how they end. */
class CommandLineIT {
    private static final int REFUSED = 1;
    private static final int USAGE = 2;
    private static final int WRONG_TOKEN = 3;
    private static final int NO_PIN = 4;
    private static final int NOT_CONFIRMED = 5;

    @TempDir
    private Path folder;

    private Jdk jdk;

    @BeforeEach
    void withTheJdkThatBuilds() {
        jdk = Jdk.of(Runtime.version().feature());
    }

    @Test
    void theLayoutHasPlainJarsAndALauncher() throws Exception {
        assertTrue(Files.isExecutable(Layout.LAUNCHER));
        try (Stream<Path> jars = Files.list(Layout.LIB)) {
            List<String> names = jars.map(jar -> jar.getFileName().toString()).toList();
            for (String part : List.of("claviger", "bcprov", "bcpkix", "bcutil", "caffeine", "sqlite-jdbc")) {
                assertEquals(1, names.stream().filter(name -> name.startsWith(part + "-")).count(), names::toString);
            }
            assertTrue(names.stream().noneMatch(name -> name.matches("(junit|archunit).*")), names::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theLauncherRunsFromAnyFolderAndThroughLinks(int feature) throws Exception {
        Path spaced = Files.createDirectories(folder.resolve("a folder"));
        Path absolute = Files.createSymbolicLink(spaced.resolve("absolute"), Layout.LAUNCHER);
        Path relative = Files.createSymbolicLink(spaced.resolve("relative"), Path.of("absolute"));
        for (Path launcher : List.of(Layout.LAUNCHER, absolute, relative)) {
            Run run = Run.of(spaced, Jdk.of(feature).environment(), List.of(launcher.toString(), "--version"))
                .succeeds();
            assertTrue(run.out().startsWith("claviger "), run::toString);
            assertTrue(run.out().contains("\nJava " + feature + "."), run::toString);
            assertEquals("", run.err());
        }
        Files.delete(relative);
        Files.delete(absolute);
    }

    @Test
    void theLauncherSaysWhenThereIsNoJava() throws Exception {
        Run run = Run.of(folder, Map.of("CLAVIGER_JAVA", "/nowhere/java"), List.of(Layout.LAUNCHER.toString(), "list"));
        assertEquals("claviger: no java found: set JAVA_HOME to a JDK 17 or later, or put java on the PATH\n",
            run.exits(69).err());
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aTokenLivesFromInitToDelete(int feature) throws Exception {
        jdk = Jdk.of(feature);
        Layout.MadeToken token = Layout.token(jdk, folder, "work");
        Run listed = claviger("list", "--store", token.store()).succeeds();
        assertTrue(listed.out().lines().toList().get(1).startsWith("work"), listed::toString);
        assertEquals("", listed.err());

        Path next = Layout.pinFile(folder.resolve("next.pin"), "another-pin");
        claviger("pin", "set", "--store", token.store(), "--old-pin-file", token.pinFile().toString(),
            "--new-pin-file", next.toString()).succeeds();
        refusesThePin(token, token.pinFile());
        claviger("pin", "reset", "--store", token.store(), "--so-pin-file", token.soPinFile().toString(),
            "--new-pin-file", token.pinFile().toString()).succeeds();
        refusesThePin(token, next);
        claviger("list", "--objects", "--store", token.store(), "--pin-file", token.pinFile().toString()).succeeds();

        Run asked = claviger("delete", "--store", token.store(), "--token", "work").exits(NOT_CONFIRMED);
        assertEquals("claviger: not confirmed; nothing was deleted\n", asked.err());
        claviger("delete", "--store", token.store(), "--token", "work", "--yes").succeeds();
        assertTrue(claviger("list", "--store", token.store()).succeeds().out().startsWith("no tokens in "));
    }

    private void refusesThePin(Layout.MadeToken token, Path pinFile) throws Exception {
        Run refused = claviger("list", "--objects", "--store", token.store(), "--pin-file", pinFile.toString())
            .exits(REFUSED);
        assertTrue(refused.err().startsWith("claviger: CKR_PIN_INCORRECT: "), refused::toString);
        assertEquals(1, refused.complaints().size(), refused::toString);
        assertEquals("", refused.out());
    }

    @Test
    void jsonIsOneLineAndNamesTheFlags() throws Exception {
        Layout.MadeToken token = Layout.token(jdk, folder, "label \"with\" quotes");
        Run listed = claviger("list", "--json", "--store", token.store()).succeeds();
        assertEquals(1, listed.out().lines().count());
        assertTrue(listed.out().contains("\"label\":\"label \\\"with\\\" quotes\""), listed::toString);
        assertTrue(listed.out().contains("\"CKF_USER_PIN_INITIALIZED\""), listed::toString);
    }

    @Test
    void aLabelNamesOneToken() throws Exception {
        Layout.MadeToken token = Layout.token(jdk, folder, "one");
        Run twice = claviger("init", "--label", "one", "--store", token.store(),
            "--so-pin-file", token.soPinFile().toString(), "--pin-file", token.pinFile().toString()).exits(WRONG_TOKEN);
        assertEquals(1, twice.complaints().size(), twice::toString);
        claviger("list", "--objects", "--store", token.store(), "--token", "other").exits(WRONG_TOKEN);
        claviger("list", "--store", "sqlite:" + folder.resolve("nowhere.db")).exits(WRONG_TOKEN);
        assertFalse(Files.exists(folder.resolve("nowhere.db")));
    }

    /** A user PIN that is too short ends init (P2), and no half-made token stays behind. */
    @Test
    void initLeavesNothingBehindWhenItFails() throws Exception {
        Path soPin = Layout.pinFile(folder.resolve("so.pin"), "so-pin-of-the-test");
        Path pin = Layout.pinFile(folder.resolve("user.pin"), "abc");
        String store = "sqlite:" + folder.resolve("token.db");
        Run refused = claviger("init", "--label", "half", "--store", store, "--kdf", "19,2,1",
            "--so-pin-file", soPin.toString(), "--pin-file", pin.toString()).exits(REFUSED);
        assertTrue(refused.err().startsWith("claviger: CKR_PIN_LEN_RANGE: "), refused::toString);
        assertTrue(claviger("list", "--store", store).succeeds().out().startsWith("no tokens in "));
    }

    /** D27. */
    @Test
    void aPinFileThatOthersMayReadIsRefused() throws Exception {
        Layout.MadeToken token = Layout.token(jdk, folder, "work");
        for (String permissions : List.of("rw-r-----", "rw----r--")) {
            Files.setPosixFilePermissions(token.pinFile(), PosixFilePermissions.fromString(permissions));
            claviger("list", "--objects", "--store", token.store(), "--pin-file", token.pinFile().toString())
                .exits(NO_PIN);
        }
    }

    @Test
    void withoutATerminalAPinIsNotAskedFor() throws Exception {
        Layout.MadeToken token = Layout.token(jdk, folder, "work");
        Run run = claviger("list", "--objects", "--store", token.store()).exits(NO_PIN);
        assertTrue(run.err().startsWith("claviger: no terminal to ask for the user PIN"), run::toString);
    }

    /** A terminal made by script(1) of util-linux: the PIN is asked for twice and not shown. */
    @Test
    void onATerminalPinsAreAskedForTwiceAndNotShown() throws Exception {
        Needed.that(Files.isExecutable(Path.of("/usr/bin/script")), "script(1), so no terminal");
        String store = "sqlite:" + folder.resolve("token.db");
        String typed = Stream.of("so-pin-typed", "so-pin-typed", "user-pin-typed", "user-pin-typed")
            .map(line -> line + "\n").collect(Collectors.joining());
        String shown = onATerminal(typed, "init --kdf 19,2,1 --label typed --store " + store);
        assertTrue(shown.contains("SO PIN again: "), shown);
        assertTrue(shown.contains("token typed made"), shown);
        assertFalse(shown.contains("pin-typed"), shown);

        String differing = onATerminal("so-pin-typed\nnot-the-same\n", "init --label other --store " + store);
        assertTrue(differing.contains("claviger: the two entries differ; nothing was changed"), differing);
        assertTrue(onATerminal("typed\n", "delete --token typed --store " + store).contains("deleted"));
    }

    /** What the terminal shows. Each line is typed when the question has had time to turn the echo off. */
    private String onATerminal(String typed, String arguments) throws Exception {
        Process process = new ProcessBuilder("/usr/bin/script", "-qec", Layout.LAUNCHER + " " + arguments, "/dev/null")
            .directory(folder.toFile()).redirectErrorStream(true).start();
        StringBuilder shown = new StringBuilder();
        var reader = process.inputReader(UTF_8);
        var lines = typed.lines().iterator();
        int questions = 0;
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            shown.append((char) c);
            if (shown.toString().endsWith(": ") && lines.hasNext()) {
                TimeUnit.MILLISECONDS.sleep(200);
                process.outputWriter(UTF_8).append(lines.next()).append('\n').flush();
                questions++;
            }
        }
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertTrue(questions > 0, shown::toString);
        return shown.toString();
    }

    @Test
    void everyCommandHasHelpWithExamplesAndExitCodes() throws Exception {
        for (String command : List.of("init", "list", "pin set", "pin reset", "delete", "completion")) {
            List<String> arguments = Stream.concat(Stream.of(command.split(" ")), Stream.of("--help")).toList();
            Run help = claviger(arguments.toArray(String[]::new)).succeeds();
            assertTrue(help.out().contains("Examples:\n"), help::toString);
            assertTrue(help.out().contains("Exit codes:\n"), help::toString);
        }
        claviger("nonsense").exits(USAGE);
        claviger("init").exits(USAGE);
    }

    @Test
    void theCompletionScriptIsAShellScript() throws Exception {
        Path script = Files.writeString(folder.resolve("completion"), claviger("completion").succeeds().out());
        Run.of(folder, "bash", "-n", script.toString()).succeeds();
        Run.of(folder, "bash", "-c", ". " + script + " && complete -p claviger").succeeds();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theDoctorFindsNothingThatFails(int feature) throws Exception {
        jdk = Jdk.of(feature);
        Run doctor = claviger("doctor").succeeds();
        assertFalse(doctor.out().contains("FAILS"), doctor::toString);
        boolean hasKdf = feature >= 25 && Runtime.version().feature() >= 25;    // the JDK of this test built the jar (D36)
        assertEquals(!hasKdf, doctor.out().contains("lacks  javax.crypto.KDF"), doctor::toString);
    }

    private Run claviger(String... arguments) throws Exception {
        return Layout.claviger(jdk, folder, arguments);
    }
}
