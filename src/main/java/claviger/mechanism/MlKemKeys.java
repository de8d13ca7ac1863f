package claviger.mechanism;

import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;

/** Keys of FIPS 203: the encapsulation key ek, the decapsulation key dk, and the seed d || z. */
record MlKemKeys(MLKEMParameters parameters) implements SetKeys {

    @Override public byte[] expanded(byte[] seed) {
        return new MLKEMPrivateKeyParameters(parameters, seed).getEncoded();
    }

    @Override public byte[] publicOf(byte[] privateKey) {
        return new MLKEMPrivateKeyParameters(parameters, privateKey).getPublicKey();
    }

    /** The hash check of section 7.3, which Bouncy Castle makes, and one secret that both halves have to agree on. */
    @Override public boolean isWhole(byte[] privateKey) {
        MLKEMPrivateKeyParameters key = new MLKEMPrivateKeyParameters(parameters, privateKey);
        SecretWithEncapsulation made =
            new MLKEMGenerator(Jdk.random()).generateEncapsulated(key.getPublicKeyParameters());
        byte[] read = new MLKEMExtractor(key).extractSecret(made.getEncapsulation());
        return MessageDigest.isEqual(made.getSecret(), read);
    }

    /** The type and modulus checks of section 7.2. */
    @Override public void requirePublic(byte[] publicKey) {
        MLKEMPublicKeyParameters key = new MLKEMPublicKeyParameters(parameters, publicKey);
        if (!Arrays.equals(key.getEncoded(), publicKey)) {
            throw new IllegalArgumentException("not the one form of this key");
        }
    }
}
