package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_ENCODING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who: the kinds of subjects, and how they are read and written (AC10, AC27 to AC29, AC62, AC63). */
class PrincipalTest {
    private static Principal principal(String text) {
        return Principal.of(Sexp.read(text));
    }

    @Test void eachKindIsWrittenAsItWasRead() { // AC62, AC63
        for (String text : List.of("(public-key (ed25519 (q #00#)))", "(hash sha256 abc)", "(hash sha256 abc \"http://a\")",
                "(object-hash (hash sha256 abc))", "(name (public-key k) a b)", "(name (hash md5 k) a)",
                "(k-of-n #01# #02# (public-key k) (unix uid \"1000\"))", "(unix uid \"1000\")", "(pin user)", "bare")) {
            assertEquals(Sexp.read(text), principal(text).sexp());
        }
    }

    @Test void whatNobodyHereHasHeardOfIsMatchedAndNotInterpreted() { // AC10
        assertInstanceOf(Principal.Other.class, principal("(unix uid \"1000\")"));
        assertEquals(principal("(pin user)"), principal("( pin  user )"));
        assertNotEquals(principal("(pin user)"), principal("(pin so)"));
    }

    @Test void thePlaceOfAnObjectIsNoPartOfItsHash() {
        assertEquals(principal("(hash sha256 abc)"), principal("(hash sha256 abc \"http://a\")"));
        assertNotEquals(principal("(hash sha256 abc)"), principal("(hash sha1 abc)"));
        assertNotEquals(principal("(hash sha256 abc)"), principal("(object-hash (hash sha256 abc))"));
    }

    @Test void aNameOfANameIsOneLongerName() { // AC28
        assertEquals(principal("(name (public-key k) a b c)"), principal("(name (name (public-key k) a) b c)"));
    }

    @Test void thresholdsCountInBinaryOrInDecimal() { // AC29
        Principal two = principal("(k-of-n #02# #03# a b c)");
        assertEquals(two, principal("(k-of-n \"2\" \"3\" a b c)"));
        assertEquals(two, principal("(k-of-n #0002# #0003# a b c)"));
        assertEquals(new Principal.Threshold(2, List.of(principal("a"), principal("b"), principal("c"))), two);
        String members = " a".repeat(51);
        assertEquals(50, ((Principal.Threshold) principal("(k-of-n \"2\" \"3\"" + members + ")")).k(), "#32# of #33#");
    }

    @Test void halfAFormIsRefused() {
        for (String bad : List.of("()", "(public-key)", "(hash sha256)", "(hash sha256 (a))", "(hash #FF# a)",
                "(hash \"\" a)", "(object-hash abc)", "(name)",
                "(name (public-key k))", "(name (public-key k) (a))", "(name a b)", "(name (pin user) a)",
                "(name (k-of-n #01# #01# a) b)", "(k-of-n)", "(k-of-n #01# #02# a)", "(k-of-n #00# #01# a)",
                "(k-of-n #02# #01# a)", "(k-of-n \"2\" #03# a b c)", "(k-of-n #01# #01#)", "(k-of-n (a) #01# a)",
                "(k-of-n #01# #0101#" + " a".repeat(257) + ")")) {
            assertEquals(CSSMERR_AC_INVALID_ENCODING,
                assertThrows(SpkiException.class, () -> principal(bad), bad).error(), bad);
        }
    }
}
