package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;

import claviger.cryptoki.Parameters;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.util.BigIntegers;

/**
 * ECDSA by {@link CorrettoCurves} or Bouncy Castle; a signature is r and s, each as long as the order of the curve.
 * Without a hash function (CKM_ECDSA) the data is the hash. Verification takes a shorter signature of two equal
 * halves (6.3.1).
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
        Weierstrass weierstrass = Weierstrass.of(key);
        return new MessageSigner(message.get(), 2 * weierstrass.curve().bytes(),
            hashed -> signed(weierstrass, key, checked(hashed)));
    }

    @Override public Computation.Verifying verify(KeyMaterial key, Parameters parameters) {
        Param.none(parameters);
        Weierstrass weierstrass = Weierstrass.of(key);
        int most = 2 * weierstrass.curve().bytes();
        return new MessageVerifier(message.get(),
            length -> length > 0 && length <= most && length % 2 == 0,
            (hashed, signature) -> {
                int half = signature.length / 2;
                return fits(weierstrass, key, checked(hashed),
                    new BigInteger(1, Arrays.copyOfRange(signature, 0, half)),
                    new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length)));
            });
    }

    private static byte[] signed(Weierstrass weierstrass, KeyMaterial key, byte[] hash) {
        int half = weierstrass.curve().bytes();
        if (weierstrass.isOfTheJdk() && Arithmetic.ECDSA_P.engine() == Engine.CORRETTO) {
            return CorrettoCurves.sign(key, hash, half);
        }
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, new ParametersWithRandom(Weierstrass.privateKey(key), Jdk.random()));
        BigInteger[] rs = signer.generateSignature(hash);
        byte[] signature = new byte[2 * half];
        BigIntegers.asUnsignedByteArray(rs[0], signature, 0, half);
        BigIntegers.asUnsignedByteArray(rs[1], signature, half, half);
        return signature;
    }

    private static boolean fits(Weierstrass weierstrass, KeyMaterial key, byte[] hash, BigInteger r, BigInteger s) {
        if (weierstrass.isOfTheJdk() && Arithmetic.ECDSA_P.engine() == Engine.CORRETTO) {
            return CorrettoCurves.verify(key, hash, r, s);
        }
        ECDSASigner signer = new ECDSASigner();
        signer.init(false, Weierstrass.publicKey(key));
        return signer.verifySignature(hash, r, s);
    }

    /** An empty hash would be signed as zero, and whoever sees that can make signatures of zero himself. */
    private static byte[] checked(byte[] hashed) {
        if (hashed.length == 0) {
            throw CKR_DATA_LEN_RANGE.because("there is nothing to sign or verify");
        }
        return hashed;
    }
}
