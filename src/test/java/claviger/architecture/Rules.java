package claviger.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import claviger.cryptoki.CkrException;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/** The rules of the architecture by name, for the packages under a root: ours, or those that break them on purpose. */
final class Rules {
    /** Who may catch CkrException, and why. One catch per edge: a refusal travels whole to where it is translated. */
    static final Map<String, String> EDGES = Map.of(
        "provider.Refusal", "turns a CKR into the exception that the JCA promises",
        "cli.Main", "turns a CKR into a message and an exit code",
        "rpc.Connection", "turns a CKR into the ERROR reply");

    /** Who else catches it, in the midst of things, and why. */
    static final Map<String, String> INSIDE = Map.of(
        "rpc.AnswerRows", "too small a buffer is a reply like any other, with the length",
        "rpc.AttributeAnswers", "four codes of C_GetAttributeValue come with the attributes (G1)",
        "seal.ObjectSeal", "bytes that are no template are a damaged row, not a bad argument",
        "rpc.AttributeQuestions", "a value of a foreign token that means nothing here is as good as none",
        "rpc.ObjectCalls", "what an ACL lets be found and not read is left out of a listing",
        "rpc.Denials", "a refusal stands, whether or not its reason can be had; logs",
        "token.Rows", "a row that was tampered with is left out, and logged: the others stay usable",
        "token.TokenLease", "runs on a timer, where nobody is there to be told; logs");

    /** Who uses Bouncy Castle without being arithmetic, and why. */
    static final Map<String, String> READS_DER = Map.of(
        "token.CertificateValue", "writes the DER INTEGER of a certificate's serial number");

    /** Who of those that decide goes through the JCA, and why. */
    static final Map<String, String> ASKS_PROVIDERS = Map.of(
        "spki.CertificateSigner", "signs with a key wherever it is, and checks the result by itself");

    private static final List<String> NO_NAMES =
        List.of(".*Impl", ".*Util", ".*Utils", ".*Helper", ".*Manager", ".*Base", "Base[A-Z].*", "Abstract.*");

    private Rules() {
    }

    static Map<String, ArchRule> of(String root) {
        return of(root, INSIDE, READS_DER, ASKS_PROVIDERS);
    }

    /** The rules as they would be if nobody were let off. */
    static Map<String, ArchRule> strict(String root) {
        return of(root, Map.of(), Map.of(), Map.of());
    }

    private static Map<String, ArchRule> of(String root, Map<String, String> inside, Map<String, String> readsDer,
            Map<String, String> asksProviders) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        for (Arrows row : Arrows.values()) {
            rules.put("the arrows of " + row, row.rule(root));
        }
        rules.put("no package outside the table", Arrows.complete(root));
        rules.put("no cycles", slices().matching(root + ".(*)..").should().beFreeOfCycles());
        rules.put("one catch per edge", oneCatchPerEdge(root, inside));
        rules.put("only the store speaks SQL",
            only(root, List.of("store"), "java.sql..", "javax.sql..", "org.sqlite.."));
        rules.put("Bouncy Castle stays with the arithmetic",
            noClasses().that(outside(root, List.of("mechanism", "seal", "provider", "spki")).and(areNot(root, readsDer)))
                .should().dependOnClassesThat().resideInAnyPackage("org.bouncycastle..").allowEmptyShould(true));
        rules.put("who decides about a token asks no provider, which may be that token",
            noClasses().that(resideInAnyPackage(root + ".spki..").and(areNot(root, asksProviders)))
                .should().dependOnClassesThat(areExactly(Security.class, Signature.class, MessageDigest.class,
                    KeyFactory.class, Cipher.class, Mac.class, SecureRandom.class)).allowEmptyShould(true));
        rules.put("what nobody has signed, and what was computed, decides nothing about a token",      // D31
            noClasses().that(outside(root, List.of("spki", "cli"))).should().dependOnClassesThat(areNamed(root, "spki.",
                List.of("UnsignedTuples", "OfflineCalculation", "AuthCompute", "Computation", "DerivedEntry")))
                .allowEmptyShould(true));
        rules.put("only the command line prints", noClasses().that(outside(root, List.of("cli")))
            .should(ACCESS_STANDARD_STREAMS).allowEmptyShould(true));
        rules.put("chance comes from SecureRandom", noClasses()
            .should().dependOnClassesThat(areExactly(Random.class, SplittableRandom.class, ThreadLocalRandom.class))
            .orShould().callMethod(Math.class, "random").allowEmptyShould(true));
        rules.put("names say something", classes().should(haveNoneOfTheNames()).allowEmptyShould(true));
        return rules;
    }

    private static ArchRule only(String root, List<String> allowed, String... what) {
        return noClasses().that(outside(root, allowed)).should().dependOnClassesThat().resideInAnyPackage(what)
            .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> outside(String root, List<String> packages) {
        return DescribedPredicate.not(
            resideInAnyPackage(packages.stream().map(name -> root + "." + name + "..").toArray(String[]::new)));
    }

    /** Neither one of these classes nor inside one. */
    private static DescribedPredicate<JavaClass> areNot(String root, Map<String, String> named) {
        List<String> names = named.keySet().stream().map(name -> root + "." + name).toList();
        return DescribedPredicate.describe("are not " + named.keySet(), seen -> names.stream()
            .noneMatch(name -> seen.getName().equals(name) || seen.getName().startsWith(name + "$")));
    }

    private static DescribedPredicate<JavaClass> areNamed(String root, String prefix, List<String> names) {
        return DescribedPredicate.describe("are " + names,
            seen -> names.stream().anyMatch(name -> seen.getName().equals(root + "." + prefix + name)));
    }

    /** Exactly these classes: SecureRandom is a Random too. */
    private static DescribedPredicate<JavaClass> areExactly(Class<?>... types) {
        return DescribedPredicate.describe("are " + List.of(types),
            seen -> Stream.of(types).anyMatch(type -> seen.getName().equals(type.getName())));
    }

    private static ArchRule oneCatchPerEdge(String root, Map<String, String> inside) {
        return classes().that(areNot(root, EDGES).and(areNot(root, inside)))
            .should(new ArchCondition<>("not catch CkrException") {
                @Override public void check(JavaClass seen, ConditionEvents events) {
                    seen.getCodeUnits().stream()
                        .filter(unit -> unit.getTryCatchBlocks().stream()
                            .flatMap(block -> block.getCaughtThrowables().stream())
                            .anyMatch(type -> type.isEquivalentTo(CkrException.class)))
                        .forEach(unit -> events.add(
                            SimpleConditionEvent.violated(seen, unit.getFullName() + " catches CkrException")));
                }
            }).allowEmptyShould(true);
    }

    private static ArchCondition<JavaClass> haveNoneOfTheNames() {
        return new ArchCondition<>("have a name that says something, not " + NO_NAMES) {
            @Override public void check(JavaClass seen, ConditionEvents events) {
                if (NO_NAMES.stream().anyMatch(seen.getSimpleName()::matches)) {
                    events.add(SimpleConditionEvent.violated(seen, seen.getName() + " has a name that says nothing"));
                }
            }
        };
    }
}
