package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;

import claviger.cryptoki.Parameters;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * Keys derived by encrypting data of the caller with the base key (6.17 of PKCS#11 3.2): the first bytes of what AES makes
 * of it. Whoever can also encrypt with the base key has the derived one, which the policy {@code safe} rules out (Z16).
 */
enum EncryptedData implements Algorithm {
    ECB,
    CBC;

    private static final int MOST = 1 << 16;

    @Override public byte[] derive(KeyMaterial baseKey, Parameters parameters, int length) {
        byte[] data = data(parameters);
        Param.require(data.length > 0 && data.length <= MOST && data.length % AesBlock.LENGTH == 0,
            "one or more whole blocks of data, 65,536 bytes at most");
        if (length > data.length) {
            throw CKR_DATA_LEN_RANGE.because("%d bytes of data for a key of %d", data.length, length);
        }
        byte[] encrypted = encrypted(baseKey, parameters, data);
        if (length < 0 || length == encrypted.length) {
            return encrypted;
        }
        byte[] key = Arrays.copyOf(encrypted, length);
        Arrays.fill(encrypted, (byte) 0);
        return key;
    }

    private byte[] data(Parameters parameters) {
        return this == ECB ? Param.of(Parameters.StringData.class, parameters).data()
            : Param.of(Parameters.CbcEncryptData.class, parameters).data();
    }

    private byte[] encrypted(KeyMaterial baseKey, Parameters parameters, byte[] data) {
        Cipher cipher = Jdk.cipher(this == ECB ? "AES/ECB/NoPadding" : "AES/CBC/NoPadding");
        IvParameterSpec iv = parameters instanceof Parameters.CbcEncryptData given ? iv(given) : null;
        return Jdk.compute(() -> {
            cipher.init(Cipher.ENCRYPT_MODE, AesBlock.key(baseKey), iv, Jdk.random());
            return cipher.doFinal(data);
        });
    }

    private static IvParameterSpec iv(Parameters.CbcEncryptData given) {
        Param.require(given.iv().length == AesBlock.LENGTH, "an IV of 16 bytes");
        return new IvParameterSpec(given.iv());
    }

    @Override public boolean handsDownSecrecy() {
        return true;
    }
}
