package claviger.spki;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A question: whether the requestors together may do this at that time under an ACL and credentials. */
record Inputs(List<AclEntry> base, List<Credential> credentials, Set<Principal> requestors, Sexp request, Instant when) {
    Inputs withBase(List<AclEntry> other) {
        return new Inputs(other, credentials, requestors, request, when);
    }

    Inputs withCredentials(List<Credential> other) {
        return new Inputs(base, other, requestors, request, when);
    }

    Inputs withRequestors(Set<Principal> other) {
        return new Inputs(base, credentials, other, request, when);
    }

    List<VerifiedCredential> verified() {
        return credentials.stream().map(VerifiedCredential::new).toList();
    }

    /** Everything that the requestors have, whatever the question. */
    Computation everything() {
        return AuthCompute.compute(base, verified(), requestors, Requestors.JOINT, null, Tag.everything());
    }

    /** What the requestors have of what is asked for. */
    Computation asked() {
        SpkiDate date = SpkiDate.strict(when.toString().replace('T', '_').replace("Z", "")).orElseThrow();
        return AuthCompute.compute(base, verified(), requestors, Requestors.JOINT, Validity.of(date, date, List.of()),
            Tag.of(request));
    }

    /** Whether one of the entries carries what is asked for (AC5). */
    boolean allowedBy(Computation computation) {
        return computation.entries().stream()
            .anyMatch(entry -> entry.tag().includes(request) && entry.validity().contains(when));
    }

    /** For a failed test: the question as expressions. */
    @Override public String toString() {
        return "\n" + new Acl(base).sexp() + "\n"
            + String.join("\n", credentials.stream().map(credential -> credential.sexp().advanced()).toList()) + "\n"
            + requestors.stream().map(requestor -> requestor.sexp().advanced()).toList() + " " + request + " " + when;
    }
}
