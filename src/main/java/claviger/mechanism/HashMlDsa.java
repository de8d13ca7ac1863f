package claviger.mechanism;

import claviger.cryptoki.Parameters;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * HashML-DSA (FIPS 204, 5.4): CKM_HASH_ML_DSA_<i>hash</i>, which hashes the data, and CKM_HASH_ML_DSA, whose data is a
 * hash. Bouncy Castle signs the message representative µ, which is put together here because it has no others than
 * those with SHA-512.
 */
final class HashMlDsa implements Algorithm {
    private static final int MU_BYTES = 64;
    private static final byte PRE_HASHED = 1;

    private final PreHash hashing;

    /** @param hashing what hashes the data, or null if the data is a hash */
    HashMlDsa(PreHash hashing) {
        this.hashing = hashing;
    }

    private record Asked(Hedge hedge, PreHash hash) {
    }

    @Override public Computation.Signing sign(KeyMaterial key, Parameters parameters) {
        Asked asked = asked(parameters);
        MLDSAPrivateKeyParameters signing = MlDsa.privateKey(key);
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, asked.hedge().signing(signing));
        return new MessageSigner(message(asked), MlDsa.set(key).resultBytes(), hash ->
            MlDsa.signed(() -> signer.generateMuSignature(mu(signing.getTr(), asked, hash))));
    }

    @Override public Computation.Verifying verify(KeyMaterial key, Parameters parameters) {
        Asked asked = asked(parameters);
        MLDSAPublicKeyParameters verifying = MlDsa.publicKey(key);
        MLDSASigner signer = new MLDSASigner();
        signer.init(false, verifying);
        int bytes = MlDsa.set(key).resultBytes();
        return new MessageVerifier(message(asked), length -> length == bytes, (hash, signature) ->
            signer.verifyMuSignature(mu(MlDsaKeys.tr(verifying), asked, hash), signature));
    }

    private Asked asked(Parameters parameters) {
        if (hashing != null) {
            return new Asked(Hedge.of(parameters), hashing);
        }
        Parameters.HashSignContext given = Param.of(Parameters.HashSignContext.class, parameters);
        return new Asked(Hedge.of(given.hedge(), given.context()), PreHash.of(given.hash()));
    }

    private Message message(Asked asked) {
        return hashing != null ? Message.hashed(hashing.start()) : Message.exactly(asked.hash().length());
    }

    /** Algorithm 4 of FIPS 204, line 23, and algorithm 7, line 6. */
    private static byte[] mu(byte[] tr, Asked asked, byte[] hash) {
        byte[] context = asked.hedge().context();
        SHAKEDigest shake = new SHAKEDigest(256);
        shake.update(tr, 0, tr.length);
        shake.update(PRE_HASHED);
        shake.update((byte) context.length);
        shake.update(context, 0, context.length);
        shake.update(asked.hash().oid(), 0, asked.hash().oid().length);
        shake.update(hash, 0, hash.length);
        byte[] mu = new byte[MU_BYTES];
        shake.doFinal(mu, 0, mu.length);
        return mu;
    }
}
