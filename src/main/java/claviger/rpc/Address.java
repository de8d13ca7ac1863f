package claviger.rpc;

import java.io.ByteArrayOutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a server listens: {@code unix:path=/absolute/path}, with {@code %} and two hex digits for what is not a letter, a
 * digit or one of {@code .-_/\}.
 */
public record Address(Path path) {
    /** The environment variable by which {@code p11-kit server} and {@code claviger serve} tell their address. */
    public static final String VARIABLE = "P11_KIT_SERVER_ADDRESS";

    private static final String UNIX = "unix:path=";
    private static final String VSOCK = "vsock:";
    /** What sun_path holds on Linux and macOS, without its NUL. */
    private static final int LONGEST = 103;
    private static final String PLAIN = ".-_/\\";

    /** @throws IllegalArgumentException if a socket cannot have this path */
    public Address {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("a socket has an absolute path, not " + path);
        }
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IllegalArgumentException("the path of a socket has at most " + LONGEST + " bytes: " + path);
        }
    }

    /** @throws IllegalArgumentException if the text is no such address */
    public static Address of(String text) {
        if (text.startsWith(VSOCK)) {
            throw new IllegalArgumentException("vsock addresses are not supported, only " + UNIX + "/PATH");
        }
        if (!text.startsWith(UNIX + "/")) {
            throw new IllegalArgumentException("an address is " + UNIX + "/PATH, not " + text);
        }
        return new Address(Path.of(decoded(text.substring(UNIX.length()))));
    }

    /** What the environment names, or else where p11-kit's programs look. */
    public static Address standard() {
        return standard(System.getenv(), System.getProperty("user.home"));
    }

    /** @throws IllegalArgumentException if the environment names no address that can be used */
    static Address standard(Map<String, String> environment, String home) {
        String named = environment.get(VARIABLE);
        if (named != null && !named.isEmpty()) {
            return of(named);
        }
        return new Address(runtime(environment, home).resolve("p11-kit").resolve("pkcs11"));
    }

    private static Path runtime(Map<String, String> environment, String home) {
        Path runtime = folder(environment, "XDG_RUNTIME_DIR");
        if (runtime != null) {
            return runtime;
        }
        long uid = Account.ownNumber();
        Path cache = folder(environment, "XDG_CACHE_HOME");
        return Stream.of("/run/user/" + uid, "/var/run/user/" + uid).map(Path::of).filter(Files::isDirectory).findFirst()
            .orElse(cache != null ? cache : Path.of(home, ".cache"));
    }

    private static Path folder(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || !value.startsWith("/") ? null : Path.of(value);
    }

    UnixDomainSocketAddress socket() {
        return UnixDomainSocketAddress.of(path);
    }

    /** As p11-kit prints it. */
    @Override public String toString() {
        StringBuilder text = new StringBuilder(UNIX);
        for (byte octet : path.toString().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
            text.append(plain ? String.valueOf(c) : String.format("%%%02x", (int) c));
        }
        return text.toString();
    }

    private static String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] given = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < given.length; i++) {
            if (given[i] != '%') {
                bytes.write(given[i]);
                continue;
            }
            int high = i + 2 < given.length ? Character.digit(given[i + 1], 16) : -1;
            int low = i + 2 < given.length ? Character.digit(given[i + 2], 16) : -1;
            if (high < 0 || low < 0 || high == 0 && low == 0) {
                throw new IllegalArgumentException("a % in an address is followed by the two hex digits of a byte");
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("an address is UTF-8", e);
        }
    }
}
