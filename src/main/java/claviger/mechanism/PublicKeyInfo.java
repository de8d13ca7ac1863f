package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;

import claviger.cryptoki.Template;
import java.util.Arrays;

/** CKA_PUBLIC_KEY_INFO, which public and private keys both have. */
final class PublicKeyInfo {
    private PublicKeyInfo() {
    }

    /** The template with the right value; a given one has to be it (K), an empty one asks for it. */
    static Template on(Template material, byte[] right) {
        byte[] given = material.get(CKA_PUBLIC_KEY_INFO, right);
        if (given.length > 0 && !Arrays.equals(given, right)) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("CKA_PUBLIC_KEY_INFO is not that of this key");
        }
        return material.with(CKA_PUBLIC_KEY_INFO, right);
    }
}
