package claviger.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of a run, below the one that the system property {@code claviger.bench} names; who starts it removes that. */
final class Workplace {
    static final String PROPERTY = "claviger.bench";

    private Workplace() {
    }

    /** The folder that the JVMs of a run share. */
    static Path shared() {
        return Path.of(System.getProperty(PROPERTY));
    }

    static Path folder() throws IOException {
        return Files.createTempDirectory(shared(), "jvm");
    }
}
