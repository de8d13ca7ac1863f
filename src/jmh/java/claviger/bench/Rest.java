package claviger.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The rest of the table: sessions, threads, TLS, KeyStores and searches of many entries, the first signature. */
final class Rest {
    private static final int[] SIZES = {1_000, 100_000};
    private static final int FEW = 200;
    private static final String NO_SOFTHSM = "SunPKCS11 over SoftHSM2: left out, SoftHSM2 is not installed";
    private static final Map<String, String> ENGINES = new LinkedHashMap<>();

    static {
        ENGINES.put("without native code", "jdk,bc");
        ENGINES.put("with Corretto's", "corretto,jdk,bc");
    }

    private final Table table;
    private final int rounds;
    private final Path folder;

    Rest(Table table, int rounds, Path folder) {
        this.table = table;
        this.rounds = rounds;
        this.folder = folder;
    }

    void print() throws Exception {
        sessions();
        threads("p256Sign");
        threads("gcm64");
        handshakes();
        for (int entries : SIZES) {
            keyStore(entries);
        }
        softHsm();
        for (Map.Entry<String, String> engines : ENGINES.entrySet()) {
            first(engines.getKey(), engines.getValue());
        }
    }

    private void sessions() throws RunnerException {
        List<Double> perSecond = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            perSecond.add(fork(throughput("OpenClose.openClose")));
        }
        System.out.printf("%nC_OpenSession and C_CloseSession: %,.0f per second%n", Table.median(perSecond.stream()));
    }

    /** Two processors may be two threads of one core, or busy: so it is told what the engine gains without the token. */
    private void threads(String operation) throws RunnerException {
        List<Double> gains = new ArrayList<>();
        List<Double> rawGains = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            rawGains.add(gain(operation, Engine.CORRETTO));
            gains.add(gain(operation, Engine.CLAVIGER_SQLITE));
            ratios.add(gains.get(round) / rawGains.get(round));
        }
        System.out.printf("Two threads with one key, %s: %.2f times one thread, and %.2f times with Corretto's alone; "
            + "ratio %.2f, on %d processors%n", operation, Table.median(gains.stream()), Table.median(rawGains.stream()),
            Table.median(ratios.stream()), Runtime.getRuntime().availableProcessors());
    }

    private double gain(String operation, Engine engine) throws RunnerException {
        double one = fork(threads(operation, engine, 1));
        return fork(threads(operation, engine, 2)) / one;
    }

    private ChainedOptionsBuilder threads(String operation, Engine engine, int count) {
        return throughput("Threads." + operation).jvmArgsAppend(engine.option()).param("engine", engine.name())
            .threads(count);
    }

    private void handshakes() throws RunnerException {
        List<Double> token = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            double file = fork(throughput("Handshake.full").param("source", Handshake.Source.PKCS12.name()));
            token.add(fork(throughput("Handshake.full").param("source", Handshake.Source.TOKEN.name())));
            ratios.add(token.get(round) / file);
        }
        System.out.printf("TLS 1.3, full handshakes with a P-256 key of the token: %.2f times those with the key in a PKCS12 "
            + "file (%,.0f per second)%n", Table.median(ratios.stream()), Table.median(token.stream()));
    }

    private void keyStore(int entries) throws Exception {
        double[] filled = table.main(LargeStore.class, List.of(), Integer.toString(entries));
        System.out.printf("KeyStore of %,d entries: load with the PIN and the first getKey %.0f ms (size, which reads all, "
            + "%.0f ms)", entries, filled[0] / 1e3, filled[1] / 1e3);
        for (String call : List.of("getKey", "findById", "setKeyEntry")) {
            RunResult result = Table.run(sampled("LargeStore." + call).param("entries", Integer.toString(entries)))
                .iterator().next();
            System.out.printf(", %s %.0f µs (99 %%: %.0f)", call,
                result.getPrimaryResult().getStatistics().getPercentile(50),
                result.getPrimaryResult().getStatistics().getPercentile(99));
        }
        System.out.println();
    }

    private void softHsm() throws Exception {
        if (!SoftHsm.isInstalled()) {
            System.out.println(NO_SOFTHSM);
            return;
        }
        double[] found = table.main(SoftHsmStore.class, List.of(), Integer.toString(FEW));
        System.out.printf("SunPKCS11 over SoftHSM2, a KeyStore of %d entries: load %.0f ms, getKey %.0f µs, "
            + "setKeyEntry %.0f µs%n", FEW, found[0] / 1e3, found[1], found[2]);
    }

    private void first(String name, String engines) throws Exception {
        List<String> options = List.of("-Dclaviger.engines=" + engines);
        String store = "sqlite:" + folder.resolve("first-" + engines.length() + ".db");
        table.main(FirstSignature.class, options, store, "make");
        List<double[]> runs = new ArrayList<>();
        for (int run = 0; run < 2 * rounds + 1; run++) {
            runs.add(table.main(FirstSignature.class, options, store));
        }
        double[] medians = new double[4];
        for (int i = 0; i < medians.length; i++) {
            int column = i;
            medians[i] = Table.median(runs.stream().map(run -> run[column]));
        }
        double besides = Table.median(runs.stream().map(run -> run[0] + run[1] + run[2] - run[3]));
        System.out.printf("First signature of a JVM %s: %.0f ms besides Argon2id (provider %.0f, KeyStore.load with the PIN "
            + "%.0f with Argon2id at the default cost, which takes %.0f, getKey and P-256 signature %.0f)%n", name, besides,
            medians[0], medians[1], medians[3], medians[2]);
    }

    private ChainedOptionsBuilder throughput(String benchmark) {
        return table.options(benchmark).warmupIterations(2).warmupTime(TimeValue.seconds(1))
            .measurementIterations(3).measurementTime(TimeValue.milliseconds(700));
    }

    /** Warm until the cache of objects is full. */
    private ChainedOptionsBuilder sampled(String benchmark) {
        return table.options(benchmark).warmupIterations(1).warmupTime(TimeValue.seconds(5))
            .measurementIterations(1).measurementTime(TimeValue.seconds(3));
    }

    private static double fork(ChainedOptionsBuilder options) throws RunnerException {
        return Table.run(options).stream().mapToDouble(Table::score).findFirst().orElseThrow();
    }
}
