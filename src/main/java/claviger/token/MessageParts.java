package claviger.token;

import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.IvGenerator.CKG_NO_GENERATE;

import claviger.cryptoki.MessageParameters;
import claviger.seal.Randomness;
import java.util.Arrays;

/**
 * The IV and the tag of one message, which stand in its parameter and not in the ciphertext (O20). Stateless.
 */
final class MessageParts {
    /** An IV that is generated differs from all others by chance, which takes so many random bytes. */
    private static final int LEAST_RANDOM = 12;

    private MessageParts() {
    }

    /**
     * The IV of a message that is to be encrypted. A counter would start again with the process, and one key and IV
     * encrypt once: it is not offered.
     */
    static byte[] iv(MessageParameters parameters) {
        byte[] iv = parameters.iv();
        if (parameters.generator() == CKG_NO_GENERATE) {
            return iv;
        }
        int fixed = parameters.ivFixedBits() / Byte.SIZE;
        boolean fits = switch (parameters.generator()) {
            case CKG_GENERATE, CKG_GENERATE_RANDOM ->
                parameters.ivFixedBits() >= 0 && parameters.ivFixedBits() % Byte.SIZE == 0
                    && iv.length - fixed >= LEAST_RANDOM;
            default -> false;
        };
        if (!fits) {
            throw CKR_MECHANISM_PARAM_INVALID.because("%s with %d fixed bits of %d bytes: an IV is generated with at "
                + "least %d random bytes", parameters.generator(), parameters.ivFixedBits(), iv.length, LEAST_RANDOM);
        }
        byte[] random = Randomness.bytes(iv.length - fixed);
        System.arraycopy(random, 0, iv, fixed, random.length);
        return iv;
    }

    static int tagBytes(MessageParameters parameters) {
        return parameters.tagBits() / Byte.SIZE;
    }

    /** Puts the tag into the parameter. @return what stands before it */
    static byte[] withoutTag(byte[] encrypted, MessageParameters parameters) {
        int length = encrypted.length - tagBytes(parameters);
        parameters.putTag(Arrays.copyOfRange(encrypted, length, encrypted.length));
        return Arrays.copyOf(encrypted, length);
    }

    /** What was received, with its tag behind it. */
    static byte[] withTag(byte[] encrypted, MessageParameters parameters) {
        byte[] tag = parameters.tag();
        if (tag.length != tagBytes(parameters)) {
            throw CKR_MECHANISM_PARAM_INVALID.because("a tag of %d bytes where %d bits are wanted", tag.length,
                parameters.tagBits());
        }
        byte[] both = Arrays.copyOf(encrypted, encrypted.length + tag.length);
        System.arraycopy(tag, 0, both, encrypted.length, tag.length);
        return both;
    }
}
