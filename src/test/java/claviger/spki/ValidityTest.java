package claviger.spki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When something holds (AC8, AC9, AC31). */
class ValidityTest {
    private static Validity valid(String parts) {
        return Validity.read(Sexp.read("(valid " + parts + ")"));
    }

    private static Validity from(String date) {
        return valid("(not-before \"" + date + "\")");
    }

    private static Validity until(String date) {
        return valid("(not-after \"" + date + "\")");
    }

    private static boolean holds(Validity validity, String instant) {
        return validity.contains(Instant.parse(instant));
    }

    @Test void bothEndsAreIncludedAndEitherMayBeOpen() { // AC8
        Validity both = valid("(not-before \"2000-05-05_17:20:00\") (not-after \"2000-05-05_17:20:01\")");
        assertTrue(holds(both, "2000-05-05T17:20:00Z"));
        assertTrue(holds(both, "2000-05-05T17:20:01Z"));
        assertFalse(holds(both, "2000-05-05T17:19:59.999999999Z"));
        assertFalse(holds(both, "2000-05-05T17:20:01.000000001Z"));
        assertTrue(holds(from("2000"), "9999-01-01T00:00:00Z"));
        assertTrue(holds(until("2000"), "0001-01-01T00:00:00Z"));
        assertTrue(holds(Validity.always(), "1970-01-01T00:00:00Z"));
    }

    @Test void whatIsCutOffIsTheLowestValue() { // AC9
        assertTrue(holds(from("2000-06"), "2000-06-01T00:00:00Z"));
        assertFalse(holds(until("2000"), "2000-01-01T00:00:01Z"));
        assertTrue(holds(until("2000-05-05_17"), "2000-05-05T17:00:00Z"));
    }

    @Test void aSecondMayHaveAFraction() { // AC9
        assertFalse(holds(from("2000-05-05_17:20:00.25"), "2000-05-05T17:20:00.249Z"));
        assertTrue(holds(from("2000-05-05_17:20:00.25"), "2000-05-05T17:20:00.25Z"));
    }

    @Test void datesAreComparedByTheirFieldsNotAsStrings() { // AC9: as strings "1997-1-1" would be after "1997-05-05"
        Validity late = from("1997-10-1_00:00:0");
        assertEquals(Optional.of(late), late.meet(from("1997-9-30")));
        assertTrue(holds(from("1997-1-1_00:00:0"), "1997-01-01T00:00:00Z"));
    }

    @Test void whatIsNoDayOfTheCalendarIsRefused() { // AC9
        for (String bad : List.of("2000-13", "1900-02-29", "2001-02-29", "2000-00", "2000-01-00", "2000-01-01_24:00:00",
                "2000-01-01_00:60", "2000-01-01_00:00:60", "00-01-01", "2000-", "2000-01-01T00:00:00", "",
                "2000-01-01_00:00:00.", "2000-01-01_00:00:00.0000000001", "2000-001")) {
            assertThrows(SpkiException.class, () -> from(bad), bad);
        }
        from("2000-02-29");
        from("0002-12-25_00:00:00");
    }

    @Test void aMeetKeepsTheTextOfTheDatesThatWon() { // AC9
        Validity meet = valid("(not-before \"2000\") (not-after \"2001\")")
            .meet(valid("(not-before \"1999-01-01\") (not-after \"2000-12-31_10:15:00\")")).orElseThrow();
        assertEquals("(valid (not-before \"2000\") (not-after \"2000-12-31_10:15:00\"))", meet.toString());
    }

    @Test void ofTwoTextsForOneDateTheSameIsKeptWhicheverComesFirst() {
        for (List<Validity> pair : List.of(List.of(from("2000"), from("2000-01-01")), List.of(until("2000"), until("2000-01")))) {
            assertEquals(pair.get(0).meet(pair.get(1)), pair.get(1).meet(pair.get(0)));
        }
    }

    @Test void whatDoesNotOverlapMeetsInNothingAndATouchIsAnInstant() {
        assertEquals(Optional.empty(), from("2001").meet(until("2000")));
        assertTrue(from("2000").meet(until("2000-01-01")).isPresent());
    }

    @Test void crossedEndsAreReadAndNeverHold() { // AC11
        Validity crossed = valid("(not-before \"2001\") (not-after \"2000\")");
        assertTrue(crossed.isVoid());
        assertEquals(Optional.empty(), crossed.meet(Validity.always()));
        assertEquals(Optional.empty(), Validity.always().meet(crossed));
        assertFalse(holds(crossed, "2000-06-01T00:00:00Z"));
    }

    @Test void onLineTestsAreUnitedAndMustAllPass() { // AC31
        Validity meet = valid("(online crl \"http://a\" k)").meet(valid("(online one-time \"http://b\" k)")).orElseThrow();
        assertEquals(2, meet.tests().size());
        Instant now = Instant.parse("2000-01-01T00:00:00Z");
        assertFalse(meet.contains(now));
        assertFalse(meet.contains(now, Set.of(meet.tests().iterator().next())));
        assertTrue(meet.contains(now, meet.tests()));
        assertEquals(meet, Validity.read(meet.sexp().orElseThrow()));
    }

    @Test void onePeriodCoversAnotherThatIsWithinItAndAsksForNoFewerTests() {
        assertTrue(from("2000").covers(from("2000-01-01")));
        assertTrue(Validity.always().covers(from("2000")));
        assertFalse(from("2000").covers(Validity.always()));
        assertFalse(valid("(online crl u k)").covers(Validity.always()));
        assertTrue(Validity.always().covers(valid("(online crl u k)")));
    }

    @Test void allElseIsRefused() {
        for (String bad : List.of("(not-before \"2000\") (not-before \"2001\")", "(not-before)", "(not-before \"2000\" x)",
                "(not-before (\"2000\"))", "(not-before [h]\"2000\")", "(after \"2000\")", "x", "(online)", "(online ocsp u)",
                "(online (crl) u)")) {
            assertThrows(SpkiException.class, () -> valid(bad), bad);
        }
    }
}
