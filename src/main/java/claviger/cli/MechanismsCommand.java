package claviger.cli;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Use;
import claviger.mechanism.MechanismRow;
import claviger.mechanism.Mechanisms;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code claviger mechanisms}: what a token can compute, row by row of the table that computes it. */
@Command(
    name = "mechanisms",
    description = "Lists the mechanisms of a token: their keys, the sizes of these, and what each is for.",
    mixinStandardHelpOptions = true,
    footer = {
        "",
        "Sizes are in bits for RSA, DH and curves, in bytes for secret keys.",
    })
final class MechanismsCommand implements Callable<Integer> {
    private static final String[] HEADING = {"MECHANISM", "CODE", "KEYS", "SIZES", "FOR"};

    @Option(names = "--markdown", description = "Print the table of the manual's page on capabilities.")
    private boolean markdown;

    @Spec
    private CommandSpec spec;

    @Override public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (markdown) {
            printMarkdown(out);
        } else {
            Table table = new Table(HEADING);
            Mechanisms.all().forEach(row -> table.row(cells(row)));
            table.print(out);
        }
        return ExitCode.DONE.code();
    }

    private static void printMarkdown(PrintWriter out) {
        out.println("# Mechanisms");
        out.println();
        out.println("What a token computes; sizes in bits for RSA, DH and curves, in bytes for secret keys. A test holds this");
        out.println("page to what `claviger mechanisms --markdown` prints.");
        out.println();
        out.println("| " + String.join(" | ", HEADING).toLowerCase(Locale.ROOT) + " |");
        out.println("|" + "---|".repeat(HEADING.length));
        Mechanisms.all().forEach(row -> out.println("| " + String.join(" | ", cells(row)) + " |"));
    }

    private static String[] cells(MechanismRow row) {
        String keys = row.keyTypes().stream().map(Ckk::name).collect(Collectors.joining(", "));
        return new String[] {row.type().name(), String.format("0x%x", row.type().code()), keys.isEmpty() ? "-" : keys,
            sizes(row), row.uses().stream().sorted().map(MechanismsCommand::plain).collect(Collectors.joining(", "))};
    }

    private static String sizes(MechanismRow row) {
        if (row.keyTypes().isEmpty()) {
            return "-";
        }
        return row.minKeySize() == row.maxKeySize() ? Long.toString(row.minKeySize())
            : row.minKeySize() + " to " + row.maxKeySize();
    }

    private static String plain(Use use) {
        return use.name().replace("CKF_", "").replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
