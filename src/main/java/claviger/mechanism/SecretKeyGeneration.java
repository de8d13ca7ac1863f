package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.util.function.LongPredicate;

/**
 * Random secret keys.
 *
 * @param fits which lengths in bytes there are
 * @param unasked the length of a key whose template does not ask for one; 0 where it has to
 */
record SecretKeyGeneration(Ckk type, LongPredicate fits, int unasked) implements Algorithm {

    SecretKeyGeneration(Ckk type, LongPredicate fits) {
        this(type, fits, 0);
    }

    @Override public Template generateKey(Parameters parameters, Template wanted) {
        Param.none(parameters);
        long length = unasked == 0 ? wanted.require(CKA_VALUE_LEN) : wanted.get(CKA_VALUE_LEN, (long) unasked);
        if (!fits.test(length)) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("no key of this mechanism has %d bytes", length);
        }
        return KeyTypes.completed(CKO_SECRET_KEY, type, Template.EMPTY.with(CKA_VALUE, Jdk.random((int) length)));
    }
}
