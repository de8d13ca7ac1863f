package claviger.spki;

import static claviger.spki.NearestMiss.Reason.NOBODY;
import static claviger.spki.NearestMiss.Reason.NOT_YET;
import static claviger.spki.NearestMiss.Reason.ONLINE_TEST;
import static claviger.spki.NearestMiss.Reason.OVER;
import static claviger.spki.NearestMiss.Reason.PROPAGATE;
import static claviger.spki.NearestMiss.Reason.TAG;
import static claviger.spki.NearestMiss.Reason.THRESHOLD;
import static claviger.spki.Says.who;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a denial says came nearest. Upper-case letters are keys. */
class NearestMissTest {
    private static Says acl(String fields) {
        return new Says().acl(fields);
    }

    @Test void nobodyHasAnythingForThoseWhoAsk() {
        NearestMiss miss = acl("(subject K)").miss("(a)", "L");
        assertEquals(NOBODY, miss.reason());
        assertEquals(Optional.empty(), miss.entry().map(AclEntry::sexp).or(() -> miss.credential().map(any -> null)));
        assertEquals("no entry of the ACL and no certificate is for those who ask", miss.toString());
    }

    @Test void theIssuerOfTheLastCertificateHasNoEntry() {
        Says says = acl("(subject K)").and("(issuer L) (subject M) (tag (a))");
        NearestMiss miss = says.miss("(a)", "M");
        assertEquals(NOBODY, miss.reason());
        assertEquals(Optional.of(says.credentials.get(0)), miss.credential());
        assertEquals("no entry of the ACL is for the issuer of the certificate "
            + "(cert (issuer (public-key L)) (subject (public-key M)) (tag (a)))", miss.toString());
    }

    @Test void theTagIsForSomethingElse() {
        NearestMiss miss = acl("(subject K) (tag (b))").miss("(a)", "K");
        assertEquals(TAG, miss.reason());
        assertEquals(Optional.of(who("K")), miss.subject());
        assertEquals("the entry (entry (subject (public-key K)) (tag (b))) is for something else", miss.toString());
        assertEquals(TAG, acl("(subject K) (propagate)").and("(issuer K) (subject L) (tag (b))").miss("(a)", "L").reason());
    }

    @Test void ofManyTagsNoneIsForIt() {
        Says says = new Says();
        for (int i = 0; i < 20; i++) {
            says.acl("(subject K) (propagate) (tag (b" + i + "))").and("(issuer K) (subject L) (tag (b" + i + "))");
        }
        assertEquals(TAG, says.miss("(a)", "K").reason());
        assertTrue(says.miss("(a)", "K").entry().isPresent());
        assertEquals(TAG, says.miss("(a)", "L").reason());
        assertTrue(says.miss("(a)", "L").credential().isPresent());
    }

    @Test void itHoldsLaterOrNoMoreOrAfterATest() { // AC8, AC31
        Says says = acl("(subject K) (tag (b))").acl("(subject K) (valid (not-after \"2026-06-15_11:59:59\"))");
        assertEquals(OVER, says.miss("(a)", "K").reason());
        assertEquals(Optional.of(says.acl.get(1)), says.miss("(a)", "K").entry());
        assertEquals("the entry (entry (subject (public-key K)) (tag (*)) (valid (not-after \"2026-06-15_11:59:59\")))"
            + " holds no more at 2026-06-15T12:00:00Z", says.miss("(a)", "K").toString());
        assertEquals(NOT_YET, acl("(subject K) (valid (not-before \"2026-06-16\"))").miss("(a)", "K").reason());
        assertEquals(OVER, acl("(subject K) (valid (not-before \"2028\") (not-after \"2027\"))").miss("(a)", "K").reason());
        assertEquals(ONLINE_TEST, acl("(subject K) (valid (online crl a))").miss("(a)", "K").reason());
    }

    @Test void aNameIsOver() { // AC27, AC28
        for (String name : new String[] {"(name K x)", "(name K x y)"}) {
            Says says = acl("(subject " + name + ")").and("(issuer (name K x)) (subject L) (not-after \"2025\")")
                .and("(issuer (name L y)) (subject L)");
            assertEquals(OVER, says.miss("(a)", "L").reason());
            assertEquals(Optional.of(says.credentials.get(0)), says.miss("(a)", "L").credential());
        }
    }

    @Test void itMayNotBePassedOn() { // AC20
        Says says = acl("(subject K)").and("(issuer K) (subject L) (tag (*))");
        assertEquals(PROPAGATE, says.miss("(a)", "L").reason());
        assertEquals(Optional.of(says.acl.get(0)), says.miss("(a)", "L").entry());
        assertTrue(says.miss("(a)", "L").toString().endsWith("may not be passed on, and was"));
    }

    @Test void tooFewMembersOfAThresholdAreThere() { // AC29
        Says says = acl("(subject (k-of-n \"3\" \"3\" K L M))");
        NearestMiss miss = says.miss("(a)", "L", "K");
        assertEquals(THRESHOLD, miss.reason());
        assertEquals(2, miss.present());
        assertEquals(Optional.of(says.acl.get(0)), miss.entry());
        assertTrue(miss.toString().startsWith("2 of 3 needed are there for the entry (entry (subject (k-of-n"));
        assertEquals(TAG, acl("(subject (k-of-n \"2\" \"2\" K L)) (tag (b))").acl("(subject K) (tag (c))").miss("(a)", "K")
            .reason(), "a threshold that would not help is not near");
        assertEquals(THRESHOLD, acl("(subject (name O x))").and("(issuer (name O x)) (subject (k-of-n \"2\" \"2\" K L))")
            .miss("(a)", "K").reason());
    }

    @Test void anEntryIsNearerThanACertificate() {
        Says says = acl("(subject L) (tag (b))").and("(issuer K) (subject L) (tag (b))");
        assertTrue(says.miss("(a)", "L").entry().isPresent());
        Says reached = acl("(subject K) (tag (b))").and("(issuer M) (subject L) (tag (b))").and("(issuer K) (subject L) (tag (a))");
        assertTrue(reached.miss("(a)", "L").entry().isPresent());
    }

    @Test void itIsOneLineOfAtMostTwoKibibytes() {
        String hostile = "(subject K) (tag (\"a\\nb\" \"" + "x".repeat(10_000) + "\" #00ff1b#))";
        for (NearestMiss miss : new NearestMiss[] {acl(hostile).miss("(a)", "K"),
            acl("(subject (k-of-n \"2\" \"3\" (name K \"" + "y\\n".repeat(2_000) + "\") L M))").miss("(a)", "M")}) {
            assertTrue(miss.toString().getBytes(UTF_8).length <= 2048, miss.toString());
            assertFalse(miss.toString().chars().anyMatch(Character::isISOControl), miss.toString());
        }
    }
}
