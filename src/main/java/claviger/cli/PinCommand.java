package claviger.cli;

import static claviger.cryptoki.Cku.CKU_SO;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code claviger pin}: changes a PIN by its holder (C_SetPIN), or sets the user's anew by the SO (C_InitPIN). */
@Command(
    name = "pin",
    description = "Changes a PIN, or sets the user's PIN anew.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {PinCommand.Set.class, PinCommand.Reset.class})
final class PinCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override public void run() {
        throw new ParameterException(spec.commandLine(), "'set' or 'reset' is missing");
    }

    /** {@code claviger pin set}: whoever knows a PIN changes it. */
    @Command(
        name = "set",
        description = "Changes the user's PIN, or with --so the SO's, for one who knows it.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "A wrong old PIN counts as a failed login.",
            "",
            "Examples:",
            "  claviger pin set --token work",
            "  claviger pin set --so --token work --old-pin-file old.pin --new-pin-file new.pin",
        })
    static final class Set implements Runnable {
        @Spec
        private CommandSpec spec;

        @Mixin
        private StoreOption store;

        @Mixin
        private TokenOption token;

        @Option(names = "--so", description = "The SO's PIN, not the user's.")
        private boolean so;

        @Option(names = "--old-pin-file", paramLabel = "FILE", description = "Holds the PIN that is set now.")
        private Path oldPinFile;

        @Option(names = "--new-pin-file", paramLabel = "FILE", description = "Holds the PIN to set.")
        private Path newPinFile;

        @Override public void run() {
            String whose = so ? "SO PIN" : "user PIN";
            try (OpenStore open = store.open()) {
                Tokens.Token chosen = open.token(token.wanted());
                Cryptoki application = open.cryptoki();
                SessionHandle session = application.openSession(chosen.slot(), true);
                try (Pin old = PinSource.existing(oldPinFile, whose);
                        Pin next = PinSource.chosen(newPinFile, "new " + whose)) {
                    if (so) {
                        application.login(session, CKU_SO, old.bytes());
                    }
                    application.setPin(session, old.bytes(), next.bytes());
                }
                spec.commandLine().getOut().printf("%s of %s changed%n", whose, chosen.info().label());
            }
        }
    }

    /** {@code claviger pin reset}: the SO sets the user's PIN, which also unlocks it (P1). */
    @Command(
        name = "reset",
        description = "Sets the user's PIN anew and unlocks it; for one who knows the SO PIN.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  claviger pin reset --token work",
            "  claviger pin reset --token work --so-pin-file so.pin --new-pin-file new.pin",
        })
    static final class Reset implements Runnable {
        @Spec
        private CommandSpec spec;

        @Mixin
        private StoreOption store;

        @Mixin
        private TokenOption token;

        @Option(names = "--so-pin-file", paramLabel = "FILE", description = "Holds the SO PIN.")
        private Path soPinFile;

        @Option(names = "--new-pin-file", paramLabel = "FILE", description = "Holds the user's new PIN.")
        private Path newPinFile;

        @Override public void run() {
            try (OpenStore open = store.open()) {
                Tokens.Token chosen = open.token(token.wanted());
                Cryptoki application = open.cryptoki();
                SessionHandle session = application.openSession(chosen.slot(), true);
                try (Pin soPin = PinSource.existing(soPinFile, "SO PIN")) {
                    application.login(session, CKU_SO, soPin.bytes());
                }
                try (Pin next = PinSource.chosen(newPinFile, "new user PIN")) {
                    application.initPin(session, next.bytes());
                }
                spec.commandLine().getOut().printf("user PIN of %s set%n", chosen.info().label());
            }
        }
    }
}
