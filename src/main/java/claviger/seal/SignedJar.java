package claviger.seal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;

/**
 * The jars of Bouncy Castle, which are signed: before its first class the JVM checks the signatures of thousands of entries,
 * which takes about as long as opening a store does. Both can be done at once, and while Argon2id computes there is time for
 * more.
 */
public final class SignedJar {
    /** A resource beside this class: one name a line, and a first line that says what they are. */
    private static final String NAMES = "first-classes";
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private SignedJar() {
    }

    /**
     * Loads, in the background, what a login and a first signature need. The classes are not initialized there: two threads
     * that initialize classes in different orders can wait for each other for ever. Only those of the JDK are, which
     * every program initializes by many threads.
     */
    public static void checkAhead() {
        if (BEGUN.compareAndSet(false, true)) {
            Thread thread = new Thread(SignedJar::first, "claviger first classes");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void first() {
        jars();
        ciphers();
        classes();
    }

    /** A class literal loads its class and no more; one of each jar that a signature needs. */
    static List<Class<?>> jars() {
        return List.of(Argon2BytesGenerator.class, EdECObjectIdentifiers.class);
    }

    /** The JDK's own preparations for its first cipher, and the seed of its generators. */
    private static void ciphers() {
        try {
            Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
            SecureRandom.getInstance("DRBG", "SUN").nextInt();
        } catch (GeneralSecurityException e) {
            System.getLogger(SignedJar.class.getName())
                .log(Level.DEBUG, "nothing is prepared, and whoever needs this will say so", e);
        }
    }

    static List<Class<?>> classes() {
        try (BufferedReader names = new BufferedReader(
                new InputStreamReader(SignedJar.class.getResourceAsStream(NAMES), StandardCharsets.UTF_8))) {
            return names.lines().skip(1).<Class<?>>flatMap(name -> loaded(name).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another release of Bouncy Castle may lack a class; then there is nothing to load ahead. */
    private static Optional<Class<?>> loaded(String name) {
        try {
            return Optional.of(Class.forName(name, false, SignedJar.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
