package claviger.seal;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.CodeSource;
import org.junit.jupiter.api.Test;

/** The jar whose check is worth beginning early. */
class SignedJarTest {
    @Test void whatIsLoadedAheadComesFromASignedJar() {
        for (Class<?> first : SignedJar.first()) {
            CodeSource source = first.getProtectionDomain().getCodeSource();
            assertTrue(source.getLocation().getPath().contains("bcprov"), source::toString);
            assertNotNull(source.getCertificates(), "a jar that is not signed costs nothing to check: load nothing ahead");
        }
    }

    @Test void beginningTwiceIsBeginningOnce() {
        SignedJar.checkAhead();
        SignedJar.checkAhead();
        long threads = Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("claviger first classes")).peek(thread -> assertTrue(thread.isDaemon()))
            .count();
        assertTrue(threads <= 1);
    }
}
