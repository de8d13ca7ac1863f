package claviger.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The jar whose check is worth beginning early. */
class SignedJarTest {
    @Test void whatIsLoadedFirstComesFromSignedJars() {
        for (Class<?> first : SignedJar.jars()) {
            assertNotNull(source(first).getCertificates(),
                "a jar that is not signed costs nothing to check: load nothing ahead");
        }
    }

    @Test void everyNameInTheListIsAClassOfBouncyCastle() throws IOException {
        List<Class<?>> classes = SignedJar.classes();
        try (InputStream names = SignedJar.class.getResourceAsStream("first-classes")) {
            List<String> listed = new String(names.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList();
            assertEquals(listed, classes.stream().map(Class::getName).toList());
        }
        classes.forEach(type -> assertTrue(source(type).getLocation().getPath().contains("bouncycastle"), type::getName));
    }

    private static CodeSource source(Class<?> type) {
        return type.getProtectionDomain().getCodeSource();
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
