package claviger.cli;

import claviger.spki.Atom;
import claviger.spki.CertificateSigner;
import claviger.spki.Credential;
import claviger.spki.Principal;
import claviger.spki.Requested;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import claviger.spki.Tag;
import claviger.spki.Validity;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code claviger grant}: a certificate by which a key hands on what it has, or calls somebody by a name (AC12, AC27). */
@Command(
    name = "grant",
    description = "Makes a certificate that hands a right on, or that gives somebody a name, and signs it.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
        "",
        "It is worth what the key that signs it has been given, with the right to hand it on. Whoever it",
        "is for presents it: claviger ... --credentials FILE, or credentials = FILE in the provider's",
        "configuration.",
        "",
        "Examples:",
        "  claviger grant --key root --subject @alice.spki --tag '(tag (pkcs11 prod sign))' --out alice.cert",
        "  claviger grant --key root --subject @bob.spki --call operators --valid '((not-after \"2027\"))'",
        "  claviger grant --key-file me.pem --show-key > me.spki",
    })
final class GrantCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OwnKey key;

    @Option(names = "--subject", paramLabel = "EXPR", order = 9,
        description = "Whom it is for: a (public-key ..), a name, or @FILE.")
    private String subject;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private What what;

    @Option(names = "--propagate", order = 12, description = "Lets the subject hand it on.")
    private boolean propagate;

    @Option(names = "--valid", paramLabel = "EXPR", defaultValue = "(valid)", order = 13,
        description = "When: ((not-before DATE)(not-after DATE)), or one of them. Default: all time.")
    private String valid;

    @Mixin
    private ExpressionForm form;

    /** What is made. */
    static final class What {
        @Option(names = "--tag", paramLabel = "EXPR", order = 10, description = "Hands this on: (tag ..).")
        private String tag;

        @Option(names = "--call", paramLabel = "NAME", order = 11, description = "Calls the subject so; that grants nothing.")
        private String name;

        @Option(names = "--show-key", order = 14, description = "Prints the public key, for others to name as a subject.")
        private boolean showKey;
    }

    @Override public Integer call() throws Exception {
        form.print(key.sign(this::made), spec);
        return ExitCode.DONE.code();
    }

    private SexpList made(CertificateSigner signer) throws Exception {
        if (what.showKey) {
            return signer.issuer().sexp();
        }
        if (subject == null) {
            throw new Stopped(ExitCode.USAGE, "say with --subject whom it is for");
        }
        Principal whom = Principal.of(Expressions.of(subject));
        Validity when = Requested.period(Expressions.of(valid));
        return signer.sign(what.name != null
            ? new Credential.NameCert(signer.issuer(), Atom.of(what.name), whom, when)
            : new Credential.AuthCert(signer.issuer(), whom, propagate, tag(Expressions.of(what.tag)), when));
    }

    private static Tag tag(Sexp given) {
        return Requested.authorization(given);
    }
}
