package claviger.consumers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.interop.Jdk;
import claviger.interop.OpenSsl;
import claviger.interop.SqliteToken;
import claviger.interop.TlsKey;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A JVM that knows of the token by java.security and by the properties javax.net.ssl.keyStore* only, and a program that
 * knows of nothing.
 */
class DefaultContextTest {
    @TempDir
    private Path folder;

    /** The program: it tells its port, serves two connections by the JVM's default context, and ends. */
    static final class Program {
        public static void main(String[] arguments) throws Exception {
            try (SSLServerSocket server =
                    (SSLServerSocket) SSLServerSocketFactory.getDefault().createServerSocket(0)) {
                System.out.println(server.getLocalPort());
                for (int i = 0; i < 2; i++) {
                    try (SSLSocket socket = (SSLSocket) server.accept()) {
                        socket.getInputStream().read();
                        socket.getOutputStream().write((Https.BODY + "\n").getBytes(StandardCharsets.US_ASCII));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDefaultContextServes(TlsKey key) throws Exception {
        OpenSsl.required();
        SqliteToken token = TokenInUse.tokenWithOnly(key);
        long ofTheJdk = Stream.of(Security.getProviders())
            .filter(provider -> !provider.getName().startsWith("Claviger")).count();
        Path providers = Files.writeString(folder.resolve("more.security"),
            "security.provider." + (ofTheJdk + 1) + "=Claviger --" + token.configuration() + "\n");
        Jdk jdk = Jdk.find(Runtime.version().feature()).orElseThrow();
        List<String> command = new ArrayList<>(List.of(jdk.tool("java").toString()));
        command.addAll(jdk.nativeAccess("ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "-Djava.security.properties=" + providers,
            "-Djavax.net.ssl.keyStore=NONE", "-Djavax.net.ssl.keyStoreType=PKCS11",
            "-Djavax.net.ssl.keyStorePassword=" + new String(token.pin()), Program.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader said = process.inputReader()) {
            String port = said.readLine();
            assertTrue(port.matches("\\d+"), () -> port + said.lines().toList());
            Https.assertServes(folder, Integer.parseInt(port), key);
            assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        } finally {
            process.destroyForcibly();
        }
    }
}
