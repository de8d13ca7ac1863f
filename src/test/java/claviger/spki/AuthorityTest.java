package claviger.spki;

import static claviger.spki.Says.NOW;
import static claviger.spki.Says.all;
import static claviger.spki.Says.cert;
import static claviger.spki.Says.hash;
import static claviger.spki.Says.read;
import static claviger.spki.Says.who;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Decisions, rule by rule. Upper-case letters are keys. */
class AuthorityTest {
    private static Says acl(String fields) {
        return new Says().acl(fields);
    }

    @Test void anEmptyAclAllowsNothing() { // AC2
        assertFalse(new Says().allows("(sign)", "K"));
        assertFalse(new Says().and("(issuer K) (subject L) (propagate) (tag (*))").allows("(sign)", "K", "L"));
    }

    @Test void anEntryGrantsItsSubjectWhatItsTagIncludesAndNothingElse() { // AC1, AC3
        Says says = acl("(subject K) (tag (sign (* set a b)))");
        assertTrue(says.allows("(sign a)", "K"));
        assertTrue(says.allows("(sign b more)", "K"));
        assertFalse(says.allows("(sign c)", "K"));
        assertFalse(says.allows("(sign a)", "L"));
        assertFalse(says.allows("(sign a)"));
    }

    @Test void aRequestThatIsWiderThanTheGrantIsDenied() { // AC5
        assertFalse(acl("(subject K) (tag (foo bar))").allows("(foo)", "K"));
    }

    @Test void aRequestIsTakenLiterally() { // AC5
        assertFalse(acl("(subject K) (tag (foo bar))").allows("(foo (* set bar))", "K"));
        assertFalse(acl("(subject K) (tag (foo bar))").allows("(*)", "K"));
        assertTrue(acl("(subject K)").allows("(*)", "K"));
    }

    @Test void aCertificatePassesOnWhatItsIssuerMayPassOn() { // AC20
        assertTrue(acl("(subject K) (propagate) (tag (a))").and("(issuer K) (subject L) (tag (a b))").allows("(a b)", "L"));
        assertFalse(acl("(subject K) (tag (a))").and("(issuer K) (subject L) (tag (a b))").allows("(a b)", "L"));
        assertFalse(acl("(subject K) (propagate) (tag (a))").and("(issuer K) (subject L) (tag (a b))").allows("(a c)", "L"));
    }

    @Test void everyTupleButTheLastHasToPropagate() { // AC20
        String last = "(issuer L) (subject M) (tag (a))";
        assertTrue(acl("(subject K) (propagate) (tag (a))").and(last).and("(issuer K) (subject L) (propagate) (tag (a))")
            .allows("(a)", "M"));
        assertFalse(acl("(subject K) (propagate) (tag (a))").and(last).and("(issuer K) (subject L) (tag (a))")
            .allows("(a)", "M"));
        assertFalse(acl("(subject K) (tag (a))").and(last).and("(issuer K) (subject L) (propagate) (tag (a))")
            .allows("(a)", "M"));
    }

    @Test void whoMayNotPassItOnMayStillUseItBesideACertificate() { // AC20
        Says says = acl("(subject K) (tag (a))").and("(issuer K) (subject L) (tag (a))");
        assertFalse(says.allows("(a)", "L"));
        assertTrue(says.allows("(a)", "L", "K"));
    }

    @Test void requestorsActTogether() { // AC10
        Says says = acl("(subject (k-of-n \"2\" \"3\" K L (pin user))) (tag (a))");
        assertFalse(says.allows("(a)", "K"));
        assertTrue(says.allows("(a)", "K", "L"));
        assertTrue(says.allows("(a)", "(pin user)", "L", "M"));
        assertFalse(says.allows("(a)", "(pin so)", "L", "M"));
    }

    @Test void aThresholdMayBeMetByCertificatesOfItsMembersWhichNeedsTheRightToPropagate() { // AC29, AC20
        for (String propagate : List.of("", " (propagate)")) {
            Says says = acl("(subject (k-of-n \"2\" \"2\" K L))" + propagate + " (tag (a))")
                .and("(issuer K) (subject M) (tag (a))").and("(issuer L) (subject M) (tag (a))");
            assertEquals(!propagate.isEmpty(), says.allows("(a)", "M"));
            assertEquals(!propagate.isEmpty(), says.allows("(a)", "M", "K"));
            assertTrue(says.allows("(a)", "L", "K"));
        }
    }

    @Test void everyBranchOfAThresholdHasToIncludeTheRequest() { // AC29
        Says says = acl("(subject (k-of-n \"2\" \"2\" K L)) (propagate)").and("(issuer K) (subject M) (tag (a))")
            .and("(issuer L) (subject M) (tag (b))").and("(issuer L) (subject N) (tag (a))");
        assertFalse(says.allows("(a)", "M"));
        assertTrue(says.allows("(a)", "M", "N"));
    }

    @Test void thresholdsNest() { // AC29
        Says says = acl("(subject (k-of-n \"2\" \"2\" (k-of-n \"1\" \"2\" K L) (k-of-n \"2\" \"2\" L M)))");
        assertTrue(says.allows("(a)", "L", "M"));
        assertFalse(says.allows("(a)", "K", "L"));
        assertTrue(says.allows("(a)", "K", "L", "M"));
    }

    @Test void aMemberCountsOnceHoweverItIsWritten() { // AC25, AC29
        String twice = "(subject (k-of-n \"2\" \"2\" K " + hash(HashAlgorithm.SHA256, "K") + "))";
        assertFalse(acl(twice).allows("(a)", "K"));
        assertFalse(acl("(subject (k-of-n \"2\" \"2\" K K))").allows("(a)", "K"));
        String byTwoHashes = "(subject (k-of-n \"2\" \"2\" " + hash(HashAlgorithm.SHA512, "K") + " "
            + hash(HashAlgorithm.SHA256, "K") + "))";
        assertFalse(acl(byTwoHashes).allows("(a)", "K"), "the key is known from the request alone");
        assertTrue(acl("(subject (k-of-n \"1\" \"2\" " + hash(HashAlgorithm.SHA512, "K") + " "
            + hash(HashAlgorithm.SHA256, "K") + "))").allows("(a)", "K"));
        assertFalse(acl("(subject (k-of-n \"2\" \"2\" (name K x) (name " + hash(HashAlgorithm.SHA256, "K") + " x)))")
            .and("(issuer (name K x)) (subject L)").allows("(a)", "L"));
    }

    @Test void aKeyAndItsHashAreOne() { // AC25
        String hash = hash(HashAlgorithm.SHA384, "K");
        assertTrue(acl("(subject " + hash + ")").allows("(a)", "K"));
        assertTrue(acl("(subject K)").allows("(a)", hash));
        assertTrue(acl("(subject " + hash + ")").allows("(a)", hash));
        assertFalse(acl("(subject " + hash + ")").allows("(a)", "L"));
        assertTrue(acl("(subject " + hash + ") (propagate)").and("(issuer K) (subject L) (tag (*))").allows("(a)", "L"));
        assertTrue(acl("(subject K) (propagate)").and("(issuer " + hash + ") (subject L) (tag (*))").allows("(a)", "L"));
        assertTrue(acl("(subject (name " + hash + " x))").and("(issuer (name K x)) (subject L)").allows("(a)", "L"));
        assertFalse(acl("(subject " + hash + ")").allows("(a)", hash(HashAlgorithm.SHA256, "K")), "whose key nobody knows");
        Authority known = Authority.of(acl("(subject " + hash + ")").acl, List.of(), Set.of((Principal.Key) who("K")));
        assertTrue(known.decide(all(hash(HashAlgorithm.SHA256, "K")), read("(a)"), NOW).isAllowed());
    }

    @Test void aKeyIsKnownByTheHashOfItsSubjectPublicKeyInfo() { // AC63
        Principal.Key key = SigningKey.ED25519.principal();
        Principal peer = new Principal.ObjectHash(HashAlgorithm.SHA256.hash(SigningKey.ED25519.pair().getPublic().getEncoded()));
        Principal another = SigningKey.ANOTHER_ED25519.principal();
        Principal both = new Principal.Threshold(2, List.of(peer, HashAlgorithm.SHA512.of(key.sexp())));
        for (Principal subject : List.of(key, peer, both)) {
            List<AclEntry> acl = List.of(new AclEntry(subject, false, Tag.everything(), Validity.always()));
            for (Set<Principal> asking : List.of(Set.<Principal>of(key), Set.of(peer), Set.of(key, peer), Set.of(another))) {
                Decision decision = Authority.of(acl, List.of()).decide(asking, read("(a)"), NOW);
                assertEquals(subject != both && !asking.contains(another), decision.isAllowed(), subject + " " + asking);
                assertTrue(!(decision instanceof Decision.Allowed allowed)
                    || ProofChecker.check(allowed.proof(), acl, asking, read("(a)"), NOW));
            }
        }
    }

    @Test void aHashThatTwoKeysMayHaveIsNobodys() { // D31
        for (String weak : List.of(hash(HashAlgorithm.SHA1, "K"), hash(HashAlgorithm.MD5, "K"), "(hash crc32 abcd)",
                "(object-hash (hash sha1 abcd))")) {
            assertFalse(acl("(subject " + weak + ")").allows("(a)", "K", weak));
            assertFalse(acl("(subject K)").allows("(a)", weak));
            assertFalse(acl("(subject K) (propagate)").and("(issuer K) (subject " + weak + ") (tag (*))").allows("(a)", weak));
            assertFalse(acl("(subject " + weak + ") (propagate)").and("(issuer " + weak + ") (subject L) (tag (*))")
                .allows("(a)", "L"));
            assertFalse(acl("(subject (name " + weak + " x))").and("(issuer (name " + weak + " x)) (subject L)")
                .allows("(a)", "L"));
            assertTrue(acl("(subject (k-of-n \"1\" \"2\" " + weak + " L))").allows("(a)", "L"));
        }
    }

    @Test void aNameStandsForEverybodyWhomItsKeyCallsSo() { // AC27, AC28
        Says says = acl("(subject (name K staff))").and("(issuer (name K staff)) (subject L)")
            .and("(issuer (name K staff)) (subject (pin user))").and("(issuer (name M staff)) (subject N)");
        assertTrue(says.allows("(a)", "L"));
        assertTrue(says.allows("(a)", "(pin user)"));
        assertFalse(says.allows("(a)", "N"));
        assertFalse(says.allows("(a)", "K"));
    }

    @Test void aNameTakesNoRightToPropagateAndGrantsNothing() { // AC27
        assertTrue(acl("(subject (name K x))").and("(issuer (name K x)) (subject (name L y))")
            .and("(issuer (name L y)) (subject M)").allows("(a)", "M"));
        assertFalse(acl("(subject K) (propagate)").and("(issuer (name K x)) (subject L)").allows("(a)", "L"));
    }

    @Test void aNameBehindACertificateStillNeedsTheRightToPropagate() { // AC20, AC27
        for (String propagate : List.of("", " (propagate)")) {
            Says says = acl("(subject (name K x))" + propagate).and("(issuer (name K x)) (subject L)")
                .and("(issuer L) (subject M) (tag (*))");
            assertEquals(!propagate.isEmpty(), says.allows("(a)", "M"));
            assertTrue(says.allows("(a)", "M", "L"));
        }
    }

    @Test void aLongNameIsResolvedFromTheLeft() { // AC28
        Says says = acl("(subject (name K friend doctor wife))").and("(issuer (name K friend)) (subject L)")
            .and("(issuer (name K friend)) (subject (name O pal))").and("(issuer (name O pal)) (subject (name P q r))")
            .and("(issuer (name P q)) (subject Q)").and("(issuer (name Q r)) (subject R)")
            .and("(issuer (name L doctor)) (subject M)").and("(issuer (name M wife)) (subject N)")
            .and("(issuer (name R doctor)) (subject S)").and("(issuer (name S wife)) (subject (k-of-n \"2\" \"2\" T U))");
        assertTrue(says.allows("(a)", "N"));
        assertTrue(says.allows("(a)", "T", "U"));
        assertFalse(says.allows("(a)", "T"));
        assertFalse(says.allows("(a)", "M", "L", "Q", "R", "S"));
    }

    @Test void aLongNameIsResolvedByWhicheverCertificatesHold() { // AC8, AC28
        List<String> periods = List.of("(not-after \"2025\")", "(not-before \"2026\") (not-after \"2027\")",
            "(not-before \"2024\") (not-after \"2026-07\")", "(not-before \"2026-06\") (not-after \"2026-08\")");
        for (int first = 0; first < periods.size(); first++) {
            for (int second = 0; second < periods.size(); second++) {
                for (String word : List.of("(name K x)", "(name L z)")) {
                    Says says = acl("(subject (name K x y))").and("(issuer (name K x)) (subject (name L z))")
                        .and("(issuer " + word + ") (subject M) " + periods.get(first))
                        .and("(issuer " + word + ") (subject M) " + periods.get(second))
                        .and("(issuer (name M y)) (subject N)");
                    assertEquals(first + second > 0, says.allows("(a)", "N"), word + first + second);
                }
            }
        }
    }

    @Test void onlyKeysGiveNames() { // AC28
        assertFalse(acl("(subject (name K x y))").and("(issuer (name K x)) (subject (pin user))")
            .and("(issuer (name K x)) (subject (k-of-n \"1\" \"1\" L))").and("(issuer (name L y)) (subject M)")
            .allows("(a)", "M"));
    }

    @Test void circlesEnd() { // AC30
        Says says = acl("(subject K) (propagate)").and("(issuer K) (subject K) (propagate) (tag (*))")
            .and("(issuer K) (subject L) (propagate) (tag (*))").and("(issuer L) (subject K) (propagate) (tag (*))")
            .acl("(subject (name K x))").and("(issuer (name K x)) (subject (name K x))")
            .and("(issuer (name K x)) (subject (name K x x))").and("(issuer (name K x)) (subject K)")
            .and("(issuer (name K y)) (subject (k-of-n \"1\" \"2\" M (name K y)))").acl("(subject (name K y))");
        assertTrue(says.allows("(a)", "L"));
        assertTrue(says.allows("(a)", "M"));
        assertFalse(says.allows("(a)", "N"));
    }

    @Test void neitherLongChainsNorManyMembersAreTooMuch() { // AC20, AC27, AC29
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < 256; i++) {
            members.append(" (name K n").append(i).append(")");
        }
        Says says = acl("(subject (k-of-n \"200\" \"256\"" + members + ")) (propagate)");
        for (int i = 0; i < 256; i++) {
            says.and("(issuer (name K n" + i + ")) (subject (public-key c0))");
        }
        for (int i = 0; i < 3_000; i++) {
            String issuer = "(public-key c" + i + ")";
            says.and("(issuer " + issuer + ") (subject (public-key c" + (i + 1) + ")) (propagate) (tag (a))");
        }
        assertTrue(says.allows("(a)", "(public-key c3000)"));
        assertEquals(1 + 1 + 200 + 3_000 + 1, says.allowed("(a)", "(public-key c3000)").proof().hops().size());
        assertFalse(says.allows("(b)", "(public-key c3000)"));
        assertFalse(says.allows("(a)", "(public-key c3001)"));
    }

    @Test void nobodyIsReachedThroughACircleOfHisOwn() { // AC30
        assertFalse(acl("(subject (name K x))").and("(issuer (name K x)) (subject (k-of-n \"2\" \"2\" (name K x) M))")
            .allows("(a)", "M"));
    }

    @Test void everyHopHasToHoldNow() { // AC8
        String over = " (valid (not-after \"2026-06-15_11:59:59\"))";
        String now = " (valid (not-before \"2026-06-15_12:00:00\") (not-after \"2026-06-15_12:00:00\"))";
        for (String when : List.of(over, now, " (valid (not-before \"2027\"))")) {
            assertEquals(when.equals(now), acl("(subject K)" + when).allows("(a)", "K"));
            assertEquals(when.equals(now), acl("(subject K) (propagate)").and("(issuer K) (subject L) (tag (*))" + when)
                .allows("(a)", "L"));
            assertEquals(when.equals(now), acl("(subject (name K x))").and("(issuer (name K x)) (subject L)" + when)
                .allows("(a)", "L"));
            assertEquals(when.equals(now), acl("(subject (name K x y))").and("(issuer (name K x)) (subject L)" + when)
                .and("(issuer (name L y)) (subject M)").allows("(a)", "M"));
        }
    }

    @Test void anIntervalWhoseEndsCrossHoldsNever() { // AC11
        assertFalse(acl("(subject K) (valid (not-before \"2027\") (not-after \"2025\"))").allows("(a)", "K"));
    }

    @Test void whatNeedsAnOnLineTestDoesNotHold() { // AC31
        String online = " (valid (online crl \"http://a\" L))";
        assertFalse(acl("(subject K)" + online).allows("(a)", "K"));
        assertFalse(acl("(subject K) (propagate)").and("(issuer K) (subject L) (tag (*))" + online).allows("(a)", "L"));
        assertFalse(acl("(subject (name K x))").and("(issuer (name K x)) (subject L)" + online).allows("(a)", "L"));
    }

    @Test void anAllowSaysHowLongItsProofHolds() { // AC8
        assertEquals(Instant.MAX, acl("(subject K)").allowed("(a)", "K").until());
        Says says = acl("(subject (name K x)) (propagate) (valid (not-after \"2028\"))")
            .and("(issuer (name K x)) (subject L) (not-after \"2027-01-01_00:00:00\")")
            .and("(issuer L) (subject M) (tag (*)) (not-after \"2029\")");
        Instant until = says.allowed("(a)", "M").until();
        assertEquals(Instant.parse("2027-01-01T00:00:00.000000001Z"), until, "the last instant is in it");
        assertTrue(says.authority().decide(all("M"), read("(a)"), until.minusNanos(1)).isAllowed());
        assertFalse(says.authority().decide(all("M"), read("(a)"), until).isAllowed());
    }

    @Test void namesAndThresholdsAreNobodyWhoAsks() { // AC10, AC24
        assertFalse(acl("(subject (name K x))").allows("(a)", "(name K x)"));
        assertFalse(acl("(subject (k-of-n \"1\" \"1\" K))").allows("(a)", "(k-of-n \"1\" \"1\" K)"));
    }

    @Test void twoGrantsThatCoverARequestTogetherOnlyDoNot() {
        assertFalse(acl("(subject K) (tag (a b))").acl("(subject K) (tag (a c))").allows("(a (* set b c))", "K"));
    }

    @Test void whetherRequestorsAreSomebodyTakesNamesAndThresholdsButNoGrants() { // AC27, AC29
        List<VerifiedCredential> credentials = List.of(cert("(issuer (name K x)) (subject L)"),
            cert("(issuer K) (subject M) (propagate) (tag (*))"));
        assertTrue(Authority.satisfied(who("K"), all("K"), credentials, NOW));
        assertTrue(Authority.satisfied(who(hash(HashAlgorithm.SHA256, "K")), all("K"), List.of(), NOW));
        assertTrue(Authority.satisfied(who("(name K x)"), all("L"), credentials, NOW));
        assertFalse(Authority.satisfied(who("(name K x)"), all("L"), List.of(), NOW));
        assertFalse(Authority.satisfied(who("K"), all("M"), credentials, NOW));
        assertTrue(Authority.satisfied(who("(k-of-n \"2\" \"2\" (name K x) (pin so))"), all("L", "(pin so)"), credentials, NOW));
        assertFalse(Authority.satisfied(who("(k-of-n \"2\" \"2\" (name K x) (pin so))"), all("L"), credentials, NOW));
    }

    @Test void namesThatStandForTooManyKeysAreRefused() { // AC47
        Says says = acl("(subject (name K x y))");
        for (int i = 0; i < 5_000; i++) {
            says.and("(issuer (name K x)) (subject L) (valid (not-before \"2000-01-01_00:00:00." + "%05d".formatted(i)
                + "\") (not-after \"2030-01-01_00:00:00." + "%05d".formatted(i) + "\"))");
        }
        SpkiException refusal = assertThrows(SpkiException.class, says::authority);
        assertEquals(CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS, refusal.error());
    }

    @Test void manyThreadsMayAskAtOnce() {
        Says says = new Says();
        for (int i = 0; i < 50; i++) {
            says.acl("(subject (public-key k" + i + ")) (propagate) (tag (a" + i + "))")
                .and("(issuer (public-key k" + i + ")) (subject K) (tag (a" + i + "))");
        }
        Authority authority = says.acl("(subject " + hash(HashAlgorithm.SHA512, "L") + ")").authority();
        assertTrue(IntStream.range(0, 20_000).parallel().allMatch(i -> {
            String key = i % 2 == 0 ? "K" : "(public-key k" + i % 50 + ")";
            boolean allowed = authority.decide(all(key), read("(a" + i % 60 + ")"), NOW).isAllowed();
            boolean byHash = authority.decide(all("L"), read("(a)"), NOW).isAllowed();
            return byHash && allowed == (i % 60 < 50 && (i % 2 == 0 || i % 60 == i % 50));
        }));
    }
}
