package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_BASE_ACLS;
import static claviger.spki.CssmError.CSSMERR_AC_INVALID_ENCODING;
import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** ACL entries and the bodies of certificates, read and written (AC1, AC8, AC26, AC27, AC62). */
class TupleTest {
    private static final String K = "(public-key k)";

    private static AclEntry entry(String fields) {
        return AclEntry.read(Sexp.read("(entry " + fields + ")"));
    }

    private static Credential cert(String fields) {
        return Credential.read(Sexp.read("(cert " + fields + ")"));
    }

    @Test void anEntryIsWrittenInTheFixedOrderAndReadInAny() { // AC62
        AclEntry entry = entry("(valid (not-after \"2001\")) (tag (foo)) (propagate) (subject " + K + ")");
        assertTrue(entry.propagate());
        assertEquals("(entry (subject (public-key k)) (propagate) (tag (foo)) (valid (not-after \"2001\")))",
            entry.sexp().advanced());
        assertEquals(entry, AclEntry.read(entry.sexp()));
    }

    @Test void theSubjectOfAnEntryMayStandBare() { // AC62
        assertEquals(entry("(subject " + K + ") (tag a)"), entry(K + " (tag a)"));
        assertEquals(entry("(subject bare)"), entry("bare"));
    }

    @Test void anEntryWithoutATagGrantsEverything() { // AC26
        assertEquals(Tag.everything(), entry("(subject " + K + ")").tag());
        assertFalse(entry("(subject " + K + ")").propagate());
    }

    @Test void anAclIsItsEntries() {
        Acl acl = Acl.read(Sexp.read("(acl (version \"0\") (entry (subject " + K + ")) (entry (pin user) (tag a)))"));
        assertEquals(2, acl.entries().size());
        assertEquals(acl, Acl.read(acl.sexp()));
        assertEquals(new Acl(List.of()), Acl.read(Sexp.read("(acl)")));
    }

    @Test void badEntriesAreNamedAsSuch() { // AC11
        for (String bad : List.of("", "(subject)", "(subject a b)", "(subject a) (tag a) (tag b)", "(subject a) (wat)",
                "(subject a) b", "(subject a) (propagate x)", "(subject (name b))", "(subject a) (valid (not-before \"x\"))",
                "(subject a) (valid) (not-after \"2000\")")) {
            assertEquals(CSSMERR_AC_INVALID_BASE_ACLS, assertThrows(SpkiException.class, () -> entry(bad), bad).error());
        }
        for (String bad : List.of("acl", "(acl x)", "(acl (version \"1\"))", "(acl (entry a) (version \"0\"))", "(lca)")) {
            SpkiException refusal = assertThrows(SpkiException.class, () -> Acl.read(Sexp.read(bad)), bad);
            assertEquals(CSSMERR_AC_INVALID_BASE_ACLS, refusal.error());
        }
        assertEquals(CSSMERR_AC_INVALID_ENCODING,
            assertThrows(SpkiException.class, () -> entry("(subject a) (tag (* x))")).error());
    }

    @Test void aCertificateForAuthorizationIsWrittenInTheFixedOrderAndReadInAny() { // AC62
        Credential cert = cert("(tag (foo)) (subject (hash sha1 a)) (issuer " + K + ") (propagate)"
            + " (comment \"for the night shift\") (version \"0\")");
        assertEquals("(cert (issuer (public-key k)) (subject (hash sha1 a)) (propagate) (tag (foo)))",
            cert.sexp().advanced());
        assertEquals(cert, Credential.read(cert.sexp()));
    }

    @Test void theDatesOfACertificateMayStandWithoutValid() { // AC8
        assertEquals(cert("(issuer " + K + ") (subject a) (tag b) (valid (not-before \"2000\") (not-after \"2001\"))"),
            cert("(issuer " + K + ") (subject a) (not-after \"2001\") (tag b) (not-before \"2000\")"));
    }

    @Test void aCertificateForANameHasNoRights() { // AC27
        Credential cert = cert("(issuer (name " + K + " carl)) (subject (name (public-key j) joe sam)) (not-after \"2001\")");
        assertEquals("(cert (issuer (name (public-key k) carl)) (subject (name (public-key j) joe sam))"
            + " (valid (not-after \"2001\")))", cert.sexp().advanced());
        assertInstanceOf(Credential.NameCert.class, Credential.read(cert.sexp()));
        assertEquals(cert, Credential.read(cert.sexp()));
    }

    @Test void aTagThatHasNoFormIsNotWritten() { // AC46
        Tag both = Tag.of(Sexp.read("(* prefix \"1\")")).meet(Tag.of(Sexp.read("(* range numeric)"))).orElseThrow();
        AclEntry entry = new AclEntry(Principal.of(Atom.of("a")), false, both, Validity.always());
        assertEquals(CSSMERR_AC_INVALID_ENCODING, assertThrows(SpkiException.class, entry::sexp).error());
        assertEquals(CSSMERR_AC_INVALID_ENCODING, assertThrows(SpkiException.class, () -> new Credential.AuthCert(
            entry.subject(), entry.subject(), false, both, Validity.always()).sexp()).error());
    }

    @Test void aNameWithoutAKeyIsTheIssuers() { // AC27
        assertEquals(Principal.of(Sexp.read("(name (public-key k) a b)")),
            cert("(issuer " + K + ") (subject (name a b)) (tag x)").subject());
        assertEquals(Principal.of(Sexp.read("(name (public-key k) b)")),
            cert("(issuer (name " + K + " a)) (subject (name b))").subject());
        assertEquals(Principal.of(Sexp.read("(k-of-n #01# #01# (name (public-key k) b))")),
            cert("(issuer " + K + ") (subject (k-of-n #01# #01# (name b))) (tag x)").subject());
    }

    @Test void badCertificatesAreNamedAsSuch() { // AC11, AC26, AC62
        String who = "(issuer " + K + ") (subject a)";
        for (String bad : List.of("", who, "(issuer " + K + ") (tag a)", "(subject a) (tag a)", who + " (tag a) (critical x)",
                who + " (tag)", who + " (tag a) (version \"1\")", "(issuer (pin user)) (subject a) (tag a)",
                "(issuer (k-of-n #01# #01# a)) (subject a) (tag a)", "(issuer (name a)) (subject a)",
                "(issuer (name " + K + " a b)) (subject a)", "(issuer (name " + K + " a)) (subject a) (tag x)",
                "(issuer (name " + K + " a)) (subject a) (propagate)", who + " (tag a) (not-before \"2000-13\")")) {
            assertEquals(CSSMERR_AC_INVALID_TUPLE_CREDENTIALS,
                assertThrows(SpkiException.class, () -> cert(bad), bad).error(), bad);
        }
        assertThrows(SpkiException.class, () -> Credential.read(Sexp.read("(acl)")));
    }
}
