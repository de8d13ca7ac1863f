package claviger.provider;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Parameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.IvParameterSpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.paddings.PKCS7Padding;

/**
 * AES in ECB, CBC, CTR, CTS and XTS. The token pads CBC; for ECB it has no padding mechanism, so that the padding is put on
 * and taken off here.
 */
final class BlockCipher extends AesCipher {
    private static final byte[] NOTHING = new byte[0];

    private final Ckm mechanism;
    private final boolean padsHere;
    private final PKCS7Padding padding = new PKCS7Padding();
    private byte[] iv;
    /** Of a padded ECB: how much plaintext went in, and the last block of plaintext that came out. */
    private long fed;
    private byte[] lastBlock = NOTHING;

    BlockCipher(Token token, String name, Ckm mechanism, boolean padsHere, int keyBytes) {
        super(token, name, keyBytes);
        this.mechanism = mechanism;
        this.padsHere = padsHere;
    }

    @Override Ckk keyType() {
        return mechanism == Ckm.CKM_AES_XTS ? Ckk.CKK_AES_XTS : Ckk.CKK_AES;
    }

    @Override Mechanism mechanism(AlgorithmParameterSpec spec, int opmode, SecureRandom random)
            throws InvalidAlgorithmParameterException {
        clear();
        iv = null;
        if (mechanism == Ckm.CKM_AES_ECB) {
            if (spec != null) {
                throw new InvalidAlgorithmParameterException(name + " takes no parameters");
            }
            return Mechanism.of(mechanism);
        }
        if (spec == null) {
            iv = randomIv(opmode, BLOCK, random);
        } else if (spec instanceof IvParameterSpec given && given.getIV().length == BLOCK) {
            iv = given.getIV();
        } else {
            throw new InvalidAlgorithmParameterException(name + " takes an IvParameterSpec of " + BLOCK + " bytes");
        }
        return new Mechanism(mechanism, mechanism == Ckm.CKM_AES_CTR
            ? new Parameters.Ctr(BLOCK * Byte.SIZE, iv) : new Parameters.Iv(iv));
    }

    @Override Class<? extends AlgorithmParameterSpec> specClass() {
        return IvParameterSpec.class;
    }

    @Override AlgorithmParameterSpec spec() {
        return iv == null ? null : new IvParameterSpec(iv);
    }

    @Override int growth(boolean encrypts) {
        return encrypts && (padsHere || mechanism == Ckm.CKM_AES_CBC_PAD) ? BLOCK : 0;
    }

    @Override long mostFromUpdate(int length) {
        return mechanism == Ckm.CKM_AES_CTR ? length : (inside() + length) / BLOCK * BLOCK;
    }

    @Override protected byte[] engineGetIV() {
        return iv == null ? null : iv.clone();
    }

    @Override protected byte[] engineUpdate(byte[] input, int offset, int length) {
        byte[] output = super.engineUpdate(input, offset, length);
        if (!padsHere) {
            return output;
        }
        fed += length;
        return encrypts() || output == null ? output : withoutLastBlock(output);
    }

    @Override byte[] last(byte[] input, int offset, int length)
            throws IllegalBlockSizeException, BadPaddingException {
        if (!padsHere) {
            return super.last(input, offset, length);
        }
        if (encrypts()) {
            int over = (int) ((fed + length) % BLOCK);
            byte[] padded = new byte[length + BLOCK - over];
            if (length > 0) {
                System.arraycopy(input, offset, padded, 0, length);
            }
            byte[] block = new byte[BLOCK];
            padding.addPadding(block, over);
            System.arraycopy(block, over, padded, length, BLOCK - over);
            return super.last(padded, 0, padded.length);
        }
        byte[] held = lastBlock.clone();
        return unpadded(joined(held, super.last(input, offset, length)));
    }

    @Override void afterFinal() {
        super.afterFinal();
        clear();
    }

    private byte[] withoutLastBlock(byte[] output) {
        byte[] all = joined(lastBlock, output);
        int keep = Math.max(0, all.length - BLOCK);
        lastBlock = Arrays.copyOfRange(all, keep, all.length);
        return keep == 0 ? null : Arrays.copyOf(all, keep);
    }

    private byte[] unpadded(byte[] plain) throws BadPaddingException {
        if (plain.length == 0) {
            return plain;
        }
        try {
            int count = padding.padCount(Arrays.copyOfRange(plain, plain.length - BLOCK, plain.length));
            return Arrays.copyOf(plain, plain.length - count);
        } catch (InvalidCipherTextException e) {
            BadPaddingException refused = new BadPaddingException(name + ": the padding is not right");
            refused.initCause(e);
            throw refused;
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] joined(byte[] head, byte[] tail) {
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    private void clear() {
        fed = 0;
        Arrays.fill(lastBlock, (byte) 0);
        lastBlock = NOTHING;
    }
}
