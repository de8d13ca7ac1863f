package claviger.spki;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Why a request is authorized: the hops from an entry of the ACL to those who ask. Each hop holds because of hops behind it,
 * so a proof is checked from its end ({@link ProofChecker}). It names a key where the key's hash is written, if the key is
 * known. Immutable.
 *
 * @param hops first the one {@link Granted}; then, in any order that leaves reasons behind what they are reasons for, by
 *     which certificates, names and thresholds its subject is those who ask
 * @param keys the keys that stand in the proof for hashes of theirs (AC25)
 */
public record Proof(List<Hop> hops, List<Principal.Key> keys) {
    public Proof {
        hops = List.copyOf(hops);
        keys = List.copyOf(keys);
    }

    /** One step of a proof. */
    public sealed interface Hop {
    }

    /** The entry grants the request to its subject. */
    public record Granted(AclEntry entry) implements Hop {
    }

    /** The issuer of the certificate passed it on to the subject (AC20). */
    public record Delegated(VerifiedCredential credential) implements Hop {
    }

    /** The certificate says whom the first word of a name stands for; the rest of the name goes on from there (AC28). */
    public record Named(Principal.Name name, VerifiedCredential credential) implements Hop {
    }

    /** Enough members of the threshold are there together (AC29). */
    public record Reached(Principal.Threshold threshold) implements Hop {
    }

    /** This one asks. */
    public record Asks(Principal requestor) implements Hop {
    }

    /** The hops, one line each, those of the certificates as they are written. */
    @Override public String toString() {
        return hops.stream().map(Proof::line).collect(Collectors.joining("\n"));
    }

    private static String line(Hop hop) {
        if (hop instanceof Granted granted) {
            return "granted by " + granted.entry().sexp();
        }
        if (hop instanceof Delegated delegated) {
            return "passed on by " + delegated.credential();
        }
        if (hop instanceof Named named) {
            return named.name().sexp() + " by " + named.credential();
        }
        return hop instanceof Reached reached ? "enough of " + reached.threshold().sexp()
            : "asked for by " + ((Asks) hop).requestor().sexp();
    }
}
