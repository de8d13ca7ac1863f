package claviger.rpc;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes the building blocks of a message, as {@link WireReader} reads them. Wiped by the one who made it. */
final class WireWriter {
    private static final int FIRST_SIZE = 256;

    private ByteBuffer out;

    WireWriter() {
        this(FIRST_SIZE);
    }

    /** @param size how many bytes are expected */
    WireWriter(int size) {
        out = ByteBuffer.allocate(size);
    }

    WireWriter u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    WireWriter u32(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    WireWriter u64(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    /** @param bytes may be null */
    WireWriter raw(byte[] bytes) {
        if (bytes == null) {
            return u32(WireReader.NULL_LENGTH);
        }
        return u32(bytes.length).bytes(bytes);
    }

    WireWriter bytes(byte[] bytes) {
        room(bytes.length).put(bytes);
        return this;
    }

    /** What was written, where exactly as much was expected: not a copy. */
    byte[] whole() {
        if (out.hasRemaining()) {
            throw new IllegalStateException("less was written than expected");
        }
        return out.array();
    }

    byte[] written() {
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Overwrites what was written: a message may carry a PIN or a key. */
    void wipe() {
        Arrays.fill(out.array(), (byte) 0);
    }

    private ByteBuffer room(int more) {
        if (out.remaining() < more) {
            ByteBuffer larger = ByteBuffer.allocate(Math.addExact(out.position(), Math.max(more, out.capacity())));
            larger.put(out.array(), 0, out.position());
            wipe();
            out = larger;
        }
        return out;
    }
}
