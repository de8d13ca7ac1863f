package claviger.cli;

import claviger.mechanism.Arithmetic;
import claviger.mechanism.Corretto;
import claviger.mechanism.Engine;
import claviger.seal.KdfCost;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code claviger doctor}: what the Java and the jars at hand can do, what they lack, and who computes what (D36). */
@Command(
    name = "doctor",
    description = "Says what the Java and the jars at hand lack, and which library computes what.",
    mixinStandardHelpOptions = true,
    footer = {
        "",
        "Lines with 'lacks' are things that can be done without; lines with 'FAILS' are not.",
    })
final class Doctor implements Callable<Integer> {
    private static final int KIB = 1024;

    @Spec
    private CommandSpec spec;

    /** What one look showed. */
    private enum Verdict { OK, LACKS, FAILS }

    private record Finding(Verdict verdict, String what, String detail) {
    }

    @Override public Integer call() {
        List<Finding> findings = new ArrayList<>(List.of(
            new Finding(Verdict.OK, "Java", Runtime.version() + " from " + System.getProperty("java.home")),
            new Finding(Verdict.OK, "claviger", Build.version()),
            memory(),
            sqlite(),
            api("javax.crypto.KEM", "claviger.provider.TokenKem",
                "key encapsulation (ML-KEM) through the JCA; 21 has it, and late updates of 17"),
            api("javax.crypto.KDF", "claviger.provider.TokenKdf",
                "key derivation (HKDF) through javax.crypto.KDF; 25 has it"),
            listedProvider(),
            nativeEngine()));
        Stream.of(Arithmetic.values()).map(Doctor::engine).forEach(findings::add);
        Table table = new Table("", "WHAT", "DETAIL");
        findings.forEach(finding -> table.row(
            finding.verdict() == Verdict.FAILS ? "FAILS" : finding.verdict().name().toLowerCase(Locale.ROOT),
            finding.what(), finding.detail()));
        PrintWriter out = spec.commandLine().getOut();
        table.print(out);
        boolean fails = findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FAILS);
        return (fails ? ExitCode.LACKING : ExitCode.DONE).code();
    }

    private static Finding memory() {
        long needed = KdfCost.DEFAULT.memoryKib() / KIB;
        long heap = Runtime.getRuntime().maxMemory() / KIB / KIB;
        return new Finding(heap > 2 * needed ? Verdict.OK : Verdict.FAILS, "heap",
            heap + " MiB; a login takes " + needed + " MiB at the default cost, two at once");
    }

    /** Makes and opens a store in a file that is deleted again: the driver has to unpack and load a native library. */
    private static Finding sqlite() {
        try {
            Path folder = Files.createTempDirectory("claviger-doctor");
            Path file = folder.resolve("token.db");
            try (OpenStore open = OpenStore.at("sqlite:" + file)) {
                return new Finding(Verdict.OK, "SQLite", "opens " + open.name());
            } finally {
                deleteAll(folder);
            }
        } catch (IOException | UnsatisfiedLinkError e) {
            return new Finding(Verdict.FAILS, "SQLite", e + "; is the temporary folder mounted noexec?");
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** Whether this Java has an API, and this jar the SPI for it, which the JDK that built it may not have known. */
    private static Finding api(String type, String spi, String purpose) {
        if (!isHere(type)) {
            return new Finding(Verdict.LACKS, type, purpose);
        }
        return isHere(spi) ? new Finding(Verdict.OK, type, purpose)
            : new Finding(Verdict.LACKS, type, purpose + ", but this jar was built by a JDK without it");
    }

    private static boolean isHere(String type) {
        try {
            Class.forName(type, false, Doctor.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** Whether java.security of this JVM names the provider; keytool and programs may add it themselves. */
    private static Finding listedProvider() {
        return Security.getProvider("Claviger") != null
            ? new Finding(Verdict.OK, "java.security", "lists the provider Claviger")
            : new Finding(Verdict.LACKS, "java.security", "does not list the provider; add it by Security.addProvider, "
                + "or with a line security.provider.N=Claviger FILE");
    }

    /** Waits for the native engine, which a program that computes does not. */
    private static Finding nativeEngine() {
        String status = Corretto.awaited();
        return new Finding(Arithmetic.RSA.engine() == Engine.CORRETTO ? Verdict.OK : Verdict.LACKS,
            Engine.CORRETTO.toString(), status);
    }

    /** Who computes a family, and why not another. */
    private static Finding engine(Arithmetic family) {
        Engine engine = family.engine();
        String why = family.order().size() == 1 ? "always"
            : engine == family.order().get(0) ? "the fastest, before " + family.order().get(1)
            : "in the place of " + family.order().get(0);
        return new Finding(Verdict.OK, family.what(), engine + ": " + why);
    }
}
