package claviger.faults;

import static claviger.cryptoki.Cka.CKA_LABEL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.store.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight processes of four threads on one SQLite token: not one error, and all see the same at the end (D12 to D14).
 * {@code -Dclaviger.storm.seconds=60} for longer.
 */
class StormIT {
    static final String SHARED = "shared";
    private static final int PROCESSES = 8;

    @TempDir Path folder;

    @Test void eightProcessesOfFourThreadsShareATokenWithoutAnError() throws Exception {
        int seconds = Site.amount("claviger.storm.seconds", 8);
        String url = "sqlite:" + folder.resolve("token.db");
        try (Site site = Site.make(url)) {
            SessionHandle session = site.user();
            Samples.newEcPair(site.cryptoki(), session, Samples.ON_TOKEN.with(CKA_LABEL, SHARED));
        }
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                children.add(ChildJvm.start(StormChild.class, List.of(), url, "p" + i, "" + seconds));
            }
            for (ChildJvm child : children) {
                assertEquals("ready", child.line());
            }
            children.forEach(child -> child.say("go"));
            long operations = 0;
            int objects = 2;
            for (ChildJvm child : children) {
                String[] done = done(child);
                operations += Long.parseLong(done[1]);
                objects += Integer.parseInt(done[2]);
            }
            for (ChildJvm child : children) {
                assertEquals("" + objects, child.ask("count"));
            }
            try (Site site = Site.open(url)) {
                assertEquals(objects, site.cryptoki().find(site.user(), Template.EMPTY).size());
            }
            System.out.printf("StormIT: %d operations in %d s, %d objects%n", operations, seconds, objects);
            assertTrue(operations > PROCESSES * 4L, "the threads have worked");
        } finally {
            children.forEach(ChildJvm::close);
        }
    }

    private static String[] done(ChildJvm child) throws Exception {
        String line = child.line();
        assertNotNull(line, "a process has died with an error, which it printed");
        return line.split(" ");
    }
}
