package claviger.mechanism;

import java.security.Key;
import java.security.Provider;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.security.auth.DestroyFailedException;
import javax.security.auth.Destroyable;

/**
 * Amazon Corretto Crypto Provider as an object of ours: found by name, because it is an optional jar, and never put into
 * the JVM's list of providers. It computes when its native library has loaded and its self-tests have passed.
 *
 * <p>Loading takes half a second, most of it the JVM's check of the jar's signature. So it is done by a thread beside,
 * which the first computation starts and which waits a moment: until it is done the next engine computes, and a program
 * that lives for a second never loads it. The system property {@value #PROPERTY} decides otherwise, see {@link Wish}.
 * Safe between threads.
 */
public final class Corretto {
    /** Which engines compute, by comma: {@code corretto}, {@code jdk}, {@code bc}. The last two always do. */
    public static final String PROPERTY = "claviger.engines";

    private static final String CLASS = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final long LET_SHORT_PROGRAMS_END_MILLIS = 1000;

    private static final AtomicBoolean BEGUN = new AtomicBoolean();
    private static volatile Wish wish = Wish.of(System.getProperty(PROPERTY));
    private static volatile Provider loaded;
    private static volatile String status = "not asked for yet";

    private Corretto() {
    }

    /** What the property asks for. */
    enum Wish {
        /** It names the engine: whoever needs it first loads it and waits. */
        AT_ONCE,
        /** There is no property. */
        BESIDE,
        /** It does not name the engine. */
        NEVER;

        static Wish of(String property) {
            if (property == null) {
                return BESIDE;
            }
            List<String> names = Stream.of(property.toLowerCase(Locale.ROOT).split(",")).map(String::trim).toList();
            names.stream().filter(name -> !List.of("corretto", "jdk", "bc").contains(name)).forEach(unknown ->
                log().log(System.Logger.Level.WARNING, "{0} names an engine that there is not: {1}", PROPERTY, unknown));
            return names.contains("corretto") ? AT_ONCE : NEVER;
        }
    }

    /** The provider, or null while it does not compute. */
    static Provider provider() {
        return switch (wish) {
            case NEVER -> null;
            case BESIDE -> {
                if (loaded == null && BEGUN.compareAndSet(false, true)) {
                    beside();
                }
                yield loaded;
            }
            case AT_ONCE -> {
                if (loaded == null) {
                    Loaded.decided();
                }
                yield loaded;
            }
        };
    }

    /** Loads it if it is there and wished for. @return why it computes, or why it does not */
    public static String awaited() {
        if (wish == Wish.NEVER) {
            return "switched off by " + PROPERTY;
        }
        Loaded.decided();
        return status;
    }

    /** Releases the native memory of a key of this provider, which overwrites it. */
    static void release(Key key) {
        try {
            ((Destroyable) key).destroy();
        } catch (DestroyFailedException e) {
            throw new IllegalStateException(e);      // a key of this provider can be destroyed
        }
    }

    /** Whether it would compute if it were wished for. Waits. */
    static boolean isWorking() {
        Loaded.decided();
        return loaded != null;
    }

    /** For tests, which compare the engines. */
    static void wish(Wish other) {
        wish = other;
    }

    static Wish wish() {
        return wish;
    }

    private static void beside() {
        status = "still loading";
        Thread thread = new Thread(null, () -> {
            try {
                Thread.sleep(LET_SHORT_PROGRAMS_END_MILLIS);
                Loaded.decided();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();      // nobody knows this thread; whoever ends it goes without
            }
        }, "claviger-engine", 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        thread.start();
    }

    /** Its initialisation happens once, and others wait for it. */
    private static final class Loaded {
        static {
            load();
        }

        private static void decided() {
            // the initialisation of this class decides
        }
    }

    private static void load() {
        try {
            Class<?> type = Class.forName(CLASS);
            Provider provider = (Provider) type.getField("INSTANCE").get(null);
            Throwable fault = (Throwable) type.getMethod("getLoadingError").invoke(provider);
            String tests = fault == null ? type.getMethod("runSelfTests").invoke(provider).toString() : "not run";
            if (fault != null || !tests.equals("PASSED")) {
                without("self-tests " + tests + (fault == null ? "" : ", " + fault), System.Logger.Level.WARNING);
                return;
            }
            status = "version " + provider.getVersionStr() + ", self-tests passed";
            loaded = provider;
            log().log(System.Logger.Level.DEBUG, "RSA, AES-GCM and P curves are computed by {0}, {1}", Engine.CORRETTO, status);
        } catch (ClassNotFoundException e) {
            without("its jar is not there", System.Logger.Level.DEBUG);
        } catch (ReflectiveOperationException | LinkageError e) {
            without("it does not load: " + e, System.Logger.Level.WARNING);
        }
    }

    private static void without(String reason, System.Logger.Level level) {
        status = reason;
        log().log(level, "the JDK and Bouncy Castle compute everything; {0}: {1}", Engine.CORRETTO, reason);
    }

    /** Looked for when there is something to say: the JVM's loggers are not a thing to load before a first signature. */
    private static System.Logger log() {
        return System.getLogger(Corretto.class.getName());
    }
}
