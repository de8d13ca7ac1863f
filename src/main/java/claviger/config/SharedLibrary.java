package claviger.config;

import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.TokenFlag;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The library of one store, shared by all connections of this process that name the store and closed with the last of
 * them. A {@code memory:NAME} store lives as long as the process; a {@code memory:} store without a name has one
 * connection. Safe between threads.
 */
final class SharedLibrary implements Applications {
    private static final Map<String, SharedLibrary> OPEN = new HashMap<>();
    private static final String MEMORY = "memory:";
    private static final String SQLITE = "sqlite:";
    private static final int SO_PIN_BYTES = 32;

    private final String store;
    private final Library library;
    /** The SO PINs of memory tokens that wait for their first user PIN. Guarded by this. */
    private final Map<SlotId, byte[]> unclaimed = new HashMap<>();
    /** Guarded by {@link #OPEN}. */
    private int connections;

    private SharedLibrary(String store) {
        this.store = store;
        Library.prepare(store);
        // the JCA has no way to ask for the state of an operation
        this.library = Library.over(Stores.open(store),
            Settings.DEFAULT.withEmptySlot(isMemory(store)).withSavable(false));
    }

    /** The library of a store; every call wants one {@link #release}. */
    static SharedLibrary of(String store) {
        String canonical = canonical(store);
        synchronized (OPEN) {
            SharedLibrary shared = canonical.equals(MEMORY)
                ? new SharedLibrary(canonical) : OPEN.computeIfAbsent(canonical, SharedLibrary::new);
            shared.connections++;
            return shared;
        }
    }

    @Override public void release() {
        synchronized (OPEN) {
            connections--;
            boolean lives = connections > 0 || isMemory(store) && !store.equals(MEMORY);
            if (!lives) {
                OPEN.remove(store, this);
                library.close();
            }
        }
    }

    @Override public boolean isMemory() {
        return isMemory(store);
    }

    @Override public Cryptoki application() {
        Cryptoki application = library.application(new Peer.ThisJvm(CallingCode.sha256()));
        application.initialize();
        return application;
    }

    /** Makes a token in the empty slot, with an SO PIN that nobody knows; its user PIN is the first that logs in. */
    @Override public synchronized SlotId make(Cryptoki application, String label) {
        SlotId empty = application.getSlotList(false).stream()
            .filter(slot -> !application.getTokenInfo(slot).flags().contains(TokenFlag.CKF_TOKEN_INITIALIZED))
            .findFirst().orElseThrow(() -> new ConfigurationException(store + " has no room for a new token"));
        byte[] random = new byte[SO_PIN_BYTES];
        new SecureRandom().nextBytes(random);
        byte[] soPin = HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII);
        application.initToken(empty, soPin, label);
        unclaimed.put(empty, soPin);
        return empty;
    }

    /** If the token waits for its first user PIN: this is it. */
    @Override public synchronized void claim(SlotId slot, byte[] userPin) {
        byte[] soPin = unclaimed.get(slot);
        if (soPin == null) {
            return;
        }
        try (Cryptoki application = application()) {
            SessionHandle session = application.openSession(slot, true);
            application.login(session, Cku.CKU_SO, soPin);
            application.initPin(session, userPin);
        }
        unclaimed.remove(slot);
        Arrays.fill(soPin, (byte) 0);
    }

    private static boolean isMemory(String store) {
        return store.startsWith(MEMORY);
    }

    private static String canonical(String store) {
        return store.startsWith(SQLITE)
            ? SQLITE + Path.of(store.substring(SQLITE.length())).toAbsolutePath().normalize() : store;
    }
}
