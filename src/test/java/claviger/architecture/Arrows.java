package claviger.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Set;

/**
 * Who may import whom: the table of the packages and their arrows, one way. A package that is not in the table does not
 * exist; whoever needs another one, or another arrow, adds it here with the reason in the commit.
 */
enum Arrows {
    CRYPTOKI("cryptoki", Set.of()),
    SPKI("spki", Set.of()),
    MECHANISM("mechanism", Set.of("cryptoki")),
    STORE("store", Set.of("cryptoki")),
    SEAL("seal", Set.of("cryptoki")),
    TOKEN("token", Set.of("cryptoki", "spki", "mechanism", "store", "seal")),
    RPC("rpc", Set.of("cryptoki")),
    CONFIG("config", Set.of("cryptoki", "spki", "rpc", "token", "store")),
    PROVIDER("provider", Set.of("cryptoki", "config")),
    CLI("cli", Set.of("config", "cryptoki", "mechanism", "rpc", "token", "store", "seal", "spki"));

    private final String name;
    private final Set<String> mayImport;

    Arrows(String name, Set<String> mayImport) {
        this.name = name;
        this.mayImport = mayImport;
    }

    /** The rule of this row for packages under a root. */
    ArchRule rule(String root) {
        return ArchRuleDefinition.noClasses().that().resideInAPackage(root + "." + name + "..")
            .should().dependOnClassesThat(beyondMyReach(root))
            .as(name + " imports nothing of ours but " + mayImport).allowEmptyShould(true);
    }

    /** No package outside the table. */
    static ArchRule complete(String root) {
        List<String> known = List.of(values()).stream().map(row -> root + "." + row.name + "..").toList();
        return ArchRuleDefinition.classes().that().doNotHaveSimpleName("package-info")
            .should().resideInAnyPackage(known.toArray(String[]::new))
            .as("every class is in a package of the table of arrows");
    }

    private DescribedPredicate<JavaClass> beyondMyReach(String root) {
        return DescribedPredicate.describe("are ours and out of reach of " + name, seen -> {
            String tail = seen.getPackageName().startsWith(root + ".")
                ? seen.getPackageName().substring(root.length() + 1) : "";
            String top = tail.contains(".") ? tail.substring(0, tail.indexOf('.')) : tail;
            return !top.isEmpty() && !top.equals(name) && !mayImport.contains(top);
        });
    }
}
