package claviger.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The SHA-256 digest of the jar with the code that makes an application in this process: the nearest caller that is neither
 * ours nor the JDK's. It tells versions of honest code apart and holds nobody off: code in this process can call through
 * another jar, or read the store itself (D28). A jar is read once. Safe between threads.
 */
final class CallingCode {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final String OURS = "claviger.";
    /** What each jar and zip starts with. A file that is an S-expression, of somebody's public key say, does not. */
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final Map<Path, Optional<String>> DIGESTS = new ConcurrentHashMap<>();

    private CallingCode() {
    }

    /** Of the code that calls now: in hexadecimal, empty for code that is in no jar; computed when it is asked for. */
    static Supplier<Optional<String>> sha256() {
        Optional<Path> caller = WALKER.walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
            .filter(type -> !type.getName().startsWith(OURS)).flatMap(type -> file(type).stream()).findFirst());
        return () -> caller.flatMap(file -> DIGESTS.computeIfAbsent(file, CallingCode::digest));
    }

    /** Where a class was loaded from, if that is a file; classes of the JDK come from none. */
    private static Optional<Path> file(Class<?> type) {
        ProtectionDomain domain = type.getProtectionDomain();
        CodeSource source = domain == null ? null : domain.getCodeSource();
        if (source == null || source.getLocation() == null || !"file".equals(source.getLocation().getProtocol())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException e) {
            log("no file: " + source.getLocation(), e);
            return Optional.empty();
        }
    }

    private static Optional<String> digest(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            if (!Arrays.equals(digested.readNBytes(ZIP.length), ZIP)) {
                return Optional.empty();
            }
            digested.transferTo(OutputStream.nullOutputStream());
            return Optional.of(HexFormat.of().formatHex(digested.getMessageDigest().digest()));
        } catch (IOException e) {
            log("cannot read " + file, e);
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a Java without SHA-256", e);
        }
    }

    /** Without a digest the code is nobody: what is granted to it is denied, and the log says why. */
    private static void log(String why, Exception e) {
        System.getLogger("claviger.config").log(Level.WARNING, "the calling code stays unknown: " + why, e);
    }
}
