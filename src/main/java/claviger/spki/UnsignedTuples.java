package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Certificates that nobody has checked a signature of, for a calculation on paper (D31): what would follow if they were
 * signed. Only {@link OfflineCalculation} takes them; nothing that decides does. Immutable.
 *
 * @param known keys that are there only to be known by their hashes
 */
public record UnsignedTuples(List<Credential> credentials, Set<Principal.Key> known) {
    public UnsignedTuples {
        credentials = List.copyOf(credentials);
        known = Set.copyOf(known);
    }

    /**
     * Reads {@code (cert ..)}, {@code (public-key ..)}, which is then known, and {@code (sequence ..)} of them; a
     * {@code (signature ..)} is passed over. A certificate without a tag stands for {@code (tag (*))}, in old data only.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_TUPLE_CREDENTIALS for anything else; as {@link Credential#read}
     */
    public static UnsignedTuples read(List<? extends Sexp> expressions) {
        List<Credential> credentials = new ArrayList<>();
        Set<Principal.Key> known = new LinkedHashSet<>();
        collect(expressions, credentials, known);
        return new UnsignedTuples(credentials, known);
    }

    private static void collect(List<? extends Sexp> expressions, List<Credential> credentials, Set<Principal.Key> known) {
        for (Sexp expression : expressions) {
            switch (expression.name()) {
                case "cert" -> credentials.add(CredentialReader.read(expression, true));
                case "public-key" -> known.add((Principal.Key)
                    new PrincipalReader(null, CSSMERR_AC_INVALID_TUPLE_CREDENTIALS).read(expression));
                case "sequence" -> collect(((SexpList) expression).rest(), credentials, known);
                case "signature" -> { }
                default -> throw CSSMERR_AC_INVALID_TUPLE_CREDENTIALS.because(
                    "a tuple is a cert, a public key, a signature or a sequence of them");
            }
        }
    }
}
