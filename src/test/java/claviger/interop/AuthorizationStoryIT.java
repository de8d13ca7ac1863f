package claviger.interop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.foreign.StockModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A certification authority's token at {@code claviger serve}, and programs that have never heard of ACLs: all know the PIN,
 * and the account that a program runs as says what it may do (D28 to D30). The TLS front is {@code daemon}, the auditor
 * {@code nobody}, and the one with the root key signs once two of three operators have approved. The client of p11-kit 0.24
 * has no form for CKM_ECDSA_SHA256: with EC keys the hash comes from the program, and the one mechanism is shown with an RSA
 * key.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuthorizationStoryIT {
    private static final Jdk JDK = Jdk.of(Runtime.version().feature());

    @TempDir
    private static Path folder;

    private static String module;
    private static ServedToken served;
    private static Path data;

    @BeforeAll
    static void serve() throws Exception {
        Needed.that(NativeProgramsIT.isHere("pkcs11-tool") && NativeProgramsIT.isHere("openssl"), "pkcs11-tool and openssl");
        Needed.that("root".equals(System.getProperty("user.name")) && NativeProgramsIT.isHere("setpriv"),
            "root, who can run programs as others, and setpriv");
        module = StockModule.client().toString();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        served = ServedToken.start(folder, List.of("--policy", "safe"), "--allow-user", "daemon", "--allow-user", "nobody");
        data = Files.write(folder.resolve("data"), new byte[32]);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rw-r--r--"));
        as("root", "--keypairgen", "--key-type", "EC:prime256v1", "--label", "root", "--id", "01").succeeds();
        as("root", "--keypairgen", "--key-type", "EC:prime256v1", "--label", "tls-www", "--id", "02").succeeds();
        as("root", "--keypairgen", "--key-type", "rsa:2048", "--label", "tls-rsa", "--id", "03").succeeds();
        for (String operator : List.of("alice", "bob", "carol")) {
            Run.of(folder, "openssl", "genpkey", "-algorithm", "ed25519", "-out", operator + ".pem").succeeds();
        }
        claviger("acl", "owner", "(k-of-n \"2\" \"2\" (pin user) (unix user root))");
        claviger("acl", "add",
            "(entry (subject (pin user)) (tag (pkcs11 work login-user)))",
            "(entry (subject (unix user root)) (tag (pkcs11 work (* set find read-attr))))",
            "(entry (subject " + operators() + ") (tag (pkcs11 work sign private-key (obj (*) root) CKM_ECDSA)))",
            "(entry (subject (unix user daemon)) (tag (* set (pkcs11 work (* set find read-attr) (*) (obj (*) (* prefix tls-)))"
                + " (pkcs11 work sign private-key (obj (*) (* prefix tls-)) (* set CKM_ECDSA CKM_SHA256_RSA_PKCS))))"
                + " (valid " + thisMonth() + "))",
            "(entry (subject (unix user nobody)) (tag (pkcs11 work (* set find read-attr))))");
        claviger("acl", "remove", "1");      // what held before: the PIN opens everything
    }

    @AfterAll
    static void stop() throws Exception {
        if (served != null) {
            served.stop();
        }
    }

    private static String operators() throws Exception {
        List<String> keys = new ArrayList<>();
        for (String operator : List.of("alice", "bob", "carol")) {
            keys.add(Layout.claviger(JDK, folder, "grant", "--show-key", "--key-file", operator + ".pem").succeeds().out().strip());
        }
        return "(k-of-n \"2\" \"3\" " + String.join(" ", keys) + ")";
    }

    private static String thisMonth() {
        LocalDate first = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1);
        return "(not-before \"" + first + "_00:00:00\") (not-after \"" + first.plusMonths(1) + "_00:00:00\")";
    }

    /** A command of ours, at the server, as root. */
    private static Run claviger(String command, String verb, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(command, verb, "--server", served.address(), "--token", ServedToken.LABEL,
            "--pin-file", served.token().pinFile().toString()));
        all.addAll(List.of(more));
        return Layout.claviger(JDK, folder, all.toArray(String[]::new)).succeeds();
    }

    /** pkcs11-tool as an account, logged in. */
    private static Run as(String account, String... more) throws Exception {
        String group = account.equals("nobody") ? "nogroup" : account;
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=" + account, "--regid=" + group, "--clear-groups",
            "pkcs11-tool", "--module", module, "--token-label", ServedToken.LABEL, "--login", "--pin", ServedToken.USER_PIN));
        command.addAll(List.of(more));
        return served.run(command.toArray(String[]::new));
    }

    private static Run sign(String account, String id, String mechanism) throws Exception {
        return as(account, "--sign", "--id", id, "-m", mechanism, "-i", data.toString(), "-o", "/dev/null");
    }

    private static void refused(Run run) {
        assertTrue(run.exitCode() != 0, run::toString);
        // 0x1b is CKR_ACTION_PROHIBITED, of which this pkcs11-tool has not heard
        assertTrue(run.err().contains("CKR_KEY_FUNCTION_NOT_PERMITTED") || run.err().contains("(0x1b)")
            || run.err().contains("not found"), run::toString);
    }

    @Test @Order(1)
    void theFrontSignsThisMonthWithItsKeysAndOneMechanism() throws Exception {
        sign("daemon", "02", "ECDSA").succeeds();
        sign("daemon", "03", "SHA256-RSA-PKCS").succeeds();
        refused(sign("daemon", "03", "SHA384-RSA-PKCS"));
        refused(sign("daemon", "01", "ECDSA"));
        assertFalse(as("daemon", "-O").succeeds().out().contains("root"));
        refused(as("daemon", "--keypairgen", "--key-type", "EC:prime256v1", "--label", "tls-mine", "--id", "04"));
    }

    @Test @Order(1)
    void theAuditorListsEverythingAndUsesNothing() throws Exception {
        String listed = as("nobody", "-O").succeeds().out();
        assertTrue(listed.contains("root") && listed.contains("tls-www"), listed);
        refused(sign("nobody", "02", "ECDSA"));
        refused(as("nobody", "--delete-object", "--type", "privkey", "--id", "02"));
    }

    @Test @Order(2)
    void theRootKeySignsOnceTwoOfThreeHaveApproved() throws Exception {
        refused(sign("root", "01", "ECDSA"));
        claviger("approval", "new", "--object", "root", "--right", "sign", "--out", folder.resolve("root.approval").toString());
        approve("alice");
        claviger("approval", "submit", "root.approval");
        refused(sign("root", "01", "ECDSA"));
        approve("carol");
        claviger("approval", "submit", "root.approval");
        sign("root", "01", "ECDSA").succeeds();
        refused(sign("root", "01", "ECDSA"));
    }

    private static void approve(String operator) throws Exception {
        Layout.claviger(JDK, folder, "approval", "sign", "root.approval", "--key-file", operator + ".pem", "--yes").succeeds();
    }
}
