package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_COEFFICIENT;
import static claviger.cryptoki.Cka.CKA_EXPONENT_1;
import static claviger.cryptoki.Cka.CKA_EXPONENT_2;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PRIME_1;
import static claviger.cryptoki.Cka.CKA_PRIME_2;
import static claviger.cryptoki.Cka.CKA_PRIVATE_EXPONENT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;

import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAKeyGenParameterSpec;
import org.bouncycastle.util.BigIntegers;

/** CKM_RSA_PKCS_KEY_PAIR_GEN. The public exponent is 65537 unless the template has another. */
record RsaKeyPairGeneration(int leastBits, int mostBits) implements Algorithm {

    @Override public GeneratedPair generateKeyPair(Parameters parameters, Template wanted) {
        Param.none(parameters);
        long bits = wanted.require(CKA_MODULUS_BITS);
        if (bits < leastBits || bits > mostBits) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("a modulus has %d to %d bits", leastBits, mostBits);
        }
        BigInteger exponent = wanted.get(CKA_PUBLIC_EXPONENT)
            .map(bytes -> new BigInteger(1, bytes)).orElse(RSAKeyGenParameterSpec.F4);
        if (exponent.compareTo(RSAKeyGenParameterSpec.F4) < 0 || !RsaPublicForm.isUsableExponent(exponent)) {
            throw CKR_TEMPLATE_INCONSISTENT.because("a public exponent is odd, at least 65537 and of 64 bits at most");
        }
        KeyPair pair = Jdk.compute(() -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", Jdk.SUN_RSA_SIGN);
            generator.initialize(new RSAKeyGenParameterSpec((int) bits, exponent), Jdk.random());
            return generator.generateKeyPair();
        });
        return attributes((RSAPrivateCrtKey) pair.getPrivate());
    }

    private static GeneratedPair attributes(RSAPrivateCrtKey key) {
        byte[] modulus = bytes(key.getModulus());
        byte[] exponent = bytes(key.getPublicExponent());
        byte[] info = RsaPublicForm.publicKeyInfo(key.getModulus(), key.getPublicExponent());
        Template shared = Template.EMPTY.with(CKA_MODULUS, modulus).with(CKA_PUBLIC_EXPONENT, exponent);
        return new GeneratedPair(
            shared.with(CKA_MODULUS_BITS, (long) key.getModulus().bitLength()).with(CKA_PUBLIC_KEY_INFO, info),
            shared.with(CKA_PRIVATE_EXPONENT, bytes(key.getPrivateExponent()))
                .with(CKA_PRIME_1, bytes(key.getPrimeP())).with(CKA_PRIME_2, bytes(key.getPrimeQ()))
                .with(CKA_EXPONENT_1, bytes(key.getPrimeExponentP()))
                .with(CKA_EXPONENT_2, bytes(key.getPrimeExponentQ()))
                .with(CKA_COEFFICIENT, bytes(key.getCrtCoefficient()))
                .with(CKA_PUBLIC_KEY_INFO, info));
    }

    private static byte[] bytes(BigInteger number) {
        return BigIntegers.asUnsignedByteArray(number);
    }
}
