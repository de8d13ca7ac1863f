package claviger.seal;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.ECDomainParameters;

/**
 * The jar of Bouncy Castle, which is signed: before its first class the JVM checks the signatures of thousands of entries,
 * which takes about as long as opening a store does. Both can be done at once.
 */
public final class SignedJar {
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private SignedJar() {
    }

    /**
     * Loads, in the background, what a login and a first signature need. The classes are not initialized there: two threads
     * that initialize classes in different orders can wait for each other for ever.
     */
    public static void checkAhead() {
        if (BEGUN.compareAndSet(false, true)) {
            Thread thread = new Thread(SignedJar::first, "claviger first classes");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** A class literal loads its class and no more. */
    static List<Class<?>> first() {
        return List.of(Argon2BytesGenerator.class, Argon2Parameters.class, HKDFBytesGenerator.class, SHA256Digest.class,
            CustomNamedCurves.class, ECNamedCurveTable.class, ECDomainParameters.class);
    }
}
