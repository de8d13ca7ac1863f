package claviger.provider;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.IvGenerator;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import java.security.InvalidAlgorithmParameterException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * The ciphers with a tag. One key and IV encrypt once: the next encryption wants an init with another IV, as in the JDK.
 * AES-CCM begins with the length of all data, so that its data wait here until doFinal. AES-GCM wraps keys under an IV of
 * the token's, a new one for each key, if init gives none; a safe token takes no other (Z1, Z8).
 */
final class AeadCipher extends AesCipher {
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] NOTHING = new byte[0];

    private final Ckm type;
    private final InputBuffer aad = new InputBuffer();
    private final InputBuffer waiting = new InputBuffer();
    private long dataLength;
    private byte[] iv;
    private int tagBits;
    private TokenKey lastKey;
    private byte[] lastIv;
    private boolean spent;
    /** Whether init was for wrapping and left the IV to the token. */
    private boolean wrapsByItself;

    AeadCipher(Token token, String name, Ckm type, int keyBytes) {
        super(token, name, keyBytes);
        this.type = type;
    }

    @Override Ckk keyType() {
        return type == Ckm.CKM_CHACHA20_POLY1305 ? Ckk.CKK_CHACHA20 : Ckk.CKK_AES;
    }

    @Override String parametersName() {
        return type == Ckm.CKM_CHACHA20_POLY1305 ? "ChaCha20-Poly1305" : "GCM";
    }

    @Override Mechanism mechanism(AlgorithmParameterSpec spec, int opmode, SecureRandom random)
            throws InvalidAlgorithmParameterException {
        aad.drop();
        waiting.drop();
        dataLength = 0;
        if (wrapsByItself(spec, opmode)) {
            iv = null;
            tagBits = TAG_BITS;
            return Mechanism.of(type);
        } else if (spec == null) {
            iv = randomIv(opmode, IV_BYTES, random);
            tagBits = TAG_BITS;
        } else if (type != Ckm.CKM_CHACHA20_POLY1305 && spec instanceof GCMParameterSpec given) {
            iv = given.getIV();
            tagBits = given.getTLen();
        } else if (type == Ckm.CKM_CHACHA20_POLY1305 && spec instanceof IvParameterSpec given) {
            iv = given.getIV();
            tagBits = TAG_BITS;
        } else {
            throw new InvalidAlgorithmParameterException(name + " takes a " + specClass().getSimpleName());
        }
        if (type == Ckm.CKM_AES_CCM && tagBits % Byte.SIZE != 0) {
            throw new InvalidAlgorithmParameterException(name + " has tags of whole bytes");
        }
        return with(NOTHING);
    }

    private boolean wrapsByItself(AlgorithmParameterSpec spec, int opmode) {
        wrapsByItself = spec == null && opmode == Cipher.WRAP_MODE && type == Ckm.CKM_AES_GCM;
        return wrapsByItself;
    }

    /** As C_WrapKey has it, the tag comes behind the key; what the IV was is known afterwards. */
    @Override byte[] wrap(SessionHandle session, ObjectHandle target) {
        if (!wrapsByItself) {
            return super.wrap(session, target);
        }
        MessageParameters made = new MessageParameters.Gcm(new byte[IV_BYTES], 0, IvGenerator.CKG_GENERATE, TAG_BITS);
        byte[] wrapped = token.cryptoki().wrapKeyAuthenticated(session, Mechanism.of(type), made, key().handle(), target,
            NOTHING);
        iv = made.iv();
        byte[] withTag = Arrays.copyOf(wrapped, wrapped.length + TAG_BITS / Byte.SIZE);
        System.arraycopy(made.tag(), 0, withTag, wrapped.length, TAG_BITS / Byte.SIZE);
        return withTag;
    }

    private Mechanism with(byte[] associated) {
        return new Mechanism(type, switch (type) {
            case CKM_AES_CCM -> new Parameters.Ccm(dataLength, iv, associated, tagBits / Byte.SIZE);
            case CKM_CHACHA20_POLY1305 -> new Parameters.ChaCha20Poly1305(iv, associated);
            default -> new Parameters.Gcm(iv, associated, tagBits);
        });
    }

    @Override Mechanism atBegin(Mechanism atInit) {
        return aad.length() == 0 && type != Ckm.CKM_AES_CCM ? atInit : with(aad.take());
    }

    @Override Class<? extends AlgorithmParameterSpec> specClass() {
        return type == Ckm.CKM_CHACHA20_POLY1305 ? IvParameterSpec.class : GCMParameterSpec.class;
    }

    @Override AlgorithmParameterSpec spec() {
        if (iv == null) {
            return null;
        }
        return type == Ckm.CKM_CHACHA20_POLY1305 ? new IvParameterSpec(iv) : new GCMParameterSpec(tagBits, iv);
    }

    @Override int growth(boolean encrypts) {
        return waiting.length() + (encrypts ? tagBits / Byte.SIZE : 0);
    }

    @Override boolean isAead() {
        return true;
    }

    @Override protected byte[] engineGetIV() {
        return iv == null ? null : iv.clone();
    }

    @Override protected void engineUpdateAAD(byte[] input, int offset, int length) {
        admitData();
        if (hasData() || waiting.length() > 0) {
            throw new IllegalStateException(name + ": associated data comes before data");
        }
        cancel();
        aad.add(input, offset, length);
    }

    @Override long mostFromUpdate(int length) {
        return encrypts() && type != Ckm.CKM_AES_CCM ? inside() + length : 0;
    }

    @Override protected byte[] engineUpdate(byte[] input, int offset, int length) {
        if (type != Ckm.CKM_AES_CCM) {
            return super.engineUpdate(input, offset, length);
        }
        if (key() == null) {
            throw new IllegalStateException(name + " is not initialized for data");
        }
        admitData();
        waiting.add(input, offset, length);
        return null;
    }

    @Override byte[] last(byte[] input, int offset, int length) throws IllegalBlockSizeException, BadPaddingException {
        if (type != Ckm.CKM_AES_CCM || key() == null) {
            return super.last(input, offset, length);
        }
        byte[] all = waiting.takeWith(input, offset, length);
        int tagBytes = tagBits / Byte.SIZE;
        if (!encrypts() && all.length < tagBytes) {
            throw new AEADBadTagException(name + ": " + all.length + " bytes hold no tag");
        }
        dataLength = encrypts() ? all.length : all.length - tagBytes;
        cancel();
        return super.last(all, 0, all.length);
    }

    /** Refuses an init with a key and IV that have encrypted, or wrapped, here. */
    @Override void admit(TokenKey wanted, int opmode) throws InvalidAlgorithmParameterException {
        boolean hides = opmode == Cipher.ENCRYPT_MODE || opmode == Cipher.WRAP_MODE;
        if (hides && wanted.equals(lastKey) && Arrays.equals(iv, lastIv)) {
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
        waiting.drop();
        if (encrypts()) {
            spend();
        }
    }

    /** An IV that the token makes is another one each time. */
    @Override void afterWrap() {
        if (!wrapsByItself) {
            spend();
        }
    }

    private void spend() {
        lastKey = key();
        lastIv = iv;
        spent = true;
    }
}
