package claviger.conformance;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_COEFFICIENT;
import static claviger.cryptoki.Cka.CKA_EXPONENT_1;
import static claviger.cryptoki.Cka.CKA_EXPONENT_2;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_PRIME_1;
import static claviger.cryptoki.Cka.CKA_PRIME_2;
import static claviger.cryptoki.Cka.CKA_PRIVATE_EXPONENT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Map;

/** An RSA key that was made outside of the token. */
final class RsaSample {
    private static final RSAPrivateCrtKey KEY = made();

    /** For C_CreateObject. */
    static final Template PRIVATE = privateKey();

    private RsaSample() {
    }

    /** For C_CreateObject, with another exponent than the key has. */
    static Template publicKey(long exponent) {
        return Template.EMPTY.with(CKA_CLASS, Cko.CKO_PUBLIC_KEY).with(CKA_KEY_TYPE, Ckk.CKK_RSA)
            .with(CKA_MODULUS, KEY.getModulus().toByteArray())
            .with(CKA_PUBLIC_EXPONENT, BigInteger.valueOf(exponent).toByteArray());
    }

    private static Template privateKey() {
        Map<Cka<byte[]>, BigInteger> parts = Map.of(CKA_MODULUS, KEY.getModulus(),
            CKA_PUBLIC_EXPONENT, KEY.getPublicExponent(), CKA_PRIVATE_EXPONENT, KEY.getPrivateExponent(),
            CKA_PRIME_1, KEY.getPrimeP(), CKA_PRIME_2, KEY.getPrimeQ(), CKA_EXPONENT_1, KEY.getPrimeExponentP(),
            CKA_EXPONENT_2, KEY.getPrimeExponentQ(), CKA_COEFFICIENT, KEY.getCrtCoefficient());
        Template template = Template.EMPTY.with(CKA_CLASS, Cko.CKO_PRIVATE_KEY).with(CKA_KEY_TYPE, Ckk.CKK_RSA);
        for (Map.Entry<Cka<byte[]>, BigInteger> part : parts.entrySet()) {
            template = template.with(part.getKey(), part.getValue().toByteArray());
        }
        return template;
    }

    private static RSAPrivateCrtKey made() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
