package claviger.cli;

import claviger.config.ConfigurationException;
import claviger.cryptoki.CkrException;
import claviger.spki.SpkiException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code claviger}: makes, lists, deletes and serves tokens and sets their PINs. This class names the commands and is the one
 * place where a refusal becomes a line on stderr and an {@link ExitCode}.
 */
@Command(
    name = "claviger",
    description = "Tokens of PKCS#11 in a file, for Java: makes them, lists them, sets their PINs, serves them.",
    mixinStandardHelpOptions = true,
    versionProvider = Build.class,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    footer = {
        "",
        "Examples:",
        "  claviger init --label work",
        "  claviger list --objects --token work",
        "  claviger COMMAND --help",
    },
    subcommands = {
        Init.class, ListTokens.class, PinCommand.class, Delete.class, Serve.class, AclCommand.class, GrantCommand.class,
        ApprovalCommand.class, Authorize.class, MechanismsCommand.class, Doctor.class, Completion.class,
    })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    private Main() {
    }

    /** Runs a command and ends the JVM with its {@link ExitCode}. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command line, ready to parse. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpWidth(100)
            .setExpandAtFiles(false)      // @FILE is an expression (Expressions)
            .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command.getErr()).code())
            .setParameterExceptionHandler((wrong, arguments) -> misunderstood(wrong));
        line.setExitCodeExceptionMapper(failure -> ExitCode.BROKEN.code());
        withExitCodes(line);
        return line;
    }

    @Override public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static ExitCode explain(Exception failure, PrintWriter err) throws Exception {
        if (failure instanceof CkrException || failure instanceof Stopped) {
            err.println("claviger: " + failure.getMessage());
            return failure instanceof Stopped stopped ? stopped.exitCode() : ExitCode.REFUSED;
        }
        if (failure instanceof SpkiException || failure instanceof ConfigurationException) {
            err.println("claviger: " + failure.getMessage());
            return ExitCode.USAGE;
        }
        throw failure;
    }

    private static int misunderstood(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println("claviger: " + wrong.getMessage());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.code();
    }

    /** Puts the table of exit codes at the end of each command's help. */
    private static void withExitCodes(CommandLine line) {
        Map<String, String> table = new LinkedHashMap<>();
        Stream.of(ExitCode.values()).forEach(exit -> table.put(String.valueOf(exit.code()), exit.meaning()));
        line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(table);
        line.getSubcommands().values().forEach(Main::withExitCodes);
    }
}
