package claviger.spki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import claviger.interop.Needed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The reduction cases that come from CDSA: all entries are derived, and no others, with the right to propagate and the text
 * of the dates. Several requestors are meant to be each the subject (case 82).
 */
class CdsaCasesTest {
    private static final Path FILE = Path.of(System.getProperty("claviger.shared", "absent"), "vectors", "authorization.txt");

    @TestFactory Stream<DynamicTest> theEntriesAreThoseOfTheCase() throws IOException {
        Needed.that(Files.isReadable(FILE), "reduction cases in " + FILE);
        List<String[]> cases = Files.readAllLines(FILE).stream().filter(line -> !line.startsWith("#") && !line.isBlank())
            .map(line -> line.split("\\s*\\|\\s*", -1)).toList();
        assertFalse(cases.isEmpty());
        return cases.stream().map(fields -> dynamicTest("case " + fields[0], () -> check(fields)));
    }

    private static void check(String[] fields) {
        assertEquals(5, fields.length);
        Computation computation = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> computed(fields));
        assertFalse(computation.truncated());
        assertEquals(computation.entries().size(), new HashSet<>(computation.entries()).size(), "each once (AC23)");
        if (!fields[4].startsWith("(no expectation")) {
            assertEquals(expected(fields[4]), texts(computation));
        }
    }

    private static Computation computed(String[] fields) {
        Acl acl = Acl.read(SexpList.named("acl", CdsaNotation.parts(fields[1]).stream().map(CdsaNotation::entry).toList()));
        Set<Principal> requestors = new LinkedHashSet<>();
        Tag authorization = Requested.authorization(Sexp.read("(tag (*))"));
        Validity period = Requested.period(null);
        for (String part : CdsaNotation.parts(fields[3])) {
            String text = part.substring(part.indexOf(' ') + 1);
            switch (part.substring(0, part.indexOf(' '))) {
                case "who" -> requestors.add(Requested.requestor(CdsaNotation.principal(text)));
                case "what" -> authorization = Requested.authorization(CdsaNotation.tag(text));
                case "when" -> period = Requested.period(CdsaNotation.period(text));
                default -> throw new IllegalArgumentException(part);
            }
        }
        return OfflineCalculation.compute(acl.entries(), UnsignedTuples.read(sequence(fields[2])), requestors,
            Requestors.EVERY, period, authorization);
    }

    /** The certificates, and behind the word {@code keys:} those that are there to be known by their hashes. */
    private static List<Sexp> sequence(String field) {
        String[] halves = field.split("keys:", 2);
        List<Sexp> sequence = new ArrayList<>();
        CdsaNotation.parts(halves[0]).forEach(text -> sequence.add(CdsaNotation.cert(text)));
        if (halves.length == 2) {
            Stream.of(halves[1].strip().split("\\s*,\\s*")).forEach(key -> sequence.add(CdsaNotation.key(key)));
        }
        return List.of(SexpList.named("sequence", sequence));
    }

    private static Set<String> expected(String field) {
        return field.equals("none") ? Set.of() : CdsaNotation.parts(field).stream()
            .map(text -> AclEntry.read(CdsaNotation.entry(text)).sexp().advanced()).collect(Collectors.toSet());
    }

    private static Set<String> texts(Computation computation) {
        return computation.entries().stream().map(entry -> entry.sexp().advanced()).collect(Collectors.toSet());
    }
}
