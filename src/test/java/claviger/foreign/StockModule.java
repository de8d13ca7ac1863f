package claviger.foreign;

import claviger.interop.Needed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The module that every PKCS#11 program can load: p11-kit's client. */
public final class StockModule {
    private StockModule() {
    }

    /** Where it is, or the test is skipped. */
    public static Path client() {
        Path module = Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib")
            .map(folder -> Path.of(folder, "pkcs11", "p11-kit-client.so")).filter(Files::exists).findFirst().orElse(null);
        Needed.that(module != null, "p11-kit-client.so");
        return module;
    }
}
