package claviger.faults;

import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The heap after a collection stays where it is, however often sessions and objects come and go (H5). Longer:
 * {@code -Dclaviger.soak.cycles=1000000}, and a fiftieth of it on SQLite.
 */
class FlatHeapIT {
    private static final int CHECKPOINTS = 10;
    /** For what the JVM itself learns meanwhile. A leak of 10 bytes in a cycle is more. */
    private static final long MOST_GROWTH = 2 << 20;

    @TempDir Path folder;

    @Test void sessionsAndSessionObjectsLeaveNothingBehind() throws Exception {
        try (Site site = Site.make("memory:")) {
            Cryptoki cryptoki = site.cryptoki();
            site.user();
            Template data = Samples.data("session", true, new byte[100]).without(CKA_TOKEN);
            flat("sessions and session objects", Site.amount("claviger.soak.cycles", 200_000), i -> {
                SessionHandle session = site.session();
                ObjectHandle object = i % 8 == 0 ? Samples.newAes(cryptoki, session, Template.EMPTY)
                    : cryptoki.createObject(session, data);
                if (i % 2 == 0) {
                    cryptoki.destroyObject(session, object);
                } else if (i % 16 == 1) {
                    cryptoki.find(session, Samples.labelled("session"));
                }
                cryptoki.closeSession(session);
            });
        }
    }

    @Test void tokenObjectsLeaveNothingBehind() throws Exception {
        try (Site site = Site.make("sqlite:" + folder.resolve("token.db"))) {
            Cryptoki cryptoki = site.cryptoki();
            SessionHandle session = site.user();
            flat("token objects on SQLite", Site.amount("claviger.soak.cycles", 150_000) / 50, i -> {
                Template label = Samples.labelled("object " + i);
                ObjectHandle object = i % 4 == 0
                    ? Samples.newAes(cryptoki, session, Samples.ON_TOKEN.with(label).with(CKA_SIGN, true).with(CKA_ENCRYPT, false))
                    : cryptoki.createObject(session, Samples.data("object " + i, i % 4 == 1, new byte[100]));
                if (i % 4 == 0) {
                    cryptoki.signInit(session, Mechanism.of(Ckm.CKM_AES_CMAC), object);
                    cryptoki.sign(session, new byte[16]);
                }
                cryptoki.attributes(session, object, CKA_LABEL);
                cryptoki.destroyObject(session, object);
            });
        }
    }


    /** A tenth of the cycles to warm up, then the heap at each further tenth. */
    private static void flat(String what, int cycles, IntConsumer cycle) throws InterruptedException {
        List<Long> used = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < cycles; i++) {
            cycle.accept(i);
            if ((i + 1) % (cycles / CHECKPOINTS) == 0) {
                used.add(usedHeap());
            }
        }
        long growth = used.get(used.size() - 1) - used.get(0);
        System.out.printf("FlatHeapIT: %d cycles of %s in %d s, used heap in KiB %s, growth %d%n", cycles, what,
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), used.stream().map(bytes -> bytes / 1024).toList(),
            growth / 1024);
        assertTrue(growth < MOST_GROWTH, () -> what + " grew the heap by " + growth + " bytes: " + used);
    }

    private static long usedHeap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
