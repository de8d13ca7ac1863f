package claviger.vectors;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
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
        return tests(Wycheproof.files());
    }

    /** Formats and edge cases that the files at hand do not have. */
    @TestFactory Stream<DynamicTest> generatedVectorsOfEveryFormat() throws Exception {
        return tests(GeneratedVectors.files());
    }

    private static Stream<DynamicTest> tests(List<Path> files) {
        return files.stream().map(path -> dynamicTest(path.getFileName().toString(), () ->
            Outcome.of(Wycheproof.read(path), checks, GeneralSecurityException.class).report("the provider")));
    }
}
