package claviger.vectors;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import claviger.vectors.Wycheproof.Group;
import claviger.vectors.Wycheproof.Vector;
import claviger.vectors.Wycheproof.VectorFile;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The vectors of C2SP/wycheproof through the JCA, whichever of them are there, with all keys in a token. A refusal is a
 * GeneralSecurityException; anything else that is thrown is a fault.
 */
class ProviderWycheproofTest {
    private static Checks checks;

    @BeforeAll static void makeTokens() throws IOException {
        checks = new Checks(TokenVectors.All.make());
    }

    @TestFactory Stream<DynamicTest> everyFileThatFitsAService() {
        return Wycheproof.files().stream().map(file -> dynamicTest(file.name(), () -> run(file)));
    }

    private static void run(VectorFile file) {
        int ran = 0;
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> skipped = new TreeMap<>();
        for (Group group : file.groups()) {
            Check check = checks.of(group);
            for (Vector vector : group.vectors()) {
                String unfit = check.unfit(vector);
                if (unfit != null) {
                    skipped.merge(unfit, 1, Integer::sum);
                    continue;
                }
                String fault = fault(check, vector);
                if (fault != null) {
                    wrong.add(vector + ": " + fault);
                }
                ran++;
            }
        }
        System.out.printf("Wycheproof through the provider, %s: %d vectors ran, %d passed, skipped %s%n",
            file.name(), ran, ran - wrong.size(), skipped);
        assertTrue(wrong.isEmpty(), () -> wrong.size() + " vectors: " + String.join("\n", wrong));
    }

    /** What is wrong with the provider's verdict on a vector, or null. */
    private static String fault(Check check, Vector vector) {
        try {
            if (!check.accepts(vector)) {
                return "accepted with a wrong result";
            }
            return vector.isInvalid() ? "accepted" : null;
        } catch (GeneralSecurityException refused) {
            return vector.isValid() ? refused.toString() : null;
        } catch (RuntimeException notPromised) {
            return notPromised.toString();
        }
    }
}
