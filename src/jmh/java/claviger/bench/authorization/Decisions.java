package claviger.bench.authorization;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One decision at a time, of questions in no order. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Decisions {
    private static final int QUESTIONS = 4_096;

    @Param("CLAVIGER") Engine engine;
    @Param("FLAT_1K") Shape shape;

    private Judge judge;
    private final Object[] questions = new Object[QUESTIONS];
    private int next;

    @Setup public void load() throws Exception {
        judge = engine.judge();
        judge.load(shape);
        Random random = new Random(1);
        for (int i = 0; i < QUESTIONS; i++) {
            questions[i] = judge.question(shape, random.nextInt(shape.size()));
        }
        for (int i = 0; i < 10; i++) {
            if (judge.allows(questions[i]) != shape.allowed()) {
                throw new IllegalStateException(engine + " is wrong about " + shape);
            }
        }
    }

    @Benchmark public boolean decide() throws Exception {
        next = next + 1 & QUESTIONS - 1;
        return judge.allows(questions[next]);
    }
}
