package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;

import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;

/**
 * What a mechanism can compute; a row's algorithm overrides what the row's uses name. The caller has checked that the
 * key's type, size and usage flags fit; the algorithm checks its parameter (CKR_MECHANISM_PARAM_INVALID). Stateless.
 */
public interface Algorithm {
    default Computation.Digesting digest(Parameters parameters) {
        throw unable("digest");
    }

    default Computation.Signing sign(KeyMaterial key, Parameters parameters) {
        throw unable("sign");
    }

    default Computation.Verifying verify(KeyMaterial key, Parameters parameters) {
        throw unable("verify");
    }

    default Computation.Signing signRecover(KeyMaterial key, Parameters parameters) {
        throw unable("sign with recovery");
    }

    default Computation.Recovering verifyRecover(KeyMaterial key, Parameters parameters) {
        throw unable("verify with recovery");
    }

    default Computation.Ciphering encrypt(KeyMaterial key, Parameters parameters) {
        throw unable("encrypt");
    }

    default Computation.Ciphering decrypt(KeyMaterial key, Parameters parameters) {
        throw unable("decrypt");
    }

    /** A message of C_DecryptMessage: a wrong tag is CKR_AEAD_DECRYPT_FAILED (O9). */
    default Computation.Ciphering messageDecrypt(KeyMaterial key, Parameters parameters) {
        throw unable("decrypt messages");
    }

    /**
     * C_GenerateKey.
     *
     * @param wanted the caller's template; only key material in it is looked at (CKA_VALUE_LEN)
     * @return the key material of the new key, completed as by {@link KeyTypes#completed}
     */
    default Template generateKey(Parameters parameters, Template wanted) {
        throw unable("generate a key");
    }

    /**
     * C_GenerateKeyPair; both keys are completed.
     *
     * @param wanted the public key's template (CKA_MODULUS_BITS, CKA_EC_PARAMS, ...), with CKA_VALUE_BITS of the other's
     */
    default GeneratedPair generateKeyPair(Parameters parameters, Template wanted) {
        throw unable("generate a key pair");
    }

    /** C_WrapKey. @param plain the key's value, or its PKCS#8 form; wiped by the caller */
    default byte[] wrap(KeyMaterial wrappingKey, Parameters parameters, byte[] plain) {
        throw unable("wrap");
    }

    /** The most bytes that {@link #wrap} gives for so many. */
    default long wrappedLength(KeyMaterial wrappingKey, int plain) {
        throw unable("wrap");
    }

    /**
     * C_UnwrapKey.
     *
     * @throws claviger.cryptoki.CkrException CKR_WRAPPED_KEY_LEN_RANGE before CKR_WRAPPED_KEY_INVALID
     */
    default byte[] unwrap(KeyMaterial unwrappingKey, Parameters parameters, byte[] wrapped) {
        throw unable("unwrap");
    }

    /**
     * C_DeriveKey.
     *
     * @param length how many bytes the new key has, or -1 for what the mechanism gives
     */
    default byte[] derive(KeyMaterial baseKey, Parameters parameters, int length) {
        throw unable("derive");
    }

    /**
     * C_EncapsulateKey.
     *
     * @param length how many bytes the new key has, or -1 for what the mechanism gives
     */
    default Encapsulated encapsulate(KeyMaterial publicKey, Parameters parameters, int length) {
        throw unable("encapsulate");
    }

    /** The most bytes that the ciphertext of {@link #encapsulate} has. */
    default int ciphertextLength(KeyMaterial publicKey) {
        throw unable("encapsulate");
    }

    /**
     * C_DecapsulateKey. A ciphertext that nobody made for this key may well give a key, which is then nobody's (W5).
     *
     * @throws claviger.cryptoki.CkrException CKR_WRAPPED_KEY_LEN_RANGE before CKR_WRAPPED_KEY_INVALID
     */
    default byte[] decapsulate(KeyMaterial privateKey, Parameters parameters, byte[] ciphertext, int length) {
        throw unable("decapsulate");
    }

    /**
     * C_DeriveKey where the parameter names another key ({@link Parameters.WithKey}).
     *
     * @param other that key, which the caller has checked like the base key
     */
    default byte[] derive(KeyMaterial baseKey, KeyMaterial other, Parameters parameters, int length) {
        throw unable("derive from two keys");
    }

    /** C_DeriveKey where a public key comes from its private key: the key material, to be completed. */
    default Template publicHalf(KeyMaterial privateKey, Parameters parameters) {
        throw unable("tell a public key");
    }

    /** C_DeriveKey where several keys come from one: those of a TLS connection. */
    default KeyBlock keyBlock(KeyMaterial baseKey, Parameters parameters) {
        throw unable("derive several keys");
    }

    /** Whether a derived key is at least as secret as those it comes from: family b of K2. */
    default boolean handsDownSecrecy() {
        return false;
    }

    /** Whether bytes of the base key are bytes of the derived key (Z7). */
    default boolean handsDownBytes() {
        return false;
    }

    /**
     * Whether what is wrapped is a key with its attributes, so that it comes back as nothing else: the bytes are then a
     * form that holds both, and not the value alone.
     */
    default boolean bindsAttributes() {
        return false;
    }

    private static RuntimeException unable(String what) {
        return CKR_MECHANISM_INVALID.because("this mechanism does not %s", what);
    }
}
