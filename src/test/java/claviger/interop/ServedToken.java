package claviger.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A token that {@code claviger serve} serves, in a process of its own. */
final class ServedToken {
    static final String LABEL = "work";
    static final String USER_PIN = "user-pin-of-the-test";
    static final String SO_PIN = "so-pin-of-the-test";

    private final Path folder;
    private final Layout.MadeToken token;
    private final Process server;
    private final String export;

    private ServedToken(Path folder, Layout.MadeToken token, Process server) throws IOException {
        this.folder = folder;
        this.token = token;
        this.server = server;
        BufferedReader out = server.inputReader(UTF_8);
        this.export = out.readLine();
        if (export == null) {
            throw new AssertionError("the server did not start: " + Files.readString(folder.resolve("serve.err")));
        }
    }

    /** @param policy of the token @param options of {@code claviger serve} */
    static ServedToken start(Path folder, List<String> policy, String... options) throws Exception {
        Jdk jdk = Jdk.of(Runtime.version().feature());
        Layout.MadeToken token = new Layout.MadeToken(folder);
        Layout.pinFile(token.soPinFile(), SO_PIN);
        Layout.pinFile(token.pinFile(), USER_PIN);
        List<String> init = new ArrayList<>(List.of("init", "--label", LABEL, "--store", token.store(), "--kdf", "19,2,1",
            "--so-pin-file", token.soPinFile().toString(), "--pin-file", token.pinFile().toString()));
        init.addAll(policy);
        Layout.claviger(jdk, folder, init.toArray(String[]::new)).succeeds();
        Path run = Files.createDirectory(folder.resolve("run"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (List.of(options).contains("--allow-user")) {      // who may connect has to come through
            Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx--x--x"));
        }
        List<String> command = new ArrayList<>(List.of(Layout.LAUNCHER.toString(), "serve", "--store", token.store(),
            "--socket", run.resolve("socket").toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
            .redirectError(folder.resolve("serve.err").toFile());
        builder.environment().putAll(jdk.environment());
        return new ServedToken(folder, token, builder.start());
    }

    /** What P11_KIT_SERVER_ADDRESS has to be, from the line that the server printed. */
    String address() {
        return export.substring(export.indexOf('\'') + 1, export.lastIndexOf('\''));
    }

    Layout.MadeToken token() {
        return token;
    }

    Process server() {
        return server;
    }

    /** The environment of a program that uses the token. */
    Map<String, String> environment() {
        return new HashMap<>(Map.of("P11_KIT_SERVER_ADDRESS", address(), "GNUTLS_PIN", USER_PIN, "LC_ALL", "C.UTF-8",
            "HOME", folder.toString()));
    }

    Run run(String... command) throws IOException, InterruptedException {
        return Run.of(folder, environment(), List.of(command));
    }

    Run run(Map<String, String> more, String... command) throws IOException, InterruptedException {
        Map<String, String> environment = environment();
        environment.putAll(more);
        return Run.of(folder, environment, List.of(command));
    }

    /** SIGTERM. @return the exit code */
    int stop() throws InterruptedException {
        server.destroy();
        if (!server.waitFor(30, TimeUnit.SECONDS)) {
            server.destroyForcibly();
            throw new AssertionError("the server did not stop");
        }
        return server.exitValue();
    }
}
