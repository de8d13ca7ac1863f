package claviger.store;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Opens stores by URL: {@code sqlite:PATH}, a file; {@code memory:NAME}, shared by all of this JVM that open the name
 * and gone when the last has closed it; {@code memory:}, one of its own. Whoever opens the same file again gets the
 * same store behind another handle, and the last handle that is closed closes it. Safe between threads.
 *
 * <p>POSIX drops all locks that a process has on a file when any descriptor of it is closed, and each copy of SQLite
 * knows only its own descriptors. So a JVM has one store per file (D13): a second class loader, with a Claviger of its
 * own, is refused. Both see the same system properties, which is where the open files are noted.
 */
public final class Stores {
    private static final String SQLITE = "sqlite:";
    private static final String MEMORY = "memory:";
    private static final String NOTED = "claviger.store.open:";
    private static final String THIS_LOADER = UUID.randomUUID().toString();
    private static final Map<String, Shared> OPEN = new HashMap<>();     // guarded by the class

    private Stores() {
    }

    /** A store that is open, and how many have it. */
    private static final class Shared {
        private final TokenStore store;
        private int handles;

        Shared(TokenStore store) {
            this.store = store;
        }
    }

    /**
     * Begins in the background what the opening of this store will wait for.
     *
     * @param then begins something that has signed jars checked, at a time when it is not in the way
     */
    public static void prepare(String url, Runnable then) {
        if (url.startsWith(SQLITE)) {
            SqliteDriver.loadAhead(then);
        } else {
            then.run();
        }
    }

    /** Opens the store, and makes it if it does not exist. */
    public static TokenStore open(String url) {
        if (url.startsWith(SQLITE)) {
            return file(SqliteFile.prepared(url.substring(SQLITE.length())));
        }
        if (url.equals(MEMORY)) {
            return new MemoryStore(url);
        }
        if (url.startsWith(MEMORY)) {
            return shared(url, () -> new MemoryStore(url));
        }
        throw CKR_ARGUMENTS_BAD.because("\"%s\" is no store: it is sqlite:PATH, memory:NAME or memory:", url);
    }

    private static TokenStore file(Path path) {
        return shared(SQLITE + path, () -> {
            Properties known = System.getProperties();
            Object holder = known.putIfAbsent(NOTED + path, THIS_LOADER);
            if (THIS_LOADER.equals(holder)) {
                throw CKR_DEVICE_ERROR.because("%s could not be closed, since a transaction did not end", path);
            }
            if (holder != null) {
                throw CKR_DEVICE_ERROR.because("%s is open in this JVM through another class loader; two copies of"
                    + " SQLite in one process lose each other's locks and then commits", path);
            }
            boolean opened = false;
            try {
                TokenStore store = SqliteStore.open(path);
                opened = true;
                return store;
            } finally {
                if (!opened) {
                    known.remove(NOTED + path);
                }
            }
        });
    }

    private static synchronized TokenStore shared(String key, Supplier<TokenStore> opening) {
        Shared shared = OPEN.get(key);
        if (shared == null) {
            shared = new Shared(opening.get());
            OPEN.put(key, shared);
        }
        shared.handles++;
        return new StoreHandle(shared.store, () -> giveUp(key));
    }

    private static synchronized void giveUp(String key) {
        Shared shared = OPEN.get(key);
        shared.handles--;
        if (shared.handles == 0) {
            OPEN.remove(key);
            shared.store.close();      // if it throws, connections are open, and the note stays
            System.getProperties().remove(key.replaceFirst(SQLITE, NOTED));
        }
    }
}
