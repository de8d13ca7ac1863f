package claviger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.mechanism.Mechanisms;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MechanismsCommandTest {
    @Test void thePageOfTheManualIsWhatTheCommandPrints() throws Exception {
        String page = Files.readString(Path.of("src", "site", "markdown", "capabilities.md"));
        assertEquals(printed("--markdown").lines().toList(), page.lines().toList(),
            "claviger mechanisms --markdown > src/site/markdown/capabilities.md");
    }

    @Test void everyRowHasItsLine() {
        String table = printed();
        assertEquals(1 + Mechanisms.all().size(), table.lines().count());
        assertTrue(table.lines().anyMatch(line -> line.matches("CKM_ECDSA_SHA256 +0x1044 +CKK_EC +224 to 521 +"
            + "message sign, message verify, multi message, sign, verify")), table);
    }

    private static String printed(String... options) {
        StringWriter out = new StringWriter();
        String[] arguments = new String[options.length + 1];
        arguments[0] = "mechanisms";
        System.arraycopy(options, 0, arguments, 1, options.length);
        assertEquals(ExitCode.DONE.code(),
            Main.commandLine().setOut(new PrintWriter(out, true)).execute(arguments));
        return out.toString();
    }
}
