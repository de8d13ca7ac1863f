package claviger.mechanism;

import java.util.function.Function;
import java.util.function.Supplier;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.digests.EncodableDigest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.digests.SHA512tDigest;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.util.Memoable;

/**
 * A hash function as Bouncy Castle computes it, slower than the JDK, whose state between two parts has a byte form (V4).
 * Stateless.
 *
 * @param fresh   starts one
 * @param resumed goes on from a state
 */
record EncodableHash(Supplier<ExtendedDigest> fresh, Function<byte[], ExtendedDigest> resumed) {
    static final EncodableHash SHAKE_128 = new EncodableHash(() -> new SHAKEDigest(128), SHAKEDigest::new);
    static final EncodableHash SHAKE_256 = new EncodableHash(() -> new SHAKEDigest(256), SHAKEDigest::new);

    static EncodableHash of(Hash hash) {
        return switch (hash) {
            case SHA_1 -> new EncodableHash(SHA1Digest::new, SHA1Digest::new);
            case SHA_224 -> new EncodableHash(SHA224Digest::new, SHA224Digest::new);
            case SHA_256 -> new EncodableHash(SHA256Digest::new, SHA256Digest::new);
            case SHA_384 -> new EncodableHash(SHA384Digest::new, SHA384Digest::new);
            case SHA_512 -> new EncodableHash(SHA512Digest::new, SHA512Digest::new);
            case SHA_512_224, SHA_512_256 ->
                new EncodableHash(() -> new SHA512tDigest(8 * hash.length()), SHA512tDigest::new);
            case SHA3_224, SHA3_256, SHA3_384, SHA3_512 ->
                new EncodableHash(() -> new SHA3Digest(8 * hash.length()), SHA3Digest::new);
        };
    }

    /** The state of a digest that this function has started. */
    static byte[] state(ExtendedDigest digest) {
        return ((EncodableDigest) digest).getEncodedState();
    }

    /** Puts a digest that this function has started into a state. */
    void resume(ExtendedDigest digest, byte[] state) {
        ((Memoable) digest).reset((Memoable) resumed.apply(state));
    }
}
