package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_KEY_SIZE_RANGE;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;

import claviger.cryptoki.Parameters;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * AES key wrap of RFC 3394 (CKM_AES_KEY_WRAP, which fills up a key to 8 bytes with zeros as PKCS#11 says) and of RFC
 * 5649 (CKM_AES_KEY_WRAP_KWP). Both without a parameter or with an initial value of their own.
 */
enum AesKeyWrap implements Algorithm {
    KW("AES/KW/NoPadding", 8, 16, 24),
    KWP("AES/KWP/NoPadding", 4, 1, 16);

    private static final int UNIT = 8;
    private static final int MOST = 1 << 20;

    private final String transformation;
    private final int ivLength;
    private final int leastPlain;
    private final int leastWrapped;

    AesKeyWrap(String transformation, int ivLength, int leastPlain, int leastWrapped) {
        this.transformation = transformation;
        this.ivLength = ivLength;
        this.leastPlain = leastPlain;
        this.leastWrapped = leastWrapped;
    }

    @Override public byte[] wrap(KeyMaterial wrappingKey, Parameters parameters, byte[] plain) {
        Cipher cipher = started(Cipher.ENCRYPT_MODE, wrappingKey, parameters);
        if (filled(plain.length) < leastPlain || plain.length == 0 || plain.length > MOST) {
            throw CKR_KEY_SIZE_RANGE.because("%d bytes cannot be wrapped", plain.length);
        }
        if (this == KWP) {
            return Jdk.compute(() -> cipher.doFinal(plain));
        }
        byte[] filled = Arrays.copyOf(plain, filled(plain.length));
        try {
            return Jdk.compute(() -> cipher.doFinal(filled));
        } finally {
            Arrays.fill(filled, (byte) 0);
        }
    }

    @Override public long wrappedLength(KeyMaterial wrappingKey, int plain) {
        return filled(plain) + (long) UNIT;
    }

    @Override public byte[] unwrap(KeyMaterial unwrappingKey, Parameters parameters, byte[] wrapped) {
        Cipher cipher = started(Cipher.DECRYPT_MODE, unwrappingKey, parameters);
        if (wrapped.length < leastWrapped || wrapped.length % UNIT != 0 || wrapped.length > MOST + 2 * UNIT) {
            throw CKR_WRAPPED_KEY_LEN_RANGE.because("%d bytes are no wrapped key", wrapped.length);
        }
        try {
            return cipher.doFinal(wrapped);
        } catch (GeneralSecurityException e) {
            throw CKR_WRAPPED_KEY_INVALID.because(e, "the integrity check fails");
        }
    }

    private static int filled(int length) {
        return (length + UNIT - 1) / UNIT * UNIT;
    }

    private Cipher started(int mode, KeyMaterial key, Parameters parameters) {
        Cipher cipher = Jdk.cipher(transformation);
        IvParameterSpec iv = parameters instanceof Parameters.None
            ? null : new IvParameterSpec(Param.iv(parameters, ivLength));
        return Jdk.compute(() -> {
            cipher.init(mode, AesBlock.key(key), iv, Jdk.random());
            return cipher;
        });
    }
}
