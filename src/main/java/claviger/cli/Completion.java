package claviger.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code claviger completion}: the script that makes bash and zsh complete this command. */
@Command(
    name = "completion",
    description = "Prints the script that makes bash or zsh complete this command.",
    mixinStandardHelpOptions = true,
    footer = {
        "",
        "Examples:",
        "  claviger completion > ~/.local/share/bash-completion/completions/claviger",
        "  source <(claviger completion)",
    })
final class Completion implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override public void run() {
        spec.commandLine().getOut().print(AutoComplete.bash("claviger", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
    }
}
