package claviger.cli;

import java.io.Console;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code claviger delete}: a token and all that is on it, for good. Asks for no PIN: whoever may write the file can
 * destroy it anyhow, and a token whose SO PIN is locked has no other end (P4).
 */
@Command(
    name = "delete",
    description = "Deletes a token and every key on it, for good.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
        "",
        "Asks for the label as confirmation, not for a PIN: whoever may write the store can destroy it.",
        "",
        "Examples:",
        "  claviger delete --token work",
        "  claviger delete --token ci --yes",
    })
final class Delete implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOption store;

    @Option(names = "--token", required = true, paramLabel = "LABEL", order = 2,
        description = "The token's label, or its serial number.")
    private String token;

    @Option(names = "--yes", description = "Don't ask.")
    private boolean yes;

    @Override public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (OpenStore open = store.open()) {
            Tokens.Token chosen = open.token(token);
            if (!yes) {
                confirm(chosen.info().label(), open.name());
            }
            open.delete(chosen.slot());
            out.printf("token %s deleted from %s%n", chosen.info().label(), open.name());
        }
    }

    private static void confirm(String label, String where) {
        Console console = System.console();
        String answer = console == null ? null
            : console.readLine("This destroys every key of the token in %s. Type its label, %s, to go on: ", where,
                label);
        if (!label.equals(answer)) {
            throw new Stopped(ExitCode.NOT_CONFIRMED, "not confirmed; nothing was deleted");
        }
    }
}
