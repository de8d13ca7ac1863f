package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE;

import claviger.cryptoki.Parameters;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.bouncycastle.crypto.modes.gcm.GCMUtil;

/**
 * XTS-AES (IEEE 1619, SP 800-38E), a mode that no library has everywhere: the JDK's AES between two XORs with a tweak,
 * which Bouncy Castle's arithmetic of GF(2^128) doubles from block to block. A data unit has at least one block, since the
 * bytes of an unfinished last one are filled up from the one before it, and at most 2^20.
 */
final class AesXts implements Algorithm {
    private static final byte[] NOTHING = new byte[0];
    private static final long MOST = (long) AesBlock.LENGTH << 20;

    @Override public Computation.Ciphering encrypt(KeyMaterial key, Parameters parameters) {
        return new Running(key, Param.iv(parameters, AesBlock.LENGTH), true);
    }

    @Override public Computation.Ciphering decrypt(KeyMaterial key, Parameters parameters) {
        return new Running(key, Param.iv(parameters, AesBlock.LENGTH), false);
    }

    /** The tweak of one block, encrypted, and after it those of the following blocks. */
    private static final class Tweak {
        private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        /** As GCMUtil has it: GCM reads the bits of each byte from the other end than XTS does. */
        private final long[] element = new long[GCMUtil.SIZE_LONGS];

        private Tweak(byte[] first) {
            for (int i = 0; i < element.length; i++) {
                element[i] = Long.reverse((long) WORDS.get(first, i * Long.BYTES));
            }
        }

        private Tweak(Tweak from) {
            GCMUtil.copy(from.element, element);
        }

        void next() {
            GCMUtil.multiplyP(element);
        }

        void addTo(byte[] block, int at) {
            for (int i = 0; i < element.length; i++) {
                int word = at + i * Long.BYTES;
                WORDS.set(block, word, (long) WORDS.get(block, word) ^ Long.reverse(element[i]));
            }
        }
    }

    private static final class Running implements Computation.Ciphering {
        private final boolean encrypting;
        private final Cipher cipher = Jdk.cipher("AES/ECB/NoPadding");
        private final Tweak tweak;
        private byte[] held = NOTHING;
        private long total;

        private Running(KeyMaterial key, byte[] unit, boolean encrypting) {
            this.encrypting = encrypting;
            byte[] both = key.get(CKA_VALUE);
            int half = both.length / 2;
            tweak = new Tweak(withKey(both, half, both.length, Cipher.ENCRYPT_MODE, unit));
            withKey(both, 0, half, encrypting ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, NOTHING);
        }

        /** The cipher has this half of the key afterwards. */
        private byte[] withKey(byte[] both, int from, int to, int mode, byte[] data) {
            byte[] half = Arrays.copyOfRange(both, from, to);
            try {
                return Jdk.compute(() -> {
                    cipher.init(mode, AesBlock.key(half), Jdk.random());
                    return cipher.doFinal(data);
                });
            } finally {
                Arrays.fill(half, (byte) 0);
            }
        }

        @Override public boolean multiPart() {
            return true;
        }

        @Override public long updateLength(int input) {
            return readyOf(held.length + (long) input);
        }

        /** The last whole block waits: what follows it may steal from it (B4). */
        private static long readyOf(long length) {
            return Math.max(0, length / AesBlock.LENGTH - 1) * AesBlock.LENGTH;
        }

        @Override public byte[] update(byte[] part) {
            byte[] all = joined(part);
            int ready = (int) readyOf(all.length);
            held = Arrays.copyOfRange(all, ready, all.length);
            byte[] out = Arrays.copyOf(all, ready);
            blocks(out, ready);
            Arrays.fill(all, (byte) 0);
            return out;
        }

        private byte[] joined(byte[] part) {
            if (part.length > MOST - total) {
                throw refusedLength("%d bytes are more than the 2^20 blocks of a data unit", total + part.length);
            }
            total += part.length;
            byte[] all = Arrays.copyOf(held, held.length + part.length);
            System.arraycopy(part, 0, all, held.length, part.length);
            Arrays.fill(held, (byte) 0);
            held = NOTHING;
            return all;
        }

        @Override public long lastLength(int input) {
            return held.length + (long) input;
        }

        @Override public byte[] last(byte[] part) {
            byte[] out = joined(part);
            if (total < AesBlock.LENGTH) {
                throw refusedLength("%d bytes are not a block", total);
            }
            int over = out.length % AesBlock.LENGTH;
            if (over == 0) {
                blocks(out, out.length);
                return out;
            }
            int last = (int) readyOf(out.length);
            blocks(out, last);
            Tweak first = new Tweak(tweak);
            tweak.next();
            steal(out, last, over, encrypting ? first : tweak, encrypting ? tweak : first);
            return out;
        }

        /** The last whole block and the {@code over} bytes after it, which change places (5.3.2 and 5.4.2 of IEEE 1619). */
        private void steal(byte[] data, int last, int over, Tweak one, Tweak other) {
            block(data, last, one);
            for (int i = last; i < last + over; i++) {
                byte stolen = data[i];
                data[i] = data[i + AesBlock.LENGTH];
                data[i + AesBlock.LENGTH] = stolen;
            }
            block(data, last, other);
        }

        private void block(byte[] data, int at, Tweak with) {
            with.addTo(data, at);
            ecb(data, at, AesBlock.LENGTH);
            with.addTo(data, at);
        }

        /** So many bytes from the beginning, whole blocks, in place; the tweak is that of the next block afterwards. */
        private void blocks(byte[] data, int length) {
            Tweak again = new Tweak(tweak);
            for (int at = 0; at < length; at += AesBlock.LENGTH) {
                tweak.addTo(data, at);
                tweak.next();
            }
            ecb(data, 0, length);
            for (int at = 0; at < length; at += AesBlock.LENGTH) {
                again.addTo(data, at);
                again.next();
            }
        }

        private void ecb(byte[] data, int at, int length) {
            Jdk.compute(() -> cipher.update(data, at, length, data, at));
        }

        private RuntimeException refusedLength(String detail, long length) {
            return (encrypting ? CKR_DATA_LEN_RANGE : CKR_ENCRYPTED_DATA_LEN_RANGE).because(detail, length);
        }

        @Override public void close() {
            Arrays.fill(held, (byte) 0);
            // what the JDK's cipher holds cannot be reached; the object is dropped with the operation
        }
    }
}
