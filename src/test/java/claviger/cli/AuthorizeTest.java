package claviger.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import claviger.interop.Needed;
import claviger.spki.AclEntry;
import claviger.spki.CdsaNotation;
import claviger.spki.CertificateSigner;
import claviger.spki.Credential;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import claviger.spki.UnsignedTuples;
import claviger.spki.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code claviger authorize}, by the real command line on files. */
class AuthorizeTest {
    private static final Path CASES =
        Path.of(System.getProperty("claviger.shared", "absent"), "vectors", "authorization.txt");
    private static final String ACL = "(acl (entry (subject (public-key k1)) (propagate) (tag (foo)) "
        + "(valid (not-before \"2000\") (not-after \"2001-11-22_13:24:59\"))))";

    @TempDir
    private Path folder;

    // the cases of CDSA

    /** AC1 to AC31, with the files in the forms of AC60 and AC61 by turns. */
    @TestFactory Stream<DynamicTest> theCasesOfCdsa() throws IOException {
        Needed.that(Files.isReadable(CASES), "reduction cases in " + CASES);
        List<String[]> cases = Files.readAllLines(CASES).stream().filter(line -> !line.startsWith("#") && !line.isBlank())
            .map(line -> line.split("\\s*\\|\\s*", -1)).toList();
        assertFalse(cases.isEmpty());
        return cases.stream().map(fields -> dynamicTest("case " + fields[0], () -> check(fields)));
    }

    private void check(String[] fields) throws IOException {
        int form = Integer.parseInt(fields[0]) % 3;
        List<String> arguments = new ArrayList<>(List.of("authorize", "--requestors", "every"));
        SexpList acl = SexpList.named("acl", CdsaNotation.parts(fields[1]).stream().map(CdsaNotation::entry).toList());
        arguments.addAll(List.of("--acl", written("acl", acl, form).toString()));
        arguments.addAll(List.of("--tuples", written("tuples", tuples(fields[2]), form).toString()));
        for (String part : CdsaNotation.parts(fields[3])) {
            String text = part.substring(part.indexOf(' ') + 1);
            switch (part.substring(0, part.indexOf(' '))) {
                case "who" -> arguments.addAll(List.of("--requestor", CdsaNotation.principal(text).advanced()));
                case "what" -> arguments.addAll(List.of("--tag", CdsaNotation.tag(text).transport()));
                case "when" -> arguments.addAll(List.of("--valid", CdsaNotation.period(text).advanced()));
                default -> throw new IllegalArgumentException(part);
            }
        }
        Command command = Command.run(arguments.toArray(String[]::new));
        if (fields[4].startsWith("(no expectation")) {
            command.succeeds();
            return;
        }
        Set<Sexp> expected = fields[4].equals("none") ? Set.of() : CdsaNotation.parts(fields[4]).stream()
            .map(text -> AclEntry.read(CdsaNotation.entry(text)).sexp()).collect(Collectors.toSet());
        command.ends(expected.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.DONE);
        assertEquals(expected, new HashSet<>(((SexpList) Sexp.read(command.out())).rest()));
    }

    private static SexpList tuples(String field) {
        String[] halves = field.split("keys:", 2);
        List<Sexp> sequence = new ArrayList<>();
        CdsaNotation.parts(halves[0]).forEach(text -> sequence.add(CdsaNotation.cert(text)));
        if (halves.length == 2) {
            Stream.of(halves[1].strip().split("\\s*,\\s*")).forEach(key -> sequence.add(CdsaNotation.key(key)));
        }
        return SexpList.named("sequence", sequence);
    }

    private Path written(String name, SexpList expression, int form) throws IOException {
        Path file = folder.resolve(name);
        return form == 0 ? Files.write(file, expression.canonical())
            : Files.writeString(file, form == 1 ? expression.advanced() : expression.transport());
    }

    // what it takes

    @Test void certificatesCountWhenTheyAreSigned() throws Exception {   // AC13
        KeyPair issuer = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        CertificateSigner signer = CertificateSigner.of(issuer.getPublic(), issuer.getPrivate());
        Sexp key = VerificationKey.of(issuer.getPublic()).principal().sexp();
        SexpList signed = signer.sign(credential("(cert (issuer " + key + ") (subject (unix user alice)) (tag (foo bar)))"));
        Path acl = file("acl", "(acl (entry (subject " + key + ") (propagate) (tag (foo))))");
        String[] asked = {"authorize", "--acl", acl.toString(), "--requestor", "(unix user alice)", "--tag", "(tag (foo bar baz))",
            "--credentials", file("chain", signed.advanced()).toString(), "--explain"};
        Command command = Command.run(asked).succeeds();
        assertEquals("(acl\n  (entry (subject (unix user alice)) (tag (foo bar baz))))\n", command.out());
        assertTrue(command.err().startsWith("allowed"), command::toString);

        SexpList forged = SexpList.of(signed.items().stream().map(part -> part.name().equals("cert")
            ? Sexp.read(part.advanced().replace("alice", "mallory")) : part).toList());
        file("chain", forged.advanced());
        Command refused = Command.run(asked).ends(ExitCode.USAGE);
        assertTrue(refused.err().startsWith("claviger: CSSMERR_AC_INVALID_TUPLE_CREDENTIALS: "), refused::toString);
        assertEquals("", refused.out());
    }

    private static Credential credential(String cert) {
        return UnsignedTuples.read(List.of(Sexp.read(cert))).credentials().get(0);
    }

    @Test void anExpressionIsGivenOrInAFile() {
        Path acl = file("acl", ACL);
        Command given = Command.run("authorize", "--acl", acl.toString(), "--requestor", "(public-key k1)").succeeds();
        Command inFile = Command.run("authorize", "--acl", acl.toString(), "--requestor",
            "@" + file("key", "(public-key k1)\n")).succeeds();
        assertEquals(given, inFile);
        assertEquals(Sexp.read(ACL), Sexp.read(given.out()));
    }

    @Test void requestorsActTogetherUnlessEachHasToBeTheSubject() {   // AC10
        String acl = file("acl", "(acl (entry (subject (k-of-n \"2\" \"3\" (pin user) (unix user a) (unix user b)))))").toString();
        Command.run("authorize", "--acl", acl, "--requestor", "(pin user)", "(unix user b)").succeeds();
        Command.run("authorize", "--acl", acl, "--requestor", "(pin user)").ends(ExitCode.NOT_FOUND);
        Command.run("authorize", "--acl", acl, "--requestors", "every", "--requestor", "(pin user)", "--requestor",
            "(unix user b)").ends(ExitCode.NOT_FOUND);
    }

    @Test void withoutAListThereIsNoAuthority() {   // AC2
        assertEquals("(acl)\n", Command.run("authorize").ends(ExitCode.NOT_FOUND).out());
    }

    // what it prints

    @Test void theResultIsInTheFormThatIsWanted() throws IOException {   // AC60, AC61
        String acl = file("acl", ACL).toString();
        assertEquals(Sexp.read(ACL).transport() + "\n", Command.run("authorize", "--acl", acl, "--transport").succeeds().out());
        Path out = folder.resolve("out");
        Command.run("authorize", "--acl", acl, "--canonical", "--out", out.toString()).succeeds();
        assertArrayEquals(Sexp.read(ACL).canonical(), Files.readAllBytes(out));
        Command.run("authorize", "--acl", acl, "--canonical", "--transport").ends(ExitCode.USAGE);
    }

    @Test void badInputEndsWithTheNameOfTheError() {   // AC11
        String acl = file("acl", ACL).toString();
        refuses("CSSMERR_AC_INVALID_BASE_ACLS", "--acl", file("no", "(list)").toString());
        refuses("CSSMERR_AC_INVALID_TUPLE_CREDENTIALS", "--acl", acl, "--tuples", file("no", "(cert)").toString());
        refuses("CSSMERR_AC_INVALID_ENCODING", "--acl", file("no", "(acl").toString());
        refuses("CSSMERR_AC_INVALID_VALIDITY_PERIOD", "--acl", acl, "--valid", "((not-before \"2001\")(not-after \"2000\"))");
        refuses("CSSMERR_AC_INVALID_REQUESTOR", "--acl", acl, "--requestor", "(public-key)");
        refuses("CSSMERR_AC_INVALID_REQUEST_DESCRIPTOR", "--acl", acl, "--tag", "(foo)");
        Command.run("authorize", "--acl", folder.resolve("nowhere").toString()).ends(ExitCode.USAGE);
    }

    private static void refuses(String error, String... arguments) {
        Command command = Command.run(Stream.concat(Stream.of("authorize"), Stream.of(arguments)).toArray(String[]::new))
            .ends(ExitCode.USAGE);
        assertTrue(command.err().startsWith("claviger: " + error + ": "), command::toString);
        assertEquals(1, command.err().lines().count(), command::toString);
        assertEquals("", command.out());
    }

    @Test void aDenialSaysWhatWasNearest() {
        Command command = Command.run("authorize", "--acl", file("acl", ACL).toString(), "--requestor", "(public-key k2)",
            "--tag", "(tag (foo))", "--valid", "(\"2001\")", "--explain").ends(ExitCode.NOT_FOUND);
        assertTrue(command.err().startsWith("denied:\n  "), command::toString);
        Command.run("authorize", "--acl", folder.resolve("acl").toString(), "--explain").ends(ExitCode.USAGE);
    }

    private Path file(String name, String text) {
        return Command.file(folder, name, text);
    }
}
