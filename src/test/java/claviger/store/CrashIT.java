package claviger.store;

import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;
import static claviger.store.StoreWorld.SERIAL;
import static claviger.store.StoreWorld.pin;
import static claviger.store.StoreWorld.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.CkrException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What remains of a store when processes die, disks fill up, and many processes want the same. */
class CrashIT {
    @TempDir Path folder;

    /** {@code -Dclaviger.kills=200} for more. */
    @Test void everyCommitThatWasReportedOutlivesAKillAndNoneIsHalf() throws Exception {
        int kills = Integer.getInteger("claviger.kills", 20);
        long seed = new Random().nextLong();
        System.out.println("kills " + kills + ", seed " + seed);
        Random random = new Random(seed);
        Path database = folder.resolve("tokens.db");
        withToken(database, 3).close();
        Set<String> reported = new HashSet<>();
        for (int kill = 0; kill < kills; kill++) {
            try (ChildJvm child = ChildJvm.start(StoreChild.class, List.of(), database.toString())) {
                assertEquals("ok", child.ask("open"));
                reported.add(child.ask("pairs"));
                int more = random.nextInt(60);
                for (int i = 0; i < more; i++) {
                    reported.add(child.line());
                }
                Thread.sleep(0, random.nextInt(1_000_000));
                child.kill();
                for (String late = child.line(); late != null; late = child.line()) {
                    if (late.length() == 36) {      // a whole line
                        reported.add(late);
                    }
                }
            }
            check(database, reported);
        }
        assertTrue(reported.size() >= kills);
    }

    private static void check(Path database, Set<String> reported) {
        try (TokenStore store = Stores.open("sqlite:" + database)) {
            Set<String> ids = new HashSet<>(store.read(reader -> reader.objectIds(SERIAL)));
            for (String run : reported) {
                assertTrue(ids.contains(run + "a") && ids.contains(run + "b"), "a reported commit is missing");
            }
            for (String id : ids) {
                String run = id.substring(0, 36);
                assertTrue(ids.contains(run + "a") && ids.contains(run + "b"), "half a transaction");
            }
            assertEquals(ids.size(), store.read(reader -> reader.objects(SERIAL, List.copyOf(ids))).size());
            store.write(writer -> writer.claim("any", StoreWorld.unique(), writer.now()));
            assertNotEquals(TokenStore.UNKNOWN_STAMP, store.stamp(), "the next write heals the counter");
        }
    }

    /** On a machine that lets nobody mount a small disk, a file that may not grow is as full as one. */
    @Test void aFullDiskIsRefusedAndNothingThatWasCommittedIsLost() throws Exception {
        boolean mounted = fills("CKR_DEVICE_MEMORY", "unshare", "-rm", "sh", "-c",
            "mount -t tmpfs -o size=4m none \"$0\" && exec \"$@\"");
        assertTrue(mounted || fills("CKR_DEVICE_ERROR", "sh", "-c", "ulimit -f 8192 && exec \"$@\""));
    }

    /** @param wrapper runs its arguments with the folder of the store, {@code $0}, limited @return whether it could */
    private boolean fills(String expected, String... wrapper) throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        List<String> command = new ArrayList<>(List.of(wrapper));
        command.add(small.toString());
        command.addAll(ChildJvm.command(StoreChild.class, List.of(), small.resolve("tokens.db").toString()));
        try (ChildJvm child = ChildJvm.started(command)) {
            String opened = child.ask("open");
            if (opened == null) {
                return false;
            }
            assertEquals("ok", opened);
            assertEquals("ok", child.ask("token"));
            assertEquals("ok", child.ask("put before"));
            String refusal = child.ask("fill");
            assertTrue(refusal.startsWith(expected), refusal);
            assertTrue(child.ask("ids").startsWith("before "));
            assertNotEquals("-1", child.ask("stamp") + child.ask("put after"));
            return true;
        }
    }

    @Test void aLibraryThatCannotBeUnpackedIsNamedWithTheRemedy() throws Exception {
        try (ChildJvm child = ChildJvm.start(StoreChild.class, List.of("-Dorg.sqlite.tmpdir=/proc/nowhere"),
                folder.resolve("tokens.db").toString())) {
            String refusal = child.ask("open");
            assertTrue(refusal.startsWith("CKR_DEVICE_ERROR") && refusal.contains("org.sqlite.tmpdir"), refusal);
        }
    }

    @Test void aProcessThatHoldsTheWriteLockTooLongMakesWritersFailAndReadersGoOn() throws Exception {
        Path database = folder.resolve("tokens.db");
        try (TokenStore store = withToken(database, 3);
                ChildJvm child = ChildJvm.start(StoreChild.class, List.of(), database.toString())) {
            assertEquals("ok", child.ask("naive-open"));
            assertEquals("ok", child.ask("naive-sql BEGIN IMMEDIATE"));
            long start = System.nanoTime();
            CkrException refusal = assertThrows(CkrException.class,
                () -> store.write(writer -> writer.claim("any", "write", writer.now())));
            assertEquals(CKR_FUNCTION_FAILED, refusal.ckr());
            assertTrue(System.nanoTime() - start < 20_000_000_000L);
            assertEquals(1, store.read(reader -> reader.tokens().size()).intValue());
            child.kill();
            assertTrue(store.write(writer -> writer.claim("any", "write", writer.now())).booleanValue());
        }
    }

    @Test void processesThatOpenANewStoreAtOnceAllGetIt() throws Exception {
        List<ChildJvm> children = children(5);
        try {
            for (int i = 0; i < children.size(); i++) {
                assertEquals("ok", children.get(i).line());
            }
            assertEquals("ok", children.get(0).ask("token"));
            for (int i = 0; i < children.size(); i++) {
                assertEquals("ok", children.get(i).ask("put " + i));
            }
            assertEquals("0 1 2 3 4", children.get(0).ask("ids"));
        } finally {
            children.forEach(ChildJvm::close);
        }
    }

    @Test void rightPinsOfFiveProcessesAllSucceedAndWrongOnesUseExactlyTheBudget() throws Exception {   // D20
        try (TokenStore store = withToken(folder.resolve("tokens.db"), 10)) {
            List<ChildJvm> children = children(5);
            try {
                for (ChildJvm child : children) {
                    assertEquals("ok", child.line());
                }
                assertEquals(50, reservations(children, true));
                assertEquals(0, failures(store));
                assertEquals(10, reservations(children, false));
                assertEquals(10, failures(store));
            } finally {
                children.forEach(ChildJvm::close);
            }
        }
    }

    @Test void anApprovalIsUsedByFiveProcessesExactlyAsOftenAsItSays() throws Exception {   // D12, D30
        try (TokenStore store = withToken(folder.resolve("tokens.db"), 10)) {
            store.write(writer -> {
                writer.putApproval(SERIAL, new ApprovalRow("nonce", "key", new byte[1], 0, writer.now().plusSeconds(600)));
                return null;
            });
            List<ChildJvm> children = children(5);
            try {
                for (ChildJvm child : children) {
                    assertEquals("ok", child.line());
                }
                for (ChildJvm child : children) {
                    child.say("use nonce 203");
                }
                int used = 0;
                for (ChildJvm child : children) {
                    used += Integer.parseInt(child.line());
                }
                assertEquals(203, used);
                assertEquals(203, store.read(reader -> reader.approval(SERIAL, "nonce")).orElseThrow().used());
            } finally {
                children.forEach(ChildJvm::close);
            }
        }
    }

    @Test void aProcessThatDiesWhileItMigratesLeavesTheVersionThatThereWas() throws Exception {
        Path database = OldStore.unpacked(folder);
        try (ChildJvm child = ChildJvm.start(StoreChild.class, List.of(), database.toString())) {
            assertEquals("ok", child.ask("migrate-without-commit"));
            child.kill();
        }
        assertEquals(1, OldStore.version(database));
        try (TokenStore store = Stores.open("sqlite:" + database)) {
            assertEquals(OldStore.OBJECTS, (long) store.read(reader -> reader.objectCount(OldStore.serial(reader))));
        }
        assertEquals(2, OldStore.version(database));
    }

    @Test void processesThatOpenAStoreOfAnEarlierVersionAtOnceAllGetIt() throws Exception {
        OldStore.unpacked(folder);
        List<ChildJvm> children = children(5);
        try {
            for (ChildJvm child : children) {
                assertEquals("ok", child.line());
            }
        } finally {
            children.forEach(ChildJvm::close);
        }
        assertEquals(2, OldStore.version(folder.resolve("tokens.db")));
    }

    private static long reservations(List<ChildJvm> children, boolean right) throws Exception {
        for (ChildJvm child : children) {
            for (int i = 0; i < 10; i++) {
                child.say("login " + right);
            }
        }
        long reserved = 0;
        for (ChildJvm child : children) {
            for (int i = 0; i < 10; i++) {
                reserved += child.line().equals("RESERVED") ? 1 : 0;
            }
        }
        return reserved;
    }

    /** Processes that were told to open the store, all at the same time. */
    private List<ChildJvm> children(int count) throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            children.add(ChildJvm.start(StoreChild.class, List.of(), folder.resolve("tokens.db").toString()));
        }
        for (ChildJvm child : children) {
            child.say("open");
        }
        return children;
    }

    private static TokenStore withToken(Path database, int limit) {
        TokenStore store = Stores.open("sqlite:" + database);
        store.write(writer -> {
            writer.insertToken(token(SERIAL, 1));
            writer.putPin(SERIAL, PinRole.USER, pin(limit));
            return null;
        });
        return store;
    }

    private static int failures(TokenStore store) {
        return store.read(reader -> reader.pin(SERIAL, PinRole.USER)).orElseThrow().failures();
    }
}
