package claviger.seal;

import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;

import claviger.cryptoki.Ckr;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The byte form of everything that is sealed, authenticated or stored: numbers are most significant byte first, byte
 * strings and UTF-8 text carry their length in 4 bytes. Unambiguous, so it serves as AAD as well. For one thread.
 */
public final class Frame {
    private static final int MOST_BYTES = 1 << 24;

    private Frame() {
    }

    /** Writes a frame. */
    public static final class Writer {
        private final Wipeable out;

        public Writer() {
            this(256);
        }

        /** @param room for so many bytes before any are copied, so that {@link #wipe} reaches them */
        public Writer(int room) {
            out = new Wipeable(room);
        }

        public Writer number(long value) {
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
            return this;
        }

        public Writer small(int value) {
            out.write(value);
            return this;
        }

        public Writer bytes(byte[] value) {
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
            out.writeBytes(value);
            return this;
        }

        public Writer text(String value) {
            return bytes(value.getBytes(StandardCharsets.UTF_8));
        }

        public byte[] done() {
            return out.toByteArray();
        }

        /** Overwrites what was written, but not what {@link #done} gave. */
        public void wipe() {
            out.wipe();
        }
    }

    private static final class Wipeable extends ByteArrayOutputStream {
        private Wipeable(int room) {
            super(room);
        }

        private void wipe() {
            Arrays.fill(buf, (byte) 0);
        }
    }

    /** Reads a frame that may have been tampered with: anything odd has one code. */
    public static final class Reader {
        private final ByteBuffer in;
        private final Ckr odd;

        /** Of a row of the store: what is odd is CKR_DEVICE_ERROR. */
        Reader(byte[] bytes) {
            this(bytes, CKR_DEVICE_ERROR);
        }

        /** @param odd the code for what is no frame */
        public Reader(byte[] bytes, Ckr odd) {
            in = ByteBuffer.wrap(bytes);
            this.odd = odd;
        }

        public boolean more() {
            return in.hasRemaining();
        }

        public long number() {
            try {
                return in.getLong();
            } catch (BufferUnderflowException e) {
                throw odd.because(e, "a frame that is cut short");
            }
        }

        public int small() {
            if (!in.hasRemaining()) {
                throw odd.because("a frame that is cut short");
            }
            return in.get() & 0xff;
        }

        public byte[] bytes() {
            byte[] value = new byte[length()];
            in.get(value);
            return value;
        }

        /** Goes on after bytes that nobody needs. */
        public void skip() {
            int length = length();
            in.position(in.position() + length);
        }

        private int length() {
            int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
            if (length < 0 || length > MOST_BYTES || length > in.remaining()) {
                throw odd.because("a frame that is cut short");
            }
            return length;
        }

        /** @throws claviger.cryptoki.CkrException the code, for bytes that are no UTF-8 */
        public String text() {
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString();
            } catch (CharacterCodingException e) {
                throw odd.because(e, "a text that is none");
            }
        }

        public void end() {
            if (in.hasRemaining()) {
                throw odd.because("a frame with %d bytes too many", in.remaining());
            }
        }
    }
}
