package claviger.conformance;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.spki.Sexp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** ACLs in the advanced form, for tests to read, and what an application does with them. */
final class Acls {
    /** What everybody needs who comes with a PIN. */
    static final String LOGIN = "(pkcs11 (*) login-user)";

    private static final DateTimeFormatter DATE =
        DateTimeFormatter.ofPattern("uuuu-MM-dd_HH:mm:ss").withZone(ZoneOffset.UTC);

    private Acls() {
    }

    /** An ACL of entries. */
    static byte[] acl(String... entries) {
        return canonical("(acl " + String.join(" ", entries) + ")");
    }

    /** An entry that gives a subject some tags. */
    static String entry(String subject, String... tags) {
        return "(entry (subject " + subject + ") " + tag(tags) + ")";
    }

    static String tag(String... tags) {
        return "(tag (* set " + String.join(" ", tags) + "))";
    }

    /** The rights, on everything. */
    static String anything(String... rights) {
        return "(pkcs11 (*) (* set " + String.join(" ", rights) + "))";
    }

    /** The rights on private keys whose label starts so, whatever the mechanism. */
    static String named(String prefix, String... rights) {
        return "(pkcs11 (*) (* set " + String.join(" ", rights) + ") (*) (obj (*) (* prefix " + prefix + ")))";
    }

    static String date(Instant instant) {
        return '"' + DATE.format(instant) + '"';
    }

    static byte[] canonical(String expression) {
        return Sexp.read(expression).canonical();
    }

    static void set(Cryptoki application, SessionHandle session, String... entries) {
        application.authorizations().setAcl(session, ObjectHandle.NONE, Optional.of(acl(entries)));
    }

    static void set(Cryptoki application, SessionHandle session, ObjectHandle object, String... entries) {
        application.authorizations().setAcl(session, object, Optional.of(acl(entries)));
    }

    /** The account that the tests run as: the same at both ends of a socket. */
    static String account() {
        return "(unix user " + System.getProperty("user.name") + ")";
    }

    /** Members of a threshold. */
    static String of(int k, String... members) {
        return "(k-of-n \"" + k + "\" \"" + members.length + "\" "
            + Arrays.stream(members).collect(Collectors.joining(" ")) + ")";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
