package claviger.rpc;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/**
 * What goes over the stream in both directions: a code that the reply repeats, options that say who speaks, and a body.
 */
record Frame(int code, byte[] options, byte[] body) {
    private static final int HEAD = 3 * Integer.BYTES;

    /**
     * The next frame, or empty at the end of the stream.
     *
     * @throws Malformed for one that is larger than allowed, before any memory is taken
     * @throws EOFException for one that is cut short
     */
    static Optional<Frame> read(DataInputStream in, Bounds bounds) throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        int code = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int options = in.readInt();
        int body = in.readInt();
        if (Integer.compareUnsigned(options, bounds.options()) > 0 || Integer.compareUnsigned(body, bounds.body()) > 0) {
            throw new Malformed("at most %d bytes of options and %d of body", bounds.options(), bounds.body());
        }
        return Optional.of(new Frame(code, filled(in, options), filled(in, body)));
    }

    /** @param options the most bytes of options @param body the most bytes of a body */
    record Bounds(int options, int body) {
        static final Bounds DEFAULT = new Bounds(1 << 10, 16 << 20);
    }

    private static byte[] filled(DataInputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);      // grows as bytes come: what is only claimed takes no memory
        if (bytes.length < length) {
            throw new EOFException("the stream ended in a frame");
        }
        return bytes;
    }

    void write(DataOutputStream out) throws IOException {
        WireWriter frame = new WireWriter();
        try {
            frame.u32(code).u32(options.length).u32(body.length).bytes(options).bytes(body);
            out.write(frame.written());
            out.flush();
        } finally {
            frame.wipe();
        }
    }

    int length() {
        return HEAD + options.length + body.length;
    }

    @Override public String toString() {
        return String.format("frame 0x%x of %d bytes", code, length());
    }
}
