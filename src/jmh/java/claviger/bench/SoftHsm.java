package claviger.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;

/** SunPKCS11 over a SoftHSM2 token. {@code SOFTHSM2_CONF} says where SoftHSM2 keeps
 * its tokens; whoever starts the benchmarks sets it. */
final class SoftHsm {
    private static final String PIN = "1234";
    private static final List<Path> PLACES = Stream.of("/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib64/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so").map(Path::of).toList();

    private SoftHsm() {
    }

    static boolean isInstalled() {
        return PLACES.stream().anyMatch(Files::exists);
    }

    /** A provider with a new token, logged in. */
    static Provider provider() throws GeneralSecurityException, IOException {
        Path library = PLACES.stream().filter(Files::exists).findFirst().orElseThrow();
        Process made = new ProcessBuilder("softhsm2-util", "--init-token", "--free", "--label", "bench",
            "--pin", PIN, "--so-pin", PIN).redirectErrorStream(true).start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (made.waitFor() != 0) {
                throw new IOException("softhsm2-util: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        AuthProvider provider = (AuthProvider) Security.getProvider("SunPKCS11").configure(
            "--name = bench\\nlibrary = " + library + "\\nslot = " + slot(said) + "\\n");
        provider.login(null, callbacks -> {
            for (Callback callback : callbacks) {
                ((PasswordCallback) callback).setPassword(PIN.toCharArray());
            }
        });
        return provider;
    }

    /** softhsm2-util says: The token has been initialized and is reassigned to slot 123456 */
    private static String slot(String said) {
        return said.trim().substring(said.trim().lastIndexOf(' ') + 1);
    }
}
