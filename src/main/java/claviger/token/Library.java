package claviger.token;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SlotId;
import claviger.seal.Randomness;
import claviger.seal.SignedJar;
import claviger.store.Stores;
import claviger.store.TokenStore;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The PKCS#11 library of this process over one store: one for each store, shared by all applications of the process,
 * which share its memory of objects and keys but not their handles, sessions and logins (section 2 of PKCS#11 3.2).
 * Safe between threads.
 */
public final class Library implements AutoCloseable {
    private final TokenStore store;
    private final Settings settings;
    private final String process = HexFormat.of().formatHex(Randomness.bytes(8));
    private final ScheduledExecutorService scheduler;
    private final Slots slots;
    private final Set<Application> applications = ConcurrentHashMap.newKeySet();

    private Library(TokenStore store, Settings settings) {
        this.store = store;
        this.settings = settings;
        this.scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "claviger leases");
            thread.setDaemon(true);
            return thread;
        });
        this.slots = new Slots(store, settings.emptySlot(), process, scheduler);
    }

    /** Begins in the background what the first library waits for; for the moment before its store is opened. */
    public static void prepare(String store) {
        Stores.prepare(store, SignedJar::checkAhead);
    }

    /** The library over a store, which belongs to it from here on and is closed with it. */
    public static Library over(TokenStore store, Settings settings) {
        return new Library(store, settings);
    }

    /** A new application, which starts with {@link Cryptoki#initialize()} (D3). Closing it is C_Finalize. */
    public Cryptoki application(Peer peer) {
        Application application = new Application(slots, new Initialization(store, process, settings), settings, peer,
            applications::remove);
        applications.add(application);
        return application;
    }

    /**
     * Removes a token from its store, with everything in it. Whoever can write the store can do this; no PIN is asked.
     *
     * @throws claviger.cryptoki.CkrException CKR_SESSION_EXISTS while any process has a session with it
     */
    public void deleteToken(SlotId slot) {
        slots.token(slot).ifPresent(new Initialization(store, process, settings)::delete);
    }

    /** C_Finalize of all applications; closes the store. */
    @Override public void close() {
        applications.forEach(Application::close);
        slots.close();
        scheduler.shutdownNow();
        store.close();
    }
}
