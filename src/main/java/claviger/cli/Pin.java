package claviger.cli;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A PIN in memory: UTF-8, as PKCS#11 wants it, and wiped when closed. One thread. */
final class Pin implements AutoCloseable {
    private final byte[] bytes;

    /** Takes over the array. */
    Pin(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The PIN of what a person has typed; the characters are wiped. */
    static Pin typed(char[] characters) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        Arrays.fill(characters, '\0');
        return new Pin(bytes);
    }

    /** The PIN itself, not a copy. */
    byte[] bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return bytes.length == 0;
    }

    boolean isSame(Pin other) {
        return Arrays.equals(bytes, other.bytes);
    }

    @Override public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override public String toString() {
        return "a PIN";
    }
}
