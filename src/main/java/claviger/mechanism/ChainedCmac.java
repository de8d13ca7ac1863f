package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Mac;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.util.Bytes;

/**
 * AES-CMAC whose state can be told (V4), which Bouncy Castle's CMac cannot. CMAC is CBC but for its last block, so all
 * blocks before the last two go through the JDK's CBC, whose last block is the state; the end, with that block added to
 * the first of what is left, is a CMac of the library.
 */
final class ChainedCmac implements Mac {
    private static final int BLOCK = AesBlock.LENGTH;
    private static final int SLICE = 256 * BLOCK;
    /** One whole block to add to and one byte of the last. */
    private static final int LEAST_HELD = BLOCK + 1;

    private final KeyMaterial key;
    private final Cipher cbc = Jdk.cipher("AES/CBC/NoPadding");
    private byte[] chain = new byte[BLOCK];
    private byte[] held = new byte[0];

    ChainedCmac(KeyMaterial key) {
        this.key = key;
        chain(chain);
    }

    private void chain(byte[] last) {
        chain = last;
        Jdk.compute(() -> {
            cbc.init(Cipher.ENCRYPT_MODE, AesBlock.key(key), new IvParameterSpec(last), Jdk.random());
            return cbc;
        });
    }

    @Override public void init(CipherParameters none) {
        throw new IllegalStateException("has its key from the start");
    }

    @Override public String getAlgorithmName() {
        return "AES-CMAC";
    }

    @Override public int getMacSize() {
        return BLOCK;
    }

    @Override public void update(byte in) {
        update(new byte[] {in}, 0, 1);
    }

    @Override public void update(byte[] in, int from, int count) {
        for (int at = from; at < from + count; at += SLICE) {
            take(in, at, Math.min(SLICE, from + count - at));
        }
    }

    private void take(byte[] in, int from, int count) {
        byte[] all = Arrays.copyOf(held, held.length + count);
        System.arraycopy(in, from, all, held.length, count);
        int through = Math.max(0, all.length - LEAST_HELD) / BLOCK * BLOCK;
        if (through > 0) {
            byte[] out = cbc.update(all, 0, through);
            chain = Arrays.copyOfRange(out, out.length - BLOCK, out.length);
        }
        hold(Arrays.copyOfRange(all, through, all.length));
        Arrays.fill(all, (byte) 0);
    }

    private void hold(byte[] rest) {
        Arrays.fill(held, (byte) 0);
        held = rest;
    }

    @Override public int doFinal(byte[] out, int at) {
        CMac end = new CMac(new AesBlock());
        end.init(new KeyParameter(key.get(CKA_VALUE)));
        byte[] rest = held.clone();
        if (rest.length >= BLOCK) {      // else nothing has gone through, and the chain is zero
            Bytes.xorTo(BLOCK, chain, rest);
        }
        end.update(rest, 0, rest.length);
        return end.doFinal(out, at);
    }

    @Override public void reset() {
        hold(new byte[0]);
        chain(new byte[BLOCK]);
    }

    byte[] state() {
        return ByteBuffer.allocate(BLOCK + held.length).put(chain).put(held).array();
    }

    void resume(byte[] state) {
        chain(Arrays.copyOf(state, BLOCK));
        hold(Arrays.copyOfRange(state, BLOCK, state.length));
    }
}
