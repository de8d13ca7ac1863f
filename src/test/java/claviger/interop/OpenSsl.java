package claviger.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running openssl that is one side of a TLS connection. Closing it ends it, whatever it does. */
public final class OpenSsl implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/openssl");
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Pattern LISTENS = Pattern.compile("ACCEPT 127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final Path output;

    private OpenSsl(Path folder, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(arguments);
        output = Files.createTempFile(folder, "openssl", ".out");
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    /** Skips the test, or fails it where CI is set in the environment, if there is no openssl. */
    public static void required() {
        Needed.that(Files.isExecutable(PROGRAM), PROGRAM.toString());
    }

    /** A client that connects, trusts the authority only, and sends a line. */
    public static OpenSsl client(Path folder, int port, String version, Path trusted, String line) throws IOException {
        OpenSsl client = new OpenSsl(folder, List.of("s_client", "-connect", "127.0.0.1:" + port, option(version),
            "-CAfile", trusted.toString(), "-verify_return_error", "-verify_hostname", "localhost", "-brief"));
        client.process.getOutputStream().write((line + "\n").getBytes(US_ASCII));
        client.process.getOutputStream().flush();
        return client;
    }

    /** A server that wants a certificate of the authority, and sends each line back reversed. */
    public static OpenSsl server(Path folder, String version, Path trusted, Path certificate, Path key) throws IOException {
        return new OpenSsl(folder, List.of("s_server", "-accept", "127.0.0.1:0", option(version), "-cert",
            certificate.toString(), "-key", key.toString(), "-CAfile", trusted.toString(), "-Verify", "1",
            "-verify_return_error", "-rev", "-naccept", "1"));
    }

    private static String option(String version) {
        return "-" + version.toLowerCase(Locale.ROOT).replace("v", "").replace('.', '_');
    }

    /** The port that a server has chosen. */
    public int port() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(BOUND);
        while (process.isAlive() && Instant.now().isBefore(end)) {
            Matcher listens = LISTENS.matcher(output());
            if (listens.find()) {
                return Integer.parseInt(listens.group(1));
            }
            Thread.sleep(10);
        }
        return fail("openssl does not listen:\n" + output());
    }

    /** All that it has printed when it has ended by itself. */
    public String ended() throws IOException, InterruptedException {
        if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
            fail("openssl does not end:\n" + output());
        }
        return output();
    }

    /** All that it has printed so far. */
    public String output() throws IOException {
        return Files.readString(output);
    }

    @Override public void close() {
        process.destroyForcibly();
    }
}
