package claviger.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** D24: a million changed messages, and ten thousand connections. */
class HostileIT {
    @Test @Timeout(900)
    void aMillionChangedMessagesLeaveNothingBehind() throws Exception {
        Hostility.run(Long.getLong("claviger.hostile", 1_000_000), Long.getLong("claviger.seed", System.nanoTime()));
    }

    @Test @Timeout(120)
    void tenThousandConnectionsStopNobodyWhoIsThere() throws Exception {
        try (Served served = Served.token(Accounts.own(Served.ME), Limits.DEFAULT.withConnections(2000, 1000));
                RawClient here = RawClient.ready(served.socket())) {
            List<RawClient> open = new ArrayList<>();
            try {
                for (int i = 0; i < 10_000; i++) {
                    RawClient client = connected(served);
                    if (client != null) {
                        open.add(client);
                    }
                    if (i % 100 == 0) {
                        assertEquals(Call.C_GetInfo, here.call(Call.C_GetInfo).call());
                    }
                }
                assertTrue(served.server().connections() <= 1000);
            } finally {
                for (RawClient client : open) {
                    client.close();
                }
            }
            assertEquals(Call.C_GetInfo, here.call(Call.C_GetInfo).call());
        }
    }

    /** Null where this process or the server has no place for one more. */
    private static RawClient connected(Served served) {
        try {
            RawClient client = new RawClient(served.socket());
            client.send((byte) 2);
            return client;
        } catch (IOException e) {
            return null;
        }
    }
}
