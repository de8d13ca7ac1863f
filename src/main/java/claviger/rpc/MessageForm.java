package claviger.rpc;

import claviger.cryptoki.IvGenerator;
import claviger.cryptoki.MessageParameters;
import java.util.function.Supplier;

/** How the parameter of a message travels between our two ends (D4), to the call and, with what it made, back. */
final class MessageForm {
    /** The sorts, by their byte. */
    private enum Sort {
        GCM, CCM, CHACHA20_POLY1305
    }

    private MessageForm() {
    }

    static MessageParameters read(WireReader in) {
        Sort sort = constant(Sort.values(), in.u8());
        IvGenerator generator = constant(IvGenerator.values(), in.u8());
        int fixedBits = in.u32();
        int tagBits = in.u32();
        long dataLength = in.u64();
        byte[] iv = present(in.raw());
        byte[] tag = present(in.raw());
        MessageParameters parameters = made(() -> switch (sort) {
            case GCM -> new MessageParameters.Gcm(iv, fixedBits, generator, tagBits);
            case CCM -> new MessageParameters.Ccm(dataLength, iv, fixedBits, generator, tagBits / Byte.SIZE);
            case CHACHA20_POLY1305 -> new MessageParameters.ChaCha20Poly1305(iv);
        });
        parameters.putTag(tag);
        return parameters;
    }

    static void write(WireWriter out, MessageParameters parameters) {
        Sort sort = parameters instanceof MessageParameters.Gcm ? Sort.GCM
            : parameters instanceof MessageParameters.Ccm ? Sort.CCM : Sort.CHACHA20_POLY1305;
        out.u8(sort.ordinal()).u8(parameters.generator().ordinal()).u32(parameters.ivFixedBits())
            .u32(parameters.tagBits())
            .u64(parameters instanceof MessageParameters.Ccm ccm ? ccm.dataLength() : 0)
            .raw(parameters.iv()).raw(parameters.tag());
    }

    /** Puts what a call has made into the parameter that its caller holds. */
    static void copy(MessageParameters from, MessageParameters to) {
        to.putIv(from.iv());
        to.putTag(from.tag());
    }

    private static <E extends Enum<E>> E constant(E[] constants, int number) {
        if (number >= constants.length) {
            throw new Malformed("a number below %d", constants.length);
        }
        return constants[number];
    }

    private static byte[] present(byte[] bytes) {
        if (bytes == null) {
            throw new Malformed("a byte string");
        }
        return bytes;
    }

    private static MessageParameters made(Supplier<MessageParameters> maker) {
        try {
            return maker.get();
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new Malformed("the parameter of a message");
        }
    }
}
