package claviger.config;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.TokenFlag;
import claviger.cryptoki.TokenInfo;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a configuration describes, opened: one application on one slot (D5). Safe between threads.
 */
public final class Connection implements AutoCloseable {
    private static final String MEMORY_LABEL = "Claviger";

    private final SharedLibrary library;
    private final Cryptoki application;
    private final SlotId slot;

    private Connection(SharedLibrary library, Cryptoki application, SlotId slot) {
        this.library = library;
        this.application = application;
        this.slot = slot;
    }

    /**
     * Opens the store and finds the token. A token of a memory store that is not there yet is made.
     *
     * @throws ConfigurationException         if the store does not have that one token
     * @throws claviger.cryptoki.CkrException if the store cannot be opened
     */
    public static Connection open(Configuration configuration) {
        SharedLibrary library = SharedLibrary.of(configuration.store());
        Cryptoki application = null;
        boolean opened = false;
        try {
            application = library.application();
            Connection connection = new Connection(library, application, slot(library, application, configuration));
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

    @Override public void close() {
        application.close();
        library.release();
    }

    private static SlotId slot(SharedLibrary library, Cryptoki application, Configuration wanted) {
        synchronized (library) {
            Map<SlotId, TokenInfo> tokens = application.getSlotList(true).stream()
                .collect(Collectors.toMap(slot -> slot, application::getTokenInfo));
            tokens.values().removeIf(info -> !info.flags().contains(TokenFlag.CKF_TOKEN_INITIALIZED));
            List<SlotId> fitting = tokens.entrySet().stream()
                .filter(entry -> fits(entry.getValue(), wanted)).map(Map.Entry::getKey).toList();
            if (fitting.size() == 1) {
                return fitting.get(0);
            }
            if (fitting.isEmpty() && library.isMemory() && wanted.serial().isEmpty()) {
                return library.make(application, wanted.token().or(wanted::name).orElse(MEMORY_LABEL));
            }
            throw new ConfigurationException(String.format("%s has %s token%s; it has %s", wanted.store(),
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
