package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_BASE;
import static claviger.cryptoki.Cka.CKA_PRIME;
import static claviger.cryptoki.Ckr.CKR_DOMAIN_PARAMS_INVALID;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.DHParameter;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.crypto.params.DHParameters;
import org.bouncycastle.crypto.params.DHPublicKeyParameters;
import org.bouncycastle.util.BigIntegers;

/**
 * The groups of Diffie-Hellman keys: those of RFC 3526 and RFC 7919 from 2048 bits up, and no others. Their primes are
 * safe, so a public value can be looked at (Z18); of a group that somebody sends nobody knows what it leaks.
 */
enum DhGroup {
    //          group                                   private value: bits at least, as a rule
    MODP_2048(  DHStandardGroups.rfc3526_2048,          225, 320),
    MODP_3072(  DHStandardGroups.rfc3526_3072,          275, 420),
    MODP_4096(  DHStandardGroups.rfc3526_4096,          325, 480),
    MODP_6144(  DHStandardGroups.rfc3526_6144,          375, 540),
    MODP_8192(  DHStandardGroups.rfc3526_8192,          400, 620),
    FFDHE_2048( DHStandardGroups.rfc7919_ffdhe2048,     225, 320),
    FFDHE_3072( DHStandardGroups.rfc7919_ffdhe3072,     275, 420),
    FFDHE_4096( DHStandardGroups.rfc7919_ffdhe4096,     325, 480),
    FFDHE_6144( DHStandardGroups.rfc7919_ffdhe6144,     375, 540),
    FFDHE_8192( DHStandardGroups.rfc7919_ffdhe8192,     400, 620);

    private final DHParameters parameters;
    private final int leastPrivateBits;
    private final int privateBits;

    /** @param leastPrivateBits of RFC 7919, appendix A @param privateBits the higher estimate of RFC 3526, section 8 */
    DhGroup(DHParameters parameters, int leastPrivateBits, int privateBits) {
        this.parameters = parameters;
        this.leastPrivateBits = leastPrivateBits;
        this.privateBits = privateBits;
    }

    static DhGroup of(Template material) {
        return of(material::require);
    }

    static DhGroup of(KeyMaterial key) {
        return of(key::get);
    }

    private static DhGroup of(Function<Cka<byte[]>, byte[]> component) {
        return of(new BigInteger(1, component.apply(CKA_PRIME)), new BigInteger(1, component.apply(CKA_BASE)));
    }

    /** @throws claviger.cryptoki.CkrException CKR_DOMAIN_PARAMS_INVALID for any other group */
    static DhGroup of(BigInteger prime, BigInteger base) {
        return Stream.of(values())
            .filter(group -> group.parameters.getP().equals(prime) && group.parameters.getG().equals(base)).findFirst()
            .orElseThrow(() -> CKR_DOMAIN_PARAMS_INVALID.because(
                "the groups of RFC 3526 and RFC 7919 from 2048 bits up, not another one of %d bits", prime.bitLength()));
    }

    DHParameters parameters() {
        return parameters;
    }

    /** With private values of exactly so many bits. */
    DHParameters parameters(int bits) {
        return new DHParameters(parameters.getP(), parameters.getG(), parameters.getQ(), bits, bits);
    }

    int bits() {
        return parameters.getP().bitLength();
    }

    int bytes() {
        return BigIntegers.getUnsignedByteLength(parameters.getP());
    }

    int privateBits() {
        return privateBits;
    }

    /** Not so few that they are searched, and below the order of the group. */
    boolean isPrivateBits(long bits) {
        return bits >= leastPrivateBits && bits < parameters.getQ().bitLength();
    }

    boolean isPrivateValue(BigInteger x) {
        return x.compareTo(BigInteger.ONE) > 0 && x.compareTo(parameters.getQ()) < 0;
    }

    BigInteger publicValue(BigInteger x) {
        return parameters.getG().modPow(x, parameters.getP());
    }

    /** @throws IllegalArgumentException for 1, p-1, what is not between them, and what is outside the subgroup (Z18) */
    DHPublicKeyParameters publicKey(BigInteger y) {
        return new DHPublicKeyParameters(y, parameters);
    }

    /** The identifier of PKCS #3, which says nothing about the length of the private value: it is nobody's business. */
    AlgorithmIdentifier algorithm() {
        return new AlgorithmIdentifier(PKCSObjectIdentifiers.dhKeyAgreement,
            new DHParameter(parameters.getP(), parameters.getG(), 0));
    }

    /** The two components that both halves of a pair have. */
    Template components() {
        return Template.EMPTY.with(CKA_PRIME, BigIntegers.asUnsignedByteArray(parameters.getP()))
            .with(CKA_BASE, BigIntegers.asUnsignedByteArray(parameters.getG()));
    }
}
