package claviger.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an address of p11-kit means, and where its clients look for one. */
class AddressTest {
    @ParameterizedTest
    @CsvSource({"unix:path=/run/a/pkcs11,/run/a/pkcs11", "unix:path=/a%20b%2fc,/a b/c", "unix:path=/%c3%a9,/\u00e9"})
    void anAddressIsAPathWithOctetsInPercent(String text, Path path) {
        assertEquals(path, Address.of(text).path());
        assertEquals(path, Address.of(Address.of(text).toString()).path());
    }

    @Test void anAddressIsPrintedAsP11KitPrintsIt() {
        assertEquals("unix:path=/run/user/0/a%20b%3b-1.x_y", new Address(Path.of("/run/user/0/a b;-1.x_y")).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/run/x", "unix:path=run/x", "unix:path=", "unix:path=/a%2", "unix:path=/a%zz",
        "unix:path=/a%00b", "unix:path=/%ff", "unix:/run/x", "vsock:cid=2;port=1"})
    void otherTextIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Address.of(text));
    }

    @Test void aPathThatASocketCannotHaveIsRefusedAndNotCut() {
        String longest = "/" + "x".repeat(102);
        assertEquals(Path.of(longest), Address.of("unix:path=" + longest).path());
        IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> Address.of("unix:path=" + longest + "x"));
        assertTrue(refused.getMessage().contains("at most 103 bytes"), refused.getMessage());
    }

    @Test void theEnvironmentNamesTheServerOrElseTheRuntimeFolderHasIt() {
        assertEquals(Path.of("/s"), Address.standard(Map.of("P11_KIT_SERVER_ADDRESS", "unix:path=/s",
            "XDG_RUNTIME_DIR", "/run/user/7"), "/home/x").path());
        assertEquals(Path.of("/run/user/7/p11-kit/pkcs11"),
            Address.standard(Map.of("XDG_RUNTIME_DIR", "/run/user/7"), "/home/x").path());
        assertTrue(Address.standard(Map.of(), "/home/x").path().endsWith("p11-kit/pkcs11"));
    }
}
