package claviger.provider;

import static claviger.cryptoki.Cka.CKA_BASE;
import static claviger.cryptoki.Cka.CKA_PRIME;
import static claviger.cryptoki.Cka.CKA_VALUE_BITS;

import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.security.InvalidAlgorithmParameterException;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.DHParameterSpec;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.crypto.params.DHParameters;
import org.bouncycastle.util.BigIntegers;

/** The groups of Diffie-Hellman keys that the token has: by name, by size, and by their numbers. */
final class DhGroups {
    private static final Map<String, DHParameters> NAMED = Map.of(
        "ffdhe2048", DHStandardGroups.rfc7919_ffdhe2048,
        "ffdhe3072", DHStandardGroups.rfc7919_ffdhe3072,
        "ffdhe4096", DHStandardGroups.rfc7919_ffdhe4096,
        "ffdhe6144", DHStandardGroups.rfc7919_ffdhe6144,
        "ffdhe8192", DHStandardGroups.rfc7919_ffdhe8192,
        "modp2048", DHStandardGroups.rfc3526_2048,
        "modp3072", DHStandardGroups.rfc3526_3072,
        "modp4096", DHStandardGroups.rfc3526_4096,
        "modp6144", DHStandardGroups.rfc3526_6144,
        "modp8192", DHStandardGroups.rfc3526_8192);

    private DhGroups() {
    }

    /** The template of a public key in the group of a name, such as {@code ffdhe3072}. */
    static Template material(String name) throws InvalidAlgorithmParameterException {
        DHParameters group = NAMED.get(name);
        if (group == null) {
            throw new InvalidAlgorithmParameterException("DH takes a DHParameterSpec, or a size or name of ffdhe2048, "
                + "ffdhe3072, ffdhe4096, ffdhe6144 or ffdhe8192, or a name of modp2048 and so on");
        }
        return components(group.getP(), group.getG());
    }

    /**
     * The same with the numbers of a group, and with the length of the private value if one is given that is long enough
     * (RFC 7919, appendix A): keys of the JDK say 224 bits, and programs make their own key with the parameters of another.
     */
    static Template material(DHParameterSpec spec) throws InvalidAlgorithmParameterException {
        if (named(spec).isEmpty()) {
            throw new InvalidAlgorithmParameterException("the token makes DH keys in the groups of RFC 7919 and RFC 3526 "
                + "from 2048 bits up, not in another one of " + spec.getP().bitLength() + " bits");
        }
        Template group = components(spec.getP(), spec.getG());
        int least = NAMED.get("ffdhe" + spec.getP().bitLength()).getL();
        return spec.getL() < least ? group : group.with(CKA_VALUE_BITS, (long) spec.getL());
    }

    /** The attributes of a group, whichever it is. */
    static Template components(BigInteger prime, BigInteger base) {
        return Template.EMPTY.with(CKA_PRIME, BigIntegers.asUnsignedByteArray(prime))
            .with(CKA_BASE, BigIntegers.asUnsignedByteArray(base));
    }

    /** The group with its order, if it is one of ours. */
    static Optional<DHParameters> named(DHParameterSpec spec) {
        return NAMED.values().stream()
            .filter(group -> group.getP().equals(spec.getP()) && group.getG().equals(spec.getG())).findFirst();
    }
}
