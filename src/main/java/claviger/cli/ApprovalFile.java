package claviger.cli;

import claviger.spki.Principal;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import claviger.spki.SignedBy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An approval as operators hand it around: {@code (sequence (request ..) (signature ..) ..)}, the request first (D30).
 * Signatures in it were verified. Immutable.
 */
record ApprovalFile(SexpList request, List<Sexp> signatures, List<Principal> signers) {
    ApprovalFile {
        signatures = List.copyOf(signatures);
        signers = List.copyOf(signers);
    }

    /** @throws claviger.spki.SpkiException if a signature is not of this request */
    static ApprovalFile read(Path file) {
        List<Sexp> all = Expressions.all(file);
        return of(all.size() == 1 ? all.get(0) : SexpList.of(all), file.toString());
    }

    static ApprovalFile of(Sexp sequence, String where) {
        if (!(sequence instanceof SexpList list) || !list.name().equals("sequence") || list.items().size() < 2
                || !(list.items().get(1) instanceof SexpList request) || !request.name().equals("request")) {
            throw new Stopped(ExitCode.USAGE, "%s: no approval; it is written (sequence (request ..) (signature ..) ..)", where);
        }
        List<Sexp> signatures = list.items().subList(2, list.items().size());
        return new ApprovalFile(request, signatures,
            signatures.stream().map(signature -> (Principal) SignedBy.signer(request, signature)).toList());
    }

    ApprovalFile and(Sexp signature) {
        List<Sexp> all = new ArrayList<>(signatures);
        all.add(signature);
        return of(sequence(all), "a new approval");
    }

    SexpList sequence() {
        return sequence(signatures);
    }

    private SexpList sequence(List<Sexp> all) {
        List<Sexp> parts = new ArrayList<>(List.of(request));
        parts.addAll(all);
        return SexpList.named("sequence", parts);
    }

    /** A field of the request in the form for people, without its name; "" if it is not there. */
    String field(String name) {
        return request.rest().stream().filter(part -> part.name().equals(name))
            .map(part -> ((SexpList) part).rest().stream().map(Sexp::advanced).collect(Collectors.joining(" ")))
            .collect(Collectors.joining(", "));
    }

    /** For people to read and for programs: each field of the request on a line, then each signature. */
    String text() {
        return "(sequence\n (request" + request.rest().stream().map(part -> "\n  " + part.advanced())
            .collect(Collectors.joining()) + ")" + signatures.stream().map(signature -> "\n " + signature.advanced())
            .collect(Collectors.joining()) + ")\n";
    }

    void write(Path file) {
        ExpressionForm.write(file, text().getBytes(StandardCharsets.US_ASCII));
    }
}
