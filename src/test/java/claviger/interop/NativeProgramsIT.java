package claviger.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.foreign.StockModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs of Debian's packages, with p11-kit's client module loaded, at {@code claviger serve}. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NativeProgramsIT {
    @TempDir
    private static Path folder;

    private static String module;
    private static ServedToken served;

    @BeforeAll
    static void serve() throws Exception {
        Needed.that(isHere("pkcs11-tool") && isHere("p11tool"), "pkcs11-tool and p11tool");
        module = StockModule.client().toString();
        served = ServedToken.start(folder, List.of("--policy", "spec"), "--empty-slot");
    }

    @AfterAll
    static void stop() throws Exception {
        if (served != null) {
            served.stop();
        }
    }

    static boolean isHere(String program) {
        return Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin")
            .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    // pkcs11-tool of OpenSC

    @Test @Order(1)
    void pkcs11ToolMakesKeysAndSignsWithEachMechanismOfItsModule() throws Exception {
        tool("--keypairgen", "--key-type", "rsa:2048", "--label", "rsa", "--id", "01").succeeds();
        tool("--keypairgen", "--key-type", "EC:prime256v1", "--label", "ec", "--id", "02").succeeds();
        Path data = Files.write(folder.resolve("data"), new byte[32]);
        Path signature = folder.resolve("signature");
        for (String mechanism : List.of("RSA-PKCS", "SHA256-RSA-PKCS", "SHA384-RSA-PKCS", "SHA512-RSA-PKCS", "RSA-PKCS-PSS",
                "ECDSA")) {
            List<String> more = new ArrayList<>(List.of("-m", mechanism, "--id", mechanism.equals("ECDSA") ? "02" : "01",
                "-i", data.toString()));
            if (mechanism.endsWith("PSS")) {
                more.addAll(List.of("--hash-algorithm", "SHA256", "--mgf", "MGF1-SHA256", "--salt-len", "32"));
            }
            tool(with(more, "--sign", "-o", signature.toString())).succeeds();
            Run verified = tool(with(more, "--verify", "--signature-file", signature.toString())).succeeds();
            assertTrue(verified.out().contains("Signature is valid"), verified::toString);
        }
    }

    @Test @Order(2)
    void pkcs11ToolFindsNothingWrong() throws Exception {
        Run run = tool("--test").succeeds();
        assertTrue(run.out().contains("No errors"), run::toString);
    }

    @Test @Order(2)
    void pkcs11ToolTestsEllipticCurves() throws Exception {
        Run run = tool("--session-rw", "--test-ec", "--id", "99", "--key-type", "EC:prime256v1").succeeds();
        assertTrue(run.out().contains("==> OK"), run::toString);
    }

    @Test @Order(2)
    void pkcs11ToolTestsThreadsAndForks() throws Exception {
        Run threads = served.run("pkcs11-tool", "--module", module, "--test-threads", "ILGISLT0", "--test-threads",
            "ILGISLT0GISLT0").succeeds();
        assertTrue(threads.err().contains("have ended") || threads.out().contains("have ended"), threads::toString);
        assertFalse(threads.toString().contains("some errors"), threads::toString);
        served.run("pkcs11-tool", "--module", module, "--test-fork").succeeds();
    }

    @Test @Order(3)
    void aWrongPinIsRefusedAndAPinCanBeChanged() throws Exception {
        Run wrong = served.run("pkcs11-tool", "--module", module, "--token-label", ServedToken.LABEL, "--login", "--pin",
            "wrong", "-O");
        assertTrue(wrong.exitCode() != 0 && wrong.err().contains("CKR_PIN_INCORRECT"), wrong::toString);
        changePin(ServedToken.USER_PIN, "another-pin");
        changePin("another-pin", ServedToken.USER_PIN);
    }

    private static void changePin(String before, String after) throws Exception {
        served.run("pkcs11-tool", "--module", module, "--token-label", ServedToken.LABEL, "--login", "--pin", before,
            "--change-pin", "--new-pin", after).succeeds();
    }

    @Test @Order(4)
    void aTokenIsMadeInTheEmptySlot() throws Exception {
        served.run("pkcs11-tool", "--module", module, "--slot-index", "1", "--init-token", "--label", "second", "--so-pin",
            "12345678").succeeds();
        served.run("pkcs11-tool", "--module", module, "--token-label", "second", "--login", "--login-type", "so",
            "--so-pin", "12345678", "--init-pin", "--new-pin", "87654321").succeeds();
        served.run("pkcs11-tool", "--module", module, "--token-label", "second", "--login", "--pin", "87654321", "-O")
            .succeeds();
    }

    // GnuTLS

    @Test @Order(5)
    void p11toolListsMakesAndExportsKeys() throws Exception {
        String token = "pkcs11:token=" + ServedToken.LABEL;
        p11tool("--login", "--generate-privkey=rsa", "--bits=2048", "--label=gnutls", token).succeeds();
        Run listed = p11tool("--login", "--list-all", token).succeeds();
        assertTrue(listed.out().contains("Label: gnutls"), listed::toString);
        Run exported = p11tool("--login", "--export-pubkey", token + ";object=gnutls;type=private").succeeds();
        assertTrue(exported.out().contains("BEGIN PUBLIC KEY"), exported::toString);
    }

    @Test @Order(6)
    void certtoolSignsACertificateWithAKeyOfTheToken() throws Exception {
        Needed.that(isHere("certtool") && isHere("gnutls-serv"), "certtool and gnutls-serv");
        Path template = Files.writeString(folder.resolve("template"), "cn = localhost\ndns_name = localhost\n"
            + "tls_www_server\nsigning_key\nexpiration_days = 3\nserial = 7\n");
        served.run("certtool", "--provider", module, "--generate-self-signed", "--template", template.toString(),
            "--load-privkey", privateKey(), "--load-pubkey", publicKey(), "--outfile",
            folder.resolve("server.pem").toString()).succeeds();
        Run verified = served.run("openssl", "verify", "-CAfile", folder.resolve("server.pem").toString(),
            folder.resolve("server.pem").toString()).succeeds();
        assertTrue(verified.out().contains("OK"), verified::toString);
    }

    @Test @Order(7)
    void gnutlsServesTlsWithAKeyOfTheToken() throws Exception {
        int port = TlsPort.free();
        ProcessBuilder builder = new ProcessBuilder("gnutls-serv", "--provider", module, "--port", Integer.toString(port),
            "--x509keyfile", privateKey(), "--x509certfile", folder.resolve("server.pem").toString(), "--echo")
            .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve("serv.out").toFile());
        builder.environment().putAll(served.environment());
        Process server = builder.start();
        try {
            TlsPort.await(port);
            Run client = served.run("gnutls-cli", "--x509cafile", folder.resolve("server.pem").toString(), "--port",
                Integer.toString(port), "localhost");
            assertTrue(client.out().contains("Handshake was completed"),
                () -> client + read(folder.resolve("serv.out")));
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static String privateKey() {
        return "pkcs11:token=" + ServedToken.LABEL + ";object=rsa;type=private";
    }

    private static String publicKey() {
        return "pkcs11:token=" + ServedToken.LABEL + ";object=rsa;type=public";
    }

    // OpenSSH

    @ParameterizedTest @Order(8)
    @ValueSource(strings = {"ssh-rsa", "ecdsa-sha2-nistp256"})
    void sshKeygenShowsTheKeys(String type) throws Exception {
        Needed.that(isHere("ssh-keygen"), "ssh-keygen");
        Run keys = served.run("ssh-keygen", "-D", module).succeeds();
        assertTrue(keys.out().lines().anyMatch(line -> line.startsWith(type + " ")), keys::toString);
    }

    @Test @Order(9)
    void anSshLoginUsesTheKeyThroughTheAgent() throws Exception {
        Needed.that(isHere("sshd") && isHere("ssh-agent"), "sshd and ssh-agent");
        Run run = served.run("sh", Path.of("src/test/sh/ssh-login.sh").toAbsolutePath().toString(), module,
            folder.toString(), ServedToken.USER_PIN, Integer.toString(TlsPort.free()));
        assertEquals(0, run.exitCode(), run::toString);
        assertTrue(run.out().contains("logged in by a key of the token"), run::toString);
    }

    // the JDK

    @Test @Order(10)
    void sunPkcs11HasAKeyStoreSignsAndServesTls() throws Exception {
        Jdk jdk = Jdk.of(Runtime.version().feature());
        Path configuration = Files.writeString(folder.resolve("sun.cfg"), "name = served\nlibrary = " + module
            + "\nslotListIndex = 0\n");
        served.run(jdk.tool("keytool").toString(), "-genkeypair", "-keystore", "NONE", "-storetype", "PKCS11",
            "-providerClass", "sun.security.pkcs11.SunPKCS11", "-providerArg", configuration.toString(), "-storepass",
            ServedToken.USER_PIN, "-alias", "sun", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=localhost",
            "-sigalg", "SHA256withRSA").succeeds();
        List<String> command = new ArrayList<>(List.of(jdk.tool("java").toString()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SunPkcs11Program.class.getName(),
            configuration.toString(), ServedToken.USER_PIN, "sun"));
        Run run = served.run(command.toArray(String[]::new)).succeeds();
        assertTrue(run.out().contains("TLSv1.3 with the key of the token"), run::toString);
    }

    /** As systemd does it with StandardInput=socket. */
    @Test @Order(20)
    void aSocketThatIsInheritedAsStandardInputIsServed() throws Exception {
        Needed.that(isHere("perl"), "perl");
        Path socket = folder.resolve("inherited");
        Path pid = folder.resolve("inherited.pid");
        Process server = new ProcessBuilder("perl", "-MSocket", "-e", "socket(S, PF_UNIX, SOCK_STREAM, 0) or die; "
            + "bind(S, sockaddr_un(shift @ARGV)) or die; listen(S, 50); open(STDIN, '<&S') or die; exec @ARGV",
            socket.toString(), Layout.LAUNCHER.toString(), "serve", "--store", served.token().store(), "--pid-file",
            pid.toString()).redirectError(folder.resolve("inherited.err").toFile()).start();
        try {
            assertTrue(server.inputReader().readLine().startsWith("# serving "));
            assertEquals(Long.toString(server.pid()), Files.readString(pid).strip());
            Run slots = served.run(Map.of("P11_KIT_SERVER_ADDRESS", "unix:path=" + socket), "pkcs11-tool", "--module",
                module, "-L").succeeds();
            assertTrue(slots.out().contains(ServedToken.LABEL), slots::toString);
        } finally {
            server.destroy();
            server.waitFor();
        }
        assertFalse(Files.exists(pid));
    }

    /** Last: the server is stopped. */
    @Test @Order(100)
    void sigtermLetsTheServerEndAndRemovesItsSocket() throws Exception {
        assertTrue(Files.exists(folder.resolve("run").resolve("socket")));
        served.stop();
        assertFalse(Files.exists(folder.resolve("run").resolve("socket")));
        assertEquals("", read(folder.resolve("serve.err")).lines()
            .filter(line -> line.contains("ERROR") || line.contains("SEVERE")).findFirst().orElse(""));
    }

    private static String[] with(List<String> words, String... more) {
        return Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private static Run tool(String... more) throws Exception {
        return served.run(with(List.of("pkcs11-tool", "--module", module, "--token-label", ServedToken.LABEL, "--login",
            "--pin", ServedToken.USER_PIN), more));
    }

    private static Run p11tool(String... more) throws Exception {
        return served.run(with(List.of("p11tool", "--provider", module), more));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
