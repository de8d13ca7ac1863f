package claviger.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.config.AttributeTemplates.Operation;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import claviger.rpc.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What configuration text means, and that wrong text is refused with its place (D25, D27). */
class ConfigurationTest {
    @TempDir
    private Path folder;

    private Configuration file(String text) throws IOException {
        return Configuration.of(Files.writeString(folder.resolve("claviger.cfg"), text).toString());
    }

    @Test void aFileIsReadLineByLine() throws IOException {
        Configuration read = file("""
            # a comment
            name = release   # and another
            store = sqlite:/var/lib/tokens.db
            token = "my token; really"
            pin-file = /run/pin
            keystore-type-pkcs11 = false
            attributes(*, CKO_PRIVATE_KEY, CKK_RSA) = {
                CKA_ALLOWED_MECHANISMS = CKM_RSA_PKCS CKM_SHA256_RSA_PKCS
                CKA_DECRYPT = null
            }
            attributes(generate, CKO_SECRET_KEY, *) = { CKA_EXTRACTABLE = true }
            """);
        assertEquals(Optional.of("release"), read.name());
        assertEquals("sqlite:/var/lib/tokens.db", read.store());
        assertEquals(Optional.of("my token; really"), read.token());
        assertEquals(Optional.of(Path.of("/run/pin")), read.pinFile());
        assertFalse(read.is(Option.KEYSTORE_TYPE_PKCS11));
        Template start = Template.EMPTY.with(Cka.CKA_DECRYPT, true);
        Template rsa = read.templates().applied(Operation.IMPORT, Cko.CKO_PRIVATE_KEY, Ckk.CKK_RSA, start);
        assertFalse(rsa.has(Cka.CKA_DECRYPT));
        assertArrayEquals(new long[] {Ckm.CKM_RSA_PKCS.code(), Ckm.CKM_SHA256_RSA_PKCS.code()},
            rsa.require(Cka.CKA_ALLOWED_MECHANISMS));
        assertTrue(read.templates().applied(Operation.GENERATE, Cko.CKO_SECRET_KEY, Ckk.CKK_AES, Template.EMPTY)
            .is(Cka.CKA_EXTRACTABLE));
        assertTrue(read.templates().applied(Operation.IMPORT, Cko.CKO_SECRET_KEY, Ckk.CKK_AES, Template.EMPTY).isEmpty());
    }

    /** D27. */
    @Test void inlineTextIsSeparatedOutsideQuotesAndUris() {
        Configuration read = Configuration.of("--store = memory:x; token = \"a;b # c\"; name=n");
        assertEquals(Optional.of("a;b # c"), read.token());
        assertEquals(Optional.of("n"), read.name());
        Configuration uri = Configuration.of(
            "--name = n\ntoken = pkcs11:token=My%20token;serial=0a1b?pin-source=file:/run/pin");
        assertEquals(Optional.of("My token"), uri.token());
        assertEquals(Optional.of("0a1b"), uri.serial());
        assertEquals(Optional.of(Path.of("/run/pin")), uri.pinFile());
        Configuration block = Configuration.of(
            "--store=memory:; attributes(generate,CKO_SECRET_KEY,CKK_AES) = { CKA_WRAP = true; CKA_DECRYPT = false }; name = z");
        assertEquals(Optional.of("z"), block.name());
        assertFalse(block.templates().applied(Operation.GENERATE, Cko.CKO_SECRET_KEY, Ckk.CKK_AES, Template.EMPTY)
            .require(Cka.CKA_DECRYPT));
    }

    @Test void aUriStandsForAWholeConfiguration() {
        Configuration read = Configuration.of("pkcs11:token=caf%C3%A9;manufacturer=x;object=y?pin-source=file:///run/pin");
        assertEquals(Optional.of("café"), read.token());
        assertEquals(Optional.of(Path.of("/run/pin")), read.pinFile());
        assertEquals(Set.of(Option.KEYSTORE_TYPE_PKCS11), read.options());
        assertEquals(DataFolder.defaultStore(), read.store());
    }

    /** D25: nothing that loads or runs something, no PIN in the text, strict percent-encoding. */
    @ParameterizedTest
    @ValueSource(strings = {"pkcs11:token=a?module-path=/lib/x.so", "pkcs11:token=a?module-name=x",
        "pkcs11:token=a?pin-value=seven-words", "pkcs11:token=a?pin-source=%7Cprogram", "pkcs11:token=a?pin-source=exec:x",
        "pkcs11:token=%zz", "pkcs11:token=%4", "pkcs11:token=%", "pkcs11:token=%C3", "pkcs11:token=a b", "pkcs11:token=a%00",
        "pkcs11:token=a;token=b", "pkcs11:nonsense=a", "pkcs11:token", "pkcs11:token=a;", "pkcs11:token=a?x=y"})
    void aUriThatIsWrongOrDangerousIsRefused(String uri) {
        String message = assertThrows(ConfigurationException.class, () -> Configuration.of(uri)).getMessage();
        assertFalse(message.contains("seven-words"), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "nme = x | line 3 | the keys are",
        "library = /usr/lib/softhsm.so | line 3 | loads no library",
        "slot = 3 | line 3 | label or serial",
        "pin = seven-words | line 3 | pin-file",
        "name | line 3 | key = value",
        "name = | line 3 | no value",
        "name = a/b | line 3 | letters",
        "store = postgres:x | line 3 | sqlite:PATH",
        "token = \"open | line 3 | quote",
        "token = pkcs11:nonsense=1 | line 3 | nonsense",
        "serial = 2 | line 3 | twice",
        "placeholder-certificate = yes | line 3 | true or false",
        "attributes(make, *, *) = { | line 3 | generate, import",
        "attributes(*, CKO_X, *) = { | line 3 | CKO_X",
        "attributes(*, *, *) = { CKA_X = true } | line 3 | CKA_X",
        "attributes(*, *, *) = { CKA_SIGN = 7 } | line 3 | CKA_SIGN",
        "attributes(*, *, *) = { CKA_ID = 0hzz } | line 3 | CKA_ID",
        "attributes(*, *, *) = { CKA_SIGN = true | line 3 | closing brace",
        "attributes = compatibility | line 3 | attributes(operation"})
    void aWrongLineIsNamed(String line, String place, String why) {
        String message = assertThrows(ConfigurationException.class,
            () -> file("# first\nserial = 1\n" + line + "\n")).getMessage();
        assertTrue(message.contains(place) && message.contains(why), message);
        assertFalse(message.contains("seven-words"), message);
    }

    @Test void aFileThatIsNotThereIsAnError() {
        assertThrows(ConfigurationException.class, () -> Configuration.of("/does/not/exist"));
        assertThrows(ConfigurationException.class, () -> Configuration.of("no\0path"));
    }

    /** D27. */
    @Test void thePinFileIsItsOwnersAlone() throws IOException {
        Path pin = Files.writeString(folder.resolve("pin"), "1234\r\n");
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("r--------"));
        assertArrayEquals("1234".getBytes(), PinFile.read(pin, null));
        for (String open : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"}) {
            Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString(open));
            String message = assertThrows(ConfigurationException.class, () -> PinFile.read(pin, null)).getMessage();
            assertTrue(message.contains("chmod 600") && !message.contains("1234"), message);
        }
        assertArrayEquals("1234".getBytes(), PinFile.read(pin, folder.toString()), "a systemd credential");
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(pin, "x".repeat(300));
        assertThrows(ConfigurationException.class, () -> PinFile.read(pin, null));
        Files.writeString(pin, "\n");
        assertThrows(ConfigurationException.class, () -> PinFile.read(pin, null));
    }

    @Test void theDataFolderFollowsXdg() {
        assertEquals(Path.of("/data/claviger"), DataFolder.of("/data", "/home/me"));
        assertEquals(Path.of("/home/me/.local/share/claviger"), DataFolder.of(null, "/home/me"));
        assertEquals(Path.of("/home/me/.local/share/claviger"), DataFolder.of("relative", "/home/me"));
    }

    /** D25. */
    @Test void aServerIsNamedByItsAddressAndItsAccount() {
        Configuration read = Configuration.of("--server = unix:path=/run/x%20y; server-user = keys; token = t");
        assertEquals(Optional.of(new Remote.Socket(new Address(Path.of("/run/x y")), Optional.of("keys"))), read.remote());
        assertEquals(Optional.of(new Remote.Socket(Address.standard(), Optional.empty())),
            Configuration.of("--server = p11-kit").remote());
        assertEquals(Optional.of(new Remote.Socket(new Address(Path.of("/run/x y")), Optional.empty())),
            Configuration.of("pkcs11:token=t?x-server=unix:path=/run/x%2520y").remote());
        assertEquals(Optional.empty(), Configuration.of("--token = t").remote());
    }

    /** D25. */
    @Test void aProgramIsAListOfWords() {
        assertEquals(Optional.of(new Remote.Program(List.of("/usr/bin/p11-kit", "remote", "/a b;c.so", ""))),
            Configuration.of("--exec = /usr/bin/p11-kit remote \"/a b;c.so\" \"\"; token = t").remote());
        assertEquals(Optional.of(new Remote.Program(List.of("/my prog", "$HOME", "|", "x"))),
            Configuration.of("--exec = \"/my prog\" $HOME | x").remote());
    }

    /** D25: nothing that could run or load something comes from a URI, and PATH is not searched. */
    @ParameterizedTest
    @ValueSource(strings = {"--exec = p11-kit remote x", "--exec = ", "--exec = /a\"b\"", "--exec = \"\"",
        "--server = unix:path=x", "--server = vsock:cid=1;port=2", "--server-user = x", "--server = ",
        "--server = unix:path=/x; exec = /y", "--store = memory:; server = unix:path=/x",
        "pkcs11:token=t?exec=/bin/sh", "pkcs11:token=t?x-exec=/bin/sh", "pkcs11:token=t?x-server=/run/x",
        "pkcs11:token=t?x-server-user=root"})
    void aPlaceThatCannotBeIsRefused(String argument) {
        assertThrows(ConfigurationException.class, () -> Configuration.of(argument));
    }
}
