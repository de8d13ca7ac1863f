package claviger.seal;

import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The byte form of everything that is sealed, authenticated or stored by this package: numbers are most significant
 * byte first, byte strings and UTF-8 text carry their length in 4 bytes. Unambiguous, so it serves as AAD as well.
 */
final class Frame {
    private static final int MOST_BYTES = 1 << 24;

    private Frame() {
    }

    /** Writes a frame. */
    static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

        Writer number(long value) {
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
            return this;
        }

        Writer small(int value) {
            out.write(value);
            return this;
        }

        Writer bytes(byte[] value) {
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
            out.writeBytes(value);
            return this;
        }

        Writer text(String value) {
            return bytes(value.getBytes(StandardCharsets.UTF_8));
        }

        byte[] done() {
            return out.toByteArray();
        }
    }

    /** Reads a frame that may have been tampered with: anything odd is CKR_DEVICE_ERROR. */
    static final class Reader {
        private final ByteBuffer in;

        Reader(byte[] bytes) {
            in = ByteBuffer.wrap(bytes);
        }

        boolean more() {
            return in.hasRemaining();
        }

        long number() {
            try {
                return in.getLong();
            } catch (BufferUnderflowException e) {
                throw CKR_DEVICE_ERROR.because(e, "a row that is cut short");
            }
        }

        int small() {
            if (!in.hasRemaining()) {
                throw CKR_DEVICE_ERROR.because("a row that is cut short");
            }
            return in.get() & 0xff;
        }

        byte[] bytes() {
            int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
            if (length < 0 || length > MOST_BYTES || length > in.remaining()) {
                throw CKR_DEVICE_ERROR.because("a row that is cut short");
            }
            byte[] value = new byte[length];
            in.get(value);
            return value;
        }

        void end() {
            if (in.hasRemaining()) {
                throw CKR_DEVICE_ERROR.because("a row with %d bytes too many", in.remaining());
            }
        }
    }
}
