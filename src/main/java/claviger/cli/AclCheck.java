package claviger.cli;

import claviger.config.Presentation;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Peer;
import claviger.cryptoki.Template;
import claviger.spki.Acl;
import claviger.spki.CertificateVerifier;
import claviger.spki.Decision;
import claviger.spki.Principal;
import claviger.spki.Requested;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import claviger.spki.VerifiedCredential;
import claviger.token.Inquiry;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code claviger acl check}: whether somebody may do something, and why. */
@Command(
    name = "check",
    description = "Says whether something is allowed, and by what, or what is missing. Asks the lists, does nothing.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
        "",
        "Without --requestor: for the user who logs in here, with what --credentials and --proof-key show.",
        "Approvals do not count, nor the group of an account at the other end of a socket, which only the",
        "server is told.",
        "",
        "Examples:",
        "  claviger acl check --token prod --object tls-key --right sign --mechanism CKM_ECDSA_SHA256",
        "  claviger acl check --token prod --right login-user --requestor '(pin user)' '(unix user web)'",
        "  claviger acl check --token prod --object tls-key --request '(pkcs11 prod sign private-key)'",
    })
final class AclCheck implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private AclCommand.Whose whose;

    @Option(names = "--right", paramLabel = "WORD", order = 8, description = "What is to be done: sign, be-wrapped, find, ..")
    private String right;

    @Mixin
    private MechanismOption mechanism;

    @Option(names = "--request", paramLabel = "EXPR", order = 10, description = "The same as an expression, (pkcs11 ..).")
    private String request;

    @Option(names = "--requestor", paramLabel = "EXPR", arity = "1..*", order = 11, description = "Who asks.")
    private List<String> requestors = List.of();

    @Override public Integer call() {
        if (right == null == (request == null)) {
            throw new Stopped(ExitCode.USAGE, "say what is to be done with --right or with --request");
        }
        Presentation shown = whose.place().presentation();
        List<VerifiedCredential> credentials = new CertificateVerifier().verify(shown.certificates()).credentials();
        try (OpenToken open = whose.place().openAsUser(false)) {
            Principal owner = Principal.of(Sexp.canonical(open.authorizations().owner(open.session())));
            Set<Principal> who = who(shown);
            List<SexpList> asked = asked(open);
            boolean allowed = true;
            for (ObjectHandle of : new LinkedHashSet<>(List.of(ObjectHandle.NONE, whose.handle(open)))) {
                Optional<Acl> acl = open.authorizations().acl(open.session(), of).map(list -> Acl.read(Sexp.canonical(list)));
                String name = of.equals(ObjectHandle.NONE) ? "token" : "object";
                if (acl.isEmpty()) {
                    spec.commandLine().getOut().printf("%s: no list, so PKCS#11's own rules are all%n", name);
                    continue;
                }
                List<Decision> decisions = asked.stream().map(one ->
                    Inquiry.decide(acl.get(), owner, credentials, who, one, Instant.now())).toList();
                Decision decision = decisions.stream().filter(Decision::isAllowed).findFirst().orElse(decisions.get(0));
                spec.commandLine().getOut().printf("%s: %s%n", name, Explanation.of(decision));
                allowed &= decision.isAllowed();
            }
            return (allowed ? ExitCode.DONE : ExitCode.NOT_FOUND).code();
        }
    }

    private Set<Principal> who(Presentation shown) {
        Set<Principal> who = new HashSet<>();
        if (requestors.isEmpty()) {
            who.addAll(Inquiry.user(new Peer.ThisJvm()));
            shown.key().ifPresent(who::add);
        }
        requestors.forEach(requestor -> who.add(Requested.requestor(Expressions.of(requestor))));
        return who;
    }

    /** A tag may name the token by its label or by its serial number. */
    private List<SexpList> asked(OpenToken open) {
        if (request != null) {
            if (Expressions.of(request) instanceof SexpList list) {
                return List.of(list);
            }
            throw new Stopped(ExitCode.USAGE, "a request is written (pkcs11 ..)");
        }
        Optional<Template> object = whose.isToken() ? Optional.empty() : Optional.of(
            open.cryptoki().attributes(open.session(), whose.handle(open), Inquiry.names()));
        return Stream.of(open.info().label(), open.info().serial()).map(token ->
            Inquiry.request(token, right, object, mechanism.wanted().map(Mechanism::of))).toList();
    }
}
