package claviger.rpc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** D24: no message stops the server, whatever is in it. In the normal build a few of them; {@link HostileIT} has the rest. */
class HostileTest {
    @Test @Timeout(60)
    void changedMessagesAreAnsweredOrEndTheirConnection() throws Exception {
        Hostility.run(Long.getLong("claviger.hostile.short", 10_000), Long.getLong("claviger.seed", System.nanoTime()));
    }
}
