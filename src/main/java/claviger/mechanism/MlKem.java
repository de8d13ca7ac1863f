package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckk.CKK_ML_KEM;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;

import claviger.cryptoki.Parameters;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;

/**
 * CKM_ML_KEM (FIPS 203), by Bouncy Castle. A ciphertext that was not made for the key gives another secret and no
 * error: that is the implicit rejection of the standard (W5).
 */
final class MlKem implements Algorithm {
    private static final int SECRET_BYTES = 32;

    @Override public Encapsulated encapsulate(KeyMaterial publicKey, Parameters parameters, int length) {
        Param.none(parameters);
        requireLength(length);
        SecretWithEncapsulation made = new MLKEMGenerator(Jdk.random()).generateEncapsulated(
            publicKey.prepared(MLKEMPublicKeyParameters.class, material ->
                new MLKEMPublicKeyParameters(keys(material).parameters(), material.get(CKA_VALUE))));
        return new Encapsulated(made.getSecret(), made.getEncapsulation());
    }

    @Override public int ciphertextLength(KeyMaterial publicKey) {
        return set(publicKey).resultBytes();
    }

    @Override public byte[] decapsulate(KeyMaterial privateKey, Parameters parameters, byte[] ciphertext, int length) {
        Param.none(parameters);
        if (ciphertext.length != set(privateKey).resultBytes()) {
            throw CKR_WRAPPED_KEY_LEN_RANGE.because("a ciphertext of %s has %d bytes, not %d", set(privateKey),
                set(privateKey).resultBytes(), ciphertext.length);
        }
        requireLength(length);
        return new MLKEMExtractor(privateKey.prepared(MLKEMPrivateKeyParameters.class, material ->
            new MLKEMPrivateKeyParameters(keys(material).parameters(), material.get(CKA_VALUE))))
            .extractSecret(ciphertext);
    }

    private static void requireLength(int length) {
        if (length >= 0 && length != SECRET_BYTES) {
            throw CKR_TEMPLATE_INCONSISTENT.because("%d bytes wanted of a secret of %d", length, SECRET_BYTES);
        }
    }

    private static ParameterSet set(KeyMaterial key) {
        return ParameterSet.of(CKK_ML_KEM, key.get(CKA_PARAMETER_SET));
    }

    private static MlKemKeys keys(KeyMaterial key) {
        return (MlKemKeys) set(key).keys();
    }
}
