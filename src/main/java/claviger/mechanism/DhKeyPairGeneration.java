package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_BITS;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;

import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.DHKeyPairGenerator;
import org.bouncycastle.crypto.params.DHKeyGenerationParameters;
import org.bouncycastle.crypto.params.DHPrivateKeyParameters;
import org.bouncycastle.crypto.params.DHPublicKeyParameters;
import org.bouncycastle.util.BigIntegers;

/** CKM_DH_PKCS_KEY_PAIR_GEN, by Bouncy Castle. CKA_VALUE_BITS says how long the private value is. */
final class DhKeyPairGeneration implements Algorithm {

    @Override public GeneratedPair generateKeyPair(Parameters parameters, Template wanted) {
        Param.none(parameters);
        DhGroup group = DhGroup.of(wanted);
        long bits = wanted.get(CKA_VALUE_BITS, (long) group.privateBits());
        if (!group.isPrivateBits(bits)) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("a private value of %s does not have %d bits", group, bits);
        }
        DHKeyPairGenerator generator = new DHKeyPairGenerator();
        generator.init(new DHKeyGenerationParameters(Jdk.random(), group.parameters((int) bits)));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        BigInteger y = ((DHPublicKeyParameters) pair.getPublic()).getY();
        byte[] info = DhPublicForm.info(group, y);
        return new GeneratedPair(
            group.components().with(CKA_VALUE, BigIntegers.asUnsignedByteArray(y)).with(CKA_PUBLIC_KEY_INFO, info),
            DhPrivateForm.components(group, ((DHPrivateKeyParameters) pair.getPrivate()).getX())
                .with(CKA_PUBLIC_KEY_INFO, info));
    }
}
