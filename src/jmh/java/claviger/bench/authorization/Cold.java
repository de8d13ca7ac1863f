package claviger.bench.authorization;

import claviger.spki.AuthCompute;
import claviger.spki.Requestors;
import claviger.spki.Tag;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What is done once: taking in 100,000 grants, from text to the first answer, and telling all that one requestor may do. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Cold {
    /** Which engine takes in the grants. */
    @State(Scope.Thread)
    public static class Loading {
        @Param("CLAVIGER") Engine engine;
    }

    /** The grants among which a requestor's are looked for. */
    @State(Scope.Thread)
    public static class Loaded {
        private final ClavigerJudge judge = new ClavigerJudge();

        @Setup(Level.Trial) public void load() {
            judge.load(Shape.FLAT_100K);
        }
    }

    @Benchmark public boolean load(Loading loading) throws Exception {
        Judge judge = loading.engine.judge();
        judge.load(Shape.FLAT_100K);
        return judge.allows(judge.question(Shape.FLAT_100K, 1));
    }

    @Benchmark public int enumerate(Loaded loaded) {
        return AuthCompute.compute(loaded.judge.acl(), null, Set.of(ClavigerJudge.user("u70000")), Requestors.JOINT, null,
            Tag.everything()).entries().size();
    }
}
