package claviger.bench;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The main program: prints the table of speeds. Forks of the engines take turns, so that a change of the machine's load
 * meets all of them; a ratio is taken within a round, and the median of the rounds is printed.
 *
 * <pre>{@code Table [rounds [operation,... [engine,...]]]}</pre>
 * Without a list of operations everything else is measured too: {@link Rest}.
 */
public final class Table {
    private static final List<String> OPERATIONS =
        List.of("rsa2048Sign", "p256Sign", "p256Verify", "gcm16k", "gcm64", "hmac64");
    private static final List<String> JAVA_17 = List.of();
    private static final List<String> LATER_JAVA = List.of("--enable-native-access=ALL-UNNAMED");
    private static final List<String> SUN_PKCS11 = List.of("--add-modules", "jdk.crypto.cryptoki");

    private final int rounds;
    private final Path folder;

    private Table(int rounds, Path folder) {
        this.rounds = rounds;
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        List<String> operations = args.length > 1 ? List.of(args[1].split(",")) : OPERATIONS;
        List<Engine> engines = args.length > 2 ? Stream.of(args[2].split(",")).map(Engine::valueOf).toList()
            : Stream.of(Engine.values()).filter(engine -> engine != Engine.CLAVIGER_MEMORY)
                .filter(engine -> engine != Engine.SOFTHSM || SoftHsm.isInstalled()).toList();
        Path folder = Files.createTempDirectory("claviger-bench");
        try {
            Table table = new Table(rounds, folder);
            table.operations(operations, engines);
            if (args.length < 2) {
                new Rest(table, rounds, folder).print();
            }
        } finally {
            remove(folder);
        }
    }

    private void operations(List<String> operations, List<Engine> engines) throws RunnerException {
        System.out.printf("%n%-12s %s   ratios of Claviger on SQLite to: JDK, BC, best raw, SoftHSM; without native code to: better Java%n",
            "per second", engines.stream().map(engine -> "%16s".formatted(engine)).collect(joining()));
        for (String operation : operations) {
            List<Map<Engine, Double>> measured = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                Map<Engine, Double> scores = new EnumMap<>(Engine.class);
                for (Engine engine : engines) {
                    scores.put(engine, fork("Operations." + operation, engine));
                }
                measured.add(scores);
            }
            System.out.printf("%-12s %s   %s%n", operation, engines.stream()
                .map(engine -> "%,16.0f".formatted(median(measured.stream().map(scores -> scores.get(engine)))))
                .collect(joining()), ratios(measured));
        }
    }

    private static String ratios(List<Map<Engine, Double>> measured) {
        Engine ours = measured.get(0).containsKey(Engine.CLAVIGER_SQLITE) ? Engine.CLAVIGER_SQLITE
            : Engine.CLAVIGER_MEMORY;
        return Stream.of(
            ratio(measured, ours, Engine.JDK),
            ratio(measured, ours, Engine.BC),
            ratio(measured, ours, Engine.JDK, Engine.BC, Engine.CORRETTO),
            ratio(measured, ours, Engine.SOFTHSM),
            ratio(measured, Engine.CLAVIGER_JAVA, Engine.JDK, Engine.BC)).collect(joining(" "));
    }

    /** The median of the rounds' ratios to the fastest of the peers. */
    private static String ratio(List<Map<Engine, Double>> measured, Engine ours, Engine... peers) {
        if (!measured.get(0).keySet().containsAll(List.of(peers)) || !measured.get(0).containsKey(ours)) {
            return "     -";
        }
        return "%6.2f".formatted(median(measured.stream().map(scores -> scores.get(ours)
            / Stream.of(peers).mapToDouble(scores::get).max().orElseThrow())));
    }

    private double fork(String benchmark, Engine engine) throws RunnerException {
        ChainedOptionsBuilder options = options(benchmark)
            .warmupIterations(2).warmupTime(TimeValue.seconds(1))
            .measurementIterations(3).measurementTime(TimeValue.milliseconds(700));
        if (engine != null) {
            options.jvmArgsAppend(engine.option());
            options.param("engine", engine.name());
        }
        return run(options).stream().mapToDouble(Table::score).findFirst().orElseThrow();
    }

    /** A benchmark in a JVM of its own. */
    ChainedOptionsBuilder options(String benchmark) {
        return new OptionsBuilder().include("^claviger.bench." + benchmark + "$").forks(1)
            .verbosity(VerboseMode.SILENT).shouldFailOnError(true).jvmArgs(jvmArgs().toArray(String[]::new));
    }

    static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.build()).run();
    }

    static double score(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    private List<String> jvmArgs() {
        List<String> args = new ArrayList<>(List.of("-Xmx1g", "-D" + Workplace.PROPERTY + "=" + folder));
        args.addAll(Runtime.version().feature() < 22 ? JAVA_17 : LATER_JAVA);
        args.addAll(SUN_PKCS11);
        return args;
    }

    /** Runs a main program in a JVM of its own. @return the numbers that it prints */
    double[] main(Class<?> program, List<String> options, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvmArgs());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed = new String(process.getInputStream().readAllBytes()).trim();
        if (process.waitFor() != 0) {
            throw new IOException(program.getSimpleName() + " failed: " + printed);
        }
        return printed.isEmpty() ? new double[0]
            : Arrays.stream(printed.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
