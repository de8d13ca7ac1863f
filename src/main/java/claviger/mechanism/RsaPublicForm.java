package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.util.BigIntegers;

/** RSA public keys. */
final class RsaPublicForm implements KeyForm {
    static final AlgorithmIdentifier ALGORITHM =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);

    private static final int LEAST_BITS = 1024;
    private static final int MOST_BITS = 16384;
    /** What the JDK computes with for every length of modulus. */
    private static final int MOST_EXPONENT_BITS = 64;

    @Override public Set<Cka<?>> components() {
        return Set.of(CKA_MODULUS, CKA_MODULUS_BITS, CKA_PUBLIC_EXPONENT);
    }

    @Override public Set<Cka<?>> secrets() {
        return Set.of();
    }

    @Override public Template completed(Template material, Ckr refusal) {
        Template checked = checked(material, refusal);
        long bits = size(checked);
        Optional<Long> given = material.get(CKA_MODULUS_BITS);
        if (given.isPresent() && given.get() != bits) {
            throw CKR_TEMPLATE_INCONSISTENT.because("CKA_MODULUS_BITS %d for %d bits", given.get(), bits);
        }
        return checked.with(CKA_MODULUS_BITS, bits);
    }

    /** The two public numbers without leading zeros, looked at, and the information about the public key. */
    static Template checked(Template material, Ckr refusal) {
        BigInteger n = number(material, CKA_MODULUS);
        BigInteger e = number(material, CKA_PUBLIC_EXPONENT);
        if (n.bitLength() < LEAST_BITS || n.bitLength() > MOST_BITS) {
            throw refusal.because("a modulus of %d bits", n.bitLength());
        }
        if (!isUsableExponent(e)) {
            throw CKR_TEMPLATE_INCONSISTENT.because("a public exponent is odd, at least 3 and of 64 bits at most");
        }
        if (!isModulus(n, e)) {
            throw refusal.because("the modulus is no product of two large primes");
        }
        Template numbers = material.with(CKA_MODULUS, BigIntegers.asUnsignedByteArray(n))
            .with(CKA_PUBLIC_EXPONENT, BigIntegers.asUnsignedByteArray(e));
        return PublicKeyInfo.on(numbers, publicKeyInfo(n, e));
    }

    /** Bouncy Castle looks for small factors and primes when it takes a modulus. */
    private static boolean isModulus(BigInteger n, BigInteger e) {
        try {
            return !new RSAKeyParameters(false, n, e).isPrivate();
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    static boolean isUsableExponent(BigInteger e) {
        return e.testBit(0) && e.compareTo(BigInteger.ONE) > 0 && e.bitLength() <= MOST_EXPONENT_BITS;
    }

    static byte[] publicKeyInfo(BigInteger n, BigInteger e) {
        return Der.encoded(Der.made(() -> new SubjectPublicKeyInfo(ALGORITHM, new RSAPublicKey(n, e))));
    }

    static BigInteger number(Template material, Cka<byte[]> attribute) {
        return new BigInteger(1, material.require(attribute));
    }

    @Override public long size(Template material) {
        return number(material, CKA_MODULUS).bitLength();
    }

    @Override public byte[] wrapped(KeyMaterial key) {
        throw KeyTypes.notWrappable(key);
    }

    @Override public Template unwrapped(byte[] bytes) {
        throw KeyTypes.notUnwrappable();
    }
}
