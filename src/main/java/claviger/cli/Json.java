package claviger.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * JSON (RFC 8259) of maps, lists, texts, numbers and booleans, on one line. Everything that is not printable ASCII is
 * escaped, so that the output is the same in every locale. A dependency would be larger than this and do no more.
 */
final class Json {
    private Json() {
    }

    static String of(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                .map(entry -> text(entry.getKey().toString()) + ":" + of(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Boolean || value instanceof Integer || value instanceof Long) {
            return value.toString();
        }
        if (value instanceof String text) {
            return text(text);
        }
        throw new IllegalArgumentException("no JSON for a " + value.getClass());
    }

    private static String text(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
