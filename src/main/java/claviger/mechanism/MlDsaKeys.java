package claviger.mechanism;

import java.util.Arrays;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** Keys of FIPS 204: the public key, the private key, and the seed ξ. */
record MlDsaKeys(MLDSAParameters parameters) implements SetKeys {
    private static final int TR_BYTES = 64;

    @Override public byte[] expanded(byte[] seed) {
        return new MLDSAPrivateKeyParameters(parameters, seed).getEncoded();
    }

    @Override public byte[] publicOf(byte[] privateKey) {
        return new MLDSAPrivateKeyParameters(parameters, privateKey).getPublicKey();
    }

    /**
     * Its hash of the public key, which follows from ρ, s1 and s2, is right, and what it signs verifies, which the rest
     * takes part in.
     */
    @Override public boolean isWhole(byte[] privateKey) {
        MLDSAPrivateKeyParameters key = new MLDSAPrivateKeyParameters(parameters, privateKey);
        MLDSAPublicKeyParameters half = key.getPublicKeyParameters();
        if (!Arrays.equals(key.getTr(), tr(half))) {
            return false;
        }
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, key);
        byte[] signature;
        try {
            signature = signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalArgumentException("this key does not sign", e);
        }
        signer.init(false, half);
        return signer.verifySignature(signature);
    }

    @Override public void requirePublic(byte[] publicKey) {
        // every string of the right length is a public key
    }

    /** The hash of a public key that goes into each signature (section 6.1). */
    static byte[] tr(MLDSAPublicKeyParameters key) {
        byte[] encoded = key.getEncoded();
        byte[] tr = new byte[TR_BYTES];
        SHAKEDigest shake = new SHAKEDigest(256);
        shake.update(encoded, 0, encoded.length);
        shake.doFinal(tr, 0, tr.length);
        return tr;
    }
}
