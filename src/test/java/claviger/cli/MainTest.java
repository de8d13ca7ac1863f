package claviger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class MainTest {
    private final StringWriter err = new StringWriter();
    private final CommandLine line = Main.commandLine().setErr(new PrintWriter(err, true));

    @Test
    void everyCommandSaysWhatItIsForAndHowItEnds() {
        commands(line).forEach(command -> {
            String help = command.getUsageMessage();
            assertTrue(command.getCommandSpec().usageMessage().description().length > 0, help);
            for (ExitCode exit : ExitCode.values()) {
                assertTrue(help.contains(exit.meaning()), () -> help + " lacks " + exit);
            }
        });
    }

    /** PINs never come from the command line: no option takes one, only files that hold one. */
    @Test
    void noOptionTakesAPin() {
        commands(line).flatMap(command -> command.getCommandSpec().options().stream()).map(OptionSpec::longestName)
            .filter(name -> name.contains("pin"))
            .forEach(name -> assertTrue(name.endsWith("-file"), name));
    }

    @Test
    void whatIsNotUnderstoodIsSaidInTwoLines() {
        assertEquals(ExitCode.USAGE.code(), line.execute("init"));
        assertTrue(err.toString().startsWith("claviger: Missing required option: '--label=LABEL'"), err::toString);
        assertEquals(2, err.toString().lines().count());
    }

    /** D16: no property, variable or option lowers the cost of a PIN below the floor. */
    @Test
    void aCostBelowTheFloorIsRefusedBeforeAnythingIsMade() {
        assertEquals(ExitCode.REFUSED.code(), line.execute("init", "--label", "x", "--kdf", "18,2,1"));
        assertTrue(err.toString().startsWith("claviger: CKR_ARGUMENTS_BAD: "), err::toString);
        assertEquals(ExitCode.USAGE.code(), line.execute("init", "--label", "x", "--kdf", "64MiB"));
    }

    @Test
    void exitCodesDiffer() {
        long distinct = Stream.of(ExitCode.values()).map(ExitCode::code).distinct().count();
        assertEquals(ExitCode.values().length, distinct);
        assertFalse(Stream.of(ExitCode.values()).anyMatch(exit -> exit.code() < 0 || exit.code() > 125));
    }

    private static Stream<CommandLine> commands(CommandLine line) {
        return Stream.concat(Stream.of(line), line.getSubcommands().values().stream().flatMap(MainTest::commands));
    }
}
