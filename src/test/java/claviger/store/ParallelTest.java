package claviger.store;

import static claviger.store.StoreWorld.SERIAL;
import static claviger.store.StoreWorld.entry;
import static claviger.store.StoreWorld.next;
import static claviger.store.StoreWorld.object;
import static claviger.store.StoreWorld.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads that share a store. */
class ParallelTest {
    private static final int WRITERS = 4;
    private static final int ROUNDS = 40;

    @TempDir Path folder;

    /** Each writer moves a mark from one object to the other and counts in the rows; readers never see two or none. */
    @ParameterizedTest @EnumSource(StoreWorld.class)
    void readersSeeWholeTransactionsAndNoUpdateIsLost(StoreWorld world) throws Exception {
        IndexEntry mark = entry(3, 1);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 3);
        try (TokenStore store = Stores.open(world.url(folder))) {
            store.write(writer -> writer.insertToken(token(SERIAL, 1)));
            store.write(writer -> writer.insertObjects(SERIAL, List.of(object("a", mark), object("b"))));
            AtomicBoolean done = new AtomicBoolean();
            List<Future<?>> writers = started(threads, WRITERS, () -> {
                for (int i = 0; i < ROUNDS; i++) {
                    store.write(writer -> moveTheMark(writer, mark));
                }
                return null;
            });
            List<Future<?>> readers = started(threads, 2, () -> {
                while (!done.get()) {
                    assertEquals(1, store.read(reader -> reader.page(SERIAL, List.of(mark), new Span(0, Span.NO_END, 2))).size());
                }
                return null;
            });
            readers.addAll(started(threads, 1, () -> {
                followTheStamp(store, done);
                return null;
            }));
            for (Future<?> writer : writers) {
                writer.get();
            }
            done.set(true);
            for (Future<?> reader : readers) {
                reader.get();
            }
            assertEquals(1 + WRITERS * ROUNDS,
                store.read(reader -> reader.object(SERIAL, "a")).orElseThrow().rowRevision());
        } finally {
            threads.shutdownNow();
        }
    }

    /** D14: while the stamp stays the same, so does the revision. */
    private static void followTheStamp(TokenStore store, AtomicBoolean done) {
        while (!done.get()) {
            long stamp = store.stamp();
            long revision = store.read(reader -> reader.revision(SERIAL));
            long again = store.read(reader -> reader.revision(SERIAL));
            if (stamp != TokenStore.UNKNOWN_STAMP && store.stamp() == stamp) {
                assertEquals(revision, again);
            }
            assertTrue(again >= revision);
        }
    }

    private static boolean moveTheMark(StoreWriter writer, IndexEntry mark) {
        ObjectRow a = writer.object(SERIAL, "a").orElseThrow();
        ObjectRow b = writer.object(SERIAL, "b").orElseThrow();
        boolean marked = a.index().contains(mark);
        ObjectRow newA = marked ? next(a, "a") : next(a, "a", mark);
        ObjectRow newB = marked ? next(b, "b", mark) : next(b, "b");
        return writer.updateObject(SERIAL, newA, a.rowRevision()) && writer.updateObject(SERIAL, newB, b.rowRevision());
    }

    private static List<Future<?>> started(ExecutorService threads, int count, Callable<?> work) {
        List<Future<?>> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            started.add(threads.submit(work));
        }
        return started;
    }
}
