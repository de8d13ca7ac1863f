package claviger.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads statements into a {@link Configuration}. Used by one thread, once. */
final class ConfigurationReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final List<String> KEYS = List.of("name", "store", "server", "server-user", "exec", "token",
        "serial", "pin-file", "credentials", "proof-key");
    /** Keys of SunPKCS11 that somebody may bring along, and what to say. */
    private static final Map<String, String> NOT_OURS = Map.of(
        "library", "Claviger loads no library; let p11-kit load it: exec = /usr/bin/p11-kit remote MODULE",
        "slot", "choose the token by its label or serial, which do not change: token = LABEL",
        "slotListIndex", "choose the token by its label or serial, which do not change: token = LABEL",
        "pin", "a PIN in a configuration is read by too many: pin-file = PATH");

    private final Set<String> seen = new HashSet<>();
    private final Map<Option, Boolean> options = new EnumMap<>(Option.class);
    private final List<AttributeTemplates.Block> blocks = new ArrayList<>();
    private String name;
    private String store;
    private String token;
    private String serial;
    private Path pinFile;
    private Path credentials;
    private Path proofKey;
    private final RemoteText remote = new RemoteText();

    Configuration read(List<Line> lines) {
        for (Iterator<Line> rest = lines.iterator(); rest.hasNext(); ) {
            Line line = rest.next();
            if (AttributeBlock.startsAt(line)) {
                blocks.add(block(line, rest));
            } else {
                statement(line);
            }
        }
        return configuration();
    }

    Configuration read(TokenUri uri) {
        take(uri);
        return configuration();
    }

    /** A value without the quotes around it. */
    static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private Configuration configuration() {
        Set<Option> on = Stream.of(Option.values())
            .filter(option -> options.getOrDefault(option, option.byDefault())).collect(Collectors.toSet());
        return new Configuration(Optional.ofNullable(name), store == null ? DataFolder.defaultStore() : store,
            remote.remote(store != null), Optional.ofNullable(token), Optional.ofNullable(serial), Optional.ofNullable(pinFile),
            Optional.ofNullable(credentials), Optional.ofNullable(proofKey), on, new AttributeTemplates(blocks));
    }

    private void statement(Line line) {
        int equals = line.text().indexOf('=');
        if (equals < 0) {
            throw ConfigurationException.at(line, "expected key = value; the keys are %s", keys());
        }
        String key = line.text().substring(0, equals).strip();
        String raw = line.text().substring(equals + 1).strip();
        if (!seen.add(key)) {
            throw ConfigurationException.at(line, "%s is there twice", key);
        }
        if (key.equals("exec")) {
            remote.exec(line, raw);
            return;
        }
        String value = unquoted(raw);
        if (value.isEmpty() || value.indexOf('"') >= 0 || value.indexOf('\0') >= 0) {
            throw ConfigurationException.at(line, "%s has no value, or one with a stray quote", key);
        }
        switch (key) {
            case "name" -> name = matching(line, NAME, value, "letters, digits, dot, dash and underscore");
            case "store" -> store = store(line, value);
            case "server" -> remote.server(line, value);
            case "server-user" -> remote.account(value);
            case "token" -> token(line, value);
            case "serial" -> serial = value;
            case "pin-file" -> pinFile = path(line, value);
            case "credentials" -> credentials = path(line, value);
            case "proof-key" -> proofKey = path(line, value);
            default -> option(line, key, value);
        }
    }

    private void token(Line line, String value) {
        if (!value.startsWith(TokenUri.SCHEME)) {
            token = value;
            return;
        }
        try {
            take(TokenUri.parse(value));
        } catch (ConfigurationException e) {
            throw new ConfigurationException(line.place() + ": " + e.getMessage(), e);
        }
    }

    private void take(TokenUri uri) {
        token = uri.token();
        serial = uri.serial() == null ? serial : uri.serial();
        pinFile = uri.pinFile() == null ? pinFile : uri.pinFile();
        remote.serverOfUri(uri.server());
    }

    private void option(Line line, String key, String value) {
        Option option = Stream.of(Option.values()).filter(known -> known.key().equals(key)).findFirst()
            .orElseThrow(() -> ConfigurationException.at(line, NOT_OURS.containsKey(key)
                ? NOT_OURS.get(key) : "there is no key " + key.replace("%", "%%") + "; the keys are " + keys()));
        if (!value.equals("true") && !value.equals("false")) {
            throw ConfigurationException.at(line, "%s is true or false", key);
        }
        options.put(option, Boolean.valueOf(value));
    }

    private static AttributeTemplates.Block block(Line line, Iterator<Line> rest) {
        AttributeBlock block = AttributeBlock.opened(line);
        Line next = new Line(line.source(), line.number(), AttributeBlock.rest(line));
        while (!next.text().endsWith("}")) {
            if (!next.text().isEmpty()) {
                block.attribute(next);
            }
            if (!rest.hasNext()) {
                throw ConfigurationException.at(line, "the block that starts here has no closing brace");
            }
            next = rest.next();
        }
        String last = next.text().substring(0, next.text().length() - 1).strip();
        if (!last.isEmpty()) {
            block.attribute(new Line(next.source(), next.number(), last));
        }
        return block.block();
    }

    private static String store(Line line, String value) {
        boolean sqlite = value.startsWith("sqlite:") && value.length() > "sqlite:".length();
        if (!sqlite && !value.startsWith("memory:")) {
            throw ConfigurationException.at(line, "a store is sqlite:PATH, memory: or memory:NAME");
        }
        return value;
    }

    private static Path path(Line line, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(line.place() + ": this is no path", e);
        }
    }

    private static String matching(Line line, Pattern pattern, String value, String wanted) {
        if (!pattern.matcher(value).matches()) {
            throw ConfigurationException.at(line, "this takes %s only", wanted);
        }
        return value;
    }

    private static List<String> keys() {
        return Stream.concat(Stream.concat(KEYS.stream(), Stream.of(Option.values()).map(Option::key)),
            Stream.of("attributes(...)")).toList();
    }
}
