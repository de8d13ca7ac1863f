package claviger.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckc;
import claviger.cryptoki.Ckd;
import claviger.cryptoki.Ckg;
import claviger.cryptoki.Ckh;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cks;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Flag;
import claviger.cryptoki.InitializeFlag;
import claviger.cryptoki.SessionFlag;
import claviger.cryptoki.SlotFlag;
import claviger.cryptoki.TokenFlag;
import claviger.cryptoki.Use;
import claviger.interop.Needed;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The tables of the vocabulary: numbers equal to those of a published header, and none given twice. */
class HeaderTest {
    /** Names of each table that the installed header has too; fewer would mean that the header was not read. */
    private static final Map<String, Integer> AT_LEAST = Map.of(
        "CKR_", 80, "CKA_", 60, "CKM_", 60, "CKK_", 13, "CKO_", 8,
        "CKU_", 3, "CKS_", 5, "CKG_", 5, "CKD_", 6, "CKC_", 3);

    /** What p11-kit's header has wrong: the published headers of 2.40 to 3.2 have 0x1b5 to 0x1b9 here (section 14). */
    private static final Set<String> SLIPS_OF_THE_HEADER = Set.of("CKR_EXCEEDED_MAX_ITERATIONS",
        "CKR_FIPS_SELF_TEST_FAILED", "CKR_LIBRARY_LOAD_FAILED", "CKR_PIN_TOO_WEAK", "CKR_PUBLIC_KEY_INVALID");

    @TestFactory
    Stream<DynamicTest> ourNumbersAreThoseOfTheHeader() {
        Needed.that(Files.exists(Header.INSTALLED), Header.INSTALLED + ": install libp11-kit-dev");
        Map<String, Long> header = new Header(Header.INSTALLED).numbers();
        header.keySet().removeAll(SLIPS_OF_THE_HEADER);
        return tables().entrySet().stream().map(table -> DynamicTest.dynamicTest(table.getKey(), () -> {
            Map<String, Long> ours = new LinkedHashMap<>(table.getValue());
            ours.keySet().retainAll(header.keySet());
            Map<String, Long> theirs = new HashMap<>(header);
            theirs.keySet().retainAll(ours.keySet());
            System.out.printf("%s: compared %d of our %d names with %s%n",
                table.getKey(), ours.size(), table.getValue().size(), Header.INSTALLED);
            assertEquals(theirs, ours);
            assertTrue(ours.size() >= AT_LEAST.getOrDefault(table.getKey(), 3), "only " + ours.size() + " names in both");
        }));
    }

    @TestFactory
    Stream<DynamicTest> noNumberIsGivenTwice() {
        return tables().entrySet().stream().map(table -> DynamicTest.dynamicTest(table.getKey(), () ->
            assertEquals(table.getValue().size(), new HashSet<>(table.getValue().values()).size())));
    }

    @TestFactory
    Stream<DynamicTest> noBitIsGivenTwiceInOneFlagWord() {
        return Stream.of(SessionFlag.values(), SlotFlag.values(), TokenFlag.values(), InitializeFlag.values(),
            Use.values()).map(flags -> DynamicTest.dynamicTest(flags[0].getClass().getSimpleName(), () -> {
                assertEquals(flags.length, Stream.of(flags).map(Flag::bit).distinct().count());
                assertTrue(Stream.of(flags).allMatch(flag -> Long.bitCount(flag.bit()) == 1));
            }));
    }

    @Test void everyReturnValueOfTheStandardIsHere() {   // section 14: 105 lines in the header of 3.2
        assertEquals(105, Ckr.values().length);
        assertEquals(Ckr.CKR_VENDOR_DEFINED, Ckr.of(0x8000_0001L));
        assertEquals(Ckr.CKR_PIN_LOCKED, Ckr.of(0xa4));
    }

    @Test void theSlipsOfTheHeaderAreRightHere() {   // section 14
        assertEquals(List.of(0x1b5L, 0x1b6L, 0x1b7L, 0x1b8L, 0x1b9L), SLIPS_OF_THE_HEADER.stream()
            .map(name -> Ckr.valueOf(name).code()).sorted().toList());
    }

    @Test void everyNameCarriesItsTable() {
        tables().forEach((prefix, table) ->
            assertEquals(List.of(), table.keySet().stream().filter(name -> !name.startsWith(prefix)).toList()));
    }

    private static Map<String, Map<String, Long>> tables() {
        Map<String, Map<String, Long>> tables = new LinkedHashMap<>();
        tables.put("CKR_", table(Ckr.values(), Ckr::code));
        tables.put("CKA_", Cka.all().stream().collect(Collectors.toMap(Cka::name, Cka::code)));
        tables.put("CKM_", table(Ckm.values(), Ckm::code));
        tables.put("CKK_", table(Ckk.values(), Ckk::code));
        tables.put("CKO_", table(Cko.values(), Cko::code));
        tables.put("CKU_", table(Cku.values(), Cku::code));
        tables.put("CKS_", table(Cks.values(), Cks::code));
        tables.put("CKG_", table(Ckg.values(), Ckg::code));
        tables.put("CKD_", table(Ckd.values(), Ckd::code));
        tables.put("CKC_", table(Ckc.values(), Ckc::code));
        tables.put("CKH_", table(Ckh.values(), Ckh::code));
        return tables;
    }

    private static <E extends Enum<E>> Map<String, Long> table(E[] rows, ToLongFunction<E> code) {
        return Stream.of(rows).collect(Collectors.toMap(Enum::name, code::applyAsLong));
    }
}
