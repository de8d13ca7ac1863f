package claviger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void valuesKeepTheirOrderAndType() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("label", "work");
        map.put("slot", 3L);
        map.put("private", true);
        map.put("uses", List.of("sign", "verify"));
        assertEquals("{\"label\":\"work\",\"slot\":3,\"private\":true,\"uses\":[\"sign\",\"verify\"]}", Json.of(map));
    }

    /** A label is any text: nothing in it ends the string, breaks the line or reaches the terminal. */
    @Test
    void textIsEscaped() {
        assertEquals("\"\\\"\\\\\\u000a\\u001b[31m\\u00e4\\ud83d\\udd11\"", Json.of("\"\\\n\u001b[31mä🔑"));
    }

    @Test
    void whatHasNoJsonIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Json.of(new byte[1]));
    }
}
