package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE;

import claviger.cryptoki.Parameters;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import org.bouncycastle.util.BigIntegers;

/** AES in the modes without a tag: ECB, CBC, CBC with PKCS #7 padding, CTR, CTS. None of them wraps a key (Z8). */
enum AesModes implements Algorithm {
    ECB("AES/ECB/NoPadding"),
    CBC("AES/CBC/NoPadding"),
    CBC_PAD("AES/CBC/PKCS5Padding"),
    CTR("AES/CTR/NoPadding"),
    /** Stealing in the order CS3 of SP 800-38A's addendum, which is that of Kerberos (RFC 3962) and of the JDK. */
    CTS("AES/CTS/NoPadding");

    private static final byte[] NOTHING = new byte[0];

    private final String transformation;

    AesModes(String transformation) {
        this.transformation = transformation;
    }

    @Override public Computation.Ciphering encrypt(KeyMaterial key, Parameters parameters) {
        return new Running(key, parameters, true);
    }

    @Override public Computation.Ciphering decrypt(KeyMaterial key, Parameters parameters) {
        return new Running(key, parameters, false);
    }

    private IvParameterSpec checked(Parameters parameters) {
        return switch (this) {
            case ECB -> {
                Param.none(parameters);
                yield null;
            }
            case CBC, CBC_PAD, CTS -> new IvParameterSpec(Param.iv(parameters, AesBlock.LENGTH));
            case CTR -> {
                byte[] block = Param.of(Parameters.Ctr.class, parameters).block();
                Param.require(block.length == AesBlock.LENGTH, "a counter block has 16 bytes");
                yield new IvParameterSpec(block);
            }
        };
    }

    /**
     * How many bytes there are before the counter would start again, where PKCS#11 stops (6.13.8): from then on the
     * key stream would repeat, and the JDK would count on in the bits that are not the counter's.
     */
    private long most(Parameters parameters) {
        if (this != CTR) {
            return Long.MAX_VALUE;
        }
        Parameters.Ctr ctr = (Parameters.Ctr) parameters;
        Param.require(ctr.counterBits() >= 1 && ctr.counterBits() <= 8 * AesBlock.LENGTH,
            "a counter has 1 to 128 bits");
        BigInteger all = BigInteger.ONE.shiftLeft(ctr.counterBits());
        BigInteger used = new BigInteger(1, ctr.block()).mod(all);
        BigInteger bytes = all.subtract(used).shiftLeft(4);
        return bytes.bitLength() < Long.SIZE ? bytes.longValueExact() : Long.MAX_VALUE;
    }

    private final class Running implements Computation.Ciphering {
        private final KeyMaterial key;
        private final boolean encrypting;
        private final Cipher cipher = Jdk.cipher(transformation);
        private final IvParameterSpec first;
        private final long most;
        private LastBlocks last;
        private long total;
        private long out;

        private Running(KeyMaterial key, Parameters parameters, boolean encrypting) {
            this.key = key;
            this.encrypting = encrypting;
            first = checked(parameters);
            most = most(parameters);
            start(first);
        }

        private void start(IvParameterSpec iv) {
            Jdk.compute(() -> {
                int mode = encrypting ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
                cipher.init(mode, AesBlock.key(key), iv, Jdk.random());
                return cipher;
            });
        }

        @Override public boolean multiPart() {
            return true;
        }

        @Override public long updateLength(int input) {
            return AesModes.this == CTS ? total + input - out : given(total + input) - given(total);
        }

        /** How much has come out when so much went in: whole blocks, one held back if it may be padding (B4). */
        private long given(long in) {
            if (AesModes.this == CTR) {
                return in;
            }
            boolean holdsBack = AesModes.this == CBC_PAD && !encrypting;
            return (holdsBack ? Math.max(0, in - AesBlock.LENGTH) : in) / AesBlock.LENGTH * AesBlock.LENGTH;
        }

        @Override public byte[] update(byte[] part) {
            count(part);
            byte[] output = cipher.update(part);
            byte[] given = output == null ? NOTHING : output;
            out += given.length;
            if (last != null) {
                last.took(part);
                last.gave(given);
            }
            return given;
        }

        @Override public long lastLength(int input) {
            long left = total + input - out;
            if (AesModes.this == CBC_PAD && encrypting) {
                return (left / AesBlock.LENGTH + 1) * AesBlock.LENGTH;
            }
            return left;
        }

        @Override public byte[] last(byte[] part) {
            count(part);
            if (AesModes.this == CTS && total < AesBlock.LENGTH) {
                throw refusedLength("%d bytes are not a block, from which there would be something to steal");
            }
            boolean fillsUp = AesModes.this == CTR || AesModes.this == CTS || AesModes.this == CBC_PAD && encrypting;
            if (!fillsUp && total % AesBlock.LENGTH != 0) {
                throw refusedLength("%d bytes are not whole blocks");
            }
            if (AesModes.this == CBC_PAD && !encrypting && total == 0) {
                throw refusedLength("%d bytes have no padding");
            }
            try {
                return cipher.doFinal(part);
            } catch (GeneralSecurityException e) {
                throw CKR_ENCRYPTED_DATA_INVALID.because("the data do not decrypt");
            }
        }

        private void count(byte[] part) {
            if (part.length > most - total) {
                throw refusedLength("the counter does not suffice after %d bytes");
            }
            total += part.length;
        }

        private RuntimeException refusedLength(String detail) {
            return (encrypting ? CKR_DATA_LEN_RANGE : CKR_ENCRYPTED_DATA_LEN_RANGE).because(detail, total);
        }

        @Override public void keepState() {
            if (AesModes.this != CTS && last == null) {
                last = new LastBlocks(encrypting, first == null ? new byte[AesBlock.LENGTH] : first.getIV());
            }
        }

        @Override public Optional<byte[]> state() {
            if (AesModes.this != CTS && total == 0) {
                return Optional.of(NOTHING);
            }
            return Optional.ofNullable(last).map(blocks -> blocks.state(total, out));
        }

        @Override public void resume(byte[] state) {
            if (AesModes.this == CTS) {
                Ciphering.super.resume(state);
            }
            if (state.length > 0) {
                total = LastBlocks.total(state);
                out = LastBlocks.out(state);
                byte[] chain = LastBlocks.chain(state);
                last = new LastBlocks(encrypting, chain);
                goOn(chain, LastBlocks.waiting(state));
            }
        }

        private void goOn(byte[] chain, byte[] waiting) {
            if (AesModes.this == CTR) {
                BigInteger blocks = BigInteger.valueOf(total / AesBlock.LENGTH);
                BigInteger counter = new BigInteger(1, first.getIV()).add(blocks)
                    .mod(BigInteger.ONE.shiftLeft(8 * AesBlock.LENGTH));
                start(new IvParameterSpec(BigIntegers.asUnsignedByteArray(AesBlock.LENGTH, counter)));
                cipher.update(new byte[(int) (total % AesBlock.LENGTH)]);
                return;
            }
            start(AesModes.this == ECB ? null : new IvParameterSpec(chain));
            byte[] output = cipher.update(waiting);
            if (output != null && output.length > 0) {
                throw new IllegalStateException("the JDK gave out what it had kept back before");
            }
            last.took(waiting);
            Arrays.fill(waiting, (byte) 0);
        }

        @Override public void close() {
            // what the JDK's cipher holds cannot be reached; the object is dropped with the operation
            if (last != null) {
                last.wipe();
            }
        }
    }
}
