package claviger.config;

import claviger.rpc.Address;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A PKCS#11 URI (RFC 7512) that names a token. Of the attributes that name other things, those that describe the
 * library, the slot or an object are allowed and ignored here, as the RFC wants of a reader that looks for a token.
 * Of the query, {@code pin-source=file:} and {@code x-server}, the address of a socket, are followed, and everything that
 * would load or run something is refused (D25).
 *
 * @param token   the label, or null
 * @param serial  the serial number, or null
 * @param pinFile where the PIN is, or null
 * @param server  where the server is, or null
 */
record TokenUri(String token, String serial, Path pinFile, Address server) {
    static final String SCHEME = "pkcs11:";
    private static final Set<String> IGNORED = Set.of("manufacturer", "model", "library-manufacturer",
        "library-description", "library-version", "slot-manufacturer", "slot-description", "slot-id", "object", "type", "id");
    private static final String SERVER = "x-server";
    private static final String UNRESERVED = "-._~:[]@!$'()*+,=&";

    /** @throws ConfigurationException if the text is not such a URI; it does not repeat the text, which may hold a PIN */
    static TokenUri parse(String text) {
        if (!text.startsWith(SCHEME)) {
            throw refused("it does not start with " + SCHEME);
        }
        int question = text.indexOf('?');
        String path = text.substring(SCHEME.length(), question < 0 ? text.length() : question);
        Map<String, String> attributes = attributes(path, ";");
        for (String name : attributes.keySet()) {
            if (!name.equals("token") && !name.equals("serial") && !IGNORED.contains(name) && !name.startsWith("x-")) {
                throw refused("there is no path attribute " + name);
            }
        }
        Map<String, String> queries = attributes(question < 0 ? "" : text.substring(question + 1), "&");
        for (String name : queries.keySet()) {
            switch (name) {
                case "pin-source", SERVER -> { }
                case "pin-value" -> throw refused("pin-value puts the PIN where others read it; use pin-source=file:");
                case "module-path", "module-name" -> throw refused(name + " would load other code");
                default -> throw refused("there is no query attribute " + name);
            }
        }
        return new TokenUri(attributes.get("token"), attributes.get("serial"),
            queries.containsKey("pin-source") ? file(queries.get("pin-source")) : null,
            queries.containsKey(SERVER) ? address(queries.get(SERVER)) : null);
    }

    private static Address address(String text) {
        try {
            return Address.of(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("pkcs11 URI: " + SERVER + ": " + e.getMessage(), e);
        }
    }

    private static Path file(String source) {
        if (!source.startsWith("file:")) {
            throw refused("pin-source takes file: only");
        }
        String name = source.substring("file:".length());
        try {
            return Path.of(name.startsWith("///") ? name.substring(2) : name);
        } catch (InvalidPathException e) {
            throw new ConfigurationException("pkcs11 URI: pin-source names no file", e);
        }
    }

    private static Map<String, String> attributes(String part, String separator) {
        Map<String, String> attributes = new HashMap<>();
        if (part.isEmpty()) {
            return attributes;
        }
        for (String attribute : part.split(separator, -1)) {
            int equals = attribute.indexOf('=');
            if (equals <= 0) {
                throw refused("an attribute is name=value");
            }
            String name = attribute.substring(0, equals);
            if (attributes.put(name, decoded(name, attribute.substring(equals + 1))) != null) {
                throw refused(name + " is there twice");
            }
        }
        return attributes;
    }

    private static String decoded(String name, String value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '%') {
                int high = i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
                int low = i + 2 < value.length() ? Character.digit(value.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw refused("a % in " + name + " is not followed by two hex digits");
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else if (c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0
                    || (name.startsWith("pin-") || name.equals(SERVER)) && "/?|".indexOf(c) >= 0)) {
                bytes.write(c);
            } else {
                throw refused("a character of " + name + " has to be percent-encoded");
            }
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
            if (text.indexOf('\0') >= 0) {
                throw refused(name + " holds a NUL");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new ConfigurationException("pkcs11 URI: " + name + " is not UTF-8", e);
        }
    }

    private static ConfigurationException refused(String why) {
        return new ConfigurationException("pkcs11 URI: " + why);
    }
}
