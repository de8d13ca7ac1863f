package claviger.mechanism;

import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.SLHDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.SLHDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.SLHDSAParameters;
import org.bouncycastle.crypto.params.SLHDSAPrivateKeyParameters;

/** Keys of FIPS 205: SK.seed, SK.prf, PK.seed and PK.root, of which the first three are what the key comes from. */
record SlhDsaKeys(SLHDSAParameters parameters) implements SetKeys {

    @Override public byte[] expanded(byte[] seed) {
        int n = parameters.getN();
        SLHDSAKeyPairGenerator generator = new SLHDSAKeyPairGenerator();
        generator.init(new SLHDSAKeyGenerationParameters(Jdk.random(), parameters));
        return ((SLHDSAPrivateKeyParameters) generator.internalGenerateKeyPair(Arrays.copyOf(seed, n),
            Arrays.copyOfRange(seed, n, 2 * n), Arrays.copyOfRange(seed, 2 * n, 3 * n)).getPrivate()).getEncoded();
    }

    @Override public byte[] publicOf(byte[] privateKey) {
        return Arrays.copyOfRange(privateKey, 2 * parameters.getN(), privateKey.length);
    }

    /** Its root is that of the tree that the rest of it makes. */
    @Override public boolean isWhole(byte[] privateKey) {
        byte[] seed = Arrays.copyOf(privateKey, 3 * parameters.getN());
        byte[] whole = expanded(seed);
        Arrays.fill(seed, (byte) 0);
        boolean same = MessageDigest.isEqual(whole, privateKey);
        Arrays.fill(whole, (byte) 0);
        return same;
    }

    @Override public void requirePublic(byte[] publicKey) {
        // every string of the right length is a public key
    }
}
