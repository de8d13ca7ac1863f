package claviger.provider;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Parameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** AES-GCM. One key and IV encrypt once: the next encryption wants an init with another IV, as in the JDK. */
final class GcmCipher extends AesCipher {
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final InputBuffer aad = new InputBuffer();
    private byte[] iv;
    private int tagBits;
    private TokenKey lastKey;
    private byte[] lastIv;
    private boolean spent;

    GcmCipher(Token token, String name, int keyBytes) {
        super(token, name, keyBytes);
    }

    @Override Mechanism mechanism(AlgorithmParameterSpec spec, int opmode, SecureRandom random)
            throws InvalidAlgorithmParameterException {
        aad.drop();
        if (spec == null) {
            iv = randomIv(opmode, IV_BYTES, random);
            tagBits = TAG_BITS;
        } else if (spec instanceof GCMParameterSpec given) {
            iv = given.getIV();
            tagBits = given.getTLen();
        } else {
            throw new InvalidAlgorithmParameterException(name + " takes a GCMParameterSpec");
        }
        return new Mechanism(Ckm.CKM_AES_GCM, new Parameters.Gcm(iv, new byte[0], tagBits));
    }

    @Override Mechanism atBegin(Mechanism atInit) {
        return aad.length() == 0 ? atInit
            : new Mechanism(Ckm.CKM_AES_GCM, new Parameters.Gcm(iv, aad.take(), tagBits));
    }

    @Override Class<? extends AlgorithmParameterSpec> specClass() {
        return GCMParameterSpec.class;
    }

    @Override AlgorithmParameterSpec spec() {
        return iv == null ? null : new GCMParameterSpec(tagBits, iv);
    }

    @Override int growth(boolean encrypts) {
        return encrypts ? tagBits / Byte.SIZE : 0;
    }

    @Override boolean isAead() {
        return true;
    }

    @Override protected byte[] engineGetIV() {
        return iv == null ? null : iv.clone();
    }

    @Override protected void engineUpdateAAD(byte[] input, int offset, int length) {
        admitData();
        if (hasData()) {
            throw new IllegalStateException(name + ": associated data comes before data");
        }
        cancel();
        aad.add(input, offset, length);
    }

    @Override long mostFromUpdate(int length) {
        return encrypts() ? inside() + length : 0;
    }

    /** Refuses an init with a key and IV that have encrypted here. */
    @Override void admit(TokenKey wanted, int opmode) throws InvalidAlgorithmParameterException {
        if (opmode == Cipher.ENCRYPT_MODE && wanted.equals(lastKey) && Arrays.equals(iv, lastIv)) {
            throw new InvalidAlgorithmParameterException(name + " has encrypted with this key and IV; use another IV");
        }
        spent = false;
    }

    @Override void admitData() {
        if (spent) {
            throw new IllegalStateException(name + ": encrypting again with this key and IV would give both away; "
                + "init with another IV");
        }
    }

    @Override void afterFinal() {
        super.afterFinal();
        aad.drop();
        if (encrypts()) {
            lastKey = key();
            lastIv = iv;
            spent = true;
        }
    }
}
