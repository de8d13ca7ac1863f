package claviger.config;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Kind;
import claviger.cryptoki.Template;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads one {@code attributes(operation, class, key type) = &#123; ... &#125;} block, spelled as SunPKCS11 spells it. Values are
 * {@code true}, {@code false}, {@code null}, a number, {@code 0h} and hex digits, text in quotes, or the names of
 * mechanisms. Used by one thread, for one block.
 */
final class AttributeBlock {
    private static final Pattern HEADER = Pattern.compile(
        "attributes\\s*\\(\\s*([^,()]+?)\\s*,\\s*([^,()]+?)\\s*,\\s*([^,()]+?)\\s*\\)\\s*=\\s*\\{(.*)", Pattern.DOTALL);
    private static final Map<String, Cka<?>> BY_NAME =
        Cka.all().stream().collect(Collectors.toUnmodifiableMap(Cka::name, Function.identity()));
    private static final String ANY = "*";

    private final AttributeTemplates.Operation operation;
    private final Cko objectClass;
    private final Ckk keyType;
    private final Set<Cka<?>> removed = new HashSet<>();
    private Template added = Template.EMPTY;

    private AttributeBlock(Line line, Matcher header) {
        operation = switch (header.group(1)) {
            case ANY -> null;
            case "generate" -> AttributeTemplates.Operation.GENERATE;
            case "import" -> AttributeTemplates.Operation.IMPORT;
            default -> throw ConfigurationException.at(line, "the operation is generate, import or *");
        };
        objectClass = constant(line, Cko.values(), header.group(2), "an object class (CKO_...) or *");
        keyType = constant(line, Ckk.values(), header.group(3), "a key type (CKK_...) or *");
    }

    /** Whether a line starts a block. */
    static boolean startsAt(Line line) {
        return line.text().startsWith("attributes");
    }

    /** The block that the line opens. @throws ConfigurationException if it opens none */
    static AttributeBlock opened(Line line) {
        Matcher header = HEADER.matcher(line.text());
        if (!header.matches()) {
            throw ConfigurationException.at(line,
                "a template is written attributes(operation, class, key type) = { and one attribute per line");
        }
        return new AttributeBlock(line, header);
    }

    /** What stands behind the opening brace on the same line. */
    static String rest(Line line) {
        Matcher header = HEADER.matcher(line.text());
        return header.matches() ? header.group(4).strip() : "";
    }

    /** Takes one {@code CKA_X = value}. */
    void attribute(Line line) {
        int equals = line.text().indexOf('=');
        String name = equals < 0 ? line.text() : line.text().substring(0, equals).strip();
        Cka<?> attribute = BY_NAME.get(name);
        if (equals < 0 || attribute == null) {
            throw ConfigurationException.at(line, "expected CKA_... = value, found \"%s\"", name);
        }
        String value = line.text().substring(equals + 1).strip();
        if (value.equals("null")) {
            removed.add(attribute);
            added = added.without(attribute);
        } else {
            added = put(added, attribute, value(line, attribute, value));
        }
    }

    AttributeTemplates.Block block() {
        return new AttributeTemplates.Block(operation, objectClass, keyType, added, Set.copyOf(removed));
    }

    private static <T> Template put(Template template, Cka<T> attribute, Object value) {
        return template.with(attribute, attribute.kind().type().cast(value));
    }

    private static Object value(Line line, Cka<?> attribute, String value) {
        Kind<?> kind = attribute.kind();
        try {
            if (kind == Kind.BOOL && (value.equals("true") || value.equals("false"))) {
                return Boolean.valueOf(value);
            } else if (kind == Kind.ULONG) {
                return Long.decode(value);
            } else if (kind == Kind.BYTES && value.startsWith("0h")) {
                return HexFormat.of().parseHex(value.substring(2));
            } else if (kind == Kind.TEXT || kind == Kind.DATE) {
                return ConfigurationReader.unquoted(value);
            } else if (kind == Kind.MECHANISMS) {
                return Stream.of(value.split("[\\s,]+")).map(Ckm::valueOf).mapToLong(Ckm::code).toArray();
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(line.place() + ": " + attribute.name() + " is a " + kind
                + " and cannot take this value", e);
        }
        throw ConfigurationException.at(line, "%s is a %s and cannot take this value", attribute.name(), kind);
    }

    private static <E extends Enum<E>> E constant(Line line, E[] constants, String name, String wanted) {
        if (name.equals(ANY)) {
            return null;
        }
        return Stream.of(constants).filter(constant -> constant.name().equals(name)).findFirst()
            .orElseThrow(() -> ConfigurationException.at(line, "%s is not %s", name, wanted));
    }
}
