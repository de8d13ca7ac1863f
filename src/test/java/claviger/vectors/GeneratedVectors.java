package claviger.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Vectors in the formats of C2SP/wycheproof that this project made with the JDK and Bouncy Castle as peers, for formats
 * and edge cases that no file at hand has. Anew in each run, from chance that is theirs.
 */
public final class GeneratedVectors {
    private GeneratedVectors() {
    }

    /** Writes them into a new folder and names the files. */
    public static List<Path> files() throws Exception {
        Path folder = Files.createTempDirectory("claviger-vectors");
        new GeneratedSecrets(folder).write();
        new GeneratedAgreements(folder).write();
        new GeneratedSignatures(folder).write();
        new GeneratedRsa(folder).write();
        new GeneratedLattices(folder).write();
        List<Path> files = Wycheproof.files(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(files, folder)));
        return files;
    }

    private static void delete(List<Path> files, Path folder) {
        try {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the vectors stay in " + folder, e);
        }
    }

    /** Bytes with one bit of one of them changed. */
    static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at < 0 ? bytes.length + at : at] ^= 1;
        return changed;
    }
}
