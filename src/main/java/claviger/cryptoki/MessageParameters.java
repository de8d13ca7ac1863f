package claviger.cryptoki;

import java.util.Objects;

/**
 * The parameter of one message, CK_GCM_MESSAGE_PARAMS: what a message call reads, and where it puts what it makes. The
 * encryption writes the IV, if it is to generate one, and the tag; the decryption reads both (O14, O20). Belongs to the
 * caller, who uses it for one message at a time.
 */
public final class MessageParameters {
    private final int ivFixedBits;
    private final IvGenerator generator;
    private final int tagBits;
    private byte[] iv;
    private byte[] tag;

    /**
     * For an encryption.
     *
     * @param iv          the IV, or room for the one that is generated
     * @param ivFixedBits how many of its first bits stay as they are when it is generated
     */
    public MessageParameters(byte[] iv, int ivFixedBits, IvGenerator generator, int tagBits) {
        this.iv = iv.clone();
        this.ivFixedBits = ivFixedBits;
        this.generator = Objects.requireNonNull(generator);
        this.tagBits = tagBits;
        this.tag = new byte[0];
    }

    /** For a decryption. @param tagBits what the tag must have: its length is not the sender's to choose */
    public static MessageParameters received(byte[] iv, byte[] tag, int tagBits) {
        MessageParameters parameters = new MessageParameters(iv, 0, IvGenerator.CKG_NO_GENERATE, tagBits);
        parameters.tag = tag.clone();
        return parameters;
    }

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
