package claviger.rpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cku;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** What tests ask of a server's answers. */
final class ServerAnswers {
    private ServerAnswers() {
    }

    static Message login(RawClient client, long session, Cku user, byte[] pin) throws IOException {
        return client.call(Call.C_Login, session, user.code(), new Octets.Data(pin));
    }

    static void assertError(Ckr ckr, Message reply) {
        assertEquals(Call.ERROR, reply.call());
        assertArrayEquals(new Object[] {ckr.code()}, reply.values().toArray());
    }

    static void eventually(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertTrue(condition.getAsBoolean());
    }
}
