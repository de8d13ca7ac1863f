package claviger.cryptoki;

import static claviger.cryptoki.IvGenerator.CKG_NO_GENERATE;

import java.util.Objects;

/**
 * The parameter of one message, or of one authenticated wrapping: what the call reads, and where it puts what it makes.
 * The encryption writes the IV, if it is to generate one, and the tag; the decryption reads both (O14, O20). Belongs to
 * the caller, who uses it for one message at a time.
 */
public abstract sealed class MessageParameters {
    private final int ivFixedBits;
    private final IvGenerator generator;
    private final int tagBits;
    private byte[] iv;
    private byte[] tag = new byte[0];

    private MessageParameters(byte[] iv, int ivFixedBits, IvGenerator generator, int tagBits) {
        this.iv = iv.clone();
        this.ivFixedBits = ivFixedBits;
        this.generator = Objects.requireNonNull(generator);
        this.tagBits = tagBits;
    }

    /** CK_GCM_MESSAGE_PARAMS. */
    public static final class Gcm extends MessageParameters {
        /**
         * For an encryption.
         *
         * @param iv          the IV, or room for the one that is generated
         * @param ivFixedBits how many of its first bits stay as they are when it is generated
         */
        public Gcm(byte[] iv, int ivFixedBits, IvGenerator generator, int tagBits) {
            super(iv, ivFixedBits, generator, tagBits);
        }

        /** For a decryption. @param tagBits what the tag must have: its length is not the sender's to choose */
        public static Gcm received(byte[] iv, byte[] tag, int tagBits) {
            Gcm parameters = new Gcm(iv, 0, CKG_NO_GENERATE, tagBits);
            parameters.putTag(tag);
            return parameters;
        }

        @Override public Parameters ofMessage(byte[] chosenIv, byte[] aad) {
            return new Parameters.Gcm(chosenIv, aad, tagBits());
        }
    }

    /** CK_CCM_MESSAGE_PARAMS: the IV is the nonce, the tag is the MAC. */
    public static final class Ccm extends MessageParameters {
        private final long dataLength;

        /**
         * For an encryption.
         *
         * @param dataLength     how many bytes of data the message has, without the MAC
         * @param nonce          the nonce, or room for the one that is generated
         * @param nonceFixedBits how many of its first bits stay as they are when it is generated
         * @param macLength      in bytes
         */
        public Ccm(long dataLength, byte[] nonce, int nonceFixedBits, IvGenerator generator, int macLength) {
            super(nonce, nonceFixedBits, generator, Math.multiplyExact(macLength, Byte.SIZE));
            this.dataLength = dataLength;
        }

        /** For a decryption. @param macLength what the MAC must have, in bytes */
        public static Ccm received(long dataLength, byte[] nonce, byte[] mac, int macLength) {
            Ccm parameters = new Ccm(dataLength, nonce, 0, CKG_NO_GENERATE, macLength);
            parameters.putTag(mac);
            return parameters;
        }

        /** How many bytes of data the message has, without the MAC. */
        public long dataLength() {
            return dataLength;
        }

        @Override public Parameters ofMessage(byte[] chosenIv, byte[] aad) {
            return new Parameters.Ccm(dataLength, chosenIv, aad, tagBits() / Byte.SIZE);
        }
    }

    /** CK_SALSA20_CHACHA20_POLY1305_MSG_PARAMS: the nonce is always the caller's. */
    public static final class ChaCha20Poly1305 extends MessageParameters {
        private static final int TAG_BITS = 128;

        /** For an encryption. */
        public ChaCha20Poly1305(byte[] nonce) {
            super(nonce, 0, CKG_NO_GENERATE, TAG_BITS);
        }

        /** For a decryption. */
        public static ChaCha20Poly1305 received(byte[] nonce, byte[] tag) {
            ChaCha20Poly1305 parameters = new ChaCha20Poly1305(nonce);
            parameters.putTag(tag);
            return parameters;
        }

        @Override public Parameters ofMessage(byte[] chosenIv, byte[] aad) {
            return new Parameters.ChaCha20Poly1305(chosenIv, aad);
        }
    }

    /** The parameter of the mechanism for this one message. @param chosenIv the IV that it has in the end */
    public abstract Parameters ofMessage(byte[] chosenIv, byte[] aad);

    public byte[] iv() {
        return iv.clone();
    }

    public int ivFixedBits() {
        return ivFixedBits;
    }

    public IvGenerator generator() {
        return generator;
    }

    public int tagBits() {
        return tagBits;
    }

    /** The tag; empty before the end of an encryption. */
    public byte[] tag() {
        return tag.clone();
    }

    /** Called by the function that has made it. */
    public void putIv(byte[] generated) {
        iv = generated.clone();
    }

    /** Called by the function that has made it. */
    public void putTag(byte[] computed) {
        tag = computed.clone();
    }
}
