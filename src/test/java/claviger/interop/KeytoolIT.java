package claviger.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** keytool and jarsigner as the JDK ships them, on a token: a life of keys, by class path and by module path. */
class KeytoolIT {
    @TempDir
    private Path folder;

    private Jdk jdk;
    private Way way;
    private Layout.MadeToken token;

    /** The ways by which a stock tool is told of the provider; 17's jarsigner has no other (jca.md 1.3). */
    private enum Way {
        JDK17_BY_CLASS_PATH(17), JDK17_BY_MODULE_PATH(17), JDK25_BY_CLASS_PATH(25), JDK25_BY_MODULE_PATH(25);

        private final int feature;

        Way(int feature) {
            this.feature = feature;
        }

        List<String> options(Jdk jdk) {
            boolean modules = name().endsWith("MODULE_PATH");
            Stream<String> path = modules
                ? Stream.of("--module-path=" + Layout.LIB, "--add-modules=claviger")
                : Stream.of("-cp", Layout.LIB + "/*", "--add-modules=java.sql");
            String loaders = modules ? "org.xerial.sqlitejdbc,com.amazon.corretto.crypto.provider" : "ALL-UNNAMED";
            return Stream.concat(path, jdk.nativeAccess(loaders).stream())
                .map(option -> "-J" + option).toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLifeOfKeys(Way chosen) throws Exception {
        way = chosen;
        jdk = Jdk.of(way.feature);
        token = Layout.token(jdk, folder, "keytool");

        generates("ca", "RSA", "-keysize", "2048", "-ext", "bc:c");
        generates("ec", "EC", "-groupname", "secp256r1");
        generates("ed", "Ed25519");
        String listed = keytool("-list", "-v").out();
        for (String alias : List.of("ca", "ec", "ed")) {
            assertTrue(listed.contains("Alias name: " + alias + "\n"), listed);
        }
        assertEquals(3, listed.split("Entry type: PrivateKeyEntry", -1).length - 1, listed);

        certifies("ec", "ca");
        keepsSecretKeys();
        renames("ed", "edwards");

        signsAJar("ca", "CN=ca");
        signsAJar("ec", "CN=ec");
        signsAJar("edwards", "CN=ed");

        keytool("-delete", "-alias", "edwards");
        assertFalse(keytool("-list").out().contains("edwards"));
        keytool("-list", "-alias", "ec");
    }

    private void generates(String alias, String algorithm, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-keyalg", algorithm,
            "-dname", "CN=" + alias, "-providername", "Claviger"));
        arguments.addAll(List.of(more));
        keytool(arguments.toArray(String[]::new));
    }

    /** A request, a certificate from another key of the token, and the chain back into the entry. */
    private void certifies(String alias, String issuer) throws Exception {
        Path request = folder.resolve("request.csr");
        Path certificate = folder.resolve("certificate.pem");
        Path root = folder.resolve("root.pem");
        Path chain = folder.resolve("chain.pem");
        keytool("-certreq", "-alias", alias, "-file", request.toString());
        keytool("-gencert", "-alias", issuer, "-rfc", "-infile", request.toString(),
            "-outfile", certificate.toString());
        keytool("-exportcert", "-alias", issuer, "-file", root.toString(), "-rfc");
        Files.writeString(chain, Files.readString(certificate) + Files.readString(root));
        keytool("-importcert", "-alias", alias, "-file", chain.toString(), "-noprompt");
        String listed = keytool("-list", "-v", "-alias", alias).out();
        assertTrue(listed.contains("Certificate chain length: 2"), listed);

        Path exported = folder.resolve("exported.pem");
        keytool("-exportcert", "-alias", alias, "-file", exported.toString(), "-rfc");
        X509Certificate leaf = certificate(exported);
        assertEquals("CN=" + issuer, leaf.getIssuerX500Principal().getName());
        leaf.verify(certificate(root).getPublicKey());
    }

    private void keepsSecretKeys() throws Exception {
        keytool("-genseckey", "-alias", "aes", "-keyalg", "AES", "-keysize", "256", "-providername", "Claviger");
        assertTrue(keytool("-list").out().contains("SecretKeyEntry"));
        renames("aes", "storage");
        keytool("-delete", "-alias", "storage");
        assertFalse(keytool("-list").out().contains("SecretKeyEntry"));
    }

    private void renames(String alias, String other) throws Exception {
        keytool("-changealias", "-alias", alias, "-destalias", other);
        String listed = keytool("-list").out();
        assertTrue(listed.contains(other + ","), listed);
        assertFalse(listed.contains("\n" + alias + ","), listed);
    }

    private void signsAJar(String alias, String subject) throws Exception {
        Path content = Files.writeString(folder.resolve("content.txt"), "signed by " + alias);
        Path jar = folder.resolve(alias + ".jar");
        Run.of(folder, jdk.tool("jar").toString(), "--create", "--file", jar.toString(), "content.txt").succeeds();
        List<String> command = command("jarsigner");
        command.addAll(List.of("-providerArg", token.configuration().toString(), jar.toString(), alias));
        quiet(Run.of(folder, jdk.environment(), command).succeeds());
        String verifier = jdk.tool("jarsigner").toString();
        Run verified = Run.of(folder, verifier, "-verify", "-verbose", jar.toString()).succeeds();
        assertTrue(verified.out().contains("jar verified."), verified::toString);
        assertTrue(verified.out().contains(subject), verified::toString);

        Path forged = Files.copy(jar, folder.resolve("forged-" + alias + ".jar"));
        Files.writeString(content, "not signed by " + alias);
        Run.of(folder, jdk.tool("jar").toString(), "--update", "--file", forged.toString(), "content.txt").succeeds();
        Run refused = Run.of(folder, verifier, "-verify", forged.toString());
        assertFalse(refused.out().contains("jar verified."), refused::toString);
    }

    private Run keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = command("keytool");
        command.addAll(List.of("-providerarg", token.configuration().toString()));
        command.addAll(List.of(arguments));
        return quiet(Run.of(folder, jdk.environment(), command).succeeds());
    }

    private List<String> command(String tool) {
        List<String> command = new ArrayList<>(List.of(jdk.tool(tool).toString()));
        command.addAll(way.options(jdk));
        command.addAll(List.of("-keystore", "NONE", "-storetype", "PKCS11",
            "-storepass:file", token.pinFile().toString(), "-addprovider", "Claviger"));
        return command;
    }

    /** The JVM has nothing to warn of: no native access that was not granted, no unknown module. */
    private static Run quiet(Run run) {
        assertTrue(run.complaints().stream().noneMatch(line -> line.matches("WARNING:.*(native|module|restricted).*")),
            run::toString);
        return run;
    }

    private static X509Certificate certificate(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
