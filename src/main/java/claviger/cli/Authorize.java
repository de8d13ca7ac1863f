package claviger.cli;

import claviger.spki.Acl;
import claviger.spki.AclEntry;
import claviger.spki.Authority;
import claviger.spki.CertificateVerifier;
import claviger.spki.Computation;
import claviger.spki.Credential;
import claviger.spki.Decision;
import claviger.spki.DerivedEntry;
import claviger.spki.OfflineCalculation;
import claviger.spki.Principal;
import claviger.spki.Requested;
import claviger.spki.Requestors;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import claviger.spki.SpkiDate;
import claviger.spki.Tag;
import claviger.spki.UnsignedTuples;
import claviger.spki.Validity;
import claviger.spki.VerifiedCredential;
import claviger.spki.VerifiedSequence;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code claviger authorize}: AC_AuthCompute on files, without a token (AC1). What it prints is for reading (AC4, D31). */
@Command(
    name = "authorize",
    description = "Computes what an access control list and certificates allow (AC_AuthCompute of CDSA).",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
        "",
        "EXPR is an S-expression of RFC 9804, advanced, canonical or transport, or @FILE for a file with",
        "one. Prints (acl (entry (subject ..) (propagate)? (tag ..) (valid ..)?) ..), all that can be",
        "derived; the tag is always there, and (valid ..) is left out for all time. That there is an entry",
        "does not mean that all of the request is allowed: its tag may be narrower. Hashes by md5 and sha1",
        "match here, for old data; no token takes them, nor anything that is printed here, unless somebody",
        "with authority signs it.",
        "",
        "Examples:",
        "  claviger authorize --acl acl.spki --requestor '(public-key k2)' --tag '(tag (foo bar))'",
        "  claviger authorize --acl acl.spki --credentials chain.spki --requestor @key.spki \\",
        "      --tag '(tag (pkcs11 prod sign))' --valid '(\"2026-11-30_12:00:00\")' --explain",
        "  claviger authorize --acl acl.spki --tuples old.spki --valid '((not-before \"2000\"))'",
    })
final class Authorize implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--acl", paramLabel = "FILE", order = 1,
        description = "Holds (acl (entry ..) ..), from which all authority comes. Without one there is none.")
    private Path acl;

    @Option(names = "--credentials", paramLabel = "FILE", order = 2,
        description = "Holds (sequence (cert ..) (signature ..) ..). Every signature is verified.")
    private Path credentials;

    @Option(names = "--tuples", paramLabel = "FILE", order = 3,
        description = "Holds (cert ..) that nobody has signed, or a sequence of them, as if somebody had. "
            + "A (public-key ..) in it is known wherever its hash stands.")
    private Path tuples;

    @Option(names = "--requestor", paramLabel = "EXPR", arity = "1..*", order = 4,
        description = "Who asks: keys and others. Without one, whoever gets anything is shown.")
    private List<String> requestors = List.of();

    @Option(names = "--requestors", paramLabel = "joint|every", defaultValue = "joint", order = 5,
        description = "Whether several requestors act together, or each has to be the subject. Default: joint.")
    private Requestors mode;

    @Option(names = "--tag", paramLabel = "EXPR", defaultValue = "(tag (*))", order = 6,
        description = "What is asked for: (tag ..). Default: ${DEFAULT-VALUE}.")
    private String tag;

    @Option(names = "--valid", paramLabel = "EXPR", defaultValue = "(valid)", order = 7,
        description = "When: ((not-before DATE)(not-after DATE)), one of them, or (DATE) for an instant. Default: all time.")
    private String valid;

    @Option(names = "--minimal", order = 8, description = "Leaves out entries that another one covers.")
    private boolean minimal;

    @Option(names = "--explain", order = 9,
        description = "Says on stderr how a request comes to be allowed, or what came nearest to it; it has to be one "
            + "without (* ..), and is decided for one instant: the start of --valid, or now. "
            + "Not with --tuples: nothing decides on those.")
    private boolean explain;

    @Mixin
    private ExpressionForm form;

    @Override public Integer call() {
        List<AclEntry> base = entries(Expressions.all(acl));
        Set<Principal> who = new LinkedHashSet<>();
        requestors.forEach(requestor -> who.add(Requested.requestor(Expressions.of(requestor))));
        Tag what = Requested.authorization(Expressions.of(tag));
        Validity when = Requested.period(Expressions.of(valid));
        VerifiedSequence signed = new CertificateVerifier().verify(sequence(Expressions.all(credentials)));
        UnsignedTuples unsigned = UnsignedTuples.read(Expressions.all(tuples));
        if (explain) {
            explain(base, signed, who, what, when);
        }
        Computation computation = OfflineCalculation.compute(base, together(signed, unsigned), who, mode, when, what);
        List<DerivedEntry> derived = minimal ? computation.minimal() : computation.entries();
        remark(computation, derived);
        form.print(SexpList.named("acl", derived.stream().map(DerivedEntry::sexp).toList()), spec);
        return derived.isEmpty() ? ExitCode.NOT_FOUND.code() : ExitCode.DONE.code();
    }

    /** The file has a list, or its entries one after the other. */
    private static List<AclEntry> entries(List<Sexp> file) {
        List<AclEntry> entries = new ArrayList<>();
        for (Sexp expression : file) {
            if (expression.name().equals("entry")) {
                entries.add(AclEntry.read(expression));
            } else {
                entries.addAll(Acl.read(expression).entries());
            }
        }
        return entries;
    }

    /** Several sequences prove what one with all their parts does (AC22). */
    private static SexpList sequence(List<Sexp> file) {
        List<Sexp> parts = new ArrayList<>();
        for (Sexp expression : file) {
            if (expression instanceof SexpList list && list.name().equals("sequence")) {
                parts.addAll(list.rest());
            } else {
                parts.add(expression);
            }
        }
        return SexpList.named("sequence", parts);
    }

    private static UnsignedTuples together(VerifiedSequence signed, UnsignedTuples unsigned) {
        List<Credential> credentials = new ArrayList<>(unsigned.credentials());
        signed.credentials().stream().map(VerifiedCredential::credential).forEach(credentials::add);
        Set<Principal.Key> known = new LinkedHashSet<>(unsigned.known());
        known.addAll(signed.keys());
        return new UnsignedTuples(credentials, known);
    }

    private void remark(Computation computation, List<DerivedEntry> derived) {
        PrintWriter err = spec.commandLine().getErr();
        if (computation.truncated()) {
            err.println("claviger: there may be more entries: a limit was met");
        }
        if (derived.stream().anyMatch(entry -> !entry.tag().isExpressible())) {
            err.println("claviger: a tag with (* and ..) is for reading; no list or certificate takes it");
        }
    }

    private void explain(List<AclEntry> base, VerifiedSequence signed, Set<Principal> who, Tag what, Validity when) {
        if (tuples != null) {
            throw new ParameterException(spec.commandLine(), "--explain is about a decision, and none is made on --tuples");
        }
        if (mode != Requestors.JOINT) {
            throw new ParameterException(spec.commandLine(), "--explain is about a decision, which takes requestors jointly");
        }
        if (!isGround(what.sexp())) {
            throw new ParameterException(spec.commandLine(), "--explain takes a request without (* ..)");
        }
        Instant at = when.notBefore().map(SpkiDate::instant).orElseGet(Instant::now);
        Decision decision = Authority.of(base, signed.credentials(), signed.keys()).decide(who, what.sexp(), at);
        spec.commandLine().getErr().println(Explanation.of(decision));
    }

    private static boolean isGround(Sexp request) {
        return !(request instanceof SexpList list)
            || !list.name().equals("*") && list.items().stream().allMatch(Authorize::isGround);
    }
}
