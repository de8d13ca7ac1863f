package claviger.spki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A small computation in the notation of the reduction cases, whose entries are compared as texts. */
record Case(List<AclEntry> base, List<Credential> credentials, Set<Principal> requestors, Requestors mode) {
    static Case of(String entries) {
        return new Case(CdsaNotation.parts(entries).stream().map(CdsaNotation::entry).map(AclEntry::read).toList(), List.of(),
            Set.of(), Requestors.JOINT);
    }

    Case cert(String cert) {
        List<Credential> more = new ArrayList<>(credentials);
        more.add(Credential.read(CdsaNotation.cert(cert)));
        return new Case(base, more, requestors, mode);
    }

    Case who(String... who) {
        return new Case(base, credentials, Stream.of(who).map(CdsaNotation::principal).map(Principal::of)
            .collect(Collectors.toCollection(LinkedHashSet::new)), mode);
    }

    Case every() {
        return new Case(base, credentials, requestors, Requestors.EVERY);
    }

    List<VerifiedCredential> verified() {
        return credentials.stream().map(VerifiedCredential::new).toList();
    }

    Computation computation() {
        return asked(Tag.everything(), null);
    }

    Computation asked(Tag tag, Validity period) {
        Computation computation = AuthCompute.compute(base, verified(), requestors, mode, period, tag);
        assertFalse(computation.truncated());
        return computation;
    }

    /** The entries are these and no others. */
    void derives(String... entries) {
        assertEquals(Stream.of(entries).map(CdsaNotation::entry).map(AclEntry::read).map(AclEntry::sexp)
            .collect(Collectors.toSet()), sexps());
    }

    Set<Sexp> sexps() {
        return computation().entries().stream().map(DerivedEntry::sexp).collect(Collectors.toSet());
    }
}
