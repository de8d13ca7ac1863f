package claviger.spki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What implementations of SPKI have got wrong, one test for each. */
class PitfallsTest {
    private static Tag tag(String text) {
        return Tag.of(Sexp.read(text));
    }

    private static Optional<Tag> meet(String a, String b) {
        return tag(a).meet(tag(b));
    }

    @Test void listsThatMatchInPartDoNotMeetInThePartThatMatches() { // AC42: that would be wider than either
        assertEquals(Optional.empty(), meet("(foo bar)", "(foo bla)"));
        assertEquals(Optional.empty(), meet("(foo bar baz)", "(foo bla baz)"));
        Case.of("k1+ (foo bar)").cert("k1>k2 (foo bla)").who("k2").derives();
    }

    @Test void aSetMeetsWhatIsNoSet() { // AC41
        assertEquals(Optional.of(tag("a")), meet("(* set a b)", "a"));
        assertEquals(Optional.of(tag("a")), meet("a", "(* set a b)"));
        assertEquals(Optional.of(tag("(* set a1 a2)")), meet("(* set a1 a2 b)", "(* prefix a)"));
    }

    @Test void aResultNarrowerThanTheRequestIsNoPermission() { // AC5
        Computation narrower = Case.of("k1 (foo bar)").who("k1").asked(tag("(foo)"), null);
        assertEquals(1, narrower.entries().size());
        assertFalse(narrower.carries(tag("(foo)"), Validity.always()));
        assertTrue(narrower.carries(tag("(foo bar)"), Validity.always()));
    }

    @Test void aResultThatHoldsForPartOfThePeriodIsNoPermission() { // AC5
        Validity period = Requested.period(Sexp.read("((not-before \"2000\") (not-after \"2002\"))"));
        Computation shorter = Case.of("k1 (foo) [..2001]").who("k1").asked(tag("(foo)"), period);
        assertEquals(1, shorter.entries().size());
        assertFalse(shorter.carries(tag("(foo)"), period));
        assertTrue(shorter.carries(tag("(foo)"), Requested.period(Sexp.read("((not-before \"2000\") (not-after \"2001\"))"))));
        Validity crossed = Validity.read(Sexp.read("(valid (not-before \"2001\") (not-after \"2000\"))"));
        assertThrows(SpkiException.class, () -> shorter.carries(tag("(foo)"), crossed));
    }

    @Test void theRightToPropagateIsAskedOfTheHopBeforeNotOfTheLast() { // AC20
        Case.of("k1+ (foo)").cert("k1>k2 (foo)").who("k2").derives("k2 (foo)");
        Case.of("k1 (foo)").cert("k1>k2+ (foo)").who("k2").derives();
        Case.of("k1+ (foo)").cert("k1>k2 (foo)").cert("k2>k3+ (foo)").who("k3").derives();
    }

    @Test void aThresholdIsNotMetByMembersThatLeadToDifferentSubjects() { // AC29
        Case apart = Case.of("2of(k1,k2)+ (foo)").cert("k1>k3 (foo)").cert("k2>k4 (foo)");
        apart.derives();
        apart.who("k3").derives();
        apart.who("k4").derives();
    }

    @Test void aThresholdIsNotMetByTwoGrantsOfOneMember() { // AC29
        Case.of("2of(k1,k2)+ (foo)").cert("k1>k3 (foo)").cert("k1>k3 (foo bar)").derives();
    }

    @Test void aKeyAndItsHashCountOnce() { // AC25, AC29
        Case.of("2of(k1,sha256#k1) (foo)").who("k1").derives();
        Case.of("2of(k1,sha256#k1)+ (foo)").cert("k1>k2 (foo)").derives();
        Case.of("2of(k1,sha256#k1,k3) (foo)").who("k1", "k3").derives("2of(k1,k3) (foo)");
        Case.of("2of(k1,k3) (foo)").who("k1", "sha256#k1").derives();
    }

    @Test void aCertificateForANameGrantsNothing() { // AC27
        Case.of("k1+ (foo)").cert("k1.a>k2").derives("k1+ (foo)");
        Sexp tagged = Sexp.read("(cert (issuer (name (public-key k1) a)) (subject (public-key k2)) (tag (foo)))");
        assertThrows(SpkiException.class, () -> Credential.read(tagged));
    }

    @Test void aNameWithoutAKeyIsTheIssuersAndNotThatOfWhoeverReadsIt() { // AC27
        Case.of("k1+ (foo)").cert("k1>.a (foo)").cert("k1.a>k2").cert("k9.a>k3").derives("k1+ (foo)", "k2 (foo)");
        assertThrows(SpkiException.class, () -> AclEntry.read(Sexp.read("(entry (subject (name a)) (tag (foo)))")));
    }

    @Test void circlesEnd() { // AC30: of grants, of names, of thresholds, and with tags that are sets
        Case circles = Case.of("k1+ *; k1.a+ (foo); 2of(k1,k2)+ *").cert("k1>k1+ *")
            .cert("k1>k2+ {(a *) (* b)}").cert("k2>k1+ {(a *) (* b) (* * c)}").cert("k1.a>k1.a").cert("k1.a>k1.a.a")
            .cert("k1>2of(k1,k2)+ *").cert("k2>2of(k1,k2)+ (a)");
        assertTimeoutPreemptively(Duration.ofSeconds(20), circles::computation);
    }

    @Test void datesOfOneDigitAreNotComparedAsStrings() { // AC9: "1997-10-1" is after "1997-9-30"
        assertFalse(Case.of("k1 (foo) [1997-10-1..]").asked(tag("(foo)"), Requested.period(Sexp.read("(\"1997-10-02\")")))
            .entries().isEmpty());
        assertTrue(Case.of("k1 (foo) [1997-10-1..]").asked(tag("(foo)"), Requested.period(Sexp.read("(\"1997-9-30\")")))
            .entries().isEmpty());
    }

    @Test void aRequestThatLooksLikeAFormIsTakenLiterally() { // AC5: whoever names an object can't ask for everything
        assertFalse(tag("(t a)").includes(SexpList.of(Atom.of("t"), SexpList.named("*"))));
        assertFalse(tag("(* set a b)").includes(Sexp.read("(* set a b)")));
    }

    @Test void aLaterGrantOfLessDoesNotTakeBackAnEarlierOne() { // AC23: tuples add up
        Case.of("k1+ (foo)").cert("k1>k2 (foo)").cert("k1>k2 (foo bar)").who("k2").derives("k2 (foo)", "k2 (foo bar)");
    }

    @Test void unsignedTuplesNeverPassForVerifiedOnes() throws NoSuchMethodException { // AC13, D31
        assertFalse(Modifier.isPublic(
            VerifiedCredential.class.getDeclaredConstructor(Credential.class).getModifiers()));
        assertEquals(0, VerifiedCredential.class.getConstructors().length);
    }

    @Test void nothingOfThisPackageThatDecidesKnowsACalculation() { // AC4, D31: others are held to it by the architecture
        List<Class<?>> calculation = List.of(AuthCompute.class, OfflineCalculation.class, UnsignedTuples.class,
            Reduction.class, Computation.class, DerivedEntry.class);
        ArchRuleDefinition.noClasses()
            .that(DescribedPredicate.describe("decide", seen -> calculation.stream().map(Class::getName).noneMatch(name ->
                seen.getName().equals(name) || seen.getName().startsWith(name + "$"))))
            .should().dependOnClassesThat(DescribedPredicate.describe("calculate", seen ->
                calculation.stream().anyMatch(type -> seen.isEquivalentTo(type))))
            .check(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("claviger.spki"));
    }

    @Test void hashesThatCanBeForgedAreMatchedOnPaperOnly() { // AC25, D31
        Case.of("sha1#k1 (foo)").who("k1").derives();
        Case.of("md5#k1 (foo)").who("k1").derives();
        Case old = Case.of("sha1#k1+ (foo)").who("k2");
        Computation offline = OfflineCalculation.compute(old.base(), UnsignedTuples.read(List.of(CdsaNotation.key("k1"),
            CdsaNotation.cert("md5#k1>k2 (foo)"))), old.requestors(), Requestors.JOINT, null, Tag.everything());
        assertEquals(1, offline.entries().size());
    }
}
