package claviger.bench;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Settings;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** C_OpenSession and C_CloseSession, while another session is open, on a token in SQLite. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class OpenClose {
    private Cryptoki application;
    private SlotId slot;

    @Setup public void open() throws Exception {
        String store = "sqlite:" + Workplace.folder().resolve("tokens.db");
        Tokens.make(store);
        application = Library.over(Stores.open(store), Settings.DEFAULT).application(new Peer.ThisJvm());
        application.initialize();
        slot = application.getSlotList(true).get(0);
        application.openSession(slot, true);
    }

    @Benchmark public SessionHandle openClose() {
        SessionHandle session = application.openSession(slot, true);
        application.closeSession(session);
        return session;
    }
}
