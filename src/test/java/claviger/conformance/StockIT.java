package claviger.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The tests of this package in {@link World#STOCK}: each of them passes, or is one of the {@link StockDifference}s and
 * fails as its row says, or belongs to a class about what is {@link OursAlone}.
 */
class StockIT {
    /** Fewer tests that pass would mean that something has come apart, and not that one more thing differs. */
    private static final int PASS = 90;
    private static final String PLACE = "in " + World.STOCK;

    private final Map<String, TestExecutionResult> results = new TreeMap<>();

    @Test void theSuiteHoldsAtAStockServerButForWhatIsKnown(@TempDir Path folder) {
        new StockDoor(folder).close();      // or this one test is skipped, with what is missing
        List<Class<?>> classes = ReflectionSupport.findAllClassesInPackage(StockIT.class.getPackageName(),
            type -> tests(type) > 0 || type == StoryTest.class, name -> name.endsWith("Test"));
        List<Class<?>> ours = classes.stream().filter(OursAlone::includes).toList();
        run(classes.stream().filter(type -> !ours.contains(type)).toList());

        Map<StockDifference, Integer> known = new EnumMap<>(StockDifference.class);
        List<String> wrong = new ArrayList<>();
        results.forEach((name, result) -> verdict(name, result, known).ifPresent(wrong::add));
        Set<String> gone = new HashSet<>(StockDifference.names());
        results.keySet().forEach(name -> gone.removeAll(StockDifference.namesOf(name)));
        gone.forEach(name -> wrong.add(name + " is in the table, but no test is called so"));

        int differ = known.values().stream().mapToInt(Integer::intValue).sum();
        int passed = results.size() - differ - wrong.size();
        System.out.printf("p11-kit server over SoftHSM2: %d tests of conformance passed, %d known differences %s, "
            + "%d not run since they are about what is ours%n", passed, differ, known,
            ours.stream().mapToInt(StockIT::tests).sum());
        assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
        assertTrue(passed >= PASS, () -> "only " + passed + " passed");
    }

    private void run(List<Class<?>> classes) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
            .selectors(classes.stream().map(DiscoverySelectors::selectClass).toList())
            .configurationParameter("junit.jupiter.execution.timeout.testable.method.default", "30 s")
            .configurationParameter("junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
            .build();
        System.setProperty(World.CHOICE, World.STOCK.name());
        try {
            LauncherFactory.create().execute(request, new Recorder());
        } finally {
            System.clearProperty(World.CHOICE);
        }
    }

    /** What is wrong about a result; counts it where nothing is, since it was known. */
    private static Optional<String> verdict(String name, TestExecutionResult result, Map<StockDifference, Integer> known) {
        Optional<StockDifference> row = StockDifference.of(name);
        String told = result.getThrowable().map(Throwable::toString).orElse("");
        return switch (result.getStatus()) {
            case SUCCESSFUL -> row.filter(each -> each != StockDifference.RACE).map(passes ->
                name + " passes, and is in the table at " + passes);
            case ABORTED -> Optional.of(name + " was not run: " + told);
            case FAILED -> {
                boolean isKnown = row.filter(each -> each.shows(told)).isPresent();
                row.filter(each -> isKnown).ifPresent(each -> known.merge(each, 1, Integer::sum));
                yield isKnown ? Optional.empty() : Optional.of(name + ": " + told);
            }
        };
    }

    /** How many tests a class has for each world. */
    private static int tests(Class<?> type) {
        return (int) Stream.of(type.getDeclaredMethods())
            .filter((Method method) -> method.isAnnotationPresent(InEveryWorld.class)).count();
    }

    /** Writes down the tests of this world, and whatever fails around them. */
    private final class Recorder implements TestExecutionListener {
        @Override public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.getDisplayName().endsWith(PLACE) || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                results.put(name(test), result);
            }
        }

        private static String name(TestIdentifier test) {
            String shown = test.getDisplayName().replace(PLACE, "").strip();
            return test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast)
                .map(source -> source.getJavaClass().getSimpleName() + "."
                    + (shown.isEmpty() ? source.getMethodName() : shown))
                .orElse(shown);
        }
    }
}
