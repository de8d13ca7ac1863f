package claviger.provider;

import claviger.cryptoki.Attribute;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Kind;
import claviger.cryptoki.Template;
import java.security.KeyStore;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An attribute of an object as a KeyStore entry shows it: {@code pkcs11:CKA_...} and the value as text, bytes in hex.
 */
record EntryAttribute(String name, String value) implements KeyStore.Entry.Attribute {
    private static final String PREFIX = "pkcs11:";

    /** What the token shows of the object behind an entry. */
    static Set<KeyStore.Entry.Attribute> of(Token token, Entry entry) {
        Template shown = token.call(session ->
            token.cryptoki().attributes(session, entry.object(), KeyFacts.SHOWN.toArray(Cka<?>[]::new)));
        return shown.encoded().stream().map(EntryAttribute::of).collect(Collectors.toUnmodifiableSet());
    }

    private static EntryAttribute of(Attribute attribute) {
        Cka<?> type = Cka.of(attribute.type());
        Kind<?> kind = type.kind();
        boolean bytes = kind == Kind.BYTES || kind == Kind.MECHANISMS || kind == Kind.TEMPLATE;
        return new EntryAttribute(PREFIX + type.name(), bytes ? HexFormat.of().formatHex(attribute.value())
            : String.valueOf(kind.decode(attribute.value())));
    }

    @Override public String getName() {
        return name;
    }

    @Override public String getValue() {
        return value;
    }
}
