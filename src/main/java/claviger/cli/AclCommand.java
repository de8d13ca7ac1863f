package claviger.cli;

import claviger.cryptoki.ObjectHandle;
import claviger.spki.Acl;
import claviger.spki.AclEntry;
import claviger.spki.Principal;
import claviger.spki.Sexp;
import claviger.token.Inquiry;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code claviger acl}: the access control lists of a token and its objects, and who may edit them (D28, D29). */
@Command(
    name = "acl",
    description = "Shows and edits who may do what with a token and its objects.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
        "",
        "What is done has to be allowed by PKCS#11, by the token's list and by the object's own. In one",
        "process with the token a list binds honest code only; behind 'claviger serve' it is a barrier for",
        "whoever can't read the store.",
    },
    subcommands = {AclCommand.Show.class, AclCommand.Add.class, AclCommand.Remove.class, AclCheck.class,
        AclCommand.Owner.class})
final class AclCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override public void run() {
        throw new ParameterException(spec.commandLine(), "'show', 'add', 'remove', 'check' or 'owner' is missing");
    }

    /** {@code --object}: whose list is meant. */
    static final class Whose {
        @Mixin
        private TokenPlace place;

        @Option(names = "--object", paramLabel = "NAME", order = 7,
            description = "The list of this object, by its label, unique id or CKA_ID. Default: the list of the token.")
        private String object;

        TokenPlace place() {
            return place;
        }

        boolean isToken() {
            return object == null;
        }

        ObjectHandle handle(OpenToken open) {
            return isToken() ? ObjectHandle.NONE : open.object(object).handle();
        }

        Optional<Acl> read(OpenToken open) {
            return open.authorizations().acl(open.session(), handle(open)).map(acl -> Acl.read(Sexp.canonical(acl)));
        }

        void write(OpenToken open, Optional<List<AclEntry>> entries) {
            open.authorizations().setAcl(open.session(), handle(open),
                entries.map(all -> new Acl(all).sexp().canonical()));
        }

        String name(OpenToken open) {
            return isToken() ? "token " + open.info().label() : "object " + object;
        }
    }

    /** {@code claviger acl show}: the entries with their numbers, and the owner. */
    @Command(
        name = "show",
        description = "Shows the entries of a list with their numbers, and who may edit it.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  claviger acl show --token prod",
            "  claviger acl show --token prod --object tls-key --expression --out tls-key.acl",
        })
    static final class Show implements Runnable {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Whose whose;

        @Option(names = "--expression", order = 8, description = "As (acl ..), for programs.")
        private boolean expression;

        @Mixin
        private ExpressionForm form;

        @Override public void run() {
            PrintWriter out = spec.commandLine().getOut();
            try (OpenToken open = whose.place().openAsUser(false)) {
                Optional<Acl> acl = whose.read(open);
                if (expression) {
                    form.print(acl.orElse(whose.isToken() ? Inquiry.stock() : new Acl(List.of())).sexp(), spec);
                    return;
                }
                if (acl.isEmpty()) {
                    out.printf("%s has no list: what holds is PKCS#11 alone%s%n", whose.name(open),
                        whose.isToken() ? ", as if it had" : ", and the token's list");
                }
                print(out, acl.map(Acl::entries).orElse(whose.isToken() ? Inquiry.stock().entries() : List.of()));
                out.println("owner " + Sexp.canonical(open.authorizations().owner(open.session())).advanced());
            }
        }
    }

    /** {@code claviger acl add}: one more entry. */
    @Command(
        name = "add",
        description = "Adds an entry to a list.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "A token without a list gets one that begins with what held before: (pin user) may do everything.",
            "Remove that entry to narrow. An object without a list gets one with this entry alone, so nobody",
            "else may use it.",
            "",
            "Examples:",
            "  claviger acl add --token prod '(entry (subject (unix user web)) (tag (pkcs11 prod sign)))'",
            "  claviger acl add --token prod --object root @root-entry.spki",
        })
    static final class Add implements Runnable {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Whose whose;

        @Parameters(paramLabel = "ENTRY", arity = "1..*",
            description = "(entry (subject ..) (propagate)? (tag ..)? (valid ..)?), or @FILE with one.")
        private List<String> given;

        @Override public void run() {
            List<AclEntry> more = given.stream().map(Expressions::of).map(AclEntry::read).toList();
            try (OpenToken open = whose.place().openAsUser(true)) {
                List<AclEntry> entries = new ArrayList<>(whose.read(open)
                    .orElse(whose.isToken() ? Inquiry.stock() : new Acl(List.of())).entries());
                entries.addAll(more);
                whose.write(open, Optional.of(entries));
                print(spec.commandLine().getOut(), entries);
                warn(open, entries, spec.commandLine().getErr());
            }
        }
    }

    /** {@code claviger acl remove}: entries by number, or the list. */
    @Command(
        name = "remove",
        description = "Removes entries from a list, or the list.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  claviger acl remove --token prod 1",
            "  claviger acl remove --token prod --object tls-key --list",
        })
    static final class Remove implements Runnable {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Whose whose;

        @Option(names = "--list", order = 8, description = "The whole list, so that PKCS#11's own rules are all again.")
        private boolean list;

        @Parameters(paramLabel = "NUMBER", arity = "0..*", description = "As 'claviger acl show' counts.")
        private List<Integer> numbers = List.of();

        @Override public void run() {
            if (list == !numbers.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "say which entries by number, or --list");
            }
            try (OpenToken open = whose.place().openAsUser(true)) {
                if (list) {
                    whose.write(open, Optional.empty());
                    spec.commandLine().getOut().printf("%s has no list any more%n", whose.name(open));
                    return;
                }
                List<AclEntry> entries = new ArrayList<>(whose.read(open).map(Acl::entries).orElse(List.of()));
                for (int number : new TreeSet<>(numbers).descendingSet()) {
                    if (number < 1 || number > entries.size()) {
                        throw new Stopped(ExitCode.NOT_FOUND, "there is no entry %d; nothing was removed", number);
                    }
                    entries.remove(number - 1);
                }
                whose.write(open, Optional.of(entries));
                print(spec.commandLine().getOut(), entries);
                warn(open, entries, spec.commandLine().getErr());
            }
        }
    }

    /** {@code claviger acl owner}: who may edit the lists. */
    @Command(
        name = "owner",
        description = "Shows who may edit the lists of a token, or gives that right to somebody else.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "The new owner has to be there: --proof-key for a key. The SO can always take over by setting the",
            "PIN anew.",
            "",
            "Examples:",
            "  claviger acl owner --token prod",
            "  claviger acl owner --token prod --proof-key me.pem @me.spki",
        })
    static final class Owner implements Runnable {
        @Spec
        private CommandSpec spec;

        @Mixin
        private TokenPlace place;

        @Parameters(paramLabel = "SUBJECT", arity = "0..1", description = "The new owner, or @FILE.")
        private String subject;

        @Override public void run() {
            Optional<Principal> successor = Optional.ofNullable(subject).map(Expressions::of).map(Principal::of);
            try (OpenToken open = place.openAsUser(successor.isPresent())) {
                successor.ifPresent(given -> open.authorizations().setOwner(open.session(), given.sexp().canonical()));
                spec.commandLine().getOut().println(Sexp.canonical(open.authorizations().owner(open.session())).advanced());
            }
        }
    }

    private static void print(PrintWriter out, List<AclEntry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            out.printf("%3d  %s%n", i + 1, entries.get(i).sexp().advanced());
        }
    }

    /** Narrowing means little while everybody with the PIN may widen again (D29). */
    private static void warn(OpenToken open, List<AclEntry> entries, PrintWriter err) {
        Principal owner = Principal.of(Sexp.canonical(open.authorizations().owner(open.session())));
        if (Inquiry.mayEdit(new Acl(entries), owner, open.info().label())) {
            err.println("claviger: whoever has the user's PIN may still edit this list, by an entry or as the owner; "
                + "'claviger acl owner' gives that right to somebody else");
        }
    }
}
