package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;

import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.util.Arrays;

/**
 * CKM_RSA_AES_KEY_WRAP: a fresh AES key, wrapped with RSA-OAEP, then the key, wrapped with that by KWP. The way for keys
 * that are longer than an RSA block.
 */
final class RsaAesKeyWrap implements Algorithm {
    private final RsaOaep outer = new RsaOaep();
    private final AesKeyWrap inner = AesKeyWrap.KWP;

    @Override public byte[] wrap(KeyMaterial wrappingKey, Parameters parameters, byte[] plain) {
        Parameters.RsaAesKeyWrap given = checked(parameters);
        byte[] fresh = Jdk.random(given.aesBits() / Byte.SIZE);
        KeyMaterial between = aes(fresh);
        try {
            byte[] first = outer.wrap(wrappingKey, given.oaep(), fresh);
            byte[] second = inner.wrap(between, Parameters.NONE, plain);
            byte[] both = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            return both;
        } finally {
            between.wipe();
        }
    }

    @Override public long wrappedLength(KeyMaterial wrappingKey, int plain) {
        return outer.wrappedLength(wrappingKey, 0) + inner.wrappedLength(wrappingKey, plain);
    }

    @Override public byte[] unwrap(KeyMaterial unwrappingKey, Parameters parameters, byte[] wrapped) {
        Parameters.RsaAesKeyWrap given = checked(parameters);
        int first = RsaKey.of(unwrappingKey).bytes();
        if (wrapped.length <= first) {
            throw CKR_WRAPPED_KEY_LEN_RANGE.because("%d bytes hold no key behind the AES key", wrapped.length);
        }
        byte[] fresh = outer.unwrap(unwrappingKey, given.oaep(), Arrays.copyOf(wrapped, first));
        try {
            if (fresh.length != given.aesBits() / Byte.SIZE) {
                throw CKR_WRAPPED_KEY_INVALID.because("the key between is not of the length that the parameter says");
            }
            return inner.unwrap(aes(fresh), Parameters.NONE, Arrays.copyOfRange(wrapped, first, wrapped.length));
        } finally {
            Arrays.fill(fresh, (byte) 0);
        }
    }

    private static Parameters.RsaAesKeyWrap checked(Parameters parameters) {
        Parameters.RsaAesKeyWrap given = Param.of(Parameters.RsaAesKeyWrap.class, parameters);
        Param.require(given.aesBits() % Byte.SIZE == 0 && KeyTypes.isAesLength(given.aesBits() / Byte.SIZE),
            "an AES key of 128, 192 or 256 bits");
        return given;
    }

    private static KeyMaterial aes(byte[] value) {
        return new KeyMaterial(CKO_SECRET_KEY, CKK_AES, Template.EMPTY.with(CKA_VALUE, value));
    }
}
