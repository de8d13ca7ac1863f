package claviger.bench.authorization;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The main program: prints what a decision takes, beside jCasbin and Cedar on the same grants. Forks of the engines take
 * turns; a ratio is taken within a round, and the median of the rounds is printed.
 *
 * <pre>{@code AuthorizationTable [rounds [milliseconds [shape,...]]]}</pre>
 */
public final class AuthorizationTable {
    private static final List<String> LATER_JAVA = List.of("--enable-native-access=ALL-UNNAMED");

    private final int rounds;
    private final TimeValue time;

    private AuthorizationTable(int rounds, TimeValue time) {
        this.rounds = rounds;
        this.time = time;
    }

    public static void main(String[] args) throws RunnerException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        TimeValue time = TimeValue.milliseconds(args.length > 1 ? Long.parseLong(args[1]) : 1_000);
        List<Shape> shapes = args.length > 2 ? Stream.of(args[2].split(",")).map(Shape::valueOf).toList()
            : List.of(Shape.values());
        AuthorizationTable table = new AuthorizationTable(rounds, time);
        System.out.printf("%n%-50s %-9s %12s %12s   %s%n", "one decision, microseconds", "", "median", "99 of 100", "times ours");
        for (Shape shape : shapes) {
            table.decisions(shape);
        }
        if (args.length < 3) {
            table.cold();
        }
    }

    private void decisions(Shape shape) throws RunnerException {
        Map<Engine, List<Double>> medians = new EnumMap<>(Engine.class);
        Map<Engine, List<Double>> tails = new EnumMap<>(Engine.class);
        for (int round = 0; round < rounds; round++) {
            for (Engine engine : Engine.values()) {
                if (shape.engines().contains(engine)) {
                    Result<?> result = run(options("Decisions.decide").param("engine", engine.name())
                        .param("shape", shape.name()).warmupIterations(3).warmupTime(time)
                        .measurementIterations(3).measurementTime(time));
                    add(medians, engine, result.getStatistics().getPercentile(50) / 1e3);
                    add(tails, engine, result.getStatistics().getPercentile(99) / 1e3);
                }
            }
        }
        medians.forEach((engine, each) -> System.out.printf("%-50s %-9s %,12.2f %,12.2f   %,.1f%n", shape.title(), engine,
            median(each), median(tails.get(engine)), ratio(each, medians.get(Engine.CLAVIGER))));
    }

    private void cold() throws RunnerException {
        Map<Engine, List<Double>> loads = new EnumMap<>(Engine.class);
        List<Double> enumerations = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (Engine engine : Engine.values()) {
                add(loads, engine, run(options("Cold.load").param("engine", engine.name()).warmupIterations(0)
                    .measurementIterations(1)).getScore());
            }
            enumerations.add(run(options("Cold.enumerate").warmupIterations(3).measurementIterations(10)).getScore());
        }
        System.out.printf("%nmilliseconds%n");
        loads.forEach((engine, each) -> System.out.printf("%-50s %-9s %,12.0f %12s   %,.1f%n",
            "100,000 grants taken in by a new JVM", engine, median(each), "", ratio(each, loads.get(Engine.CLAVIGER))));
        System.out.printf("%-50s %-9s %,12.1f%n", "all that one of 100,000 users may do", Engine.CLAVIGER, median(enumerations));
    }

    private static void add(Map<Engine, List<Double>> scores, Engine engine, double score) {
        scores.computeIfAbsent(engine, none -> new ArrayList<>()).add(score);
    }

    private static double ratio(List<Double> theirs, List<Double> ours) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < theirs.size(); i++) {
            ratios.add(theirs.get(i) / ours.get(i));
        }
        return median(ratios);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static ChainedOptionsBuilder options(String benchmark) {
        List<String> args = new ArrayList<>(List.of("-Xmx1g"));
        args.addAll(Runtime.version().feature() < 22 ? List.of() : LATER_JAVA);
        return new OptionsBuilder().include("^claviger.bench.authorization." + benchmark + "$").forks(1)
            .verbosity(VerboseMode.SILENT).shouldFailOnError(true).jvmArgs(args.toArray(String[]::new));
    }

    private static Result<?> run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.build()).run().iterator().next().getPrimaryResult();
    }
}
