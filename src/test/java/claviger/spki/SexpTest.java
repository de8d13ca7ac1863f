package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_ENCODING;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Reading and writing S-expressions (RFC 9804; AC60, AC61). Octets are written as ISO 8859-1 here. */
class SexpTest {
    private static final int CASES = 100_000;

    /** What is read, and its canonical form. */
    static final Map<String, String> READ = Map.ofEntries(
        Map.entry("abc", "3:abc"),
        Map.entry("  abc\t\r\n\f\u000b", "3:abc"),
        Map.entry("-./_:*+=aZ09", "12:-./_:*+=aZ09"),
        Map.entry("\"\"", "0:"),
        Map.entry("##", "0:"),
        Map.entry("||", "0:"),
        Map.entry("0:", "0:"),
        Map.entry("()", "()"),
        Map.entry("( ( ) )", "(())"),
        Map.entry("(snicker \"abc\" (#03# |YWJj|))", "(7:snicker3:abc(1:\u00033:abc))"),
        Map.entry("(a(b)\"c\"#64#|ZQ==|1:f)", "(1:a(1:b)1:c1:d1:e1:f)"),
        Map.entry("\"a b\"", "3:a b"),
        Map.entry("3\"a b\"", "3:a b"),
        Map.entry("\"\\b\\t\\n\\f\\r\\\"\\\\\"", "7:\b\t\n\f\r\"\\"),
        Map.entry("\"\\v\"", "1:\u000b"),
        Map.entry("\"\\a\\'\\?\"", "3:\u0007'?"),
        Map.entry("\"\\x41\\x0a\\xfF\"", "3:A\n\u00ff"),
        Map.entry("\"\\101\\0010\\377\"", "4:A\u00010\u00ff"),
        Map.entry("\"a\\\nb\\\rc\\\r\nd\\\n\re\"", "5:abcde"),
        Map.entry("\"a\\\n\\\n\\tb\\\r\n\"", "3:a\tb"),
        Map.entry("# 6 1\n62 #", "2:ab"),
        Map.entry("#fFFf#", "2:\u00ff\u00ff"),
        Map.entry("2#6162#", "2:ab"),
        Map.entry("|Y W\nJ j|", "3:abc"),
        Map.entry("1|YQ==|", "1:a"),
        Map.entry("2:a)", "2:a)"),
        Map.entry("[a]b", "[1:a]1:b"),
        Map.entry("[ image/gif ] |YWJj|", "[9:image/gif]3:abc"),
        Map.entry("[0:]0:", "[0:]0:"),
        Map.entry("{MTph}", "1:a"),
        Map.entry(" { KDE6 YTE6 Yik= } ", "(1:a1:b)"),
        Map.entry("(a {WzE6YV0xOmI=})", "(1:a[1:a]1:b)"));

    /** What is refused, and a word of why. */
    static final Map<String, String> REFUSED = Map.ofEntries(
        Map.entry("", "too early"),
        Map.entry(" ", "too early"),
        Map.entry("(", "too early"),
        Map.entry("(a", "too early"),
        Map.entry(")", "no list"),
        Map.entry("(a))", "follows"),
        Map.entry("a b", "follows"),
        Map.entry("()()", "follows"),
        Map.entry("03:abc", "leading zeros"),
        Map.entry("00:", "leading zeros"),
        Map.entry("3:ab", "within a string"),
        Map.entry("3", "a length without"),
        Map.entry("3 :abc", "a length without"),
        Map.entry("1a", "a length without"),
        Map.entry("99999999999:a", "beyond"),
        Map.entry("4294967297:a", "beyond"),
        Map.entry("-1:a b", "follows"),
        Map.entry("\"ab", "no end of a quoted string"),
        Map.entry("\"ab\\", "unknown escape"),
        Map.entry("\"\\q\"", "unknown escape"),
        Map.entry("\"\\8\"", "unknown escape"),
        Map.entry("\"\\18\"", "too few digits"),
        Map.entry("\"\\0\"", "too few digits"),
        Map.entry("\"\\400\"", "beyond an octet"),
        Map.entry("\"\\x4\"", "too few digits"),
        Map.entry("\"\\x\u00b2\u00b3\"", "too few digits"),
        Map.entry("\"a\nb\"", "unprintable"),
        Map.entry("\"\u00e4\"", "unprintable"),
        Map.entry("\"\u0000\"", "unprintable"),
        Map.entry("2\"abc\"", "another length"),
        Map.entry("4\"abc\"", "another length"),
        Map.entry("2#616263#", "another length"),
        Map.entry("3|YQ==|", "another length"),
        Map.entry("#616#", "odd number"),
        Map.entry("#6g#", "odd number"),
        Map.entry("#61", "no end of hexadecimal"),
        Map.entry("|YQ|", "padding"),
        Map.entry("|YQ=|", "base64"),
        Map.entry("|YQ===|", "base64"),
        Map.entry("|YR==|", "bits beyond"),
        Map.entry("|YWJj=|", "base64"),
        Map.entry("|Y-_j|", "base64"),
        Map.entry("|YQ==", "no end of hexadecimal or base64"),
        Map.entry("{MTph", "no end"),
        Map.entry("{}", "too early"),
        Map.entry("{YQ==}", "not the canonical form"),
        Map.entry("{e01UcGh9}", "not the canonical form"),
        Map.entry("{MTphMTpi}", "follows"),
        Map.entry("{MTogYSA=}", "follows"),
        Map.entry("{MTph}}", "follows"),
        Map.entry("[]b", "begins nothing"),
        Map.entry("[a]", "too early"),
        Map.entry("[a", "no end of the display hint"),
        Map.entry("[a b]c", "no end of the display hint"),
        Map.entry("[[a]b]c", "begins nothing"),
        Map.entry("[a][b]c", "begins nothing"),
        Map.entry("[a](b)", "begins nothing"),
        Map.entry("[(a)]b", "begins nothing"),
        Map.entry("[a]{MTph}", "begins nothing"),
        Map.entry("[{MTph}]b", "begins nothing"),
        Map.entry("a@b", "follows"),
        Map.entry("@", "begins nothing"),
        Map.entry("(a;b\n)", "begins nothing"),
        Map.entry("\u00e4", "begins nothing"),
        Map.entry("a\u0000", "follows"),
        Map.entry("a\u00a0", "follows"));

    /** What is well formed and not canonical. */
    private static final List<String> NOT_CANONICAL = List.of("abc", "\"abc\"", "3\"abc\"", "#61#", "1#61#",
        "|YQ==|", "{MTph}", " 1:a", "1:a ", "1:a\n", "(1:a 1:b)", "( 1:a)", "(1:a )", "[ 1:a]1:b", "[1:a] 1:b",
        "[1:a ]1:b", "[a]1:b", "(1:a b)", "()()");

    /** Bytes and how they are shown. */
    private static final Map<String, String> SHOWN = Map.ofEntries(
        Map.entry("tag", "tag"),
        Map.entry("*", "*"),
        Map.entry("", "\"\""),
        Map.entry("2025-11-01_00:00:00", "\"2025-11-01_00:00:00\""),
        Map.entry("a b", "\"a b\""),
        Map.entry("it's \"so\"?\\", "\"it's \\\"so\\\"?\\\\\""),
        Map.entry("\b\t\n\f\r", "\"\\b\\t\\n\\f\\r\""),
        Map.entry("\u0007", "#07#"),
        Map.entry("\u000b", "#0b#"),
        Map.entry("\u00e4", "#e4#"),
        Map.entry("\u0000".repeat(64), "#" + "00".repeat(64) + "#"),
        Map.entry("\u0000".repeat(66), "|" + "AAAA".repeat(22) + "|"));

    @TestFactory
    Stream<DynamicTest> everyFormOfRfc9804IsRead() {
        return READ.entrySet().stream().map(row -> dynamicTest(row.getKey(), () ->
            assertEquals(row.getValue(), canonical(Sexp.read(bytes(row.getKey()))))));
    }

    @TestFactory
    Stream<DynamicTest> whatIsNotWellFormedIsRefused() {
        return REFUSED.entrySet().stream().map(row -> dynamicTest("'" + row.getKey() + "'", () ->
            assertRefused(row.getValue(), () -> Sexp.read(bytes(row.getKey())))));
    }

    @TestFactory
    Stream<DynamicTest> theCanonicalReaderRefusesWhatItWouldNotWriteItself() {
        return NOT_CANONICAL.stream().map(text -> dynamicTest("'" + text + "'", () -> {
            assertFalse(Sexp.sequence(bytes(text)).isEmpty(), "well formed");
            assertRefused("", () -> Sexp.canonical(bytes(text)));
        }));
    }

    @TestFactory
    Stream<DynamicTest> octetsAreShownAsTheyReadBest() {
        return SHOWN.entrySet().stream().map(row -> dynamicTest(row.getValue(), () -> {
            assertEquals(row.getValue(), Atom.of(bytes(row.getKey())).advanced());
            assertEquals(Atom.of(bytes(row.getKey())), Sexp.read(row.getValue()));
        }));
    }

    @Test void allThreeFormsReadBackToTheSame() {
        Sexp sexp = Sexp.read("(cert (issuer [key] |YWJj|) \"a b\" () #ff#)");
        assertEquals(sexp, Sexp.canonical(sexp.canonical()));
        assertEquals(sexp, Sexp.read(sexp.advanced()));
        assertEquals(sexp, Sexp.read(sexp.transport()));
        assertEquals("(cert (issuer [key]abc) \"a b\" () #ff#)", sexp.toString());
        assertEquals("{MTph}", Atom.of("a").transport());
    }

    // AC60: the digest of an expression is that of its canonical form, so there has to be exactly one
    @Test void whatTheCanonicalReaderTakesItWritesAgainByteForByte() {
        long seed = new Random().nextLong();
        System.out.println("SexpTest.whatTheCanonicalReaderTakes: seed " + seed);
        RandomSexp random = new RandomSexp(seed);
        int read = 0;
        for (int i = 0; i < CASES; i++) {
            Sexp sexp = random.next(2);
            byte[] encoded = sexp.canonical();
            assertEquals(sexp, Sexp.canonical(encoded));
            byte[] mutant = random.mutated(encoded);
            Optional<Sexp> other = readCanonically(mutant);
            other.ifPresent(value -> {
                assertArrayEquals(mutant, value.canonical());
                assertEquals(Arrays.equals(encoded, mutant), value.equals(sexp));
            });
            read += other.isPresent() ? 1 : 0;
        }
        assertTrue(read > CASES / 100, read + " mutants were read");
    }

    @Test void everySpellingReadsToTheSame() {
        long seed = new Random().nextLong();
        System.out.println("SexpTest.everySpellingReadsToTheSame: seed " + seed);
        RandomSexp random = new RandomSexp(seed);
        for (int i = 0; i < CASES / 10; i++) {
            Sexp sexp = random.next(3);
            assertEquals(sexp, Sexp.read(bytes(random.spelled(sexp))));
            assertEquals(sexp, Sexp.read(sexp.advanced()));
            assertEquals(sexp, Sexp.read(sexp.transport()));
        }
    }

    @Test void whateverIsReadIsAnExpressionOrARefusal() {
        long seed = new Random().nextLong();
        System.out.println("SexpTest.whateverIsRead: seed " + seed);
        Random random = new Random(seed);
        String alphabet = "(()[]{}|#:\"\\ 0129axA=+/\n\u0000\u00ff";
        int read = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] text = new byte[random.nextInt(24)];
            for (int at = 0; at < text.length; at++) {
                text[at] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            read += readAny(text).size();
        }
        assertTrue(read > CASES / 100, read + " expressions were read");
    }

    @Test void severalExpressionsFollowEachOther() {
        assertEquals(List.of(), Sexp.sequence(" \n"));
        assertEquals("[a, b, (c), d, e]", Sexp.sequence("a\"b\"(c){MTpk}1:e").toString());
        assertRefused("begins nothing", () -> Sexp.sequence("a b @"));
    }

    @Test void textBeyondAsciiIsUtf8() {
        assertEquals("\u00e4", ((Atom) Sexp.read("2:\u00e4")).text());
        assertArrayEquals(new byte[] {(byte) 0xc3, (byte) 0xa4}, Atom.of("\u00e4").bytes());
    }

    // AC40: libgcrypt drops the brackets, and with them the difference
    @Test void aDisplayHintIsPartOfTheAtom() {
        Sexp hinted = Sexp.read("[a]b");
        assertNotEquals(Sexp.read("b"), hinted);
        assertNotEquals(Sexp.read("[c]b"), hinted);
        assertNotEquals(Sexp.read("[b]a"), hinted);
        assertEquals("", ((SexpList) Sexp.read("([a]tag x)")).name());
        assertFalse(((Atom) hinted).is("b"));
        assertArrayEquals(bytes("a"), ((Atom) hinted).hint().orElseThrow());
    }

    @Test void equalExpressionsAreEqualHoweverTheyWereWritten() {
        Sexp one = Sexp.read("(tag (ftp \"a b\") ())");
        Sexp other = Sexp.read("( 3:tag (|ZnRw| #612062#)( ))");
        assertEquals(one, other);
        assertEquals(one.hashCode(), other.hashCode());
        assertNotEquals(one, Sexp.read("(tag (ftp \"a b\"))"));
        assertNotEquals(Sexp.read("(a b)"), Sexp.read("(a (b))"));
        assertNotEquals(Sexp.read("()"), Sexp.read("\"\""));
    }

    @Test void aListIsNamedByItsFirstAtom() {
        SexpList tag = (SexpList) Sexp.read("(tag (ftp) x)");
        assertEquals("tag", tag.name());
        assertEquals("[(ftp), x]", tag.rest().toString());
        assertEquals(tag, SexpList.named("tag", SexpList.named("ftp"), Atom.of("x")));
        assertEquals("", SexpList.of().name());
        assertEquals(List.of(), SexpList.of().rest());
        assertEquals("", SexpList.of(tag).name());
        assertEquals("", Atom.of("tag").name());
    }

    @Test void atomsCompareAsUnsignedOctets() {
        assertTrue(Atom.of(new byte[] {(byte) 0x80}).compareBytes(Atom.of("a")) > 0);
        assertTrue(Atom.of("ab").compareBytes(Atom.of("a")) > 0);
        assertTrue(Atom.of("tls-1").startsWith(Atom.of("tls-")));
        assertTrue(Atom.of("a").startsWith(Atom.of("")));
        assertFalse(Atom.of("tls").startsWith(Atom.of("tls-")));
    }

    @Test void nothingThatIsGivenOutChangesAnAtom() {
        byte[] bytes = bytes("abc");
        Atom atom = Atom.of(bytes("hint"), bytes);
        bytes[0]++;
        atom.bytes()[0]++;
        atom.hint().orElseThrow()[0]++;
        atom.canonical()[1]++;
        assertEquals("[hint]abc", atom.toString());
        assertThrows(UnsupportedOperationException.class, () -> SexpList.of(atom).items().clear());
    }

    // AC47
    @Test void listsAreNestedOnlySoDeep() {
        String deepest = "(".repeat(Sexp.MAX_DEPTH) + ")".repeat(Sexp.MAX_DEPTH);
        Sexp sexp = Sexp.read(deepest);
        assertEquals(Sexp.MAX_DEPTH, sexp.depth());
        assertRefused("deeper", () -> Sexp.read("(" + deepest + ")"));
        assertRefused("deeper", () -> Sexp.canonical(bytes("(" + deepest + ")")));
        assertRefused("deeper", () -> SexpList.of(sexp));
        assertRefused("deeper", () -> Sexp.read("(".repeat(Sexp.MAX_TEXT)));
        assertRefused("deeper", () -> Sexp.read("(" + sexp.transport() + ")"));
    }

    @Test void expressionsHaveOnlySoManyParts() {
        String most = "()".repeat(Sexp.MAX_COUNT - 1);
        Sexp sexp = Sexp.read("(" + most + ")");
        assertEquals(Sexp.MAX_COUNT, sexp.count());
        assertRefused("parts", () -> Sexp.read("(()" + most + ")"));
        assertRefused("parts", () -> Sexp.canonical(bytes("(()" + most + ")")));
        assertRefused("parts", () -> Sexp.read("(" + sexp.transport() + ")"));
        assertRefused("parts", () -> SexpList.of(Collections.nCopies(Sexp.MAX_COUNT, Atom.of(""))));
        assertRefused("parts", () -> SexpList.of(sexp));
        assertRefused("parts", () -> Sexp.sequence("a ".repeat(Sexp.MAX_COUNT + 1)));
    }

    @Test void expressionsHaveOnlySoManyOctets() {
        byte[] most = new byte[Sexp.MAX_SIZE - "1048568:".length()];
        assertEquals(Sexp.MAX_SIZE, Atom.of(most).size());
        assertEquals(Sexp.MAX_SIZE, Sexp.canonical(Atom.of(most).canonical()).size());
        assertEquals(Sexp.MAX_SIZE, Sexp.read(Atom.of(most).transport()).size());
        assertRefused("bytes", () -> SexpList.of(Atom.of(most)));
        assertRefused("bytes", () -> Atom.of(new byte[most.length + 1]));
        assertRefused("bytes", () -> Sexp.read("#" + "00".repeat(most.length + 1) + "#"));
        assertRefused("octets", () -> Sexp.canonical(new byte[Sexp.MAX_SIZE + 1]));
        assertRefused("octets", () -> Sexp.read(new byte[Sexp.MAX_TEXT + 1]));
    }

    // AC11: the numbers of cssmerr.h
    @Test void theErrorsAreNumberedAsTheHeaderNumbersThem() {
        for (CssmError error : CssmError.values()) {
            assertEquals(0x80013101L + error.ordinal(), error.code());
        }
        assertEquals("CSSMERR_AC_INVALID_ENCODING: 100%", CSSMERR_AC_INVALID_ENCODING.because("100%").getMessage());
    }

    private static void assertRefused(String why, Executable reading) {
        SpkiException refusal = assertThrows(SpkiException.class, reading);
        assertEquals(CSSMERR_AC_INVALID_ENCODING, refusal.error());
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }

    /** Nothing but the refusal is caught. */
    private static List<Sexp> readAny(byte[] text) {
        try {
            return Sexp.sequence(text);
        } catch (SpkiException e) {
            assertEquals(CSSMERR_AC_INVALID_ENCODING, e.error());
            return List.of();
        }
    }

    private static Optional<Sexp> readCanonically(byte[] encoded) {
        try {
            return Optional.of(Sexp.canonical(encoded));
        } catch (SpkiException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String canonical(Sexp sexp) {
        return new String(sexp.canonical(), ISO_8859_1);
    }
}
