package claviger.spki;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;

/**
 * What may stand in {@code (hash alg octets)} (AC25). Bouncy Castle's classes and not the JCA's, whose first provider may be
 * the token: a decision about the token does not ask the token.
 */
enum HashAlgorithm {
    MD5(     "md5",      MD5Digest::new),
    SHA1(    "sha1",     SHA1Digest::new),
    SHA224(  "sha224",   SHA224Digest::new),
    SHA256(  "sha256",   SHA256Digest::new),
    SHA384(  "sha384",   SHA384Digest::new),
    SHA512(  "sha512",   SHA512Digest::new),
    SHA3_256("sha3-256", () -> new SHA3Digest(256)),
    SHA3_384("sha3-384", () -> new SHA3Digest(384)),
    SHA3_512("sha3-512", () -> new SHA3Digest(512));

    /** All of them, for calculations on old data (D31). */
    static final Set<HashAlgorithm> ANY = EnumSet.allOf(HashAlgorithm.class);
    /** Those for which nobody makes two objects with one hash: what a decision is built on. */
    static final Set<HashAlgorithm> SOUND = EnumSet.complementOf(EnumSet.of(MD5, SHA1));

    private static final Map<String, HashAlgorithm> BY_WORD =
        Stream.of(values()).collect(Collectors.toUnmodifiableMap(algorithm -> algorithm.word, algorithm -> algorithm));

    private final String word;
    private final Supplier<Digest> digest;

    HashAlgorithm(String word, Supplier<Digest> digest) {
        this.word = word;
        this.digest = digest;
    }

    static Optional<HashAlgorithm> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /** Whether a decision may be built on a hash by this word's algorithm; one that is not known here is not. */
    static boolean isSound(String word) {
        return of(word).filter(SOUND::contains).isPresent();
    }

    /** The hash of an object as a principal: that of its canonical form. */
    Principal.Hash of(Sexp object) {
        return hash(object.canonical());
    }

    /** The hash of octets as a principal. */
    Principal.Hash hash(byte[] octets) {
        return new Principal.Hash(word, Atom.of(digest(octets)), List.of());
    }

    byte[] digest(byte[] octets) {
        Digest running = digest.get();
        running.update(octets, 0, octets.length);
        byte[] hash = new byte[running.getDigestSize()];
        running.doFinal(hash, 0);
        return hash;
    }

    /** A new digest, to be updated by somebody else. */
    Digest running() {
        return digest.get();
    }
}
