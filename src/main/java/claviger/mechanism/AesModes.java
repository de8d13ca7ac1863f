package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE;

import claviger.cryptoki.Parameters;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

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

    private AlgorithmParameterSpec checked(Parameters parameters) {
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
        private final boolean encrypting;
        private final Cipher cipher = Jdk.cipher(transformation);
        private final long most;
        private long total;
        private long out;

        private Running(KeyMaterial key, Parameters parameters, boolean encrypting) {
            this.encrypting = encrypting;
            AlgorithmParameterSpec spec = checked(parameters);
            most = most(parameters);
            Jdk.compute(() -> {
                int mode = encrypting ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
                cipher.init(mode, AesBlock.key(key), spec, Jdk.random());
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
            byte[] given = cipher.update(part);
            if (given == null) {
                return NOTHING;
            }
            out += given.length;
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

        @Override public void close() {
            // what the JDK's cipher holds cannot be reached; the object is dropped with the operation
        }
    }
}
