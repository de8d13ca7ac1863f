package claviger.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class PinTest {
    /** P6: the PIN is its UTF-8 bytes. */
    @Test
    void typedCharactersBecomeUtf8AndAreWiped() {
        char[] typed = "gehe1m-ß".toCharArray();
        try (Pin pin = Pin.typed(typed)) {
            assertArrayEquals("gehe1m-ß".getBytes(UTF_8), pin.bytes());
        }
        assertArrayEquals(new char[typed.length], typed);
    }

    @Test
    void closingWipes() {
        Pin pin = Pin.typed("123456".toCharArray());
        byte[] bytes = pin.bytes();
        pin.close();
        assertArrayEquals(new byte[6], bytes);
        assertFalse(pin.toString().contains("123456"));
    }
}
