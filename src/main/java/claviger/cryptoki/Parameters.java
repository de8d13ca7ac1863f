package claviger.cryptoki;

import java.util.List;
import java.util.Optional;

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

    /** The parameters that can name another key of the token; it has to permit CKA_DERIVE, as the base key has. */
    sealed interface WithKey extends Parameters permits Hkdf, OtherKey {
        Optional<ObjectHandle> key();
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

    /** CK_RSA_AES_KEY_WRAP_PARAMS: the length of the AES key between, in bits, and how RSA wraps that. */
    record RsaAesKeyWrap(int aesBits, Oaep oaep) implements Parameters {
    }

    /** CK_ECDH1_DERIVE_PARAMS. {@code publicData} is the peer's point. */
    record Ecdh(Ckd kdf, byte[] sharedData, byte[] publicData) implements Parameters {
    }

    /** The peer's public value of CKM_DH_PKCS_DERIVE, a number with its most significant byte first. */
    record PublicValue(byte[] value) implements Parameters {
    }

    /** CK_MAC_GENERAL_PARAMS: how many bytes of the MAC there are. */
    record MacGeneral(int length) implements Parameters {
    }

    /** CK_TLS_MAC_PARAMS. {@code hash} is a digest mechanism; the label is the server's or the client's. */
    record TlsMac(Ckm hash, int length, boolean server) implements Parameters {
    }

    /** CK_SSL3_RANDOM_DATA: what the two sides of a TLS connection have drawn, 32 bytes each. */
    record RandomInfo(byte[] client, byte[] server) {
    }

    /**
     * CK_TLS12_MASTER_KEY_DERIVE_PARAMS. {@code hash} is a digest mechanism.
     *
     * @param version where the version in a premaster secret of RSA is put, empty for a null pointer
     */
    record Tls12MasterKey(RandomInfo random, Optional<Returned<Version>> version, Ckm hash) implements Parameters {
    }

    /** CK_TLS12_EXTENDED_MASTER_KEY_DERIVE_PARAMS (RFC 7627). {@code version} as above. */
    record Tls12ExtendedMasterKey(Ckm hash, byte[] sessionHash, Optional<Returned<Version>> version)
        implements Parameters {
    }

    /** CK_TLS12_KEY_MAT_PARAMS. {@code hash} is a digest mechanism; the keys and IVs are put into {@code returned}. */
    record Tls12KeyMat(int macBits, int keyBits, int ivBits, boolean export, RandomInfo random,
        Returned<KeyMatOut> returned, Ckm hash) implements Parameters {
    }

    /** CK_TLS_KDF_PARAMS. {@code hash} is a digest mechanism; no context and an empty one differ (RFC 5705). */
    record TlsKdf(Ckm hash, byte[] label, RandomInfo random, Optional<byte[]> context) implements Parameters {
    }

    /**
     * CK_HKDF_PARAMS.
     *
     * @param hash a digest mechanism
     * @param salt the salt as data, empty for none; not looked at without extraction
     * @param key the salt as a key, instead
     * @param info not looked at without expansion
     */
    record Hkdf(boolean extract, boolean expand, Ckm hash, byte[] salt, Optional<ObjectHandle> key, byte[] info)
        implements WithKey {
    }

    /** CK_OBJECT_HANDLE, the other key of CKM_CONCATENATE_BASE_AND_KEY. */
    record OtherKey(Optional<ObjectHandle> key) implements WithKey {
        public OtherKey(ObjectHandle key) {
            this(Optional.of(key));
        }
    }

    /** CK_AES_CBC_ENCRYPT_DATA_PARAMS. */
    record CbcEncryptData(byte[] iv, byte[] data) implements Parameters {
    }

    /** CK_KEY_DERIVATION_STRING_DATA. */
    record StringData(byte[] data) implements Parameters {
    }

    /**
     * CK_SP800_108_KDF_PARAMS and CK_SP800_108_FEEDBACK_KDF_PARAMS, for one derived key.
     *
     * @param prf an HMAC mechanism or CKM_AES_CMAC
     * @param iv of the feedback mode, empty for none
     */
    record Sp800108(Ckm prf, List<Piece> pieces, byte[] iv) implements Parameters {

        /** One part of what goes into the pseudorandom function (CK_PRF_DATA_PARAM). */
        public sealed interface Piece {
        }

        /** CK_SP800_108_ITERATION_VARIABLE: the counter in counter mode, what came out before in feedback mode. */
        public record Iteration(boolean littleEndian, int bits) implements Piece {
        }

        /** CK_SP800_108_COUNTER, the optional one of feedback mode. */
        public record Counter(boolean littleEndian, int bits) implements Piece {
        }

        /** CK_SP800_108_DKM_LENGTH: the length in bits of the key, or of the segments that it is cut from. */
        public record Length(boolean ofSegments, boolean littleEndian, int bits) implements Piece {
        }

        /** CK_SP800_108_BYTE_ARRAY. */
        public record Bytes(byte[] bytes) implements Piece {
        }
    }

    /** CK_PKCS5_PBKD2_PARAMS2. {@code prf} is an HMAC mechanism; the password belongs to the caller, who wipes it. */
    record Pbkdf2(byte[] salt, long iterations, Ckm prf, byte[] password) implements Parameters {
    }

    /** CK_EDDSA_PARAMS (RFC 8032): prehash or not, and a context of at most 255 bytes. */
    record Eddsa(boolean prehash, byte[] context) implements Parameters {
    }

    /** CK_SIGN_ADDITIONAL_CONTEXT of ML-DSA and SLH-DSA; a context of at most 255 bytes. */
    record SignContext(HedgeType hedge, byte[] context) implements Parameters {
    }

    /** CK_HASH_SIGN_ADDITIONAL_CONTEXT. {@code hash} is the digest mechanism that made the data. */
    record HashSignContext(HedgeType hedge, byte[] context, Ckm hash) implements Parameters {
    }
}
