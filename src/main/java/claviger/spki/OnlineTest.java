package claviger.spki;

import java.util.Optional;
import java.util.Set;

/**
 * A test that somebody has to make on line before a credential counts: {@code (online crl ..)}, {@code (online reval ..)}
 * or {@code (online one-time ..)} with places and a principal (RFC 2693 section 6.4.2). It is compared and never made here;
 * whoever has made one says so when asking (AC31).
 */
public record OnlineTest(SexpList sexp) {
    private static final Set<String> KINDS = Set.of("crl", "reval", "one-time");

    /** Reads {@code (online ..)}. */
    static OnlineTest read(SexpList sexp, CssmError blame) {
        Optional<Sexp> kind = sexp.rest().stream().findFirst();
        if (kind.isEmpty() || !(kind.get() instanceof Atom word) || KINDS.stream().noneMatch(word::is)) {
            throw blame.because("an on-line test is one of %s", KINDS.stream().sorted().toList());
        }
        return new OnlineTest(sexp);
    }
}
