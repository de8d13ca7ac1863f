package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;

import claviger.cryptoki.Parameters;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.util.BigIntegers;

/**
 * ECDSA by Bouncy Castle; a signature is r and s, each as long as the order of the curve. Without a hash function
 * (CKM_ECDSA) the data is the hash. Verification takes a shorter signature of two equal halves (6.3.1).
 */
final class Ecdsa implements Algorithm {
    /** What is longer is no hash but a document, of which only the first bytes would be signed. */
    private static final int LONGEST_HASH = 64;

    private final Supplier<Message> message;

    /** CKM_ECDSA. */
    Ecdsa() {
        message = () -> Message.once(LONGEST_HASH);
    }

    Ecdsa(Hash hash) {
        message = () -> Message.hashed(hash);
    }

    @Override public Computation.Signing sign(KeyMaterial key, Parameters parameters) {
        Param.none(parameters);
        ECPrivateKeyParameters ec = Weierstrass.privateKey(key);
        int half = Weierstrass.of(key).curve().bytes();
        return new MessageSigner(message.get(), 2 * half, hashed -> {
            ECDSASigner signer = new ECDSASigner();
            signer.init(true, new ParametersWithRandom(ec, Jdk.random()));
            BigInteger[] rs = signer.generateSignature(checked(hashed));
            byte[] signature = new byte[2 * half];
            BigIntegers.asUnsignedByteArray(rs[0], signature, 0, half);
            BigIntegers.asUnsignedByteArray(rs[1], signature, half, half);
            return signature;
        });
    }

    @Override public Computation.Verifying verify(KeyMaterial key, Parameters parameters) {
        Param.none(parameters);
        ECPublicKeyParameters ec = Weierstrass.publicKey(key);
        int most = 2 * Weierstrass.of(key).curve().bytes();
        return new MessageVerifier(message.get(),
            length -> length > 0 && length <= most && length % 2 == 0,
            (hashed, signature) -> {
                ECDSASigner signer = new ECDSASigner();
                signer.init(false, ec);
                int half = signature.length / 2;
                return signer.verifySignature(checked(hashed),
                    new BigInteger(1, Arrays.copyOfRange(signature, 0, half)),
                    new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length)));
            });
    }

    /** An empty hash would be signed as zero, and whoever sees that can make signatures of zero himself. */
    private static byte[] checked(byte[] hashed) {
        if (hashed.length == 0) {
            throw CKR_DATA_LEN_RANGE.because("there is nothing to sign or verify");
        }
        return hashed;
    }
}
