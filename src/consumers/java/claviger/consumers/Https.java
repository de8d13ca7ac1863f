package claviger.consumers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.interop.OpenSsl;
import claviger.interop.TlsKey;
import java.nio.file.Path;
import java.util.List;

/** The other side of every server of a test: openssl, which trusts the authority of the token's certificates only. */
final class Https {
    static final String BODY = "Served with a key of the token";

    private Https() {
    }

    /** Asks the server for a page and checks that the body comes, and whose key signed the handshake. */
    static void assertServes(Path folder, int port, TlsKey key) throws Exception {
        OpenSsl.required();
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (OpenSsl client = OpenSsl.client(folder, port, version, TokenInUse.trusted(folder),
                    "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r")) {
                assertSigned(client.ended(), version, key, BODY);
            }
        }
    }

    /** Checks what openssl printed about a handshake. @param sent what came from the other side */
    static void assertSigned(String printed, String version, TlsKey key, String sent) {
        for (String line : List.of("Protocol version: " + version, "Peer certificate: CN = token " + key,
                "Signature type: " + key.signature(), "Verification: OK", sent)) {
            assertTrue(printed.contains(line), () -> line + " is missing:\n" + printed);
        }
    }
}
