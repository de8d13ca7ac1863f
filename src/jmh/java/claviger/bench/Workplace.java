package claviger.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of a run, below the one that the system property {@code claviger.bench} names; who starts it removes that. */
final class Workplace {
    static final String PROPERTY = "claviger.bench";

    private Workplace() {
    }

    static Path folder() throws IOException {
        return Files.createTempDirectory(Path.of(System.getProperty(PROPERTY)), "jvm");
    }
}
