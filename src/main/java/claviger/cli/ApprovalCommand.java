package claviger.cli;

import claviger.seal.Randomness;
import claviger.spki.Atom;
import claviger.spki.Principal;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import claviger.token.Inquiry;
import java.io.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code claviger approval}: what k of n operators approve, each on a machine of their own (D30). */
@Command(
    name = "approval",
    description = "Has operators approve the use of a key that a list gives to k of n of them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
        "",
        "The list says (entry (subject (k-of-n \"2\" \"3\" KEY KEY KEY)) (tag (pkcs11 (*) sign ..))). Then:",
        "'new' writes a request, operators 'sign' it, somebody hands it to the token with 'submit', and",
        "the uses are counted down.",
    },
    subcommands = {ApprovalCommand.New.class, ApprovalCommand.Sign.class, ApprovalCommand.Submit.class,
        ApprovalCommand.Waiting.class})
final class ApprovalCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override public void run() {
        throw new ParameterException(spec.commandLine(), "'new', 'sign', 'submit' or 'list' is missing");
    }

    /** {@code claviger approval new}: the request, which nobody has signed. */
    @Command(
        name = "new",
        description = "Writes a request for operators to sign.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  claviger approval new --token ca --object root --right sign --out root.approval",
            "  claviger approval new --token ca --object root --right sign --data tbs.der --out root.approval",
        })
    static final class New implements Runnable {
        private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd_HH:mm:ss").withZone(ZoneOffset.UTC);
        private static final int NONCE_BYTES = 16;

        @Spec
        private CommandSpec spec;

        @Mixin
        private TokenPlace place;

        @Option(names = "--object", required = true, paramLabel = "NAME", order = 7,
            description = "What it is for: an object by its label, unique id or CKA_ID.")
        private String object;

        @Option(names = "--right", required = true, paramLabel = "WORD", order = 8,
            description = "What may be done: sign, be-wrapped, decrypt, ..")
        private String right;

        @Mixin
        private MechanismOption mechanism;

        @Option(names = "--uses", paramLabel = "N", defaultValue = "1", order = 21,
            description = "How often. Default: ${DEFAULT-VALUE}.")
        private int uses;

        @Option(names = "--hours", paramLabel = "N", defaultValue = "24", order = 22,
            description = "For how long from now. Default: ${DEFAULT-VALUE}.")
        private int hours;

        @Option(names = "--data", paramLabel = "FILE", order = 23,
            description = "For signatures of this alone: its SHA-256 digest stands in the request.")
        private Path data;

        @Option(names = "--out", required = true, paramLabel = "FILE", order = 24, description = "Where to write it.")
        private Path out;

        @Override public void run() {
            Inquiry.requireKeyUse(right);
            try (OpenToken open = place.openAsUser(false)) {
                OpenToken.Named named = open.object(object);
                List<Sexp> fields = new ArrayList<>();
                fields.add(field("token", open.info().serial()));
                fields.add(field("object", named.uniqueId()));
                fields.add(field("right", right));
                mechanism.wanted().ifPresent(wanted -> fields.add(field("mechanism", wanted.name())));
                fields.add(field("uses", Integer.toString(uses)));
                fields.add(field("not-after", DATE.format(Instant.now().plus(Duration.ofHours(hours)))));
                fields.add(SexpList.named("nonce", Atom.of(Randomness.bytes(NONCE_BYTES))));
                if (data != null) {
                    fields.add(SexpList.named("digest", Atom.of("sha256"), Atom.of(digest(data))));
                }
                ApprovalFile made = new ApprovalFile(SexpList.named("request", fields), List.of(), List.of());
                made.write(out);
                spec.commandLine().getOut().print(made.text());
                spec.commandLine().getOut().flush();
            }
        }

        private static SexpList field(String name, String value) {
            return SexpList.named(name, Atom.of(value));
        }

        private static byte[] digest(Path file) {
            try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
                in.transferTo(OutputStream.nullOutputStream());
                return in.getMessageDigest().digest();
            } catch (IOException e) {
                throw new Stopped(ExitCode.USAGE, "cannot read %s", file);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("a Java without SHA-256", e);
            }
        }
    }

    /** {@code claviger approval sign}: an operator's signature, after a look at what it is for. */
    @Command(
        name = "sign",
        description = "Shows what is to be approved and, if you say yes, signs it.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Needs no access to the token that the request is for. The file gets one more signature.",
            "",
            "Examples:",
            "  claviger approval sign root.approval --key-file me.pem",
            "  claviger approval sign root.approval --key me --token my-own --out root.mine",
        })
    static final class Sign implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "FILE", description = "What 'claviger approval new' has written.")
        private Path file;

        @Mixin
        private OwnKey key;

        @Option(names = "--out", paramLabel = "FILE", order = 20,
            description = "Writes it there. Default: over the file that was read.")
        private Path out;

        @Option(names = "--yes", order = 21, description = "Don't ask.")
        private boolean yes;

        @Override public Integer call() throws Exception {
            ApprovalFile approval = ApprovalFile.read(file);
            show(approval);
            if (!yes) {
                confirm();
            }
            ApprovalFile signed = key.sign(signer -> approval.and(signer.signature(approval.request())));
            signed.write(out == null ? file : out);
            spec.commandLine().getOut().printf("signed; it has %d signatures%n", signed.signers().stream().distinct().count());
            return ExitCode.DONE.code();
        }

        /** All of it, also what this version does not know. */
        private void show(ApprovalFile approval) {
            PrintWriter out = spec.commandLine().getOut();
            approval.request().rest().forEach(field -> out.println("  " + field.advanced()));
            for (Principal signer : approval.signers()) {
                out.println("  signed by " + signer.sexp().advanced());
            }
            out.flush();
        }

        private static void confirm() {
            Console console = System.console();
            String answer = console == null ? null : console.readLine("Do you approve this? Type yes: ");
            if (!"yes".equals(answer)) {
                throw new Stopped(ExitCode.NOT_CONFIRMED, "not confirmed; nothing was signed");
            }
        }
    }

    /** {@code claviger approval submit}: hands signatures to the token. */
    @Command(
        name = "submit",
        description = "Hands an approval to the token, perhaps with more signatures than it has.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Several files with one request each may have some of the signatures.",
            "",
            "Examples:",
            "  claviger approval submit --token ca root.approval",
            "  claviger approval submit --server unix:path=/run/claviger/pkcs11 root.alice root.bob",
        })
    static final class Submit implements Runnable {
        @Spec
        private CommandSpec spec;

        @Mixin
        private TokenPlace place;

        @Parameters(paramLabel = "FILE", arity = "1..*", description = "Signed by operators.")
        private List<Path> files;

        @Override public void run() {
            List<ApprovalFile> approvals = files.stream().map(ApprovalFile::read).toList();
            try (OpenToken open = place.openAsUser(false)) {
                for (ApprovalFile approval : approvals) {
                    open.authorizations().approve(open.session(), approval.sequence().canonical());
                    spec.commandLine().getOut().printf("%s of object %s: handed in with %d signatures%n",
                        approval.field("right"), approval.field("object"), approval.signers().stream().distinct().count());
                }
            }
        }
    }

    /** {@code claviger approval list}: what the token has. */
    @Command(
        name = "list",
        description = "Lists the approvals that a token has, none that are used up or over.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  claviger approval list --token ca",
        })
    static final class Waiting implements Runnable {
        @Spec
        private CommandSpec spec;

        @Mixin
        private TokenPlace place;

        @Override public void run() {
            try (OpenToken open = place.openAsUser(false)) {
                List<ApprovalFile> approvals = open.authorizations().approvals(open.session()).stream()
                    .map(approval -> ApprovalFile.of(Sexp.canonical(approval), "the token")).toList();
                PrintWriter out = spec.commandLine().getOut();
                if (approvals.isEmpty()) {
                    out.println("no approvals on " + open.info().label());
                    return;
                }
                Table table = new Table("RIGHT", "OBJECT", "MECHANISM", "USES", "UNTIL", "SIGNED", "NONCE");
                approvals.forEach(approval -> table.row(approval.field("right"), approval.field("object"),
                    approval.field("mechanism"), approval.field("uses"), approval.field("not-after"),
                    Long.toString(approval.signers().stream().distinct().count()), approval.field("nonce")));
                table.print(out);
            }
        }
    }
}
