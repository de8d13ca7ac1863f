package claviger.store;

import static claviger.store.PinRole.SO;
import static claviger.store.PinRole.USER;
import static claviger.store.StoreWorld.SERIAL;
import static claviger.store.StoreWorld.pin;
import static claviger.store.StoreWorld.token;
import static claviger.store.StoreWorld.unique;
import static claviger.store.TryOutcome.LOCKED;
import static claviger.store.TryOutcome.NO_PIN;
import static claviger.store.TryOutcome.RESERVED;
import static claviger.store.TryOutcome.WAIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** D20: a try is reserved before the check and becomes a failure unless it is confirmed. */
class PinTriesTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir Path folder;
    private TokenStore store;

    private void open(StoreWorld world, int limit) {
        store = Stores.open(world.url(folder));
        store.write(writer -> {
            writer.insertToken(token(SERIAL, 1));
            writer.putPin(SERIAL, USER, pin(limit));
            return null;
        });
    }

    @AfterEach void close() {
        store.close();
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void failuresUseTheBudgetAndLock(StoreWorld world) {
        open(world, 2);
        assertEquals(RESERVED, reserve("a", LONG));
        assertTrue(settle("a", false));
        assertEquals(1, failures());
        assertEquals(RESERVED, reserve("b", LONG));
        assertEquals(WAIT, reserve("c", LONG), "only a reservation stands in the way");
        assertTrue(settle("b", false));
        assertEquals(LOCKED, reserve("c", LONG));
        assertEquals(2, failures());
        assertFalse(settle("b", true), "it is settled already");
        assertEquals(2, failures());
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void aSuccessSetsTheFailuresToZeroAndLeavesTheReservationsOfOthers(StoreWorld world) {
        open(world, 3);
        reserve("wrong", LONG);
        settle("wrong", false);
        assertEquals(RESERVED, reserve("right", LONG));
        assertEquals(RESERVED, reserve("other", LONG));
        assertTrue(settle("right", true));
        assertEquals(0, failures());
        assertTrue(settle("other", false));
        assertEquals(1, failures());
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void aReservationThatNobodySettlesInTimeIsAFailure(StoreWorld world) {
        open(world, 2);
        assertEquals(RESERVED, reserve("crashed", Duration.ZERO));
        assertEquals(1, failures(), "counted in before anybody has turned it into a row");
        assertFalse(settle("crashed", true), "too late");
        assertEquals(1, failures());
        assertEquals(RESERVED, reserve("again", Duration.ZERO));
        assertEquals(LOCKED, reserve("third", LONG));
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void aNewPinForgetsTheTriesOfTheOld(StoreWorld world) {
        open(world, 1);
        assertEquals(RESERVED, reserve("old", LONG));
        store.write(writer -> {
            writer.putPin(SERIAL, USER, new PinRow(new byte[] {1}, 0, 1));
            return null;
        });
        assertFalse(settle("old", false));
        assertEquals(RESERVED, reserve("new", LONG));
        assertEquals(NO_PIN, store.write(writer -> writer.reserveTry(SERIAL, SO, "so", Instant.MAX)));
        assertEquals(NO_PIN, store.write(writer -> writer.reserveTry("no such token 00", SO, "so", Instant.MAX)));
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void fiftyParallelWrongPinsUseExactlyTheBudget(StoreWorld world) throws Exception {
        open(world, 10);
        AtomicInteger checked = new AtomicInteger();
        inParallel(50, () -> attempt(false, checked));
        assertEquals(10, checked.get());
        assertEquals(10, failures());
        assertEquals(LOCKED, reserve("one more", LONG));
    }

    @ParameterizedTest @EnumSource(StoreWorld.class)
    void fiftyParallelRightPinsAllSucceed(StoreWorld world) throws Exception {
        open(world, 3);
        AtomicInteger checked = new AtomicInteger();
        inParallel(50, () -> attempt(true, checked));
        assertEquals(50, checked.get());
        assertEquals(0, failures());
    }

    /** What a login does: waits while others try, checks the PIN, settles. */
    private void attempt(boolean right, AtomicInteger checked) {
        String tryId = unique();
        TryOutcome outcome = reserve(tryId, LONG);
        while (outcome == WAIT) {
            Thread.onSpinWait();
            outcome = reserve(tryId, LONG);
        }
        if (outcome == RESERVED) {
            assertTrue(failures() < 11);
            checked.incrementAndGet();
            assertTrue(settle(tryId, right));
        }
    }

    private static void inParallel(int times, Runnable work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                running.add(threads.submit(work));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private TryOutcome reserve(String tryId, Duration lasting) {
        return store.write(writer -> writer.reserveTry(SERIAL, USER, tryId, writer.now().plus(lasting)));
    }

    private boolean settle(String tryId, boolean success) {
        return store.write(writer -> writer.settleTry(SERIAL, USER, tryId, success));
    }

    private int failures() {
        return store.read(reader -> reader.pin(SERIAL, USER)).orElseThrow().failures();
    }
}
