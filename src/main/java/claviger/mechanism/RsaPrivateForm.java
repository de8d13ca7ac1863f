package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_COEFFICIENT;
import static claviger.cryptoki.Cka.CKA_EXPONENT_1;
import static claviger.cryptoki.Cka.CKA_EXPONENT_2;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_PRIME_1;
import static claviger.cryptoki.Cka.CKA_PRIME_2;
import static claviger.cryptoki.Cka.CKA_PRIVATE_EXPONENT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_WRAPPABLE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.util.BigIntegers;

/**
 * RSA private keys. The primes and what follows from them may be missing; from one prime the rest is computed, and
 * without any the key works, slowly, but cannot be wrapped (W7). What is given has to fit together (Z11).
 */
final class RsaPrivateForm implements KeyForm {
    private static final Set<Cka<?>> SECRETS = Set.of(CKA_PRIVATE_EXPONENT, CKA_PRIME_1, CKA_PRIME_2,
        CKA_EXPONENT_1, CKA_EXPONENT_2, CKA_COEFFICIENT);
    /** A composite passes with a chance of one in 2^100. */
    private static final int CERTAINTY = 100;

    @Override public Set<Cka<?>> components() {
        return Set.of(CKA_MODULUS, CKA_PUBLIC_EXPONENT, CKA_PRIVATE_EXPONENT, CKA_PRIME_1, CKA_PRIME_2,
            CKA_EXPONENT_1, CKA_EXPONENT_2, CKA_COEFFICIENT);
    }

    @Override public Set<Cka<?>> secrets() {
        return SECRETS;
    }

    @Override public Template completed(Template material, Ckr refusal) {
        Template checked = RsaPublicForm.checked(material, refusal);
        BigInteger n = RsaPublicForm.number(checked, CKA_MODULUS);
        BigInteger e = RsaPublicForm.number(checked, CKA_PUBLIC_EXPONENT);
        BigInteger d = RsaPublicForm.number(checked, CKA_PRIVATE_EXPONENT);
        if (d.signum() == 0 || d.compareTo(n) >= 0 || !undoes(d, e, n)) {
            throw refusal.because("the private exponent does not belong to the public key");
        }
        boolean noPrimes = !checked.has(CKA_PRIME_1) && !checked.has(CKA_PRIME_2);
        if (noPrimes && SECRETS.stream().noneMatch(part -> part != CKA_PRIVATE_EXPONENT && checked.has(part))) {
            return checked.with(CKA_PRIVATE_EXPONENT, BigIntegers.asUnsignedByteArray(d));
        }
        if (noPrimes) {
            throw CKR_TEMPLATE_INCOMPLETE.because("CKA_PRIME_1 is missing beside what follows from it");
        }
        return withPrimes(checked, n, e, d, refusal);
    }

    private static boolean undoes(BigInteger d, BigInteger e, BigInteger n) {
        return BigInteger.TWO.modPow(e, n).modPow(d, n).equals(BigInteger.TWO);
    }

    private static Template withPrimes(Template material, BigInteger n, BigInteger e, BigInteger d, Ckr refusal) {
        BigInteger known = RsaPublicForm.number(material, material.has(CKA_PRIME_1) ? CKA_PRIME_1 : CKA_PRIME_2);
        if (known.compareTo(BigInteger.ONE) <= 0 || n.mod(known).signum() != 0) {
            throw refusal.because("a prime that does not divide the modulus");
        }
        BigInteger other = n.divide(known);
        BigInteger p = material.has(CKA_PRIME_1) ? known : other;
        BigInteger q = n.divide(p);
        BigInteger phiP = p.subtract(BigInteger.ONE);
        BigInteger phiQ = q.subtract(BigInteger.ONE);
        boolean fits = p.isProbablePrime(CERTAINTY) && q.isProbablePrime(CERTAINTY) && !p.equals(q)
            && e.multiply(d).mod(phiP).equals(BigInteger.ONE) && e.multiply(d).mod(phiQ).equals(BigInteger.ONE);
        if (!fits) {
            throw refusal.because("the primes do not belong to the exponents");
        }
        Template right = Template.EMPTY
            .with(CKA_PRIVATE_EXPONENT, BigIntegers.asUnsignedByteArray(d))
            .with(CKA_PRIME_1, BigIntegers.asUnsignedByteArray(p))
            .with(CKA_PRIME_2, BigIntegers.asUnsignedByteArray(q))
            .with(CKA_EXPONENT_1, BigIntegers.asUnsignedByteArray(d.mod(phiP)))
            .with(CKA_EXPONENT_2, BigIntegers.asUnsignedByteArray(d.mod(phiQ)))
            .with(CKA_COEFFICIENT, BigIntegers.asUnsignedByteArray(q.modInverse(p)));
        for (Cka<byte[]> part : Set.of(CKA_PRIME_2, CKA_EXPONENT_1, CKA_EXPONENT_2, CKA_COEFFICIENT)) {
            if (material.has(part)
                && !RsaPublicForm.number(material, part).equals(RsaPublicForm.number(right, part))) {
                throw refusal.because("%s does not belong to this key", part.name());
            }
        }
        return material.with(right);
    }

    @Override public long size(Template material) {
        return RsaPublicForm.number(material, CKA_MODULUS).bitLength();
    }

    @Override public byte[] wrapped(KeyMaterial key) {
        if (!key.has(CKA_COEFFICIENT)) {
            throw CKR_KEY_NOT_WRAPPABLE.because("the primes of this key are not known");
        }
        return Der.encoded(Der.made(() -> new PrivateKeyInfo(RsaPublicForm.ALGORITHM, new RSAPrivateKey(
            number(key, CKA_MODULUS), number(key, CKA_PUBLIC_EXPONENT), number(key, CKA_PRIVATE_EXPONENT),
            number(key, CKA_PRIME_1), number(key, CKA_PRIME_2),
            number(key, CKA_EXPONENT_1), number(key, CKA_EXPONENT_2), number(key, CKA_COEFFICIENT)))));
    }

    private static BigInteger number(KeyMaterial key, Cka<byte[]> attribute) {
        return new BigInteger(1, key.get(attribute));
    }

    @Override public Template publicHalf(KeyMaterial key) {
        return Template.EMPTY.with(CKA_MODULUS, key.get(CKA_MODULUS).clone())
            .with(CKA_PUBLIC_EXPONENT, key.get(CKA_PUBLIC_EXPONENT).clone());
    }

    @Override public Template unwrapped(byte[] bytes) {
        PrivateKeyInfo info = KeyTypes.privateKeyInfo(bytes, PKCSObjectIdentifiers.rsaEncryption);
        RSAPrivateKey key = Der.parse(info.getPrivateKey().getOctets(), CKR_WRAPPED_KEY_INVALID,
            RSAPrivateKey::getInstance);
        return Template.EMPTY
            .with(CKA_MODULUS, bytes(key.getModulus()))
            .with(CKA_PUBLIC_EXPONENT, bytes(key.getPublicExponent()))
            .with(CKA_PRIVATE_EXPONENT, bytes(key.getPrivateExponent()))
            .with(CKA_PRIME_1, bytes(key.getPrime1())).with(CKA_PRIME_2, bytes(key.getPrime2()))
            .with(CKA_EXPONENT_1, bytes(key.getExponent1())).with(CKA_EXPONENT_2, bytes(key.getExponent2()))
            .with(CKA_COEFFICIENT, bytes(key.getCoefficient()));
    }

    private static byte[] bytes(BigInteger number) {
        if (number.signum() <= 0) {
            throw CKR_WRAPPED_KEY_INVALID.because("a number of the key is not positive");
        }
        return BigIntegers.asUnsignedByteArray(number);
    }
}
