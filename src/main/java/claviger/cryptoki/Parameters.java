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

    /** CK_CCM_PARAMS: how many bytes of data there will be, without the MAC, and the length of the MAC. */
    record Ccm(long dataLength, byte[] nonce, byte[] aad, int macLength) implements Parameters {
    }

    /** CK_SALSA20_CHACHA20_POLY1305_PARAMS, with the nonce in bytes. */
    record ChaCha20Poly1305(byte[] nonce, byte[] aad) implements Parameters {
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

    /** CK_MAC_GENERAL_PARAMS: how many bytes of the MAC there are. */
    record MacGeneral(int length) implements Parameters {
    }

    /** CK_EDDSA_PARAMS (RFC 8032): prehash or not, and a context of at most 255 bytes. */
    record Eddsa(boolean prehash, byte[] context) implements Parameters {
    }
}
