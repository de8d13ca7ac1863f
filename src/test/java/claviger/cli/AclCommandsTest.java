package claviger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code claviger acl}, {@code grant} and {@code approval}: real commands on a token in memory; see {@link AclCommandsIT}. */
class AclCommandsTest {
    private static final List<String> SHOW = List.of("acl", "show");
    private static final List<String> ADD = List.of("acl", "add");
    private static final List<String> REMOVE = List.of("acl", "remove");
    private static final List<String> CHECK = List.of("acl", "check");
    private static final List<String> OWNER = List.of("acl", "owner");
    private static final String EVERYDAY =
        "(entry (subject (pin user)) (tag (pkcs11 (*) (* set login-user find read-attr))))";

    @TempDir
    private Path folder;

    /** Where the token is. */
    Place.Kind kind() {
        return Place.Kind.MEMORY;
    }

    // lists

    @Test
    void entriesAreAddedAndRemovedByNumber() throws Exception {   // D28, D29
        try (Place place = new Place(kind(), folder)) {
            Command before = place.run(SHOW).succeeds();
            assertTrue(before.out().startsWith("token ca has no list"), before::toString);
            assertTrue(before.out().contains("  1  (entry (subject (pin user)) (tag (pkcs11 (*))))"), before::toString);
            assertTrue(before.out().endsWith("owner (pin user)\n"), before::toString);
            Command added = place.run(ADD, EVERYDAY).succeeds();
            assertEquals(2, added.out().lines().count());
            assertTrue(added.err().contains("'claviger acl owner'"), added::toString);
            place.sign();
            place.run(REMOVE, "3").ends(ExitCode.NOT_FOUND);
            place.run(REMOVE, "1").succeeds();
            assertEquals("(acl\n  " + EVERYDAY + ")\n", place.run(SHOW, "--expression").succeeds().out());
            assertDenied(Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED, place);
            place.run(REMOVE, "--list").succeeds();
            place.sign();
        }
    }

    @Test
    void anObjectHasAListOfItsOwn() throws Exception {
        try (Place place = new Place(kind(), folder)) {
            place.run(ADD, "--object", "root", "(entry (subject (pin user)) (tag (pkcs11 ca (* set find read-attr))))").succeeds();
            assertDenied(Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED, place);
            Command check = place.run(CHECK, "--object", "root", "--right", "sign", "--mechanism", "CKM_ECDSA_SHA256")
                .ends(ExitCode.NOT_FOUND);
            assertTrue(check.out().contains("token: no list"), check::toString);
            assertTrue(check.out().contains("object: denied"), check::toString);
            place.run(CHECK, "--object", "07", "--right", "find").succeeds();
            place.run(CHECK, "--object", "none", "--right", "find").ends(ExitCode.NOT_FOUND);
            place.run(CHECK, "--object", "root", "--right", "sing").ends(ExitCode.REFUSED);
        }
    }

    @Test
    void aCheckIsAboutWhoeverIsNamed() throws Exception {
        try (Place place = new Place(kind(), folder)) {
            place.run(ADD, "(entry (subject (unix user web)) (tag (pkcs11 ca sign)))").succeeds();
            String[] sign = {"--object", "root", "--right", "sign", "--requestor", "(unix user web)"};
            Command allowed = place.run(CHECK, sign).succeeds();
            assertTrue(allowed.out().contains("token: allowed"), allowed::toString);
            place.run(CHECK, "--object", "root", "--right", "sign", "--requestor", "(unix user mail)").ends(ExitCode.NOT_FOUND);
            place.run(CHECK, "--request", "(pkcs11 ca sign private-key)", "--requestor", "(unix user web)").succeeds();
            place.run(CHECK).ends(ExitCode.USAGE);
        }
    }

    /** D29: whoever has the PIN cannot edit any more, and the new owner has to be there. */
    @Test
    void anotherOwnerIsAKeyThatProvesItself() throws Exception {
        try (Place place = new Place(kind(), folder)) {
            Path key = key("me", "EC", new ECGenParameterSpec("secp384r1"));
            String me = "@" + subject(key);
            place.run(ADD, EVERYDAY).succeeds();
            place.run(OWNER, me).ends(ExitCode.REFUSED);
            String[] mine = {"--proof-key", key.toString()};
            Command added = place.run(OWNER, mine[0], mine[1], me).succeeds();
            assertEquals(Files.readString(subject(key)).replaceAll("\\s+", " "), added.out().replaceAll("\\s+", " "));
            assertTrue(place.run(ADD, mine[0], mine[1], EVERYDAY).succeeds().err().contains("by an entry"));
            assertEquals("", place.run(REMOVE, mine[0], mine[1], "1", "3").succeeds().err());
            place.run(REMOVE, "1").ends(ExitCode.REFUSED);
            place.run(REMOVE, mine[0], mine[1], "1").succeeds();
        }
    }

    // certificates

    @Test
    void aKeyOfTheTokenHandsOnWhatItHas() throws Exception {   // AC12, AC20
        try (Place place = new Place(kind(), folder)) {
            Path root = folder.resolve("root.spki");
            place.run(List.of("grant"), "--key", "root", "--show-key", "--out", root.toString()).succeeds();
            Path alice = key("alice", "Ed25519", null);
            Path cert = folder.resolve("alice.cert");
            place.run(List.of("grant"), "--key", "root", "--subject", "@" + subject(alice), "--tag", "(tag (pkcs11 ca sign))",
                "--valid", "((not-after \"2090\"))", "--out", cert.toString()).succeeds();
            place.run(ADD, EVERYDAY, "(entry (subject " + Files.readString(root).strip() + ") (propagate))").succeeds();
            place.run(REMOVE, "1").succeeds();
            String[] asked = {"--object", "root", "--right", "sign", "--credentials", cert.toString(), "--proof-key",
                alice.toString()};
            Command allowed = place.run(CHECK, asked).succeeds();
            assertTrue(allowed.out().contains("passed on by (cert"), allowed::toString);
            place.run(CHECK, "--object", "root", "--right", "sign", "--credentials", cert.toString()).ends(ExitCode.NOT_FOUND);
        }
    }

    // approvals

    @Test
    void twoOfThreeOperatorsApproveOneSignature() throws Exception {   // D30, AC29
        try (Place place = new Place(kind(), folder)) {
            Path alice = key("alice", "Ed25519", null);
            Path bob = key("bob", "EC", new ECGenParameterSpec("secp256r1"));
            Path carol = key("carol", "RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
            place.run(ADD, EVERYDAY, "(entry (subject (k-of-n \"2\" \"3\" " + text(alice) + text(bob) + text(carol)
                + ")) (tag (pkcs11 ca sign private-key (obj (*) root))))").succeeds();
            place.run(REMOVE, "1").succeeds();
            assertDenied(Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED, place);
            place.run(List.of("approval", "new"), "--object", "root", "--right", "find", "--out", "nowhere").ends(ExitCode.REFUSED);

            String file = folder.resolve("root.approval").toString();
            place.run(List.of("approval", "new"), "--object", "root", "--right", "sign", "--out", file).succeeds();
            Command unsure = Command.run("approval", "sign", file, "--key-file", alice.toString()).ends(ExitCode.NOT_CONFIRMED);
            assertTrue(unsure.out().contains("  (right sign)\n"), unsure::toString);
            Command.run("approval", "sign", file, "--key-file", alice.toString(), "--yes").succeeds();
            place.run(List.of("approval", "submit"), file).succeeds();
            assertDenied(Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED, place);
            Command waiting = place.run(List.of("approval", "list")).succeeds();
            assertTrue(waiting.out().contains("sign"), waiting::toString);

            Command second = Command.run("approval", "sign", file, "--key-file", carol.toString(), "--yes").succeeds();
            assertTrue(second.out().endsWith("signed; it has 2 signatures\n"), second::toString);
            place.run(List.of("approval", "submit"), file).succeeds();
            place.sign();
            assertDenied(Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED, place);
            assertTrue(place.run(List.of("approval", "list")).succeeds().out().startsWith("no approvals"));
        }
    }

    @Test
    void whatWasSignedCannotBeChanged() throws Exception {
        try (Place place = new Place(kind(), folder)) {
            Path file = folder.resolve("root.approval");
            place.run(List.of("approval", "new"), "--object", "root", "--right", "sign", "--out", file.toString()).succeeds();
            String alice = key("alice", "Ed25519", null).toString();
            Command.run("approval", "sign", file.toString(), "--key-file", alice, "--yes").succeeds();
            Files.writeString(file, Files.readString(file).replace("(uses \"1\")", "(uses \"100\")"));
            Command refused = place.run(List.of("approval", "submit"), file.toString()).ends(ExitCode.USAGE);
            assertTrue(refused.err().startsWith("claviger: CSSMERR_AC_INVALID_TUPLE_CREDENTIALS"), refused::toString);
        }
    }

    /** D27. */
    @Test
    void aKeyFileThatOthersMayReadIsRefused() throws Exception {
        Path key = key("alice", "Ed25519", null);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Command refused = Command.run("grant", "--key-file", key.toString(), "--show-key").ends(ExitCode.USAGE);
        assertTrue(refused.err().contains("chmod 600"), refused::toString);
    }

    @Test
    void aKeyFileWithSomethingElseIsRefused() {
        Path no = Command.file(folder, "no.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Command refused = Command.run("grant", "--key-file", no.toString(), "--show-key").ends(ExitCode.USAGE);
        assertTrue(refused.err().contains("has no private key"), refused::toString);
        Path old = Command.file(folder, "old.pem", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        assertTrue(Command.run("grant", "--key-file", old.toString(), "--show-key").err().contains("openssl pkcs8"));
    }

    private static void assertDenied(Ckr code, Place place) {
        CkrException denied = assertThrows(CkrException.class, place::sign);
        assertEquals(code, denied.ckr(), denied::getMessage);
    }

    private Path key(String name, String algorithm, AlgorithmParameterSpec spec) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (spec != null) {
            generator.initialize(spec);
        }
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        return Command.file(folder, name + ".pem", "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    }

    /** A file with the public half, as an operator makes it. */
    private static Path subject(Path key) {
        Path file = key.resolveSibling(key.getFileName() + ".spki");
        Command.run("grant", "--key-file", key.toString(), "--show-key", "--out", file.toString()).succeeds();
        return file;
    }

    private static String text(Path key) throws Exception {
        return Files.readString(subject(key)) + " ";
    }
}
