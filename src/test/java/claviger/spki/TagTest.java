package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_ENCODING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a tag stands for, rule by rule (AC40 to AC47). */
class TagTest {
    private static Tag tag(String text) {
        return Tag.of(Sexp.read(text));
    }

    private static String meet(String a, String b) {
        Optional<Tag> one = tag(a).meet(tag(b));
        Optional<Tag> other = tag(b).meet(tag(a));
        assertEquals(one, other, "both ways round");
        return one.map(meet -> meet.sexp().advanced()).orElse("none");
    }

    private static boolean includes(String tag, String ground) {
        return tag(tag).includes(Sexp.read(ground));
    }

    private static void refused(String text) {
        SpkiException refusal = assertThrows(SpkiException.class, () -> tag(text), text);
        assertEquals(CSSMERR_AC_INVALID_ENCODING, refusal.error());
    }

    @Test void anAtomIsItselfToTheOctetAndInItsHint() { // AC40
        assertTrue(includes("foo", "foo"));
        assertFalse(includes("foo", "Foo"));
        assertFalse(includes("foo", "[text]foo"));
        assertTrue(includes("[text]foo", "[text]foo"));
        assertEquals("none", meet("[text]foo", "foo"));
    }

    @Test void aStarIsEverything() { // AC41
        for (String ground : List.of("foo", "[h]foo", "()", "(foo (bar))")) {
            assertTrue(includes("(*)", ground));
        }
        assertEquals("(foo bar)", meet("(*)", "(foo bar)"));
    }

    @Test void aSetIsTheUnionFlatWithoutDoublesAndOfOneThatOne() { // AC41
        assertEquals("(* set a b c)", tag("(* set a (* set b a) c b)").sexp().advanced());
        assertEquals("a", tag("(* set a a)").sexp().advanced());
        assertEquals(Tag.nothing(), tag("(* set)"));
        assertEquals(Tag.everything(), tag("(* set a (*))"));
        assertEquals(tag("(* set a b)"), tag("(* set b a)"));
        assertTrue(includes("(* set a (b c))", "(b c d)"));
        assertFalse(includes("(* set a (b c))", "b"));
    }

    @Test void aSetMeetsASetInWhatBothHave() { // AC41
        assertEquals("(* set b c)", meet("(* set a b c)", "(* set c b d)"));
        assertEquals("a", meet("(* set a b)", "a"));
        assertEquals("none", meet("(* set a b)", "(* set c d)"));
        assertEquals("(* set bar baz)", meet("(* set (* prefix ba) foo)", "(* set bar baz x)"));
    }

    @Test void aSetThatMeetsItselfIsItself() { // AC41: and not the union of what its elements have in common
        assertEquals("(* set (a (*)) ((*) b))", meet("(* set (a (*)) ((*) b))", "(* set (a (*)) ((*) b))"));
        assertEquals("(a c)", meet("(* set (a) ((*) c))", "(a c)"));
        assertEquals("()", meet("(* set () (a))", "()"));
    }

    @Test void aWordThatIsAStarIsNotWrittenAsAForm() {
        Tag list = tag("((* set *) set a)");
        assertEquals("((* set *) set a)", list.sexp().advanced());
        assertFalse(Tag.of(list.sexp()).includes(Sexp.read("a")));
        assertTrue(list.includes(SexpList.named("*", Atom.of("set"), Atom.of("a"))));
    }

    @Test void theShorterListIsTheWider() { // AC42
        assertTrue(includes("(foo)", "(foo bar)"));
        assertFalse(includes("(foo bar)", "(foo)"));
        assertFalse(includes("(foo)", "foo"));
        assertTrue(includes("()", "(anything)"));
        assertEquals("(foo bar x)", meet("(foo)", "(foo bar x)"));
    }

    @Test void onePositionWithNothingInCommonIsNothingAtAll() { // AC42
        assertEquals("none", meet("(foo bar)", "(foo bla)"));
        assertEquals("none", meet("(foo (a b) more)", "(foo (a c))"));
        assertEquals("none", meet("(foo)", "foo"));
        assertEquals(Tag.nothing(), tag("(foo (* set))"));
    }

    @Test void prefixesMeetInTheLongerOne() { // AC43
        assertTrue(includes("(* prefix ba)", "bar"));
        assertTrue(includes("(* prefix ba)", "ba"));
        assertFalse(includes("(* prefix ba)", "b"));
        assertFalse(includes("(* prefix ba)", "(ba)"));
        assertFalse(includes("(* prefix ba)", "[h]bar"));
        assertEquals("(* prefix bar)", meet("(* prefix ba)", "(* prefix bar)"));
        assertEquals("none", meet("(* prefix ba)", "(* prefix bo)"));
        assertEquals("none", meet("(* prefix [h]ba)", "(* prefix bar)"));
    }

    @Test void alphaIsTheOrderOfADictionaryUnsigned() { // AC44
        assertTrue(includes("(* range alpha (ge b) (l c))", "bar"));
        assertFalse(includes("(* range alpha (g bar) (l c))", "bar"));
        assertFalse(includes("(* range alpha (ge b) (l c))", "c"));
        assertTrue(includes("(* range alpha (g z))", "#FF#"));
        assertFalse(includes("(* range alpha (ge b) (l c))", "[h]bar"));
    }

    @Test void binaryIsAnUnsignedIntegerOfAnyLength() { // AC44
        assertTrue(includes("(* range binary (ge #0100#))", "#00000100#"));
        assertTrue(includes("(* range binary (g #FF#))", "#0100#"));
        assertFalse(includes("(* range binary (g #80#))", "#7F#"));
        assertTrue(includes("(* range binary (le #00#))", "\"\""));
    }

    @Test void numericHasASignAndDigitsAndNoFraction() { // AC44
        String range = "(* range numeric (g \"-199\") (le \"+52\"))";
        for (String in : List.of("+52", "-198", "0", "-0", "00052")) {
            assertTrue(includes(range, '"' + in + '"'), in);
        }
        for (String out : List.of("53", "-199", "-1.3", "", "+", "five", "-", " 1", "200")) {
            assertFalse(includes(range, '"' + out + '"'), out);
        }
    }

    @Test void timeHasTwoDigitsInEachFieldAndIsOneOfTheDay() { // AC44
        String range = "(* range time (g \"10:15:32\") (le \"20:00:00\"))";
        for (String in : List.of("12", "10:15:33", "20", "20:00", "10:16")) {
            assertTrue(includes(range, '"' + in + '"'), in);
        }
        for (String out : List.of("12:60:00", "12:00:60", "1", "12:1", "24:00:00", "10:15:32", "20:00:01", "10")) {
            assertFalse(includes(range, '"' + out + '"'), out);
        }
    }

    @Test void dateIsPaddedAndOfTheCalendar() { // AC44
        String range = "(* range date (g \"2000\"))";
        for (String in : List.of("2000-02-29_11:12:00", "2000-01-01_00:00:00.5", "2001")) {
            assertTrue(includes(range, '"' + in + '"'), in);
        }
        for (String out : List.of("2000-01-01", "2001-02-29", "2001-2-1", "2001-13", "2001-01-01_00:00:60", "1999")) {
            assertFalse(includes(range, '"' + out + '"'), out);
        }
    }

    @Test void aLimitThatDoesNotParseLeavesNothing() { // AC44
        assertEquals(Tag.nothing(), tag("(* range numeric (ge five))"));
        assertEquals(Tag.nothing(), tag("(foo (* range time (le \"25\")))"));
    }

    @Test void rangesOfOneOrderMeetInTheTighterLimits() { // AC45
        assertEquals("(* range numeric (g \"5\") (le \"9\"))",
            meet("(* range numeric (g \"5\"))", "(* range numeric (ge \"5\") (le \"9\"))"));
        assertEquals("none", meet("(* range alpha (l b))", "(* range alpha (ge b))"));
        assertEquals("(* range alpha (ge b) (le b))", meet("(* range alpha (le b))", "(* range alpha (ge b))"));
        assertEquals(Tag.nothing(), tag("(* range alpha (g b) (le b))"));
        assertEquals(Tag.nothing(), tag("(* range numeric (g \"10\") (le \"9\"))"));
    }

    @Test void limitsStandInEitherOrderAndAlsoBareAsInTheGrammar() { // AC44, RFC 2693 section 7.3
        Tag range = tag("(* range numeric (ge \"1\") (l \"9\"))");
        assertEquals(range, tag("(* range numeric (l \"9\") (ge \"1\"))"));
        assertEquals(range, tag("(* range numeric ge \"1\" l \"9\")"));
        assertEquals(range, Tag.of(range.sexp()));
    }

    @Test void aPrefixAndAnAlphaRangeMeetInAnAlphaRange() { // AC46
        assertEquals("(* range alpha (ge ba) (l bb))", meet("(* prefix ba)", "(* range alpha (ge a))"));
        assertEquals("(* range alpha (ge bar) (l bb))", meet("(* prefix ba)", "(* range alpha (ge bar) (l c))"));
        assertEquals("none", meet("(* prefix ba)", "(* range alpha (ge bb))"));
        assertEquals("(* range alpha (ge #ffff#))", meet("(* prefix #FFFF#)", "(* range alpha (ge a))"));
        assertEquals("(* range alpha (ge #61ff#) (l b))", meet("(* prefix #61FF#)", "(* range alpha)"));
        assertEquals("none", meet("(* prefix [h]ba)", "(* range alpha (ge a))"));
    }

    @Test void whatCantBeWrittenAsOneIsKeptAsBothAndIsNoTagToWrite() { // AC46
        Tag both = tag("(* prefix \"1\")").meet(tag("(* range numeric (g \"10\"))")).orElseThrow();
        assertEquals("(* and (* prefix \"1\") (* range numeric (g \"10\")))", both.sexp().advanced());
        assertFalse(both.isExpressible());
        assertFalse(TagList.of(List.of(both)).isExpressible());
        assertFalse(TagSet.of(List.of(both, tag("a"))).isExpressible());
        assertTrue(both.includes(Sexp.read("\"15\"")));
        assertFalse(both.includes(Sexp.read("\"25\"")));
        assertFalse(both.includes(Sexp.read("\"1\"")));
        assertEquals(Optional.of(both), both.meet(both));
        assertEquals(Optional.of(both), both.meet(tag("(* range numeric (g \"9\"))")));
        refused(both.sexp().advanced());
    }

    @Test void oneTagCoversAnotherIfAllOfItIsInIt() {
        assertTrue(tag("(foo)").covers(tag("(foo bar)")));
        assertFalse(tag("(foo bar)").covers(tag("(foo)")));
        assertTrue(tag("(* set a b c)").covers(tag("(* set c a)")));
        assertTrue(tag("(* range numeric (ge \"1\"))").covers(tag("(* range numeric (ge \"2\") (l \"3\"))")));
        assertTrue(tag("a").covers(Tag.nothing()));
        assertFalse(tag("(* prefix a)").covers(Tag.everything()));
    }

    @Test void aTagIsWrittenWithOneExpressionInIt() {
        assertEquals(tag("(foo)"), Tag.read(Sexp.read("(tag (foo))")));
        for (String bad : List.of("(tag)", "(tag a b)", "(gat a)", "tag")) {
            assertThrows(SpkiException.class, () -> Tag.read(Sexp.read(bad)), bad);
        }
    }

    @Test void unknownFormsAreRefused() {
        for (String bad : List.of("(* what)", "(* prefix)", "(* prefix a b)", "(* prefix (a))", "(* range)",
                "(* range colour (ge a))", "(* range alpha (ge a) (g b))", "(* range alpha (eq a))", "(* range alpha (ge))",
                "(* range alpha (ge a l b))", "(* (set a))", "(* and a b)", "(foo (* what))", "(* [h]set a)")) {
            refused(bad);
        }
    }

    @Test void aTagHasLimitsOfDepthPartsAndBytes() { // AC47
        assertEquals(1 + 9_999, tag("(" + "a ".repeat(9_999) + ")").parts());
        refused("(" + "a ".repeat(10_000) + ")");
        tag("(".repeat(32) + ")".repeat(32));
        refused("(".repeat(33) + ")".repeat(33));
        refused("a".repeat(65_536));
    }

    @Test void aMeetThatGrowsBeyondTheLimitIsRefused() { // AC47: a set of lists grows as the product
        StringBuilder left = new StringBuilder("(* set");
        StringBuilder right = new StringBuilder("(* set");
        for (int i = 0; i < 200; i++) {
            left.append(" (a").append(i).append(" (*))");
            right.append(" ((*) b").append(i).append(')');
        }
        Tag one = tag(left.append(')').toString());
        Tag other = tag(right.append(')').toString());
        assertEquals(CSSMERR_AC_INVALID_ENCODING, assertThrows(SpkiException.class, () -> one.meet(other)).error());
    }
}
