package claviger.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Our classes keep the {@link Rules}, and each rule fires at a class that breaks it. */
class ArchitectureTest {
    private static final String OURS = "claviger";
    private static final String VIOLATIONS = "claviger.architecture.violations";

    /** Which of the violating classes each rule has to find. */
    private static final Map<String, String> CAUGHT = Map.ofEntries(
        Map.entry("the arrows of CRYPTOKI", "cryptoki.SpeaksSql"),
        Map.entry("the arrows of SPKI", "spki.ReachesIntoTheStore"),
        Map.entry("the arrows of MECHANISM", "mechanism.ReachesIntoTheToken"),
        Map.entry("the arrows of STORE", "store.ReachesIntoTheToken"),
        Map.entry("the arrows of SEAL", "seal.ReachesIntoTheStore"),
        Map.entry("the arrows of TOKEN", "token.StoreManager"),
        Map.entry("the arrows of RPC", "rpc.ReachesIntoTheToken"),
        Map.entry("the arrows of CONFIG", "config.ReachesIntoTheSeal"),
        Map.entry("the arrows of PROVIDER", "provider.Refusal"),
        Map.entry("the arrows of CLI", "cli.Main"),
        Map.entry("no package outside the table", "misc.Anything"),
        Map.entry("no cycles", "Cycle detected"),
        Map.entry("one catch per edge", "token.StoreManager"),
        Map.entry("only the store speaks SQL", "cryptoki.SpeaksSql"),
        Map.entry("Bouncy Castle stays with the arithmetic", "token.StoreManager"),
        Map.entry("who decides about a token asks no provider, which may be that token", "spki.ReachesIntoTheStore"),
        Map.entry("what nobody has signed, and what was computed, decides nothing about a token", "token.StoreManager"),
        Map.entry("only the command line prints", "token.StoreManager"),
        Map.entry("chance comes from SecureRandom", "seal.ReachesIntoTheStore"),
        Map.entry("names say something", "token.StoreManager"));

    @TestFactory
    Stream<DynamicTest> ourClassesKeepTheRules() {
        JavaClasses ours = ours();
        assertTrue(ours.contain("claviger.cryptoki.Cryptoki"));
        return Rules.of(OURS).entrySet().stream().map(rule -> dynamicTest(rule.getKey(), () ->
            rule.getValue().check(ours)));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleFires() {
        JavaClasses broken = new ClassFileImporter().importPackages(VIOLATIONS);
        return Rules.of(VIOLATIONS).entrySet().stream().map(rule -> dynamicTest(rule.getKey(), () -> {
            String message = assertThrows(AssertionError.class, () -> rule.getValue().check(broken)).getMessage();
            assertTrue(message.contains(CAUGHT.get(rule.getKey())), message);
        }));
    }

    @Test void nobodyIsLetOffWhoDoesNotNeedIt() {
        JavaClasses ours = ours();
        Map<String, Set<String>> letOff = Map.of("one catch per edge", Rules.INSIDE.keySet(),
            "Bouncy Castle stays with the arithmetic", Rules.READS_DER.keySet(),
            "who decides about a token asks no provider, which may be that token", Rules.ASKS_PROVIDERS.keySet());
        letOff.forEach((rule, names) -> {
            String strict = names.isEmpty() ? "" : assertThrows(AssertionError.class,
                () -> Rules.strict(OURS).get(rule).check(ours)).getMessage();
            assertEquals(List.of(), names.stream().filter(name -> !strict.contains(OURS + "." + name)).toList());
        });
    }

    @Test void theProofNamesEveryRule() {
        assertEquals(Rules.of(OURS).keySet(), CAUGHT.keySet());
    }

    @Test void edgesAndTheCommandLineAreLeftAlone() {
        JavaClasses broken = new ClassFileImporter().importPackages(VIOLATIONS);
        for (String rule : Set.of("one catch per edge", "only the command line prints")) {
            String message = assertThrows(AssertionError.class, () -> Rules.of(VIOLATIONS).get(rule).check(broken))
                .getMessage();
            assertFalse(message.contains(VIOLATIONS + ".cli.Main"), message);
            assertFalse(message.contains(VIOLATIONS + ".provider.Refusal"), message);
        }
    }

    private static JavaClasses ours() {
        return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("module-info"))
            .importPackages(OURS);
    }
}
