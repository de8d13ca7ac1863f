package claviger.rpc;

import java.nio.ByteBuffer;

/** Reads the building blocks of a message from its bytes. All integers are unsigned, most significant byte first. */
final class WireReader {
    /** The length of a byte string that is NULL. */
    static final int NULL_LENGTH = -1;

    private final ByteBuffer in;

    WireReader(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    int u8() {
        require(1);
        return in.get() & 0xff;
    }

    int u32() {
        require(Integer.BYTES);
        return in.getInt();
    }

    long u64() {
        require(Long.BYTES);
        return in.getLong();
    }

    /** A number of things that take so many bytes each, all of which are here. */
    int count(int eachAtLeast) {
        int count = u32();
        if (count < 0 || (long) count * eachAtLeast > in.remaining()) {
            throw new Malformed("a count of things that are not there");
        }
        return count;
    }

    /** A byte string, or null. */
    byte[] raw() {
        int length = u32();
        if (length == NULL_LENGTH) {
            return null;
        }
        return bytes(length);
    }

    byte[] bytes(int length) {
        if (length < 0) {
            throw new Malformed("a length of 2 GiB or more");
        }
        require(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    int position() {
        return in.position();
    }

    void back(int position) {
        in.position(position);
    }

    boolean atEnd() {
        return !in.hasRemaining();
    }

    private void require(int bytes) {
        if (in.remaining() < bytes) {
            throw new Malformed("%d bytes where %d are left", bytes, in.remaining());
        }
    }
}
