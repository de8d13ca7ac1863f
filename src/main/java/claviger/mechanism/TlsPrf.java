package claviger.mechanism;

import claviger.cryptoki.Ckm;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.generators.KDFDoublePipelineIterationBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KDFDoublePipelineIterationParameters;
import org.bouncycastle.util.Arrays;

/**
 * The pseudorandom function of TLS 1.2 (RFC 5246, section 5). Its P_hash is the double pipeline of SP 800-108 without a
 * counter, by Bouncy Castle. Stateless.
 */
final class TlsPrf {
    /** RFC 5246, section 5: at least SHA-256. The pseudorandom function of TLS 1.0 and 1.1 is not here. */
    private static final int LEAST_HASH = 32;
    private static final int RANDOM = 32;

    private TlsPrf() {
    }

    static Hash hash(Ckm digest) {
        Hash hash = Hash.of(digest);
        Param.require(hash.length() >= LEAST_HASH, "a hash of TLS 1.2");
        return hash;
    }

    static byte[] label(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What one side has drawn for the handshake. */
    static byte[] random(byte[] drawn) {
        Param.require(drawn.length == RANDOM, "32 random bytes of each side");
        return drawn;
    }

    /** @param seed the label first */
    static byte[] derived(Hash hash, byte[] secret, int length, byte[]... seed) {
        KDFDoublePipelineIterationBytesGenerator prf =
            new KDFDoublePipelineIterationBytesGenerator(new HMac(hash.forConstructions()));
        prf.init(KDFDoublePipelineIterationParameters.createWithoutCounter(secret, Arrays.concatenate(seed)));
        byte[] derived = new byte[length];
        prf.generateBytes(derived, 0, length);
        return derived;
    }
}
