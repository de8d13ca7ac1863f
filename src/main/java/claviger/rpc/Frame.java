package claviger.rpc;

/**
 * What goes over the stream in both directions: a code that the reply repeats, options that say who speaks, and a body.
 */
record Frame(int code, byte[] options, byte[] body) {
    static final int HEAD = 3 * Integer.BYTES;

    /** @param options the most bytes of options @param body the most bytes of a body */
    public record Bounds(int options, int body) {
        static final Bounds DEFAULT = new Bounds(1 << 10, 16 << 20);
    }

    /** The whole frame. The caller wipes it: a body may carry a PIN or a key. */
    byte[] written() {
        WireWriter frame = new WireWriter(length());
        frame.u32(code).u32(options.length).u32(body.length).bytes(options).bytes(body);
        return frame.whole();
    }

    int length() {
        return HEAD + options.length + body.length;
    }

    @Override public String toString() {
        return String.format("frame 0x%x of %d bytes", code, length());
    }
}
