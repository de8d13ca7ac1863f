package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_BASE_ACLS;
import static claviger.spki.CssmError.CSSMERR_AC_INVALID_ENCODING;
import static claviger.spki.CssmError.CSSMERR_AC_INVALID_REQUESTOR;
import static claviger.spki.CssmError.CSSMERR_AC_INVALID_REQUEST_DESCRIPTOR;
import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;
import static claviger.spki.CssmError.CSSMERR_AC_INVALID_VALIDITY_PERIOD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** AC_AuthCompute with its parameters and errors, rule by rule (AC1 to AC31). */
class AuthComputeTest {
    private static final Set<Principal> ANYBODY = Set.of();

    private static void refused(CssmError error, Executable call) {
        assertEquals(error, assertThrows(SpkiException.class, call).error());
    }

    private static Validity period(String text) {
        return Requested.period(Sexp.read(text));
    }

    private static Tag tag(String text) {
        return Requested.authorization(Sexp.read(text));
    }

    // ---- the parameters

    @Test void withoutBaseAclsThereAreNoEntriesAndNoError() { // AC2
        Computation none = AuthCompute.compute(null, Case.of("").cert("k1>k2 (foo)").verified(), ANYBODY, Requestors.JOINT, null,
            Tag.everything());
        assertEquals(new Computation(List.of(), false), none);
    }

    @Test void withoutCredentialsTheBaseAclsCountAlone() { // AC3
        Computation base = AuthCompute.compute(Case.of("k1+ (foo); k2 (bar)").base(), null, null, Requestors.JOINT, null,
            Tag.everything());
        assertEquals(2, base.entries().size());
    }

    @Test void allTagsAndAllTimeAreAskedForInTheFormsOfThePage() { // AC7
        for (String all : List.of("(tag (*))", "(*)", "*")) {
            assertEquals(Tag.everything(), tag(all), all);
        }
        for (String all : List.of("()", "(valid)", "valid")) {
            assertEquals(Validity.always(), period(all), all);
        }
        assertEquals(Validity.always(), Requested.period(null));
    }

    @Test void aPeriodIsTwoDatesOrOneOrAnInstantWithOrWithoutValid() { // AC8
        assertEquals(period("(valid (not-before \"2000\") (not-after \"2001\"))"),
            period("((not-after \"2001\") (not-before \"2000\"))"));
        assertEquals("(valid (not-before \"1997-1-1_00:00:0\"))", period("((not-before \"1997-1-1_00:00:0\"))").toString());
        assertEquals("(valid (not-before \"1999-07-28\") (not-after \"1999-07-28\"))", period("(\"1999-07-28\")").toString());
        assertEquals(period("(\"1999-07-28\")"), period("(valid \"1999-07-28\")"));
    }

    @Test void eachParameterHasItsError() { // AC11
        for (String bad : List.of("always", "((not-before \"2000\") (not-before \"2001\"))", "(never)", "(valid never)",
                "(valid ((not-before \"2000\")))", "((not-before \"2000-13\"))",
                "((not-before \"2001\") (not-after \"2000\"))", "((online crl u k))")) {
            refused(CSSMERR_AC_INVALID_VALIDITY_PERIOD, () -> period(bad));
        }
        for (String bad : List.of("foo", "(foo)", "(tag)", "(tag a b)", "()")) {
            refused(CSSMERR_AC_INVALID_REQUEST_DESCRIPTOR, () -> tag(bad));
        }
        refused(CSSMERR_AC_INVALID_REQUEST_DESCRIPTOR, () -> Requested.authorization(null));
        refused(CSSMERR_AC_INVALID_REQUEST_DESCRIPTOR, () -> AuthCompute.compute(null, null, null, Requestors.JOINT, null, null));
        refused(CSSMERR_AC_INVALID_ENCODING, () -> tag("(tag (* wat))"));
        refused(CSSMERR_AC_INVALID_REQUESTOR, () -> Requested.requestor(Sexp.read("(hash sha256)")));
        refused(CSSMERR_AC_INVALID_REQUESTOR, () -> Requested.requestor(Sexp.read("(name a)")));
        refused(CSSMERR_AC_INVALID_BASE_ACLS, () -> Acl.read(Sexp.read("(acl (entry))")));
        refused(CSSMERR_AC_INVALID_TUPLE_CREDENTIALS, () -> UnsignedTuples.read(Sexp.sequence("(acl)")));
        Validity crossed = Validity.read(Sexp.read("(valid (not-before \"2001\") (not-after \"2000\"))"));
        refused(CSSMERR_AC_INVALID_VALIDITY_PERIOD,
            () -> AuthCompute.compute(null, null, null, Requestors.JOINT, crossed, Tag.everything()));
    }

    @Test void theErrorsHaveTheNumbersOfTheHeader() { // AC11
        assertEquals(List.of(0x80013101L, 0x80013102L, 0x80013103L, 0x80013104L, 0x80013105L, 0x80013106L),
            List.of(CssmError.values()).stream().map(CssmError::code).toList());
    }

    // ---- who

    @Test void withoutRequestorsEverybodysEntriesAreThere() { // AC6, AC23
        Case.of("k1+ (foo)").cert("k1>k2+ (foo)").cert("k2>k3 (foo bar)").derives("k1+ (foo)", "k2+ (foo)", "k3 (foo bar)");
    }

    @Test void aRequestorGetsTheEntriesThatEndAtIt() { // AC10
        Case chain = Case.of("k1+ (foo)").cert("k1>k2 (foo)").cert("k1>k3 (foo)");
        chain.who("k2").derives("k2 (foo)");
        chain.who("k4").derives();
    }

    @Test void aRequestorIsMatchedThroughTheHashOfAKey() { // AC10, AC25
        Case.of("sha256#k1 (foo)").who("k1").derives("k1 (foo)");
        Case.of("k1 (foo)").who("sha256#k1").derives("k1 (foo)");
        Case.of("sha256#k1 (foo)").who("sha256#k1").derives("sha256#k1 (foo)");
    }

    @Test void jointRequestorsFillAThresholdTogetherAndEveryOneMustBeTheSubject() { // AC10
        Case dual = Case.of("2of(k1,k2,k3) (foo)");
        dual.who("k1", "k2").derives("2of(k1,k2) (foo)");
        dual.who("k1").derives();
        dual.who("k1", "k4").derives();
        assertEquals(3, dual.who("k1", "k2", "k3").sexps().size(), "every two of them");
        dual.who("k1", "k2").every().derives();
        Case.of("k1 (bar)").who("k1", "k2").derives("k1 (bar)");
        Case.of("k1 (bar)").who("k1", "k2").every().derives();
        Case.of("k1 (bar)").who("k1", "sha256#k1").every().derives("k1 (bar)");
    }

    @Test void jointRequestorsMayEachComeByAChainOfTheirOwn() { // AC10, AC29
        Case dual = Case.of("2of(k1,k2)+ (foo)").cert("k1>k3 (foo bar)").cert("k2>k4+ (foo)");
        dual.who("k3", "k4").derives("2of(k3,k4) (foo bar)");
        dual.who("k1", "k4").derives("2of(k1,k4)+ (foo)");
    }

    @Test void whatNobodyHereHasHeardOfCanBeGrantedAndAsk() { // AC10
        Principal user = Principal.of(Sexp.read("(pin user)"));
        AclEntry entry = AclEntry.read(Sexp.read("(entry (pin user) (tag (pkcs11 token)))"));
        Computation computation = AuthCompute.compute(List.of(entry), null, Set.of(user), Requestors.JOINT, null,
            tag("(tag (pkcs11 token sign))"));
        assertEquals("(entry (subject (pin user)) (tag (pkcs11 token sign)))", computation.entries().get(0).sexp().advanced());
    }

    // ---- what follows

    @Test void theLastCertificateSaysWhetherItMayBePassedOn() { // AC20, AC21
        Case.of("k1+ (foo)").cert("k1>k2 (foo)").cert("k2>k3 (foo)").derives("k1+ (foo)", "k2 (foo)");
        Case.of("k1 (foo)").cert("k1>k2+ (foo)").derives("k1 (foo)");
    }

    @Test void entriesThatOthersCoverAreThereAndDoublesAreNot() { // AC23
        Case twice = Case.of("k1+ (foo)").cert("k1>k2 (foo)").cert("k1>k2+ (foo)").cert("k1>k2 (foo)");
        assertEquals(3, twice.computation().entries().size());
        twice.derives("k1+ (foo)", "k2 (foo)", "k2+ (foo)");
        assertEquals(2, twice.computation().minimal().size());
    }

    @Test void aNameNeedsNoRightToPropagateAndEndsAtAllItsMeanings() { // AC27, AC28
        Case.of("k1.a.b (foo)").cert("k1.a>k5").cert("k5.b>k2")
            .cert("k5.b>k3.c").cert("k3.c>k4 [..2001]").cert("k5.c>k6").derives("k2 (foo)", "k4 (foo) [..2001]");
    }

    @Test void aNameMayStandForAThreshold() { // AC28, AC29
        Case.of("k1.two+ (foo)").cert("k1.two>2of(k2,k3)").cert("k2>k4 (foo)")
            .cert("k3>k4+ (foo)").derives("k4 (foo)");
    }

    @Test void aNameOfSomebodyElseIsNotMine() { // AC27: nobody gives names for another
        Case.of("k1.a (foo)").cert("k2.a>k3").derives();
    }

    @Test void unresolvedNamesAndUnmetThresholdsAreNobody() { // AC24
        Case.of("k1.a (foo); 2of(k1,k2) (foo)").derives();
        Case.of("sha256#k1 (foo)").derives("sha256#k1 (foo)");
    }

    @Test void namesAndCertificatesThatGoInCirclesEnd() { // AC30
        Case.of("k1+ (foo); k1.a (foo)").cert("k1>k2+ (foo)").cert("k2>k1+ (foo)").cert("k1.a>k2.a").cert("k2.a>k1.a")
                .cert("k1.b>k1.b.b").derives("k1+ (foo)", "k2+ (foo)");
        Case.of("2of(k1,k2)+ (foo)").cert("k1>2of(k1,k2)+ (foo)").cert("k2>k2.a+ (foo)")
            .cert("k2.a>2of(k1,k2)").cert("k1>k4 (foo)").cert("k2>k4 (foo)").derives("k4 (foo)");
    }

    @Test void crossedEndsInACredentialMakeItVoidAndAreNoError() { // AC11
        Case.of("k1+ (foo); k3 (foo) [2001..2000]").cert("k1>k2 (foo) [2001..2000]")
            .cert("k1>k1.a (foo)").cert("k1.a>k4 [2001..2000]").derives("k1+ (foo)");
    }

    @Test void onLineTestsStayInTheEntriesOfThoseWhoNeedThem() { // AC31
        AclEntry entry = AclEntry.read(Sexp.read("(entry (subject a) (tag b) (valid (online crl u k)))"));
        DerivedEntry derived = AuthCompute.compute(List.of(entry), null, null, Requestors.JOINT, period("(\"2000\")"),
            Tag.everything()).entries().get(0);
        assertEquals(1, derived.validity().tests().size());
        assertFalse(new Computation(List.of(derived), false).carries(Tag.of(Sexp.read("b")), period("(\"2000\")")));
    }

    // ---- results

    @Test void aResultIsSignedBySomebodyToCountElsewhere() { // AC4, AC12
        DerivedEntry derived = Case.of("k1+ (foo)").cert("k1>k2 (foo bar) [..2001]").who("k2").computation().entries().get(0);
        Principal.Key signer = (Principal.Key) Principal.of(CdsaNotation.principal("k9"));
        assertEquals(Credential.read(CdsaNotation.cert("k9>k2 (foo bar) [..2001]")), derived.certificate(signer));
    }

    @Test void aResultThatCantBeWrittenIsShownAndNotMadeACertificate() { // AC46
        DerivedEntry derived = Case.of("k1+ (foo 1~)").cert("k1>k2 (foo <numeric g 10>)").who("k2").computation().entries().get(0);
        assertEquals("(foo (* and (* prefix \"1\") (* range numeric (g \"10\"))))", derived.tag().sexp().advanced());
        refused(CSSMERR_AC_INVALID_ENCODING, () -> derived.certificate((Principal.Key) derived.subject()));
    }

    @Test void whatGoesBeyondTheLimitsIsLeftOutAndThatIsSaid() { // AC47
        List<Sexp> left = new ArrayList<>(List.of(Atom.of("set")));
        List<Sexp> right = new ArrayList<>(List.of(Atom.of("set")));
        for (int i = 0; i < 200; i++) {
            left.add(SexpList.of(Atom.of("a" + i), SexpList.named("*")));
            right.add(SexpList.of(SexpList.named("*"), Atom.of("b" + i)));
        }
        Principal a = Principal.of(Atom.of("a"));
        Tag one = Tag.of(SexpList.named("*", left));
        Tag other = Tag.of(SexpList.named("*", right));
        List<AclEntry> base = List.of(new AclEntry(a, false, one, Validity.always()),
            new AclEntry(a, false, other, Validity.always()));
        Computation computation = AuthCompute.compute(base, null, null, Requestors.JOINT, null, other);
        assertTrue(computation.truncated());
        assertEquals(List.of(other), computation.entries().stream().map(DerivedEntry::tag).toList());
    }

    @Test void aResultOfAsManyEntriesAsThereMayBeIsWhole() { // AC47
        List<AclEntry> base = new ArrayList<>();
        for (int i = 0; i < Reduction.MAX_ENTRIES; i++) {
            base.add(new AclEntry(Principal.of(Atom.of("s" + i)), false, Tag.everything(), Validity.always()));
        }
        base.add(base.get(0)); // one of them twice
        Computation whole = AuthCompute.compute(base, null, null, Requestors.JOINT, null, Tag.everything());
        assertFalse(whole.truncated());
        assertEquals(Reduction.MAX_ENTRIES, whole.entries().size());
        base.add(new AclEntry(Principal.of(Atom.of("one more")), false, Tag.everything(), Validity.always()));
        Computation cut = AuthCompute.compute(base, null, null, Requestors.JOINT, null, Tag.everything());
        assertTrue(cut.truncated());
        assertEquals(Reduction.MAX_ENTRIES, cut.entries().size());
    }

    @Test void aNameOfANameIsFoundThroughKeysThatAskForNothing() { // AC28: k9 is on the way and no requestor
        Case.of("k1.a.b (foo)").cert("k1.a>k9").cert("k9.b>k2").who("k2").derives("k2 (foo)");
    }

    @Test void aComputationThatWouldNotEndInTimeIsCutAndSaysSo() { // AC47: every subset of the tags is a way
        Case many = Case.of("k0+ *");
        for (int i = 0; i < 18; i++) {
            many = many.cert("k0>k0+ (" + "* ".repeat(i) + "a" + i + ")");
        }
        Computation cut = AuthCompute.compute(many.base(), many.verified(), null, Requestors.JOINT, null, Tag.everything());
        assertTrue(cut.truncated());
        assertTrue(cut.entries().size() <= Reduction.MAX_ENTRIES);
    }

    @Test void aThresholdOfManyIsCountedWithoutTryingEveryChoice() { // AC29, AC47: 40 over 20 are 137 thousand millions
        List<String> members = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            members.add("m" + i);
        }
        Case many = Case.of("9of(" + String.join(",", members) + ")+ (foo)");
        for (String member : members) {
            many = many.cert(member + ">k1 (foo)");
        }
        many.derives("k1 (foo)");
    }
}
