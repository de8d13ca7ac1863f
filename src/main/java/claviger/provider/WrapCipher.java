package claviger.provider;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Parameters;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/** AES key wrap, RFC 3394 and RFC 5649. It wraps keys and no data: a key that does both gives keys away (Z1). */
final class WrapCipher extends TokenCipher {
    private static final int SEMIBLOCK = 8;

    private final Ckm mechanism;
    private final int keyBytes;

    WrapCipher(Token token, String name, Ckm mechanism, int keyBytes) {
        super(token, name);
        this.mechanism = mechanism;
        this.keyBytes = keyBytes;
    }

    @Override TokenKey key(Key given, int opmode) throws InvalidKeyException {
        if (opmode == Cipher.ENCRYPT_MODE || opmode == Cipher.DECRYPT_MODE) {
            throw new InvalidKeyException(name + " wraps and unwraps keys: use Cipher.WRAP_MODE and Cipher.UNWRAP_MODE");
        }
        TokenSecretKey own = TokenKey.own(TokenSecretKey.class, given, token);
        AesCipher.refuseUnfit(name, own, Ckk.CKK_AES, keyBytes);
        return own;
    }

    @Override Mechanism mechanism(AlgorithmParameterSpec spec, int opmode, SecureRandom random)
            throws InvalidAlgorithmParameterException {
        if (spec == null) {
            return Mechanism.of(mechanism);
        } else if (spec instanceof IvParameterSpec iv) {
            return new Mechanism(mechanism, new Parameters.Iv(iv.getIV()));
        }
        throw new InvalidAlgorithmParameterException(name + " takes an IvParameterSpec or nothing");
    }

    @Override Class<? extends AlgorithmParameterSpec> specClass() {
        return IvParameterSpec.class;
    }

    @Override int growth(boolean encrypts) {
        return 2 * SEMIBLOCK;
    }

    @Override protected int engineGetBlockSize() {
        return SEMIBLOCK;
    }

    @Override protected byte[] engineGetIV() {
        return null;
    }

    @Override protected AlgorithmParameters engineGetParameters() {
        return null;
    }
}
