package claviger.cli;

import static claviger.cryptoki.Cka.CKA_CERTIFICATE_TYPE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Cka.CKA_WRAP;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A token object as {@code claviger list --objects} shows it: what it is and may do, nothing of its value. */
record ListedObject(Template attributes) {
    private static final List<Cka<Boolean>> USES = List.of(
        CKA_SIGN, CKA_VERIFY, CKA_ENCRYPT, CKA_DECRYPT, CKA_WRAP, CKA_UNWRAP, CKA_DERIVE);
    private static final Cka<?>[] SHOWN = {
        CKA_CLASS, CKA_KEY_TYPE, CKA_CERTIFICATE_TYPE, CKA_LABEL, CKA_ID, CKA_UNIQUE_ID, CKA_PRIVATE, CKA_SENSITIVE,
        CKA_EXTRACTABLE, CKA_MODULUS_BITS, CKA_VALUE_LEN,
        CKA_SIGN, CKA_VERIFY, CKA_ENCRYPT, CKA_DECRYPT, CKA_WRAP, CKA_UNWRAP, CKA_DERIVE,
    };

    /** The token objects that the session sees, by class and label. */
    static List<ListedObject> all(Cryptoki application, SessionHandle session) {
        return application.find(session, Template.EMPTY.with(CKA_TOKEN, true)).stream()
            .map(handle -> new ListedObject(application.attributes(session, handle, SHOWN)))
            .sorted(Comparator.comparing(ListedObject::kind).thenComparing(ListedObject::label)
                .thenComparing(ListedObject::uniqueId))
            .toList();
    }

    String[] cells() {
        return new String[] {kind(), type(), label(), id(), String.join(" ", uses()), uniqueId()};
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("class", attributes.require(CKA_CLASS).name());
        attributes.get(CKA_KEY_TYPE).ifPresent(type -> map.put("keyType", type.name()));
        attributes.get(CKA_CERTIFICATE_TYPE).ifPresent(type -> map.put("certificateType", type.name()));
        map.put("label", label());
        map.put("id", id());
        map.put("uniqueId", uniqueId());
        attributes.get(CKA_PRIVATE).ifPresent(value -> map.put("private", value));
        attributes.get(CKA_SENSITIVE).ifPresent(value -> map.put("sensitive", value));
        attributes.get(CKA_EXTRACTABLE).ifPresent(value -> map.put("extractable", value));
        map.put("uses", uses());
        return map;
    }

    private String kind() {
        return word(attributes.require(CKA_CLASS).name(), "CKO_");
    }

    private String label() {
        return attributes.get(CKA_LABEL, "");
    }

    private String id() {
        return attributes.get(CKA_ID).map(HexFormat.of()::formatHex).orElse("");
    }

    private String uniqueId() {
        return attributes.get(CKA_UNIQUE_ID, "");
    }

    private String type() {
        String size = attributes.get(CKA_MODULUS_BITS)
            .or(() -> attributes.get(CKA_VALUE_LEN).map(bytes -> bytes * Byte.SIZE))
            .map(bits -> " " + bits).orElse("");
        return attributes.get(CKA_KEY_TYPE).map(type -> word(type.name(), "CKK_") + size)
            .or(() -> attributes.get(CKA_CERTIFICATE_TYPE).map(type -> word(type.name(), "CKC_")))
            .orElse("");
    }

    private List<String> uses() {
        return USES.stream().filter(attributes::is).map(use -> word(use.name(), "CKA_")).collect(Collectors.toList());
    }

    private static String word(String constant, String prefix) {
        return constant.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
