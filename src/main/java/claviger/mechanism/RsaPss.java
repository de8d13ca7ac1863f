package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;
import static claviger.cryptoki.Ckr.CKR_KEY_SIZE_RANGE;

import claviger.cryptoki.Parameters;
import java.util.function.Function;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.PSSSigner;

/**
 * RSASSA-PSS: Bouncy Castle's encoding around the JDK's RSA. With a hash function the message is hashed here and the
 * parameter has to name the same one; without (CKM_RSA_PKCS_PSS) the data is the hash.
 */
final class RsaPss implements Algorithm {
    private final Function<Hash, Message> message;
    private final Hash fixed;

    /** CKM_RSA_PKCS_PSS. */
    RsaPss() {
        fixed = null;
        message = hash -> Message.once(hash.length());
    }

    RsaPss(Hash hash) {
        fixed = hash;
        message = Message::hashed;
    }

    @Override public Computation.Signing sign(KeyMaterial key, Parameters parameters) {
        RsaKey rsa = RsaKey.of(key);
        Scheme scheme = scheme(rsa, parameters);
        return new MessageSigner(message.apply(scheme.hash), rsa.bytes(), hashed -> scheme.sign(rsa, hashed));
    }

    @Override public Computation.Verifying verify(KeyMaterial key, Parameters parameters) {
        RsaKey rsa = RsaKey.of(key);
        Scheme scheme = scheme(rsa, parameters);
        return new MessageVerifier(message.apply(scheme.hash), length -> length == rsa.bytes(),
            (hashed, signature) -> scheme.verify(rsa, hashed, signature));
    }

    private Scheme scheme(RsaKey rsa, Parameters parameters) {
        Parameters.Pss pss = Param.of(Parameters.Pss.class, parameters);
        Hash hash = Hash.of(pss.hash());
        Param.require(fixed == null || fixed == hash, "the parameter names another hash function");
        int encoded = (rsa.shape().getModulus().bitLength() + 6) / 8;
        if (encoded < hash.length() + 2) {
            throw CKR_KEY_SIZE_RANGE.because("the modulus is too short for this hash function");
        }
        Param.require(pss.saltLength() >= 0 && pss.saltLength() <= encoded - hash.length() - 2,
            "a salt that the modulus has room for");
        return new Scheme(hash, Hash.of(pss.mgf()), pss.saltLength());
    }

    private record Scheme(Hash hash, Hash mask, int saltLength) {
        private static final byte TRAILER = (byte) 0xbc;

        private PSSSigner signer(RsaKey rsa, byte[] hashed) {
            if (hashed.length != hash.length()) {
                throw CKR_DATA_LEN_RANGE.because("a hash of %d bytes, not %d", hash.length(), hashed.length);
            }
            return PSSSigner.createRawSigner(
                rsa.primitive(), hash.forConstructions(), mask.forConstructions(), saltLength, TRAILER);
        }

        private byte[] sign(RsaKey rsa, byte[] hashed) {
            PSSSigner signer = signer(rsa, hashed);
            signer.init(true, new ParametersWithRandom(rsa.shape(), Jdk.random()));
            signer.update(hashed, 0, hashed.length);
            try {
                return signer.generateSignature();
            } catch (CryptoException e) {
                throw CKR_FUNCTION_FAILED.because(e, "RSASSA-PSS");
            }
        }

        private boolean verify(RsaKey rsa, byte[] hashed, byte[] signature) {
            PSSSigner signer = signer(rsa, hashed);
            if (rsa.isBeyondModulus(signature)) {
                return false;
            }
            signer.init(false, rsa.shape());
            signer.update(hashed, 0, hashed.length);
            return signer.verifySignature(signature);
        }
    }
}
