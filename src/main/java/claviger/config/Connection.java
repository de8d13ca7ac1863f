package claviger.config;

import static claviger.cryptoki.Ckr.CKR_TOKEN_NOT_PRESENT;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.TokenFlag;
import claviger.cryptoki.TokenInfo;
import claviger.rpc.Client;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a configuration describes, opened: one application on one slot (D5). Safe between threads.
 */
public final class Connection implements AutoCloseable {
    private static final String MEMORY_LABEL = "Claviger";

    private final Configuration configuration;
    private final Applications library;
    private final Cryptoki application;
    /** The application, where it is at a server. */
    private final Client client;
    private volatile SlotId slot;
    private final String serial;

    private Connection(Configuration configuration, Applications library, Cryptoki application, SlotId slot) {
        this.configuration = configuration;
        this.library = library;
        this.application = application;
        this.client = application instanceof Client remote ? remote : null;
        this.slot = slot;
        this.serial = application.getTokenInfo(slot).serial();
    }

    /**
     * Opens the store, or connects to the server, and finds the token. A token of a memory store that is not there yet is
     * made.
     *
     * @throws ConfigurationException         if the token is not there, or more than one fits
     * @throws claviger.cryptoki.CkrException if the store cannot be opened, or nobody is at the address
     */
    public static Connection open(Configuration configuration) {
        Applications library = configuration.remote().<Applications>map(remote -> remote::application)
            .orElseGet(() -> SharedLibrary.of(configuration.store()));
        Cryptoki application = null;
        boolean opened = false;
        try {
            application = library.application();
            Connection connection =
                new Connection(configuration, library, application, slot(library, application, configuration));
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                if (application != null) {
                    application.close();
                }
                library.release();
            }
        }
    }

    /** The application. Not to be closed by the caller. */
    public Cryptoki application() {
        return application;
    }

    public SlotId slot() {
        return slot;
    }

    /** Another application on the same library, initialized; the caller closes it. For checking a PIN (D6). */
    public Cryptoki freshApplication() {
        return library.application();
    }

    /** To be called with a user PIN before it logs in: the first one becomes the PIN of a new memory token. */
    public void claim(byte[] userPin) {
        library.claim(slot, userPin);
    }

    /** Whether calls can be expected to work: the server, if there is one, has not gone. */
    public boolean isAlive() {
        return client == null || client.isConnected();
    }

    /**
     * Connects again to a server that went away: C_Finalize and C_Initialize. Sessions, login and handles are gone.
     *
     * @throws claviger.cryptoki.CkrException if nobody is at the address, or the token is not there any more
     */
    public void reconnect() {
        client.close();
        client.initialize();
        Map<SlotId, TokenInfo> tokens = tokens(application);
        slot = tokens.entrySet().stream().filter(entry -> entry.getValue().serial().equals(serial)).map(Map.Entry::getKey)
            .findFirst().orElseThrow(() -> CKR_TOKEN_NOT_PRESENT.because(
                "%s was started again and has no token with the serial %s any more; it has %s", configuration.place(),
                serial, list(tokens)));
    }

    /** Ends a connection on which not everything could be done again. */
    public void disconnect() {
        client.close();
    }

    /** Where the token is, for people. */
    public String place() {
        return configuration.place();
    }

    @Override public void close() {
        application.close();
        library.release();
    }

    private static Map<SlotId, TokenInfo> tokens(Cryptoki application) {
        Map<SlotId, TokenInfo> tokens = application.getSlotList(true).stream()
            .collect(Collectors.toMap(slot -> slot, application::getTokenInfo));
        tokens.values().removeIf(info -> !info.flags().contains(TokenFlag.CKF_TOKEN_INITIALIZED));
        return tokens;
    }

    private static SlotId slot(Applications library, Cryptoki application, Configuration wanted) {
        synchronized (library) {
            Map<SlotId, TokenInfo> tokens = tokens(application);
            List<SlotId> fitting = tokens.entrySet().stream()
                .filter(entry -> fits(entry.getValue(), wanted)).map(Map.Entry::getKey).toList();
            if (fitting.size() == 1) {
                return fitting.get(0);
            }
            if (fitting.isEmpty() && library.isMemory() && wanted.serial().isEmpty()) {
                return library.make(application, wanted.token().or(wanted::name).orElse(MEMORY_LABEL));
            }
            throw new ConfigurationException(String.format("%s has %s token%s; it has %s", wanted.place(),
                fitting.isEmpty() ? "no" : "more than one", description(wanted), list(tokens)));
        }
    }

    private static boolean fits(TokenInfo info, Configuration wanted) {
        return wanted.token().map(info.label()::equals).orElse(true)
            && wanted.serial().map(info.serial()::equals).orElse(true);
    }

    private static String description(Configuration wanted) {
        return wanted.token().map(label -> " with the label " + label).orElse("")
            + wanted.serial().map(serial -> " with the serial " + serial).orElse("");
    }

    private static String list(Map<SlotId, TokenInfo> tokens) {
        return tokens.isEmpty() ? "none (make one with: claviger init)" : tokens.values().stream()
            .map(info -> info.label() + " (serial " + info.serial() + ")").sorted().collect(Collectors.joining(", "));
    }
}
