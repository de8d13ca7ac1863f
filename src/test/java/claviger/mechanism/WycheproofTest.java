package claviger.mechanism;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.CkrException;
import claviger.vectors.GeneratedVectors;
import claviger.vectors.Outcome;
import claviger.vectors.Wycheproof;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The arithmetic of the rows against the vectors of C2SP/wycheproof, whichever of them are there; a refusal is a
 * CkrException.
 */
@OnEachEngine
class WycheproofTest {
    @TestFactory Stream<DynamicTest> everyFileThatFitsAMechanism() {
        return Wycheproof.files().stream().map(path -> dynamicTest(path.getFileName().toString(), () -> run(path)));
    }

    /** Formats and edge cases that the files at hand do not have. */
    @TestFactory Stream<DynamicTest> generatedVectorsOfEveryFormat() throws Exception {
        return GeneratedVectors.files().stream().map(path -> dynamicTest(path.getFileName().toString(), () ->
            Outcome.of(Wycheproof.read(path), new MechanismVectors(), CkrException.class).report("the mechanisms")));
    }

    @Test void eachRowIsNamedByAFileOrHasAReason() {
        Map<Ckm, Long> mentions = RowVectors.mentions();
        mentions.values().removeIf(count -> count == 1);
        assertEquals(Map.of(), mentions, "mechanisms by how often the table of files has them");
    }

    private static void run(Path path) {
        MechanismVectors rows = new MechanismVectors();
        Outcome outcome = Outcome.of(Wycheproof.read(path), rows, CkrException.class);
        outcome.report("the mechanisms");
        RowVectors.requireUsed(path.getFileName().toString(), rows.used());
    }
}
