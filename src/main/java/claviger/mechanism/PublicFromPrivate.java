package claviger.mechanism;

import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;

/** CKM_PUB_KEY_FROM_PRIV_KEY, for every type of private key. */
final class PublicFromPrivate implements Algorithm {

    @Override public Template publicHalf(KeyMaterial privateKey, Parameters parameters) {
        Param.none(parameters);
        return KeyTypes.publicHalf(privateKey);
    }
}
