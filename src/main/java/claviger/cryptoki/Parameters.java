package claviger.cryptoki;

/**
 * The parameter of a mechanism, parsed once at the edge: after that nobody sees the bytes of a C structure. Lengths
 * are in bytes unless the name says bits. The mechanism that is
 * given one checks it and answers CKR_MECHANISM_PARAM_INVALID.
 */
public sealed interface Parameters {
    /** A null parameter. */
    None NONE = new None();

    /** The null parameter of most mechanisms. */
    record None() implements Parameters {
    }

    /** A bare initialisation vector: AES-CBC, AES key wrap. */
    record Iv(byte[] iv) implements Parameters {
    }

    /** CK_AES_CTR_PARAMS: the low {@code counterBits} of the first block count. */
    record Ctr(int counterBits, byte[] block) implements Parameters {
    }

    /** CK_GCM_PARAMS; the length of the IV is that of the array. */
    record Gcm(byte[] iv, byte[] aad, int tagBits) implements Parameters {
    }

    /** CK_RSA_PKCS_PSS_PARAMS. {@code hash} is a digest mechanism. */
    record Pss(Ckm hash, Ckg mgf, int saltLength) implements Parameters {
    }

    /** CK_RSA_PKCS_OAEP_PARAMS. {@code label} is the encoding parameter P, empty if none. */
    record Oaep(Ckm hash, Ckg mgf, byte[] label) implements Parameters {
    }

    /** CK_ECDH1_DERIVE_PARAMS. {@code publicData} is the peer's point. */
    record Ecdh(Ckd kdf, byte[] sharedData, byte[] publicData) implements Parameters {
    }

    /** CK_EDDSA_PARAMS (RFC 8032): prehash or not, and a context of at most 255 bytes. */
    record Eddsa(boolean prehash, byte[] context) implements Parameters {
    }

    /** CK_SIGN_ADDITIONAL_CONTEXT of ML-DSA and SLH-DSA; a context of at most 255 bytes. */
    record SignContext(Ckh hedge, byte[] context) implements Parameters {
    }

    /** CK_HASH_SIGN_ADDITIONAL_CONTEXT. {@code hash} is the digest mechanism that made the data. */
    record HashSignContext(Ckh hedge, byte[] context, Ckm hash) implements Parameters {
    }
}
