package claviger.cli;

import static claviger.cryptoki.Cku.CKU_SO;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.TokenInfo;
import claviger.seal.KdfCost;
import claviger.token.Policy;
import claviger.token.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code claviger init}: a new token, its SO PIN and its user PIN (C_InitToken and C_InitPIN). */
@Command(
    name = "init",
    description = "Makes a token, and the store if there is none.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
        "",
        "The SO PIN is for setting the user's PIN anew; the user's PIN is for using the keys.",
        "Without a file each is asked for twice.",
        "",
        "Examples:",
        "  claviger init --label work",
        "  claviger init --label ci --so-pin-file so.pin --pin-file user.pin --store sqlite:/srv/ci.db",
        "  claviger init --label vault --kdf 256,4,4",
    })
final class Init implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOption store;

    @Option(names = "--label", required = true, paramLabel = "LABEL",
        description = "What the token is called: at most 32 bytes of UTF-8.")
    private String label;

    @Option(names = "--so-pin-file", paramLabel = "FILE", description = "Holds the SO PIN; only you may read it.")
    private Path soPinFile;

    @Option(names = "--pin-file", paramLabel = "FILE", description = "Holds the user PIN; only you may read it.")
    private Path pinFile;

    @Option(names = "--kdf", paramLabel = "M,T,P", converter = KdfOption.Reader.class,
        description = "Cost of guessing a PIN by Argon2id: MiB of memory, passes, lanes. Default: 64,3,4.")
    private KdfOption kdf;

    @Option(names = "--policy", paramLabel = "POLICY", description = "What the token refuses: safe (default) or spec.")
    private Policy policy = Policy.SAFE;

    @Override public void run() {
        PrintWriter out = spec.commandLine().getOut();
        KdfCost cost = kdf == null ? KdfCost.DEFAULT : kdf.cost();
        Settings settings = Settings.DEFAULT.withEmptySlot(true).withKdf(cost).withPolicy(policy);
        try (OpenStore open = OpenStore.at(store.url(), settings)) {
            if (open.tokens().stream().anyMatch(token -> label.equals(token.info().label()))) {
                throw new Stopped(ExitCode.NOT_FOUND, "%s has a token %s already", open.name(), label);
            }
            TokenInfo made = make(open);
            out.printf("token %s made in %s, serial %s%n", made.label(), open.name(), made.serial());
        }
    }

    private TokenInfo make(OpenStore open) {
        Cryptoki application = open.cryptoki();
        try (Pin soPin = PinSource.chosen(soPinFile, "SO PIN"); Pin pin = PinSource.chosen(pinFile, "user PIN")) {
            boolean complete = false;
            SlotId slot = open.emptySlot();     // not before the person has typed: the next init may be as quick
            application.initToken(slot, soPin.bytes(), label);
            try {
                SessionHandle session = application.openSession(slot, true);
                application.login(session, CKU_SO, soPin.bytes());
                application.initPin(session, pin.bytes());
                application.closeAllSessions(slot);
                complete = true;
            } finally {
                if (!complete) {
                    application.closeAllSessions(slot);
                    open.delete(slot);
                }
            }
            return application.getTokenInfo(slot);
        }
    }
}
