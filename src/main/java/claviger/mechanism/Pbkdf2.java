package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;

import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/** CKM_PKCS5_PBKD2: a key of any type out of a password, by PBKDF2 with an HMAC. */
final class Pbkdf2 implements Algorithm {
    /** One call should not keep a processor for minutes. */
    private static final long MOST_ITERATIONS = 20_000_000;
    private static final int MOST_INPUT = 1 << 16;

    @Override public Template generateKey(Parameters parameters, Template wanted) {
        Parameters.Pbkdf2 given = Param.of(Parameters.Pbkdf2.class, parameters);
        Param.require(given.iterations() >= 1 && given.iterations() <= MOST_ITERATIONS, "1 to 20,000,000 iterations");
        Param.require(given.salt().length <= MOST_INPUT && given.password().length <= MOST_INPUT,
            "a salt and a password of at most 65,536 bytes");
        Hash hash = HashMechanisms.ofHmac(given.prf());
        long length = wanted.require(CKA_VALUE_LEN);
        if (!KeyTypes.isNewSecretLength(length)) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("no key of this mechanism has %d bytes", length);
        }
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(hash.forConstructions());
        generator.init(given.password(), given.salt(), (int) given.iterations());
        KeyParameter key = (KeyParameter) generator.generateDerivedMacParameters((int) length * Byte.SIZE);
        return KeyTypes.completed(CKO_SECRET_KEY, wanted.get(CKA_KEY_TYPE, CKK_GENERIC_SECRET),
            Template.EMPTY.with(CKA_VALUE, key.getKey()));
    }
}
