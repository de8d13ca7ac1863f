package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_ENCODING;

import java.util.ArrayList;
import java.util.List;

/**
 * Who: the subject of a grant, the issuer of a credential, or somebody who asks (AC10, AC62). Principals are matched and
 * not interpreted, so a kind that nobody here has heard of ({@link Other}) can be granted something and can ask for it.
 * Immutable; two are equal if they are written alike, but for the places of a hash.
 */
public sealed interface Principal {
    /** The most members that a threshold may have. */
    int MAX_MEMBERS = 256;

    /** {@code (public-key ..)}, whatever is in it. */
    record Key(SexpList sexp) implements Principal {
    }

    /** {@code (hash alg octets place*)}: the object whose canonical form has that hash. The places do not count. */
    record Hash(String algorithm, Atom octets, List<Atom> places) implements Principal {
        public Hash {
            places = List.copyOf(places);
        }

        @Override public SexpList sexp() {
            List<Sexp> parts = new ArrayList<>(List.of(Atom.of(algorithm), octets));
            parts.addAll(places);
            return SexpList.named("hash", parts);
        }

        @Override public boolean equals(Object other) {
            return other instanceof Hash hash && algorithm.equals(hash.algorithm) && octets.equals(hash.octets);
        }

        @Override public int hashCode() {
            return octets.hashCode();
        }
    }

    /** {@code (object-hash (hash ..))}: the key whose SubjectPublicKeyInfo, as in X.509 and TLS, has that hash (AC63). */
    record ObjectHash(Hash hash) implements Principal {
        @Override public SexpList sexp() {
            return SexpList.named("object-hash", hash.sexp());
        }
    }

    /** {@code (name root n1 n2 ..)}: whom the root calls n1, and whom that one calls n2 (AC27, AC28). */
    record Name(Principal root, List<Atom> names) implements Principal {
        public Name {
            names = List.copyOf(names);
        }

        @Override public SexpList sexp() {
            List<Sexp> parts = new ArrayList<>(List.of(root.sexp()));
            parts.addAll(names);
            return SexpList.named("name", parts);
        }
    }

    /** {@code (k-of-n k n m1 .. mn)}: any k of the members together (AC29). */
    record Threshold(int k, List<Principal> members) implements Principal {
        public Threshold {
            members = List.copyOf(members);
        }

        @Override public SexpList sexp() {
            List<Sexp> parts = new ArrayList<>(List.of(Atom.of(octets(k)), Atom.of(octets(members.size()))));
            members.forEach(member -> parts.add(member.sexp()));
            return SexpList.named("k-of-n", parts);
        }

        /** Big-endian and as short as can be. */
        private static byte[] octets(int number) {
            return number < 0x100 ? new byte[] {(byte) number} : new byte[] {(byte) (number >> 8), (byte) number};
        }
    }

    /** Any other expression: {@code (unix uid 1000)}, {@code (pin user)}, a bare string. */
    record Other(Sexp sexp) implements Principal {
    }

    /** As it is written, without {@code (subject ..)} around it. */
    Sexp sexp();

    /**
     * Reads a principal.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_ENCODING for one of the known forms that is not complete, and for a name
     *     without a root, which means something in a certificate only
     */
    static Principal of(Sexp expression) {
        return new PrincipalReader(null, CSSMERR_AC_INVALID_ENCODING).read(expression);
    }
}
